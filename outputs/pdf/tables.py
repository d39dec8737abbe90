"""How a report's tables fit a sheet of paper: how wide their columns are, which need it lengthwise, which are split."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import category

from outputs.report.tables import Row, Table
from outputs.words import text

PORTRAIT_MM, LANDSCAPE_MM = 178.0, 265.0
"""Room between the margins of A4."""
_COLUMN_MM, _WIDEST_COLUMN_MM = 14.5, 26.0
_NARROWEST_HEAD_MM, _WIDEST_HEAD_MM = 26.0, 66.0
_LETTER_MM = 1.5
"""What a letter of a table takes on average."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper that a table stands on."""

    wide: bool
    """Lengthwise."""

    @property
    def room_mm(self) -> float:
        """Between the margins."""
        return LANDSCAPE_MM if self.wide else PORTRAIT_MM


def needs_width(table: Table) -> bool:
    """Return whether a table has more columns than paper upright has room for."""
    return len(table.columns) > _columns_on(Sheet(wide=False), table)


def table_blocks(table: Table, sheet: Sheet) -> Iterator[dict[str, Any]]:
    """Return a table as typst sees it, in parts where even paper lengthwise is too narrow."""
    most = _columns_on(sheet, table)
    parts = -(-len(table.columns) // most)
    share = -(-len(table.columns) // parts)
    for part in range(parts):
        shown = _columns(table, part * share, (part + 1) * share)
        caption = text("pdf.part", caption=table.caption, part=part + 1, parts=parts) if parts > 1 else table.caption
        yield _block(replace(shown, caption=caption), sheet, last=part == parts - 1)


def _block(table: Table, sheet: Sheet, *, last: bool) -> dict[str, Any]:
    head = _head_mm(table)
    column = min(_WIDEST_COLUMN_MM, (sheet.room_mm - head) / len(table.columns))
    return {
        "kind": "table",
        "title": table.caption,
        "corner": table.corner,
        "columns": table.columns,
        "groups": table.groups,
        "note": table.note if last else "",
        "footnotes": table.footnotes,
        "head_mm": head,
        "column_mm": column,
    }


def _columns(table: Table, start: int, end: int) -> Table:
    """Return a table with some of its columns."""

    def some(row: Row) -> Row:
        return replace(row, cells=row.cells[start:end])

    groups = tuple(replace(group, rows=tuple(map(some, group.rows))) for group in table.groups)
    return replace(table, columns=table.columns[start:end], groups=groups)


def _columns_on(sheet: Sheet, table: Table) -> int:
    return int((sheet.room_mm - _head_mm(table)) // _COLUMN_MM)


def _head_mm(table: Table) -> float:
    """Return the width of the column of row heads: as wide as their letters, within bounds."""
    rows: Sequence[Row] = [row for group in table.groups for row in group.rows]
    longest = max((_letters(row.head) + _letters(row.extra) + len(row.marks) for row in rows), default=0)
    return min(max(longest * _LETTER_MM, _NARROWEST_HEAD_MM), _WIDEST_HEAD_MM)


def _letters(text: str) -> int:
    """Return how many letters of a text are seen: direction marks are not."""
    return sum(category(letter) != "Cf" for letter in text)
