"""How many labels a chart has room for, and how they stand under bars and over them."""

from collections.abc import Sequence
from typing import Any

from outputs.report.plotting import FONT, HEIGHT, INK

_MANY, _TOO_MANY = 7, 12
"""Bars from which their labels stand smaller, and above which not each has one."""


def every(count: int, most: int) -> list[bool]:
    """Return which of a row of labels are set so that they do not meet: all, or each second, third …, with the last.

    >>> every(5, most=3)
    [True, False, True, False, True]
    """
    step = -(-count // most)
    return [(count - 1 - place) % step == 0 for place in range(count)]


def is_crowded(count: int) -> bool:
    """Return whether bars are so many that their labels stand smaller and shorter."""
    return count >= _MANY


def value_size(count: int) -> float:
    """Return the size of the numbers over bars; 0 where there is no room for them."""
    if count > _TOO_MANY:
        return 0
    return FONT * (0.6 if is_crowded(count) else 0.88)


def bar_ticks(axes: Any, labels: Sequence[Sequence[str]]) -> None:  # noqa: ANN401
    """Put labels of one or more lines under bars; lines that are empty everywhere go."""
    count = len(labels)
    shown = every(count, _TOO_MANY)
    lines = [line for line in zip(*labels, strict=True) if any(line)]
    words = ["\n".join(parts) if seen else "" for parts, seen in zip(zip(*lines, strict=True), shown, strict=True)]
    size = FONT * (0.68 if is_crowded(count) else 0.9)
    axes.set_xticks(range(count), words, fontsize=size)
    box = axes.get_position()
    foot = max(box.y0, (7 + 1.25 * size * max(word.count("\n") + 1 for word in words)) / HEIGHT)
    axes.set_position((box.x0, foot, box.width, box.y1 - foot))
    bars_room(axes, count)


def bars_room(axes: Any, count: int) -> None:  # noqa: ANN401
    """Give each bar a fourth of the width at most, and a line at zero in place of the frame's foot."""
    spare = max(0.0, (4 - count) / 2)
    axes.axhline(0, color=INK, lw=1, zorder=3)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(-0.6 - spare, count - 0.4 + spare)
