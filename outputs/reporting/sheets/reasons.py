"""The second sheet: why a value cannot be calculated, by UN-Habitat's codes, and what must be read with one."""

from collections.abc import Mapping, Sequence
from typing import Final

from babel import Locale
from xlsxwriter import Workbook

from outputs.reporting.remarks import Remark, remarks, sentence, unhabitat_code
from outputs.reporting.report import CityReport
from outputs.reporting.sheets.cells import Head, Page, widths_of
from outputs.reporting.sheets.looks import Looks
from outputs.reporting.sheets.table import shown_country, shown_name
from outputs.words import LANGUAGES, speaking, text

NAME = "Reasons"
HEADS: Final = (
    Head("column.country", 12),
    Head("column.city", 17),
    Head("reason_column.what", 12),
    Head("reason_column.period", 10),
    Head("reason_column.kind", 14),
    Head("reason_column.code", 12, ("1 – 6",)),
    Head("reason_column.own_code", 24),
    Head("reason_column.sentence", 46, tuple(Locale.parse(one).get_display_name() or one for one in LANGUAGES)),
)
_CODE, _OWN_CODE, _FIRST_SENTENCE = 5, 6, 7
_CODES = range(1, 7)


def write_reasons(book: Workbook, looks: Looks, reports: Sequence[CityReport], codes: Mapping[str, bool]) -> None:
    """Write the sheet: each city's reasons and doubts, then what other codes of the workbook say, then UN-Habitat's.

    Args:
        book: the workbook.
        looks: its formats.
        reports: the cities.
        codes: every code that other sheets name → whether it says why a value is missing.
    """
    page = Page(book.add_worksheet(NAME), looks)
    page.set_widths(*widths_of(HEADS))
    first = page.heads(page.titles("reporting.sheet.reasons", over=8), HEADS)
    own = [(report, remark) for report in reports for remark in remarks(report)]
    for row, (report, remark) in enumerate(own, first):
        _write_remark(page, row, report, remark)
    told = {remark.code for _, remark in own}
    others = sorted((not empty, code) for code, empty in codes.items() if code not in told)
    row = first + len(own)
    for doubt, code in others:
        _write_code(page, row, code, empty=not doubt)
        row += 1
    _write_unhabitat(page, row + 1)
    page.sheet.freeze_panes(first, 2)
    page.finish(first, len(page.widths))


def _write_remark(page: Page, row: int, report: CityReport, remark: Remark) -> None:
    page.text(row, 0, shown_country(report.iso3))
    page.text(row, 1, shown_name(report))
    page.text(row, 2, remark.what)
    page.text(row, 3, remark.when)
    _write_code(page, row, remark.code, empty=remark.empty, when=remark.when)


def _write_code(page: Page, row: int, code: str, *, empty: bool, when: str = "") -> None:
    page.text(row, 4, text(f"reporting.reason_column.{'empty' if empty else 'doubt'}"))
    page.number(row, _CODE, unhabitat_code(code) if empty else None, "count")
    page.text(row, _OWN_CODE, code)
    for column, language in enumerate(LANGUAGES, _FIRST_SENTENCE):
        with speaking(language):
            page.text(row, column, sentence(code, when))


def _write_unhabitat(page: Page, row: int) -> None:
    """Write what UN-Habitat's codes mean."""
    for column, language in enumerate(LANGUAGES, _FIRST_SENTENCE):
        with speaking(language):
            page.text(row, column, text("reporting.codes.title"), "label")
            for code in _CODES:
                page.text(row + code, column, text(f"reporting.codes.c{code}"))
    for code in _CODES:
        page.number(row + code, _CODE, code, "count")
