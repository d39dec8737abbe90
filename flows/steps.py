"""The four steps of a run as plain functions, with and without Prefect: resolve, pull, measure, publish."""

from datetime import UTC, datetime

from flows.identity import describe_run
from flows.parameters import CityParameters
from flows.progress import Event, Listener, StepName, silent
from flows.result import Findings, Result
from flows.settings import settings
from flows.site import Site, find_site
from geo import measure as method
from geo.measurement import Measurement
from geo.sources import road
from geo.stack import Stack
from outputs import layout
from outputs.publish import publish as publish_measurement
from outputs.subject import Place


def analyse(parameters: CityParameters, tell: Listener = silent) -> Result:
    """Run one city from its study area to its publication, in this process and without Prefect."""
    site = resolve(parameters, tell)
    stack = pull(parameters, site, tell)
    measurement = measure(parameters, site, stack, tell=tell)
    return publish(parameters, site, measurement, tell=tell)


def resolve(parameters: CityParameters, tell: Listener = silent) -> Site:
    """Return which city is meant and which area is read."""
    tell(Event("resolve", parameters.city))
    site = find_site(parameters, settings())
    area = site.city.study_area
    _done(tell, "resolve", f"{site.city.name}, {area.area_km2:,.0f} km²", *area.notes)
    return site


def pull(parameters: CityParameters, site: Site, tell: Listener = silent) -> Stack:
    """Return the source's rasters over the area, epoch by epoch on one grid. The only step that reads rasters."""
    tell(Event("pull", parameters.source))
    stack = road.pull(parameters.source, site.area, epochs=parameters.epochs, cache=settings().cache_dir)
    rows, columns = stack.grid.shape
    years = ", ".join(map(str, stack.years))
    _done(tell, "pull", f"{years}; {columns:,} × {rows:,} cells of {stack.grid.resolution_m:g} m")
    return stack


def measure(parameters: CityParameters, site: Site, stack: Stack, *, tell: Listener = silent) -> Measurement:
    """Return what the rasters say: urban extents, expansion and SDG 11.3.1."""
    tell(Event("measure", ""))
    measurement = method.measure(stack, centre=site.centre, parameters=parameters.extent.extent_parameters())
    periods = sum(row.boundary == "study_area" for row in measurement.indicators)
    _done(tell, "measure", f"{len(measurement.years)} urban extents, {periods} period{'s' * (periods != 1)}")
    return measurement


def publish(parameters: CityParameters, site: Site, measurement: Measurement, *, tell: Listener = silent) -> Result:
    """Publish a measurement whole, or not at all, and return what was found and where it is."""
    tell(Event("publish", ""))
    root = (parameters.publish_root or settings().publish_root).expanduser().absolute()
    run = describe_run(site.city, parameters, measurement)
    published = publish_measurement(
        measurement,
        _place(site),
        run,
        root,
        created=datetime.now(UTC),
        on_step=lambda text: tell(Event("publish", text)),
    )
    found = Findings.of(measurement)
    picture = published.path / layout.PREVIEW
    _done(tell, "publish", str(published.path))
    return Result(
        city=site.city.id,
        name=site.city.name,
        run=run.id,
        simulated=measurement.simulated,
        sources=tuple(source.title for source in measurement.sources),
        path=published.path,
        page=published.path / layout.PAGE,
        index=root / layout.INDEX,
        picture=picture if picture.is_file() else None,
        headline=found.headline,
        indicators=found.indicators,
        warnings=found.warnings,
    )


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
