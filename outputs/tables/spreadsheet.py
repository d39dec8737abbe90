"""How rows become a CSV file that spreadsheets open as it is meant.

UTF-8 with a byte-order mark, since without it a spreadsheet garbles Arabic and accents; lines end as RFC 4180 says; an
empty cell is an undefined value, and the column `undefined` says why.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from outputs.text import one_line

Cell = str | bool | int | float | None

_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 (full-width signs are formulas as well)


def csv_bytes(headers: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> bytes:
    """Return a CSV file; a column that a row lacks stays empty."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, headers, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _shown(value) for name, value in row.items()} for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def text_cell(text: str) -> str:
    """Return a text that a spreadsheet shows and never computes: one that starts like a formula gets a leading `'`."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA_SIGNS) else line


def listed(reasons: Mapping[str, str]) -> str:
    """Return field → reason code as one cell."""
    return "; ".join(f"{name}: {code}" for name, code in sorted(reasons.items()))


def _shown(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return text_cell(value) if isinstance(value, str) else repr(value)
