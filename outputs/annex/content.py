"""What the annex says, in the language spoken now: the same for the PDF and the DOCX."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from geo.measurement import Caveat, Measurement
from outputs.annex.grids import Grid, period_grid, year_grid
from outputs.annex.pictures import Pictures, draw_pictures
from outputs.report.back_matter import citation
from outputs.report.lists import with_commas
from outputs.report.marks import YearNames
from outputs.report.site import NO_COUNTRY, country
from outputs.report.story import scope_name, story
from outputs.reporting.report import CityReport, city_report
from outputs.subject import Place, Run
from outputs.text import is_simulated, one_line
from outputs.words import caveat, figures, flag, isolated, name_of, said, text

_WARNINGS, _SOURCES = 7, 4
"""What two pages have room for; the full report has the others."""


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs or list items under a head."""

    title: str
    items: tuple[str | Markup, ...]


@dataclass(frozen=True, slots=True)
class AnnexContent:
    """The two pages."""

    created: str
    """ISO 8601 moment."""
    title: str
    description: str
    stamp: str
    """That the city is simulated; empty for a real one."""
    kicker: str
    facts: tuple[str, ...]
    target: str
    indicator: Section
    happened: Section
    """The sentence of what happened first, then how it is read."""
    table_title: str
    grids: tuple[Grid, ...]
    table_notes: tuple[str, ...]
    map_title: str
    chart_title: str
    pictures: Pictures
    method: Section
    warnings: Section
    sources: Section
    cite: Section
    run: str


def annex_content(
    measurement: Measurement, place: Place, run: Run, *, created: str, pictures: Pictures | None = None
) -> AnnexContent:
    """Return what the annex of a run says.

    Args:
        measurement: what was measured.
        place: the city.
        run: the run.
        created: ISO 8601 moment, printed as a day.
        pictures: those of the run in the same language, where a report has drawn them already.
    """
    report = city_report(measurement, place, run)
    name = isolated(one_line(name_of(place.names)))
    span = YearNames(measurement.projected).period(measurement.years[0], measurement.years[-1])
    stamp = text("simulated.stamp") if is_simulated(measurement, place) else ""
    grids = tuple(grid for grid in (year_grid(report), period_grid(report)) if len(grid.head) > 1)
    return AnnexContent(
        created=created,
        title=text("annex.title", name=name),
        description=text("annex.indicator"),
        stamp=stamp,
        kicker=text("annex.kicker"),
        facts=tuple(filter(None, ("" if place.iso3 == NO_COUNTRY else country(place.iso3), span))),
        target=text("annex.target"),
        indicator=Section(text("annex.indicator_title"), (text("annex.indicator"),)),
        happened=_happened(measurement),
        table_title=text("annex.table_title"),
        grids=grids,
        table_notes=(_boundary(report), *(note for grid in grids for note in grid.notes)),
        map_title=text("annex.map_title"),
        chart_title=text("annex.chart_title"),
        pictures=pictures or draw_pictures(measurement, place),
        method=_method(measurement, report),
        warnings=_warnings(measurement, report),
        sources=_sources(measurement),
        cite=Section(text("annex.cite_title"), (citation(measurement, place, run, created=created),)),
        run=" · ".join(filter(None, (stamp, text("annex.run", run=run.id, day=figures.date(created))))),
    )


def _happened(measurement: Measurement) -> Section:
    told = story(measurement)
    paragraphs = (told.lead, " ".join(filter(None, (told.reading, told.detail))), *told.doubts)
    return Section(text("annex.happened_title"), tuple(one for one in paragraphs if one))


def _boundary(report: CityReport) -> str:
    named = YearNames(report.projected)
    boundary = scope_name(report.boundary, "fixed", named.year(report.epochs[-1].year))
    return text("annex.table_note", boundary=boundary)


def _method(measurement: Measurement, report: CityReport) -> Section:
    sources = with_commas(isolated(said(source.title)) for source in measurement.sources)
    extent = report.boundary == "urban_extent"
    end = YearNames(report.projected).year(report.epochs[-1].year)
    sentences = (
        text("annex.method_land", source=sources, cell=measurement.grid.resolution_m),
        text("annex.method_extent" if extent else "annex.method_extent_other"),
        text("annex.method_fixed", end=end),
        text("annex.method_rates"),
    )
    return Section(text("annex.method_title"), sentences)


def _warnings(measurement: Measurement, report: CityReport) -> Section:
    """Return what must travel with the figures: what is known of this run first, then what is true of every one."""
    caveats = {one.code for one in measurement.caveats}
    doubts = dict.fromkeys(code for period in report.periods if period for code in period.flags)
    own = [*map(_told, measurement.caveats), *(flag(code) for code in doubts if code not in caveats)]
    always = (text("annex.warning_ratio"), text("annex.warning_population"))
    return Section(text("annex.warnings_title"), (*_capped(own, _WARNINGS, "annex.warning_more"), *always))


def _told(known: Caveat) -> str:
    """Return a caveat; one that no catalogue knows keeps the direction of its own language."""
    return caveat(known) if known.key else isolated(caveat(known))


def _sources(measurement: Measurement) -> Section:
    told = [
        text(
            "annex.source",
            title=said(source.title),
            version=source.version,
            citation=one_line(source.citation),
            licence=source.licence,
        )
        for source in measurement.sources
    ]
    return Section(text("annex.sources_title"), _capped(told, _SOURCES, "annex.source_more"))


def _capped(items: Sequence[str], most: int, key: str) -> tuple[str, ...]:
    """Return the first items, and how many more there are."""
    if len(items) <= most:
        return tuple(items)
    return (*items[:most], text(key, count=len(items) - most))
