"""The trend drawn: built-up land as observed, and the band to which past rates would lead; an extrapolation."""

from geo.figure import Figure
from geo.measurement import EpochFigures, Measurement
from outputs.boundaries import rank
from outputs.report import alt
from outputs.report.lettering import width
from outputs.report.lists import with_semicolons
from outputs.report.measures import found
from outputs.report.plotting import LAND, NUMBER, PEOPLE, Chart, Plot, note, plot, svg
from outputs.words import figures
from outputs.words.filling import digits
from outputs.words.texts import text

LAND_AHEAD, PEOPLE_AHEAD = "trend_built_up", "trend_population"


def land_trend_chart(measurement: Measurement) -> Chart | None:
    """Return the chart of built-up land."""
    return _chart(measurement, LAND_AHEAD, ("built_up_km2", LAND))


def people_trend_chart(measurement: Measurement) -> Chart | None:
    """Return the chart of population."""
    return _chart(measurement, PEOPLE_AHEAD, ("population", PEOPLE))


def _chart(measurement: Measurement, measure: str, look: tuple[str, str]) -> Chart | None:
    bands = [row for row in measurement.figures if row.measure == measure and row.low is not None]
    if not bands:
        return None
    band = min(bands, key=lambda row: (rank(row.boundary), row.boundary_rule != "fixed"))
    field, colour = look
    seen = [
        (row.year, getattr(row, field))
        for row in _observed(measurement, band)
        if getattr(row, field) is not None and band.start is not None and row.year <= band.start
    ]
    if not seen:
        return None
    chart = plot()
    _draw(chart, seen, band, colour)
    say = figures.km2 if field == "built_up_km2" else figures.persons
    for value, up in ((band.low, False), (band.high, True)):
        note(chart.axes, say(value), (band.end, value or 0.0), (6, 2 if up else -11))
        chart.right = max(chart.right, width(say(value), NUMBER) + 10)
    title = text(f"measures.trend.{field}", year=band.end)
    boundary = found.in_words(measurement, (band.boundary, band.boundary_rule))
    ahead = text("measures.trend.said", year=band.end, low=say(band.low), high=say(band.high))
    values = with_semicolons((alt.told((digits(year), say(value)) for year, value in seen), ahead))
    caption = text("measures.trend.caption", boundary=boundary)
    return Chart(measure, title, svg(chart, measure), alt.series_alt(title, boundary, values), caption)


def _observed(measurement: Measurement, band: Figure) -> list[EpochFigures]:
    own = [
        row
        for row in measurement.epochs
        if (row.boundary, row.boundary_rule) == (band.boundary, band.boundary_rule) and row.observed
    ]
    return sorted(own, key=lambda row: row.year)


def _draw(chart: Plot, seen: list[tuple[int, float]], band: Figure, colour: str) -> None:
    axes = chart.axes
    years, values = zip(*seen, strict=True)
    last = (years[-1], band.end)
    axes.plot(years, values, "-o", color=colour, lw=2.2, ms=6, zorder=3)
    axes.fill_between(
        last, [values[-1], band.low], [values[-1], band.high], facecolor=colour, alpha=0.22, hatch="///",
        edgecolor="white", lw=0, zorder=2,
    )  # fmt: skip
    for end in (band.low, band.high):
        axes.plot(last, [values[-1], end], "--", color=colour, lw=1.2, zorder=3)
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    words, middle = text("measures.trend.mark"), (sum(last) / 2, values[-1])
    note(axes, words, middle, (0, -26), ha="center", bbox=ground, zorder=4)
    axes.set_ylim(0, 1.12 * max(*values, band.high or 0))
    span = band.end - years[0]
    axes.set_xlim(years[0] - 0.05 * span, band.end)
    chart.years = [*years, band.end]
