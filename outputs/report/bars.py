"""Stacked bars of a chart: parts of an epoch or a period, hatched where they rest on a projection."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from outputs.report.legend import Entry, patch_look
from outputs.report.plotting import HATCH, MUTED, Plot
from outputs.report.ticks import is_crowded
from outputs.words.filling import digits
from outputs.words.texts import text


def stack(axes: Any, place: int, parts: Mapping[str, float], look: tuple[Mapping[str, str], str]) -> None:  # noqa: ANN401
    """Draw a bar's parts upwards from 0, and those below 0 downwards; `look` is the colour of each, and the hatch."""
    above = below = 0.0
    colours, hatch = look
    for name, value in parts.items():
        if not value:  # a part of no height would hold the axes' limit at its place
            continue
        foot = below if value < 0 else above
        axes.bar(place, value, 0.62, bottom=foot, zorder=2, **patch_look(colours[name], hatch))
        above, below = above + max(value, 0), below + min(value, 0)


def label_epochs(chart: Plot, years: Sequence[int], projected: Collection[int]) -> None:
    """Put years under bars, projected ones named so where there is room."""
    short = text("marks.projected_short")
    full = [(digits(year), short if year in projected else "") for year in years]
    chart.under = [(year,) for year, _ in full] if is_crowded(full) else full


def projected_entry(*, wanted: bool) -> list[Entry]:
    """Return what a legend says of hatched bars, where there are any."""
    return [Entry(text("charts.hatched"), MUTED, hatch=HATCH)] if wanted else []
