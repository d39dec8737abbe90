"""The last sheet: what the workbook is, in every language, with its sources, its runs and how to cite it."""

from collections.abc import Sequence

from xlsxwriter import Workbook

from outputs.reporting.report import CityReport
from outputs.reporting.sheets.cells import Page
from outputs.reporting.sheets.looks import Looks
from outputs.reporting.sheets.table import shown_name
from outputs.tables.national import METHOD_SOURCE
from outputs.tables.rows import SourceRow
from outputs.words import LANGUAGES, speaking, text

NAME = "About"
_PARAGRAPHS = ("inputs", "boundary", "years", "formulas", "empty", "ratio", "projected")
_WIDTHS = (26, 60, 14, 80, 26)


def write_about(book: Workbook, looks: Looks, reports: Sequence[CityReport]) -> None:
    """Write the sheet."""
    page = Page(book.add_worksheet(NAME), looks)
    page.set_widths(*_WIDTHS)
    row = page.titles("reporting.sheet.about", "reporting.template", over=len(_WIDTHS)) + 1
    for language in LANGUAGES:
        with speaking(language):
            for paragraph in _PARAGRAPHS:
                page.text(row, 0, text(f"reporting.about.{paragraph}"), "wrapped", over=len(_WIDTHS))
                row += 1
        row += 1
    row = _write_sources(page, row, reports)
    row = _write_runs(page, row + 1, reports)
    page.finish(0, len(_WIDTHS))


def sources_of(reports: Sequence[CityReport]) -> list[SourceRow]:
    """Return the sources of all cities, each once."""
    found = {(source.id, source.version): source for report in reports for source in report.sources}
    return [found[key] for key in sorted(found)]


def _write_sources(page: Page, row: int, reports: Sequence[CityReport]) -> int:
    """Write the sources as a table, then how to cite; return the row after them."""
    for column, key in enumerate(("sources", "citation", "version", "measures", "licence")):
        page.text(row, column, _label(key), "head")
    sources = sources_of(reports)
    for source in sources:
        row += 1
        cells = (source.title, source.citation, source.version, source.measures, source.licence)
        for column, value in enumerate(cells):
            page.text(row, column, value)
    row += 2
    cited = "; ".join(source.citation for source in sources)
    for key, value in (("definition", METHOD_SOURCE), ("cite", text("reporting.about.cite_as", sources=cited))):
        page.text(row, 0, _label(key), "label")
        page.text(row, 1, value, "wrapped", over=len(_WIDTHS) - 1)
        row += 1
    return row


def _write_runs(page: Page, row: int, reports: Sequence[CityReport]) -> int:
    page.text(row, 0, _label("runs"), "head")
    for column, value in ((1, _label_of("column.city")), (2, "Umran")):
        page.text(row, column, value, "head")
    for report in reports:
        row += 1
        for column, value in enumerate((report.run, shown_name(report), report.software)):
            page.text(row, column, value)
    return row + 1


def _label(key: str) -> str:
    return _label_of(f"about.{key}")


def _label_of(key: str) -> str:
    """Return a text in every language, each once, on one line."""
    found = []
    for language in LANGUAGES:
        with speaking(language):
            found.append(text(f"reporting.{key}"))
    return " · ".join(dict.fromkeys(found))
