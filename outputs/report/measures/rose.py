"""The direction rose drawn: new built-up land by sector round the centre, over the longest period."""

import math
from collections.abc import Mapping
from typing import Any

from geo.measurement import Measurement
from outputs.report import figures
from outputs.report.marks import YearNames
from outputs.report.measures import found, said
from outputs.report.plotting import FONT, GRID, INK, LAND, SOFT, Chart, blank, svg
from outputs.report.words import text

NEW = "direction_new"
_LABELLED = 8
"""Directions that are named round the rose; 16 names would crowd it on a telephone."""


def rose_chart(measurement: Measurement) -> Chart | None:
    """Return the rose of the longest period."""
    within = found.main_boundary(measurement, NEW)
    if within is None:
        return None
    roses = found.by_zone(measurement, NEW, within)
    start, end = max(roses, key=lambda period: (period[1] - (period[0] or period[1]), period[1]))
    sectors = roses[start, end]
    if not any(sectors.values()):
        return None
    period = YearNames(measurement.projected).period(start or end, end)
    title = text("measures.rose.title", period=period)
    boundary = found.in_words(measurement, within)
    values = ", ".join(
        f"{said.zone('sector', code)} {figures.km2(sectors[code])} km²" for code in sorted(sectors, key=float)
    )
    alt = text("charts.series_alt", title=title, boundary=boundary, values=values)
    caption = text("measures.rose.caption", boundary=boundary)
    return Chart("rose", title, svg(_drawn(sectors), "rose"), alt, caption)


def _drawn(sectors: Mapping[str, float]) -> Any:  # noqa: ANN401
    figure = blank()
    axes = figure.add_axes((0.2, 0.06, 0.6, 0.86), projection="polar", facecolor="none")
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    width = 2 * math.pi / len(sectors)
    for code, value in sectors.items():
        # The area of a sector, and not its radius, is what the eye compares.
        axes.bar(
            math.radians(float(code)), math.sqrt(max(value, 0)), width * 0.94, color=LAND, edgecolor="white", lw=0.6
        )
    top = math.sqrt(max(sectors.values()))
    axes.set_ylim(0, top * 1.02)
    rings = [share * max(sectors.values()) for share in (0.25, 0.5, 1.0)]
    axes.set_rgrids([math.sqrt(value) for value in rings], [""] * len(rings))
    axes.grid(color=GRID, lw=1)
    axes.spines["polar"].set_color(GRID)
    bearings = [360 / _LABELLED * step for step in range(_LABELLED)]
    axes.set_thetagrids(bearings, [said.compass(bearing) for bearing in bearings], fontsize=FONT * 0.9, color=INK)
    axes.set_axisbelow(True)
    axes.annotate(
        text("measures.rose.ring", value=figures.km2(max(sectors.values()))),
        (0.0, 0.0), xycoords="axes fraction", xytext=(-0.32, 0.0), textcoords="axes fraction",
        fontsize=FONT * 0.82, color=SOFT,
    )  # fmt: skip
    return figure
