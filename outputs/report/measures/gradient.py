"""The density gradient drawn: built-up share by distance from the centre, and Clark's curve through it."""

import math
from collections.abc import Mapping
from typing import Any

from geo.measurement import Measurement
from outputs.report import alt
from outputs.report.legend import Entry
from outputs.report.lettering import lines
from outputs.report.lists import with_commas
from outputs.report.marks import YearNames
from outputs.report.measures import found, said
from outputs.report.plotting import LAND, MUTED, NUMBER, WIDTH, Chart, note, plot, svg
from outputs.words import figures
from outputs.words.texts import text

RINGS, AT_CENTRE, DECAY = "ring_density", "gradient_density_at_centre", "gradient_decay"
_HALF_RING_KM = 0.5
_POINTS = 121


def gradient_chart(measurement: Measurement) -> Chart | None:
    """Return the rings and the curve of the first and the last epoch."""
    within = found.main_boundary(measurement, RINGS)
    if within is None:
        return None
    rings = {end: shares for (_, end), shares in found.by_zone(measurement, RINGS, within).items()}
    ends = sorted({min(rings), max(rings)}, reverse=True)
    named, chart = YearNames(measurement.projected), plot()
    looks = dict(zip(ends, ((LAND, "o", "-"), (MUTED, "s", "--")), strict=False))
    reach = max(_rings(chart.axes, rings[year], looks[year]) for year in reversed(ends))
    for year in ends:
        _curve(chart.axes, _fit(measurement, within, year), looks[year], reach)
    chart.axes.set_xlim(0, reach + _HALF_RING_KM)
    chart.axes.set_ylim(bottom=0)
    (line, *_) = lines(text("measures.gradient.x"), WIDTH - 60, NUMBER, most=1)
    note(chart.axes, line, (0.5, 0), (0, -36), xycoords="axes fraction", ha="center")
    chart.foot = 46
    chart.entries = [
        Entry(named.year(year), colour, mark=mark, dash=dash, hollow=mark == "s")
        for year, (colour, mark, dash) in looks.items()
    ]
    values = alt.told((named.year(year), _in_words(rings[year])) for year in reversed(ends))
    boundary, title = found.in_words(measurement, within), text("measures.gradient.title")
    caption = text("measures.gradient.caption", boundary=boundary)
    return Chart("gradient", title, svg(chart, "gradient"), alt.series_alt(title, boundary, values), caption)


def _fit(measurement: Measurement, within: tuple[str, str], year: int) -> tuple[float, float] | None:
    curve = {
        name: row.value
        for name in (AT_CENTRE, DECAY)
        for row in found.of(measurement, name, within)
        if row.end == year and row.value is not None
    }
    return (curve[AT_CENTRE], curve[DECAY]) if len(curve) == len((AT_CENTRE, DECAY)) else None


def _rings(axes: Any, shares: Mapping[str, float], look: tuple[str, str, str]) -> float:  # noqa: ANN401
    """Draw the rings as marks at the middle of each, and return the farthest with built-up land."""
    colour, mark, _ = look
    points = sorted((float(outer) - _HALF_RING_KM, share) for outer, share in shares.items())
    last = max((distance for distance, share in points if share > 0), default=_HALF_RING_KM)
    shown = [(distance, share) for distance, share in points if distance <= last]
    fill = colour if mark == "o" else "white"
    axes.plot(*zip(*shown, strict=True), mark, ms=5.5, mfc=fill, mec=colour, mew=1.4, zorder=3)
    return last


def _curve(axes: Any, fit: tuple[float, float] | None, look: tuple[str, str, str], reach: float) -> None:  # noqa: ANN401
    if fit is None:
        return
    at_centre, decay = fit
    distances = [reach * step / (_POINTS - 1) for step in range(_POINTS)]
    heights = [at_centre * math.exp(-decay * distance) for distance in distances]
    axes.plot(distances, heights, look[2], color=look[0], lw=1.8, zorder=2)


def _in_words(shares: Mapping[str, float]) -> str:
    rings = sorted(shares, key=float)[:8]
    return with_commas(f"{said.zone('ring', code)} {figures.decimal(shares[code], 2)}" for code in rings)
