"""Where the words round a chart's axes have room: under and over bars, along a line of time, beside horizontal bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from outputs.report.lettering import directed, style, width
from outputs.words.filling import digits
from outputs.words.speech import current

FONT = 13.5
INK, SOFT = "#1b1b1b", "#5a5a5a"
_LABEL, _VALUE = FONT * 0.9, FONT * 0.88
"""Sizes of words under bars and of numbers at marks, where there is room."""
_LEAST = 8.0
"""Size under which nobody reads."""
_CROWDED = FONT * 0.72
"""Size of full labels under which short ones serve better."""
_USUAL_WIDTH = 425.0
"""Pixels of the axes before it is known what stands beside them."""
_LINE = 1.22
"""Distance of two lines, in letters."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number that stands at a point of a chart."""

    x: float
    y: float
    words: str
    shift: float
    """Pixels above the point."""


def every(count: int, step: int) -> list[bool]:
    """Return which of a row of labels are set where each takes the room of `step`: the last, and back from it.

    >>> every(5, 2)
    [True, False, True, False, True]
    """
    return [(count - 1 - place) % step == 0 for place in range(count)]


def apart(places: Sequence[float], widths: Sequence[float], gap: float = 7) -> list[bool]:
    """Return which labels, centred at places in ascending order, are set so that none meets another: the last is.

    >>> apart([0, 10, 30], [12, 12, 12])
    [False, True, True]
    """
    shown, free = [], float("inf")
    for place, wide in zip(reversed(places), reversed(widths), strict=True):
        fits = place + wide / 2 + gap <= free
        shown.append(fits)
        free = place - wide / 2 if fits else free
    return shown[::-1]


def is_crowded(labels: Sequence[Sequence[str]]) -> bool:
    """Return whether labels under bars are so wide or many that short ones must stand for them."""
    return _fitting([line for label in labels for line in label], _USUAL_WIDTH / _bars_across(len(labels))) < _CROWDED


def numbers_width(axis: Any, size: float) -> float:  # noqa: ANN401 (untyped library)
    """Return how wide the widest number along an axis is."""
    low, high = sorted(axis.get_view_interval())
    locations = [value for value in axis.get_majorticklocs() if low <= value <= high]
    return max((width(label, size) for label in axis.get_major_formatter().format_ticks(locations)), default=0)


def place_under(axes: Any, labels: Sequence[Sequence[str]], across: float) -> float:  # noqa: ANN401
    """Put lines of words under bars at 0, 1 … of axes so many pixels wide; return how much room below they take.

    Lines that are empty under every bar go; letters shrink to fit, and where they cannot, only some bars have labels.
    """
    count = len(labels)
    rows = [row for row in zip(*labels, strict=True) if any(row)]
    slot = across / _bars_across(count)
    size = min(_LABEL, max(_LEAST, _fitting([line for row in rows for line in row], slot)))
    widest = max(width(line, size) for row in rows for line in row)
    shown = every(count, max(1, -int(-(widest + 4) // slot)))
    for depth, row in enumerate(rows):
        for place, line in enumerate(row):
            if shown[place] and line:
                at, shift = (place, 0), (0, -7 - size * (0.85 + _LINE * depth))
                look = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "ha": "center"}
                axes.annotate(directed(line), at, xytext=shift, fontsize=size, color=SOFT, **look, **style())
    _bars_only(axes, count)
    return 10 + size * _LINE * len(rows)


def place_years(axes: Any, years: Sequence[int], across: float) -> None:  # noqa: ANN401
    """Put years along axes so many pixels wide, as many as do not meet."""
    names = [digits(year) for year in years]
    shown = apart(_pixels(axes, years, across), [width(name, _LABEL) for name in names])
    pairs = [pair for pair, seen in zip(zip(years, names, strict=True), shown, strict=True) if seen]
    axes.set_xticks([year for year, _ in pairs], [directed(name) for _, name in pairs])


def place_over(axes: Any, values: Sequence[Value], across: float) -> None:  # noqa: ANN401
    """Put numbers over bars in letters so small that none meets the next; where nobody could read them, none."""
    if len(values) > 1:
        places = sorted({value.x for value in values})
        room = min(b - a for a, b in pairwise(places)) * across / _spanned(axes)
        size = min(_VALUE, _fitting([value.words for value in values], room, gap=2))
    else:
        size = _VALUE
    for value in values if size >= _LEAST else ():
        _value(axes, value, size)


def place_along(axes: Any, values: Sequence[Value], across: float) -> None:  # noqa: ANN401
    """Put numbers at the marks of a series on a light ground, as many as do not meet."""
    widths = [width(value.words, _LABEL) for value in values]
    places = _pixels(axes, [value.x for value in values], across)
    for value, shown in zip(values, apart(places, widths), strict=True):
        if shown:
            _value(axes, value, _LABEL, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})


def place_beside(axes: Any, labels: Sequence[Sequence[str]]) -> float:  # noqa: ANN401
    """Put lines of words beside horizontal bars at 0, 1 …, on the side where reading starts; return their width."""
    rtl = current().rtl
    axes.set_yticks([])
    at, out = (1, 6) if rtl else (0, -6)
    for place, label in enumerate(labels):
        for depth, line in enumerate(label):
            down = (depth - (len(label) - 1) / 2) * _LABEL * _LINE
            look = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center"}
            axes.annotate(
                directed(line), (at, place), xytext=(out, -down), ha="left" if rtl else "right",
                fontsize=_LABEL, color=INK, **look, **style(),
            )  # fmt: skip
    return 6 + max(width(line, _LABEL) for label in labels for line in label)


def _value(axes: Any, value: Value, size: float, **look: Any) -> None:  # noqa: ANN401
    axes.annotate(
        directed(value.words), (value.x, value.y), xytext=(0, value.shift), textcoords="offset points", ha="center",
        fontsize=size, color=INK, zorder=4, **look, **style(),
    )  # fmt: skip


def _fitting(words: Sequence[str], room: float, gap: float = 4) -> float:
    """Return the size at which the widest of some words fills the room, less a gap."""
    widest = max((width(line, 1) for line in words), default=0)
    return (room - gap) / widest if widest else FONT


def _bars_across(count: int) -> float:
    """Return how many bars' room the axes have: each bar takes a fourth of the width at most."""
    return max(count, 4) + 0.2


def _bars_only(axes: Any, count: int) -> None:  # noqa: ANN401
    """Give bars their room, and a line at zero in place of the frame's foot."""
    spare = (_bars_across(count) - 0.2 - count) / 2
    axes.set_xticks([])
    axes.axhline(0, color=INK, lw=1, zorder=3)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(-0.6 - spare, count - 0.4 + spare)


def _pixels(axes: Any, values: Sequence[float], across: float) -> list[float]:  # noqa: ANN401
    start, _ = axes.get_xlim()
    return [(value - start) * across / _spanned(axes) for value in values]


def _spanned(axes: Any) -> float:  # noqa: ANN401
    low, high = axes.get_xlim()
    return float(high - low)
