"""How cells look: fonts, colours, number formats, the direction of Arabic."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "Arial"
"""On every machine that reads workbooks, with Arabic letters."""
_INK, _LINE, _HEAD, _INPUT, _RESULT, _EMPTY = "#1b1b1b", "#b9b4a8", "#e8e4da", "#f4f8fb", "#fbf6f2", "#ecebe7"
_RIGHT_TO_LEFT = 2
"""Excel's code of a reading order."""
_BASE: Mapping[str, Any] = {"font_name": FONT, "font_size": 9, "font_color": _INK, "valign": "top"}
_GRID: Mapping[str, Any] = {"border": 1, "border_color": _LINE}
_NUMBERS: Mapping[str, str] = {
    "year": "0",
    "projected": '0"*"',
    "km2": "#,##0.00",
    "persons": "#,##0",
    "rate": "0.00%",
    "ratio": "0.00",
    "m2": "#,##0.0",
    "count": "0",
}
"""What is shown; a value keeps its sixteen digits in its cell."""
_INPUTS = frozenset({"year", "projected", "km2", "persons"})
_HEADED: Mapping[str, Any] = {"font_size": 8, "text_wrap": True, "align": "center", "bg_color": _HEAD, **_GRID}
_WORDS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 11},
    "subtitle": {"font_size": 10, "font_color": "#5a5a5a"},
    "head": {**_HEADED, "bold": True},
    "symbol": {
        "italic": True,
        "font_size": 8,
        "text_wrap": True,
        "align": "center",
        "bg_color": _HEAD,
        **_GRID,
        "bottom": 2,
    },
    "text": {"text_wrap": True, **_GRID},
    "wrapped": {"text_wrap": True},
    "label": {"bold": True, "text_wrap": True},
    "empty": {"bg_color": _EMPTY, **_GRID},
}


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of one workbook."""

    of: Mapping[str, Format]

    def text(self, name: str, *, rtl: bool = False, quoted: bool = False) -> Format:
        """Return the look of a text: from right to left, and marked as text that only looks like a formula."""
        return self.of[f"{name}{' rtl' * rtl}{' quoted' * quoted}"]

    def number(self, name: str) -> Format:
        """Return the look of a number."""
        return self.of[name]


def looks(book: Workbook) -> Looks:
    """Make the formats of a workbook."""
    made: dict[str, Format] = {}
    for name, style in _WORDS.items():
        for rtl in (False, True):
            for quoted in (False, True):
                ways = {"reading_order": _RIGHT_TO_LEFT, **_aligned(style)} if rtl else {}
                mark = {"quote_prefix": True} if quoted else {}
                made[f"{name}{' rtl' * rtl}{' quoted' * quoted}"] = book.add_format({**_BASE, **style, **ways, **mark})
    for name, pattern in _NUMBERS.items():
        colour = _INPUT if name in _INPUTS else _RESULT
        made[name] = book.add_format({**_BASE, **_GRID, "num_format": pattern, "bg_color": colour, "align": "right"})
    return Looks(made)


def _aligned(style: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a text in Arabic begins: at the right of its cell, or at the left where it has the row to itself."""
    return {} if "align" in style else {"align": "right" if style.get("text_wrap") else "left"}
