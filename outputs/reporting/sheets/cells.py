"""How a sheet's cells are written: texts that stay texts, formulas with our own value, heads in four languages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from outputs.reporting.sheets.looks import Looks
from outputs.tables.spreadsheet import text_cell
from outputs.text import one_line
from outputs.words import LANGUAGES, current, speaking, text

MAX_CELL = 32_000
"""Characters of a cell, a little under the format's own limit."""
TITLE_COLUMNS = 12
"""Over how many columns a title runs."""
_A3_LANDSCAPE = 8
_LINE_PT = 11.5
"""Of text of 9 points."""
_LETTERS = 1.25
"""Letters of that size that one unit of a column's width holds, a little fewer than on average."""
_MAX_ROW_PT = 400.0
"""The format allows 409."""


@dataclass(frozen=True, slots=True)
class Head:
    """Columns under one head: the head's key under `reporting`, the width of each in characters, their symbols."""

    key: str
    width: float
    symbols: tuple[str, ...] = ("",)
    """One for each column."""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet and its looks."""

    sheet: Worksheet
    looks: Looks
    widths: dict[int, float] = field(default_factory=dict)
    """Of the columns, in characters."""
    lines: dict[int, int] = field(default_factory=dict)
    """How many lines the texts of a row take."""

    def text(self, row: int, column: int, value: str, look: str = "text", *, over: int = 1) -> None:
        """Write a text as text, whatever it begins with, over as many columns as are named."""
        line = one_line(value)[:MAX_CELL]
        shown = self.looks.text(look, rtl=current().rtl, quoted=text_cell(line) != line)
        if over > 1:
            self.sheet.merge_range(row, column, row, column + over - 1, "", shown)
        if line:
            self.sheet.write_string(row, column, line, shown)
        elif over == 1:
            self.sheet.write_blank(row, column, None, shown)
        width = sum(self.widths.get(one, 8.0) for one in range(column, column + over))
        self.lines[row] = max(self.lines.get(row, 1), ceil(len(line) / (width * _LETTERS)))

    def set_widths(self, *widths: float) -> None:
        """Make columns as wide as given, from the left."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
            self.widths[column] = width

    def number(self, row: int, column: int, value: float | None, look: str) -> None:
        """Write a number; an empty cell where it is undefined."""
        if value is None:
            self.empty(row, column)
        else:
            self.sheet.write_number(row, column, value, self.looks.number(look))

    def formula(self, at: tuple[int, int], formula: str, value: float | None, look: str) -> None:
        """Write a formula with our own value as its result; an empty cell where the value is undefined."""
        if value is None:
            self.empty(*at)
        else:
            self.sheet.write_formula(*at, f"={formula}", self.looks.number(look), value)

    def empty(self, row: int, column: int) -> None:
        """Leave a cell without a value, shaded so that it is seen to be meant."""
        self.sheet.write_blank(row, column, None, self.looks.text("empty"))

    def titles(self, *keys: str, over: int = TITLE_COLUMNS) -> int:
        """Write texts in every language from the top, one line a language; return the row after them."""
        row = 0
        for key, look in zip(keys, ("title", "subtitle"), strict=False):
            for language in LANGUAGES:
                with speaking(language):
                    self.text(row, 0, text(key), look, over=over)
                row += 1
        return row

    def heads(self, row: int, heads: Sequence[Head]) -> int:
        """Write the head of a table, one line a language, then its symbols; return the row after them."""
        for language in LANGUAGES:
            with speaking(language):
                column = 0
                for head in heads:
                    self.text(row, column, text(f"reporting.{head.key}"), "head", over=len(head.symbols))
                    column += len(head.symbols)
            row += 1
        for column, symbol in enumerate(symbol for head in heads for symbol in head.symbols):
            self.text(row, column, symbol, "symbol")
        return row + 1

    def finish(self, first: int, columns: int) -> None:
        """Make rows high enough for their texts; set the sheet up for A3 landscape, the head on every page.

        Args:
            first: the first row under the head, 0 where there is none.
            columns: how many the sheet has.
        """
        for row, lines in self.lines.items():
            self.sheet.set_row(row, min(_MAX_ROW_PT, _LINE_PT * lines + 4))
        self.sheet.set_landscape()
        self.sheet.set_paper(_A3_LANDSCAPE)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.hide_gridlines(2)
        self.sheet.set_footer("&L&8&A&R&8&P / &N")
        if first:
            self.sheet.repeat_rows(0, first - 1)
        self.sheet.print_area(0, 0, self.sheet.dim_rowmax, columns - 1)


def widths_of(heads: Sequence[Head]) -> list[float]:
    """Return the width of every column under heads."""
    return [head.width for head in heads for _ in head.symbols]


def name(row: int, column: int) -> str:
    """Return a cell's name: (0, 2) is C1."""
    return f"{xl_col_to_name(column)}{row + 1}"
