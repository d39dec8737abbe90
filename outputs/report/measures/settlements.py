"""Areas by class of the Degree of Urbanisation drawn: one bar an epoch, land only."""

from geo.measurement import Measurement
from outputs.report import figures
from outputs.report.marks import YearNames
from outputs.report.measures import found, said
from outputs.report.plotting import HATCH, Chart, canvas, legend, svg
from outputs.report.ticks import bar_ticks
from outputs.report.words import text

AREA = "settlement_area"
_COLOURS = {"urban_centre": "#5b1a18", "urban_cluster": "#e08a3c", "rural": "#dcd6c6"}
"""From dark to light with density, so that grey tells them apart; the lowest class at the top of the bar."""


def settlement_chart(measurement: Measurement) -> Chart | None:
    """Return the areas by class of level 1 at every epoch."""
    within = found.main_boundary(measurement, AREA)
    if within is None:
        return None
    areas = {end: by_class for (_, end), by_class in found.by_zone(measurement, AREA, within).items()}
    used = [code for code in _COLOURS if any(by_class.get(code) for by_class in areas.values())]
    figure, axes = canvas()
    for place, (year, by_class) in enumerate(areas.items()):
        foot = 0.0
        for code in used:
            hatch = HATCH if year in measurement.projected else ""
            area = by_class.get(code, 0.0)
            axes.bar(place, area, 0.62, bottom=foot, color=_COLOURS[code], edgecolor="white", lw=0.8, hatch=hatch)
            foot += area
    projected = set(measurement.projected) & set(areas)
    short = text("marks.projected_short")
    bar_ticks(axes, [(str(year), short if year in projected else "") for year in areas])
    legend(
        axes,
        [(_COLOURS[code], said.zone("level1", code)) for code in used],
        hatched=text("charts.hatched") if projected else "",
    )
    named = YearNames(measurement.projected)
    values = "; ".join(
        f"{named.year(year)}: "
        + ", ".join(f"{said.zone('level1', code)} {figures.km2(by_class.get(code, 0.0))} km²" for code in used)
        for year, by_class in areas.items()
    )
    boundary = found.in_words(measurement, within)
    title = text("measures.settlements.title")
    alt = text("charts.series_alt", title=title, boundary=boundary, values=values)
    caption = text("measures.settlements.caption", boundary=boundary, edition=measurement.measures.level1.edition)
    return Chart("settlements", title, svg(figure, "settlements"), alt, caption)
