"""The trend drawn: built-up land as observed, and the band to which past rates would lead; an extrapolation."""

from typing import Any

from geo.figure import Figure
from geo.measurement import EpochFigures, Measurement
from outputs.boundaries import rank
from outputs.report import figures
from outputs.report.measures import found
from outputs.report.plotting import FONT, INK, LAND, PEOPLE, Chart, canvas, svg
from outputs.report.ticks import every
from outputs.report.words import text

LAND_AHEAD, PEOPLE_AHEAD = "trend_built_up", "trend_population"
_LABELS = 6
"""Years that have room beside the one ahead."""


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
    figure, axes = canvas(0.78)
    _draw(axes, seen, band, colour)
    say = figures.km2 if field == "built_up_km2" else figures.persons
    for value, up in ((band.low, False), (band.high, True)):
        axes.annotate(
            say(value), (band.end, value), xytext=(6, 2 if up else -11), textcoords="offset points",
            fontsize=FONT * 0.88, color=INK, annotation_clip=False,
        )  # fmt: skip
    title = text(f"measures.trend.{field}", year=band.end)
    boundary = found.in_words(measurement, (band.boundary, band.boundary_rule))
    values = "; ".join(f"{year}: {say(value)}" for year, value in seen)
    values += "; " + text("measures.trend.said", year=band.end, low=say(band.low), high=say(band.high))
    alt = text("charts.series_alt", title=title, boundary=boundary, values=values)
    return Chart(measure, title, svg(figure, measure), alt, text("measures.trend.caption", boundary=boundary))


def _observed(measurement: Measurement, band: Figure) -> list[EpochFigures]:
    own = [
        row
        for row in measurement.epochs
        if (row.boundary, row.boundary_rule) == (band.boundary, band.boundary_rule) and row.observed
    ]
    return sorted(own, key=lambda row: row.year)


def _draw(axes: Any, seen: list[tuple[int, float]], band: Figure, colour: str) -> None:  # noqa: ANN401
    years, values = zip(*seen, strict=True)
    last = (years[-1], band.end)
    axes.plot(years, values, "-o", color=colour, lw=2.2, ms=6, zorder=3)
    axes.fill_between(
        last, [values[-1], band.low], [values[-1], band.high], facecolor=colour, alpha=0.22, hatch="///",
        edgecolor="white", lw=0, zorder=2,
    )  # fmt: skip
    for end in (band.low, band.high):
        axes.plot(last, [values[-1], end], "--", color=colour, lw=1.2, zorder=3)
    axes.annotate(
        text("measures.trend.mark"), (sum(last) / 2, values[-1]), xytext=(0, -26), textcoords="offset points",
        ha="center", fontsize=FONT * 0.86, color=INK, style="italic",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8}, zorder=4,
    )  # fmt: skip
    axes.set_xticks([*(year for year, shown in zip(years, every(len(years), _LABELS), strict=True) if shown), band.end])
    axes.set_ylim(0, 1.12 * max(*values, band.high or 0))
    span = band.end - years[0]
    axes.set_xlim(years[0] - 0.05 * span, band.end + 0.16 * span)
