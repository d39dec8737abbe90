"""Areas by class of the Degree of Urbanisation drawn: one bar an epoch, land only."""

from geo.measurement import Measurement
from outputs.report import alt
from outputs.report.bars import label_epochs, projected_entry, stack
from outputs.report.legend import Entry
from outputs.report.lists import with_commas
from outputs.report.marks import YearNames
from outputs.report.measures import found, said
from outputs.report.plotting import HATCH, Chart, plot, svg
from outputs.words.texts import text

AREA = "settlement_area"
COLOURS = {"urban_centre": "#5b1a18", "urban_cluster": "#e08a3c", "rural": "#dcd6c6"}
"""From dark to light with density, so that grey tells them apart; the lowest class at the top of the bar."""


def settlement_chart(measurement: Measurement) -> Chart | None:
    """Return the areas by class of level 1 at every epoch."""
    within = found.main_boundary(measurement, AREA)
    if within is None:
        return None
    areas = {end: by_class for (_, end), by_class in found.by_zone(measurement, AREA, within).items()}
    used = {code: said.zone("level1", code) for code in COLOURS if any(part.get(code) for part in areas.values())}
    projected = set(measurement.projected) & set(areas)
    chart = plot()
    for place, (year, by_class) in enumerate(areas.items()):
        parts = {code: by_class.get(code, 0.0) for code in used}
        stack(chart.axes, place, parts, (COLOURS, HATCH if year in projected else ""))
    label_epochs(chart, list(areas), projected)
    chart.entries = [Entry(name, COLOURS[code]) for code, name in used.items()]
    chart.entries += projected_entry(wanted=bool(projected))
    named = YearNames(measurement.projected)
    values = alt.told(
        (named.year(year), with_commas(alt.area(name, by_class.get(code, 0.0)) for code, name in used.items()))
        for year, by_class in areas.items()
    )
    boundary, title = found.in_words(measurement, within), text("measures.settlements.title")
    caption = text("measures.settlements.caption", boundary=boundary, edition=measurement.measures.level1.edition)
    return Chart("settlements", title, svg(chart, "settlements"), alt.series_alt(title, boundary, values), caption)
