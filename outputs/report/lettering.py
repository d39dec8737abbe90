"""The letters of pictures: how wide words are, where they break into lines, and which way a line runs."""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from outputs.fonts import matplotlib_font_family
from outputs.text import one_line
from outputs.words.speech import current

MISSING = "\u25a1"
"""A box: what stands for a letter that no font has."""
ELLIPSIS = "…"
_ISOLATES, _END = "\u2066\u2067\u2068", "\u2069"
_LEFT, _RIGHT = "\u2066", "\u2067"
_MEASURED_AT = 100.0
"""Size at which widths are taken: letters are not rounded to pixels there."""
_CLUSTER = ("Mn", "Mc", "Me", "Cf")
"""Unicode categories of what belongs to the letter before it."""


def style(*, bold: bool = False) -> dict[str, Any]:
    """Return what matplotlib's texts are given: our fonts, and a dollar sign that is no formula."""
    return {"family": matplotlib_font_family(), "weight": "bold" if bold else "normal", "parse_math": False}


def width(words: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of words is at a size of letters, both in pixels."""
    return _measured(words, bold=bold) * size / _MEASURED_AT


def lines(words: str, room: float, size: float, *, bold: bool = False, most: int = 100) -> list[str]:
    """Return words broken into lines no wider than `room` pixels, in reading order and each as it is to be drawn.

    A word wider than the room breaks between letters. Of more than `most` lines the last ends with an ellipsis.
    An isolate that a break falls into is closed at the end of its line and opened again on the next.
    """
    broken = list(_broken(drawable(words, bold=bold), room, size, bold=bold))
    if len(broken) > most:
        last = broken[most - 1]
        while last and width(last + ELLIPSIS, size, bold=bold) > room:
            last = "".join(_clusters(last)[:-1])
        broken = [*broken[: most - 1], last.rstrip() + ELLIPSIS]
    return [directed(line) for line in _balanced(broken)]


def drawable(words: str, *, bold: bool = False) -> str:
    """Return words on one line, each letter that no font has as a box."""
    known = _letters(bold=bold)
    return "".join(
        letter if ord(letter) in known or unicodedata.category(letter) == "Cf" else MISSING
        for letter in one_line(words)
    )


def directed(line: str) -> str:
    """Return a line that runs in the direction of the language spoken now, whatever letters it begins with.

    The marks are isolates and not `direction` or `unicode-bidi`: matplotlib, browsers and typst all heed them, and
    none of them moves the anchor of a text because of them.
    """
    if _is_isolate(line):
        return line
    if current().rtl:
        return f"{_RIGHT}{line}{_END}"
    return f"{_LEFT}{line}{_END}" if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in line) else line


def _is_isolate(line: str) -> bool:
    """Return whether a line is one isolate that runs to the left or the right, and nothing else."""
    depth = 0
    for place, letter in enumerate(line):
        depth += (letter in _ISOLATES) - (letter == _END)
        if depth <= 0 and place < len(line) - 1:
            return False
    return depth == 0 and line[:1] in {_LEFT, _RIGHT}


def _broken(words: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    gap, line, used = width("n n", size, bold=bold) - 2 * width("n", size, bold=bold), "", 0.0
    for word in words.split(" "):
        wide = width(word, size, bold=bold)
        if line and used + gap + wide > room:
            yield line
            line, used = "", 0.0
        while wide > room:
            head = _head(word, room, size, bold=bold)
            yield head
            word = word[len(head) :]  # noqa: PLW2901 (the rest of the same word)
            wide = width(word, size, bold=bold)
        line, used = (f"{line} {word}", used + gap + wide) if line else (word, wide)
    if line:
        yield line


def _head(word: str, room: float, size: float, *, bold: bool) -> str:
    """Return as many letters of a word as fit, one at least."""
    clusters = _clusters(word)
    low, high = 1, len(clusters)
    while low < high:
        middle = (low + high + 1) // 2
        if width("".join(clusters[:middle]), size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return "".join(clusters[:low])


def _clusters(word: str) -> list[str]:
    """Return letters, each with its accents, vowel signs and marks."""
    found: list[str] = []
    for letter in word:
        if found and (unicodedata.category(letter) in _CLUSTER or unicodedata.combining(letter)):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _balanced(broken: list[str]) -> Iterator[str]:
    opened = ""
    for line in broken:
        whole = opened + line
        for letter in line:
            if letter in _ISOLATES:
                opened += letter
            elif letter == _END:
                opened = opened[:-1]
        yield whole + _END * len(opened)


@lru_cache(maxsize=5000)
def _measured(words: str, *, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 (matplotlib loads only for pictures)

    properties = FontProperties(family=matplotlib_font_family(), weight="bold" if bold else "normal", size=_MEASURED_AT)
    wide, _, _ = _renderer().get_text_width_height_descent(words, properties, False)  # noqa: FBT003 (untyped library)
    return float(wide)


@cache
def _renderer() -> Any:  # noqa: ANN401 (untyped library)
    from matplotlib.backends.backend_agg import RendererAgg  # noqa: PLC0415

    make: Any = RendererAgg
    return make(1, 1, 72)  # 72: a point is a pixel


@cache
def _letters(*, bold: bool) -> frozenset[int]:
    """Return the code points that our fonts have."""
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415

    weight = "bold" if bold else "normal"
    found = (findfont(FontProperties(family=[family], weight=weight)) for family in matplotlib_font_family())
    return frozenset().union(*(get_font(font).get_charmap() for font in found))
