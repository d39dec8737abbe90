"""The chart of how sources disagree: both rates of each source over one period, and the band between the extremes."""

from collections.abc import Mapping, Sequence
from typing import Any

from geo.comparison import ComparedRow, Comparison, Quantity
from geo.measurement import Measurement
from geo.reasons import Flag
from outputs.report import alt
from outputs.report.compared import boundary_name, own_years, said, source_title
from outputs.report.legend import Entry
from outputs.report.lettering import lines
from outputs.report.lists import with_commas
from outputs.report.marks import under_a_bar
from outputs.report.plotting import FONT, GRID, INK, LAND, NUMBER, PEOPLE, SOFT, WIDTH, Chart, note, plot, svg
from outputs.words import figures
from outputs.words.speech import isolated
from outputs.words.texts import period, text

_TITLE_ROOM = 0.31 * WIDTH
"""Pixels beside the axes for a source's title."""
_LINE, _GAP = 15.0, 8.0
"""Pixels of height of a line beside the axes, and between two sources."""
_MARKS: Mapping[Quantity, tuple[str, str, int]] = {"lcr": ("o", LAND, 9), "pgr": ("s", PEOPLE, -17)}
"""Rate → its mark (told apart without colour), its colour, and how far above or below it its value stands."""


def comparison_chart(measurement: Measurement) -> Chart | None:
    """Return the chart of the widest period, or None where no two sources have a rate."""
    comparison = measurement.comparison
    which = comparison.widest if comparison else None
    if comparison is None or which is None:
        return None
    rows = [row for row in comparison.rows_of(which) if row.lcr is not None]
    chart = plot()
    for name, look in _MARKS.items():
        _rates(chart.axes, rows, name, look)
        spread = comparison.spreads_of(which)[name]
        if spread.minimum is not None and spread.maximum is not None:
            chart.axes.axvspan(spread.minimum * 100, spread.maximum * 100, color=look[1], alpha=0.13, lw=0, zorder=0)
    _frame(chart.axes, len(rows))
    chart.numbers, chart.left, chart.right = False, 14, 14
    chart.beside = [_label(comparison, row) for row in rows]
    chart.least = max(chart.least, len(rows) * (_LINE * max(map(len, chart.beside)) + _GAP))
    chart.entries = [Entry(text(f"charts.{name}"), colour, mark=mark) for name, (mark, colour, _) in _MARKS.items()]
    boundary, title = boundary_name(which.boundary), text("compared.chart", period=period(which.start, which.end))
    words, caption = said(comparison, rows), text("compared.chart_caption", boundary=boundary)
    return Chart("compared", title, svg(chart, "compared"), alt.series_alt(title, boundary, words), caption)


def _rates(axes: Any, rows: Sequence[ComparedRow], name: str, look: tuple[str, str, int]) -> None:  # noqa: ANN401
    mark, colour, shift = look
    for place, row in enumerate(rows):
        value = getattr(row, name)
        if value is None:
            continue
        fill = "white" if Flag.PROJECTED_EPOCH in row.flags else colour
        axes.plot([value * 100], [place], mark, ms=8, mfc=fill, mec=colour, mew=1.6, zorder=3)
        look_of_value = {"ha": "center", "color": colour, "fontsize": FONT * 0.88, "zorder": 4}
        note(axes, figures.rate(value), (value * 100, place), (0, shift), **look_of_value)


def _frame(axes: Any, count: int) -> None:  # noqa: ANN401
    axes.set_ylim(count - 0.4, -0.6)
    axes.grid(axis="x", color=GRID, lw=1)
    axes.grid(visible=False, axis="y")
    axes.axvline(0, color=INK, lw=1, zorder=1)
    axes.spines["bottom"].set_visible(False)
    axes.margins(x=0.12)
    axes.tick_params(axis="x", labelcolor=SOFT)


def _label(comparison: Comparison, row: ComparedRow) -> list[str]:
    mark = under_a_bar(set(row.flags) & {Flag.INCOMPARABLE_EPOCHS})
    years = with_commas((own_years(comparison, row), mark))
    return [
        *lines(isolated(source_title(comparison, row.source)), _TITLE_ROOM, NUMBER, most=2),
        *lines(years, _TITLE_ROOM, NUMBER, most=2),
    ]
