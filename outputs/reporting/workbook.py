"""reporting.xlsx: the reporting table, the reasons, all periods, the national aggregate, and what it all is."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from xlsxwriter import Workbook

from outputs.reporting.report import CityReport
from outputs.reporting.sheets.about import write_about
from outputs.reporting.sheets.looks import looks
from outputs.reporting.sheets.national import write_national
from outputs.reporting.sheets.periods import codes_of, write_periods
from outputs.reporting.sheets.reasons import write_reasons
from outputs.reporting.sheets.table import write_table
from outputs.tables.national import NationalRow
from outputs.words import text

_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""The properties of a workbook need a date; the same figures give the same bytes on any day."""


def workbook(reports: Sequence[CityReport], national: Sequence[NationalRow] = ()) -> bytes:
    """Return the workbook; the same reports give the same bytes.

    Args:
        reports: the cities, in the order of the rows; one for the workbook of a run.
        national: the aggregates over them, empty where there are none.
    """
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": text("reporting.title"), "author": "Umran", "created": _MADE})
        book.set_calc_mode("auto")
        styles = looks(book)
        write_table(book, styles, reports)
        write_reasons(book, styles, reports, _codes(reports, national))
        places = write_periods(book, styles, reports)
        write_national(book, styles, national, places)
        write_about(book, styles, reports)
    return buffer.getvalue()


def _codes(reports: Sequence[CityReport], national: Sequence[NationalRow]) -> dict[str, bool]:
    """Return every code that the sheets after the reasons name → whether it says why a value is missing."""
    doubts = {flag for row in national for flag in row.flags} | {flag for one in reports for flag in one.doubts}
    empty = {code for row in national for code in (*row.undefined.values(), *row.left_out.values())}
    return dict.fromkeys(doubts, False) | dict.fromkeys(empty | codes_of(reports), True)
