"""The panel beside a large map: title, legend and notes, broken into lines by the width of their letters."""

from collections.abc import Iterator
from dataclasses import dataclass

from outputs.report.lettering import lines
from outputs.report.pen import SOFT, Pen
from outputs.report.scenes import NO_DATA_LINES, WATER_LINES
from outputs.report.sheet import FULL, Key, Sheet

_GAP, _EDGE = 28, 10
"""Pixels between map and panel, and between panel and the picture's edge."""
_TITLE, _SUBTITLE, _NAME, _NOTE = 1.3, 1.0, 0.94, 0.8
"""Sizes, in letters of the sheet."""
_NAME_AT = 2.7
"""Where a name begins beside its patch, in letters."""
_LINES = {"level": WATER_LINES, "slanting": NO_DATA_LINES}
_WIDE = {"level": 1.0, "slanting": 1.4}
_MOST_LINES = 4
"""Of a title or a place's name; of names and notes nothing is left out."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """The words of a panel in their lines."""

    title: list[str]
    subtitle: list[str]
    keys: list[tuple[Key, list[str]]]
    notes: list[list[str]]

    @property
    def height(self) -> float:
        """Pixels that all of it needs."""
        names = sum(1.85 + 1.25 * (len(broken) - 1) for _, broken in self.keys)
        notes = sum(1.2 * len(broken) + 0.35 for broken in self.notes)
        above = 1.2 + 1.5 * (_TITLE * len(self.title) + _SUBTITLE * len(self.subtitle)) + 0.9
        return FULL.text * (above + names + notes + 1)


def panel(sheet: Sheet) -> Panel:
    """Return what a sheet's panel holds."""
    size, room = FULL.text, FULL.right - _GAP - _EDGE
    return Panel(
        title=lines(sheet.title, room, _TITLE * size, bold=True, most=_MOST_LINES),
        subtitle=lines(sheet.subtitle, room, _SUBTITLE * size, most=_MOST_LINES),
        keys=[(key, lines(key.name, room - _NAME_AT * size, _NAME * size)) for key in sheet.keys],
        notes=[lines(note, room, _NOTE * size) for note in sheet.notes],
    )


def draw_panel(pen: Pen, words: Panel) -> None:
    """Write title and legend from the top down, and the notes from the foot of the map, or of the panel, up."""
    size, x = pen.size, pen.inwards(pen.columns + _GAP)
    y = pen.top - 1.2 * size
    for broken, scale in ((words.title, _TITLE), (words.subtitle, _SUBTITLE)):
        for line in broken:
            pen.line(x, y, line, size=scale, bold=scale == _TITLE)
            y -= 1.5 * scale * size
    y -= 0.9 * size
    for key, broken in words.keys:
        _key(pen, x, y, key)
        for line in broken:
            pen.line(_along(pen, x, _NAME_AT), y, line, size=_NAME)
            y -= 1.25 * size
        y -= 0.6 * size
    y = min(pen.bottom + 2, pen.top - words.height + size)
    for broken in reversed(words.notes):
        for line in reversed(broken):
            pen.line(x, y, line, size=_NOTE, color=SOFT)
            y += 1.2 * size
        y += 0.35 * size


def _key(pen: Pen, x: float, y: float, key: Key) -> None:
    size, end = pen.size, _along(pen, x, 2)
    if key.mark == "patch":
        look = {"facecolor": key.colour, "edgecolor": SOFT, "lw": 0.8}
        patch = pen.rectangle(min(x, end), y - 0.3 * size, 2 * size, 1.25 * size, **look)
        for start, stop in _ruled(min(x, end), y - 0.3 * size, size, key.lines):
            pen.axes.plot(*zip(start, stop, strict=True), color=_LINES[key.lines], clip_path=patch, lw=_WIDE[key.lines])
    else:
        dashes = "solid" if key.mark == "line" else (0, (5, 3))
        middle = y + 0.33 * size
        pen.axes.plot([x, end], [middle, middle], color=key.colour, lw=2, linestyle=dashes)


def _ruled(left: float, foot: float, size: float, lines: str) -> Iterator[tuple[Point, Point]]:
    """Yield the ends of the lines that a patch is ruled with, as on the map."""
    wide, high = 2 * size, 1.25 * size
    if lines == "level":
        for y in range(3, int(high), 6):
            yield (left, foot + y), (left + wide, foot + y)
    elif lines == "slanting":
        for x in range(0, int(wide + high), 8):
            yield (left + x - high, foot), (left + x, foot + high)


def _along(pen: Pen, x: float, letters: float) -> float:
    """Return the x that many letters further on in reading."""
    return x - letters * pen.size if pen.rtl else x + letters * pen.size
