"""The chart of how sources disagree: both rates of each source over one period, and the band between the extremes."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from geo.comparison import ComparedRow, Comparison, Quantity
from geo.measurement import Measurement
from geo.reasons import Flag
from outputs.report import figures
from outputs.report.compared import boundary_name, own_years, said, source_title
from outputs.report.marks import under_a_bar
from outputs.report.plotting import FONT, INK, LAND, PEOPLE, SOFT, Chart, canvas, svg
from outputs.report.words import text

_TITLE_LETTERS = 22
"""Width of a source's title in letters, before it is broken."""
_MARKS: Mapping[Quantity, tuple[str, str, int]] = {"lcr": ("o", LAND, 9), "pgr": ("s", PEOPLE, -17)}
"""Rate → its mark (told apart without colour), its colour, and how far above or below it its value stands."""


def comparison_chart(measurement: Measurement) -> Chart | None:
    """Return the chart of the widest period, or None where no two sources have a rate."""
    comparison = measurement.comparison
    which = comparison.widest if comparison else None
    if comparison is None or which is None:
        return None
    rows = [row for row in comparison.rows_of(which) if row.lcr is not None]
    figure, axes = canvas(0.72)
    axes.set_position((0.36, 0.13, 0.6, 0.72))
    for name, (mark, colour, shift) in _MARKS.items():
        _rates(axes, rows, name, (mark, colour, shift))
        spread = comparison.spreads_of(which)[name]
        if spread.minimum is not None and spread.maximum is not None:
            axes.axvspan(spread.minimum * 100, spread.maximum * 100, color=colour, alpha=0.13, lw=0, zorder=0)
    _frame(axes, [_label(comparison, row) for row in rows])
    boundary = boundary_name(which.boundary)
    title = text("compared.chart", start=which.start, end=which.end)
    alt = text("charts.series_alt", title=title, boundary=boundary, values=said(comparison, rows))
    return Chart("compared", title, svg(figure, "compared"), alt, text("compared.chart_caption", boundary=boundary))


def _rates(axes: Any, rows: Sequence[ComparedRow], name: str, look: tuple[str, str, int]) -> None:  # noqa: ANN401
    mark, colour, shift = look
    axes.plot([], [], mark, ms=8, mfc=colour, mec=colour, label=text(f"charts.{name}"))
    for place, row in enumerate(rows):
        value = getattr(row, name)
        if value is None:
            continue
        fill = "white" if Flag.PROJECTED_EPOCH in row.flags else colour
        axes.plot([value * 100], [place], mark, ms=8, mfc=fill, mec=colour, mew=1.6, zorder=3)
        axes.annotate(
            figures.rate(value), (value * 100, place), xytext=(0, shift), textcoords="offset points",
            ha="center", color=colour, fontsize=FONT * 0.88, zorder=4,
        )  # fmt: skip


def _frame(axes: Any, labels: Sequence[str]) -> None:  # noqa: ANN401
    axes.set_yticks(range(len(labels)), labels, fontsize=FONT * 0.88, color=INK)
    axes.yaxis.set_major_formatter(lambda _, at: labels[at] if at is not None and at < len(labels) else "")
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace("-", figures.MINUS))
    axes.grid(axis="x", color="#dedbd3", lw=1)
    axes.grid(visible=False, axis="y")
    axes.axvline(0, color=INK, lw=1, zorder=1)
    axes.spines["bottom"].set_visible(False)
    axes.margins(x=0.12)
    axes.tick_params(axis="x", labelcolor=SOFT)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.6, 1.0), ncols=2, frameon=False, fontsize=FONT * 0.9)


def _label(comparison: Comparison, row: ComparedRow) -> str:
    title = textwrap.wrap(source_title(comparison, row.source), _TITLE_LETTERS, max_lines=2, placeholder="…")
    years = own_years(comparison, row)
    mark = under_a_bar(set(row.flags) & {Flag.INCOMPARABLE_EPOCHS})
    return "\n".join([*title, f"{years}, {mark}" if mark else years])
