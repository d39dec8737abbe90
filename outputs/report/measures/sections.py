"""The sections of a page beside the indicator: a group of measures each, those without any figure left out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from geo.measurement import Measurement
from outputs.report.measures.gradient import gradient_chart
from outputs.report.measures.regimes import regimes_chart
from outputs.report.measures.rose import rose_chart
from outputs.report.measures.said import measure_in_words
from outputs.report.measures.settlements import settlement_chart
from outputs.report.measures.tables import measure_tables
from outputs.report.measures.taken import taken_chart
from outputs.report.measures.trend import land_trend_chart, people_trend_chart
from outputs.report.plotting import Chart
from outputs.report.tables import Table
from outputs.tables.measures import Measure, MeasureGroup, measure_groups, measures
from outputs.words.texts import reason, text

_CHARTS: dict[str, tuple[Callable[[Measurement], Chart | None], ...]] = {
    "form": (gradient_chart, rose_chart),
    "settlement": (settlement_chart,),
    "taken": (taken_chart,),
    "uncertainty": (regimes_chart,),
    "trend": (land_trend_chart, people_trend_chart),
}
"""Group → its pictures."""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of measures as a page shows it."""

    id: str
    title: str
    lead: str
    nothing: str
    """Why it has no figure at all; empty where it has some."""
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    abouts: tuple[Measure, ...]
    """The measures that it shows, for the notes that say what each is."""


def sections(measurement: Measurement) -> list[Section]:
    """Return the sections in the order of the groups."""
    return [section for group in measure_groups() if (section := _section(measurement, group)).abouts]


def _section(measurement: Measurement, group: MeasureGroup) -> Section:
    known = measures()
    own = [figure for figure in measurement.figures if known[figure.measure].group == group.id]
    present = {figure.measure for figure in own}
    reasons = {figure.undefined for figure in own}
    nothing = "" if None in reasons else " ".join(reason(code) for code in sorted(filter(None, reasons)))
    tables = measure_tables(measurement, group)
    charts = (draw(measurement) for draw in _CHARTS.get(group.id, ()))
    return Section(
        id=group.id,
        title=text(f"measure_group.{group.id}.title"),
        lead=text(f"measure_group.{group.id}.lead"),
        nothing=nothing,
        charts=tuple(chart for chart in charts if chart is not None),
        tables=tuple(replace(table, folded=True) for table in tables) if nothing else tuple(tables),
        abouts=tuple(measure_in_words(one) for one in known.values() if one.id in present),
    )
