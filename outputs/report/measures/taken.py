"""Land taken drawn: what new built-up land was before, one bar a period."""

from geo.measurement import Measurement
from outputs.layers.palettes import land_taken_legend
from outputs.report import alt
from outputs.report.bars import projected_entry, stack
from outputs.report.legend import Entry
from outputs.report.lists import with_commas
from outputs.report.marks import YearNames
from outputs.report.measures import found, said
from outputs.report.plotting import HATCH, Chart, plot, svg
from outputs.words import figures
from outputs.words.texts import period, text

TAKEN = "land_taken"
_CODES = {
    "cropland": 1,
    "tree_cover": 2,
    "grassland": 3,
    "wetland": 4,
    "bare_land": 5,
    "water": 6,
    "other": 7,
    "unclassed": 8,
}
"""Group of land → its class on the map of land taken, in the order of the bars."""


def taken_chart(measurement: Measurement) -> Chart | None:
    """Return the land taken of each period between two epochs."""
    within = found.main_boundary(measurement, TAKEN)
    if within is None:
        return None
    periods = found.by_zone(measurement, TAKEN, within)
    whole = (measurement.years[0], measurement.years[-1])
    shown = {when: parts for when, parts in periods.items() if when != whole} or dict(periods)
    used = {code: said.zone("land_group", code) for code in _CODES if any(part.get(code) for part in shown.values())}
    if not used:
        return None
    chart, colours = plot(), taken_colours()
    for place, ((_, end), parts) in enumerate(shown.items()):
        hatch = HATCH if end in measurement.projected else ""
        stack(chart.axes, place, {code: parts.get(code, 0.0) for code in used}, (colours, hatch))
    projected = [end for _, end in shown if end in measurement.projected]
    short = text("marks.projected_short")
    chart.under = [(period(start or end, end), short if end in projected else "") for start, end in shown]
    chart.entries = [Entry(name, colours[code]) for code, name in used.items()]
    chart.entries += projected_entry(wanted=bool(projected))
    named = YearNames(measurement.projected)
    values = alt.told(
        (named.period(start or end, end), with_commas(_hectares(name, parts.get(code)) for code, name in used.items()))
        for (start, end), parts in shown.items()
    )
    boundary, title = found.in_words(measurement, within), text("measures.taken.title")
    caption = text("measures.taken.caption", boundary=boundary)
    return Chart("taken", title, svg(chart, "taken"), alt.series_alt(title, boundary, values), caption)


def taken_colours() -> dict[str, str]:
    """Return the colour of each group of land, as on the map of land taken."""
    colours = {row.code: row.colour for row in land_taken_legend().classes}
    return {group: colours[code] for group, code in _CODES.items()}


def _hectares(name: str, value: float | None) -> str:
    return f"{name} {text('pictures.hectares', area=figures.decimal(value, 1))}"
