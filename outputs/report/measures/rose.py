"""The direction rose drawn: new built-up land by sector round the centre, over the longest period."""

import math
from collections.abc import Mapping
from typing import Any

from geo.measurement import Measurement
from outputs.report import alt
from outputs.report.lettering import directed, style
from outputs.report.lists import with_commas
from outputs.report.marks import YearNames
from outputs.report.measures import found, said
from outputs.report.plotting import FONT, GRID, INK, LAND, NUMBER, SOFT, Chart, blank, figure_svg, note
from outputs.words import figures
from outputs.words.speech import current
from outputs.words.texts import text

NEW = "direction_new"
_LABELLED = 8
"""Directions that are named round the rose; 16 names would crowd it on a telephone."""


def rose_chart(measurement: Measurement) -> Chart | None:
    """Return the rose of the longest period."""
    within = found.main_boundary(measurement, NEW)
    if within is None:
        return None
    roses = found.by_zone(measurement, NEW, within)
    start, end = max(roses, key=lambda when: (when[1] - (when[0] or when[1]), when[1]))
    sectors = roses[start, end]
    if not any(sectors.values()):
        return None
    title = text("measures.rose.title", period=YearNames(measurement.projected).period(start or end, end))
    boundary = found.in_words(measurement, within)
    values = with_commas(alt.area(said.zone("sector", code), sectors[code]) for code in sorted(sectors, key=float))
    caption = text("measures.rose.caption", boundary=boundary)
    return Chart("rose", title, figure_svg(_drawn(sectors), "rose"), alt.series_alt(title, boundary, values), caption)


def _drawn(sectors: Mapping[str, float]) -> Any:  # noqa: ANN401
    figure = blank()
    axes = figure.add_axes((0.2, 0.08, 0.6, 0.84), projection="polar", facecolor="none")
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
    axes.set_thetagrids([360 / _LABELLED * step for step in range(_LABELLED)], [""] * _LABELLED)
    for step in range(_LABELLED):
        _name(axes, 360 / _LABELLED * step, top * 1.02)
    axes.set_axisbelow(True)
    longest, rtl = text("measures.rose.ring", value=figures.km2(max(sectors.values()))), current().rtl
    at = {"x": 0.99 if rtl else 0.01, "y": 0.03, "ha": "right" if rtl else "left"}
    figure.text(**at, s=directed(longest), fontsize=FONT * 0.82, color=SOFT, **style())
    return figure


def _name(axes: Any, bearing: float, radius: float) -> None:  # noqa: ANN401
    """Write a direction outside the rose, clear of it on its own side."""
    angle = math.radians(bearing)
    right, up = round(math.sin(angle), 6), round(math.cos(angle), 6)
    side = {"ha": "left" if right > 0 else "right" if right else "center", "va": "center"}
    note(axes, said.compass(bearing), (angle, radius), (6 * right, 11 * up), color=INK, fontsize=NUMBER, **side)
