"""Land taken drawn: what new built-up land was before, one bar a period."""

from geo.measurement import Measurement
from outputs.report import figures
from outputs.report.marks import YearNames
from outputs.report.measures import found, said
from outputs.report.plotting import HATCH, Chart, canvas, legend, svg
from outputs.report.ticks import bar_ticks
from outputs.report.words import text

TAKEN = "land_taken"
_COLOURS = {
    "cropland": "#e3bf5a",
    "tree_cover": "#2b5d34",
    "grassland": "#a9c77b",
    "wetland": "#3f8f8c",
    "bare_land": "#d8c9ad",
    "water": "#4f7fb5",
    "other": "#77716a",
    "unclassed": "#eceae4",
}
"""Light and dark by turns, so that neighbours in a bar are told apart in grey."""


def taken_chart(measurement: Measurement) -> Chart | None:
    """Return the land taken of each period between two epochs."""
    within = found.main_boundary(measurement, TAKEN)
    if within is None:
        return None
    periods = found.by_zone(measurement, TAKEN, within)
    whole = (measurement.years[0], measurement.years[-1])
    shown = {period: parts for period, parts in periods.items() if period != whole} or dict(periods)
    used = [code for code in _COLOURS if any(parts.get(code) for parts in shown.values())]
    if not used:
        return None
    figure, axes = canvas(0.6)
    for place, ((_, end), parts) in enumerate(shown.items()):
        foot, hatch = 0.0, HATCH if end in measurement.projected else ""
        for code in used:
            area = parts.get(code, 0.0)
            axes.bar(place, area, 0.62, bottom=foot, color=_COLOURS[code], edgecolor="white", lw=0.8, hatch=hatch)
            foot += area
    named = YearNames(measurement.projected)
    projected = [end for _, end in shown if end in measurement.projected]
    short = text("marks.projected_short")
    bar_ticks(axes, [(f"{start}–{end}", short if end in projected else "") for start, end in shown])
    legend(
        axes,
        [(_COLOURS[code], said.zone("land_group", code)) for code in used],
        hatched=text("charts.hatched") if projected else "",
    )
    values = "; ".join(
        f"{named.period(start or end, end)}: "
        + ", ".join(f"{said.zone('land_group', code)} {figures.decimal(parts.get(code), 1)} ha" for code in used)
        for (start, end), parts in shown.items()
    )
    boundary, title = found.in_words(measurement, within), text("measures.taken.title")
    alt = text("charts.series_alt", title=title, boundary=boundary, values=values)
    return Chart("taken", title, svg(figure, "taken"), alt, text("measures.taken.caption", boundary=boundary))
