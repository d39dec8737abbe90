"""The four steps of a run as plain functions, with and without Prefect: resolve, pull, measure, publish."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flows.identity import describe_run
from flows.means import means
from flows.parameters import CityParameters
from flows.progress import Event, Listener, StepName, silent
from flows.published import published_of
from flows.result import Findings, Result
from flows.roots import absolute
from flows.settings import settings
from flows.site import Site, find_site, sources_of
from flows.zones import administrative_of, zones_of
from geo import measure as method
from geo.indicators.any_period import SourceFigures
from geo.indicators.spread import compare
from geo.measurement import Measurement
from geo.sources import road
from geo.sources.means import Means
from geo.stack import Stack
from outputs import layout
from outputs.history.retention import old_runs, prune
from outputs.publish import publish as publish_measurement
from outputs.store.opening import open_root
from outputs.store.root import Root
from outputs.subject import Place


def analyse(parameters: CityParameters, tell: Listener = silent) -> Result:
    """Run one city from its study area to its publication, in this process and without Prefect."""
    site = resolve(parameters, tell)
    others = [compared(parameters, site, source, tell=tell) for source in other_sources(parameters, site)]
    stack = pull(parameters, site, tell)
    measurement = measure(parameters, site, stack, others=others, tell=tell)
    return publish(parameters, site, measurement, tell=tell)


def resolve(parameters: CityParameters, tell: Listener = silent) -> Site:
    """Return which city is meant and which area is read."""
    tell(Event("resolve", parameters.city))
    _root(parameters).exists()  # a store that cannot be reached is told now, not when all is computed
    site = find_site(parameters, settings())
    area = site.city.study_area
    _done(tell, "resolve", f"{site.city.name}, {area.area_km2:,.0f} km²", *area.notes)
    return site


def pull(parameters: CityParameters, site: Site, tell: Listener = silent) -> Stack:
    """Return the first source's rasters over the area, epoch by epoch on one grid. Only pulling reads rasters."""
    source = sources_of(parameters, site.city)[0]
    tell(Event("pull", source))
    stack = road.pull(order(parameters, site, source), _means(tell))
    rows, columns = stack.grid.shape
    years = ", ".join(map(str, stack.years))
    _done(tell, "pull", f"{years}; {columns:,} × {rows:,} cells of {stack.grid.resolution_m:g} m")
    return stack


def other_sources(parameters: CityParameters, site: Site) -> tuple[str, ...]:
    """Return the sources that the first one is compared with."""
    return sources_of(parameters, site.city)[1:]


def compared(parameters: CityParameters, site: Site, source: str, *, tell: Listener = silent) -> SourceFigures:
    """Return the figures of another source of the same city; its rasters are let go."""
    tell(Event("pull", source))
    stack = road.pull(order(parameters, site, source), _means(tell))
    tell(Event("pull", f"measuring {source}"))
    return SourceFigures.of(_measured(parameters, site, stack))


def order(parameters: CityParameters, site: Site, source: str) -> road.Order:
    """Return what a run asks of a source; years that are named are the first one's, to which others come near."""
    first = sources_of(parameters, site.city)[0]
    own = road.Order(
        source,
        site.area,
        epochs=parameters.epochs,
        population=parameters.population,
        land_cover=parameters.land_cover,
        countries=site.city.countries,
        allow_incomparable=parameters.allow_incomparable,
        extrapolate_population=parameters.extrapolate_population,
        resolution_m=parameters.resolution_m,
    )
    if source == first:
        return own
    return replace(own, epochs=None, near=road.epochs_of(replace(own, source=first), means(settings())))


def _means(tell: Listener) -> Means:
    return means(settings(), lambda text: tell(Event("pull", text)))


def measure(
    parameters: CityParameters,
    site: Site,
    stack: Stack,
    *,
    others: Sequence[SourceFigures] = (),
    tell: Listener = silent,
) -> Measurement:
    """Return what the rasters say: urban extents, expansion and SDG 11.3.1, beside what other sources say."""
    tell(Event("measure", ""))
    measurement = _measured(parameters, site, stack, zoned=True)
    own = SourceFigures.of(measurement)
    comparison = compare([own, *others]) if others else None
    measurement = replace(measurement, comparison=comparison, published=published_of(site.city, own))
    periods = sum(row.boundary == "study_area" for row in measurement.indicators)
    _done(tell, "measure", f"{len(measurement.years)} urban extents, {periods} period{'s' * (periods != 1)}")
    return measurement


def _measured(parameters: CityParameters, site: Site, stack: Stack, *, zoned: bool = False) -> Measurement:
    form = parameters.measures
    return method.measure(
        stack,
        centre=site.centre,
        parameters=parameters.extent.extent_parameters(),
        measures=form.parameters(),
        administrative=administrative_of(form, site, stack),
        zones=zones_of(form, site, stack) if zoned else None,
    )


def publish(parameters: CityParameters, site: Site, measurement: Measurement, *, tell: Listener = silent) -> Result:
    """Publish a measurement whole, or not at all, and return what was found and where it is."""
    tell(Event("publish", ""))
    root = _root(parameters)
    run = describe_run(site.city, parameters, measurement)
    published = publish_measurement(
        measurement,
        _place(site),
        run,
        root,
        created=datetime.now(UTC),
        languages=parameters.languages or settings().languages,
        on_step=lambda text: tell(Event("publish", text)),
    )
    _keep(root, site.city.id, parameters.keep or settings().publish_keep)
    found = Findings.of(measurement)
    folder = f"{published.city}/{published.run}"
    _done(tell, "publish", str(published.path))
    return Result(
        city=site.city.id,
        name=site.city.name,
        iso3=site.city.iso3,
        run=run.id,
        simulated=measurement.simulated,
        sources=tuple(source.title for source in measurement.sources),
        path=published.path,
        page=published.page,
        index=root.address(layout.INDEX),
        picture=root.address(f"{folder}/{layout.PREVIEW}") if layout.PREVIEW in published.files else None,
        headline=found.headline,
        indicators=found.indicators,
        warnings=found.warnings,
        projected=found.projected,
        spread=found.spread,
    )


def _root(parameters: CityParameters) -> Root:
    return open_root(absolute(parameters.publish_root or settings().publish_root))


def _keep(root: Root, city: str, keep: int | None) -> None:
    """Remove the city's old runs, where only so many are to be kept."""
    if keep:
        prune(root, old_runs(root, keep, [city]))


def _done(tell: Listener, step: StepName, *texts: str) -> None:
    tell(Event(step, "; ".join(texts), done=True))


def _place(site: Site) -> Place:
    city = site.city
    return Place(
        id=city.id,
        names=city.names,
        iso3=city.iso3,
        region=city.region,
        centre=city.centre,
        study_area=city.study_area.geometry,
        area_origin=city.study_area.origin,
        area_notes=city.study_area.notes,
        simulated=city.simulated,
    )
