"""The fourth sheet: each country's figures over its cities, weighted by population, as formulas over all periods."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from geo.indicators.aggregate import size_classes
from geo.indicators.national import ALL_SIZES
from outputs.reporting.sheets import periods
from outputs.reporting.sheets.cells import TITLE_COLUMNS, Head, Page, name, widths_of
from outputs.reporting.sheets.looks import Looks
from outputs.reporting.sheets.periods import Place
from outputs.reporting.sheets.table import shown_country
from outputs.tables.national import NationalRow
from outputs.tables.spreadsheet import listed
from outputs.words import LANGUAGES, speaking, text

NAME = "National"
HEADS: Final = (
    Head("column.country", 12),
    Head("column.country_code", 9),
    Head("column.boundary", 22),
    Head("column.years_of_period", 7, ("T1", "T2")),
    Head("column.interval", 10, ("t = T2 − T1",)),
    Head("national_column.size", 16),
    Head("national_column.count", 9),
    Head("national_column.cities", 30),
    Head("national_column.left_out", 26),
    Head("national_column.population", 14, ("Σ P2",)),
    Head("national_column.lcr", 14, ("Σ (P2 · LCR) / Σ P2",)),
    Head("national_column.pgr", 14, ("Σ (P2 · PGR) / Σ P2",)),
    Head("national_column.lcrpgr", 14, ("LCR / PGR",)),
    Head("national_column.mean_lcrpgr", 14, ("Σ (P2 · LCRPGR) / Σ P2",)),
    Head("column.source", 22),
    Head("column.codes", 36),
)
_START, _END, _CITIES, _POPULATION, _LCR, _PGR, _LCRPGR, _MEAN = 3, 4, 8, 10, 11, 12, 13, 14


@dataclass(frozen=True, slots=True)
class _Summed:
    """Adds up the cities of a row over the rows of one boundary on the sheet of all periods."""

    row: int
    first: int
    last: int

    def total(self, *columns: int) -> str:
        """Return the sum of the population, or of its product with other columns, over the row's cities and years."""
        return self._sum(*(self._all(column) for column in (periods.POPULATION_END, *columns)))

    def weights(self, column: int) -> str:
        """Return the population of the cities that have a value in a column."""
        return self._sum(self._all(periods.POPULATION_END), f"ISNUMBER({self._all(column)})")

    def _sum(self, *factors: str) -> str:
        cities, start, end = (name(self.row, column) for column in (_CITIES, _START, _END))
        which = f'ISNUMBER(FIND("; "&{self._all(periods.CITY)}&";","; "&{cities}&";"))'
        years = (f"({self._all(periods.START)}={start})", f"({self._all(periods.END)}={end})")
        return f"SUMPRODUCT({'*'.join((which, *years, *factors))})"

    def _all(self, column: int) -> str:
        letters = xl_col_to_name(column)
        return f"'{periods.NAME}'!${letters}${self.first + 1}:${letters}${self.last + 1}"


def write_national(book: Workbook, looks: Looks, rows: Sequence[NationalRow], places: Sequence[Place]) -> None:
    """Write the sheet; where there is no aggregate it says so.

    Args:
        book: the workbook.
        looks: its formats.
        rows: the aggregates.
        places: where the sheet of all periods has which period.
    """
    page = Page(book.add_worksheet(NAME), looks)
    page.set_widths(*widths_of(HEADS))
    first = page.titles("reporting.sheet.national")
    if not rows:
        first = _said(page, first, "none")
        page.finish(first, len(page.widths))
        return
    first = page.heads(first, HEADS)
    for row, national in enumerate(rows, first):
        _write_row(page, row, national, places)
    last = first + len(rows)
    page.sheet.autofilter(first - 1, 0, last - 1, len(page.widths) - 1)
    page.sheet.freeze_panes(first, 2)
    for key in ("weights", "scope"):
        last = _said(page, last + 1, key)
    page.finish(first, len(page.widths))


def _said(page: Page, row: int, key: str) -> int:
    """Write a sentence in every language; return the row after them."""
    for language in LANGUAGES:
        with speaking(language):
            page.text(row, 0, text(f"reporting.national_note.{key}"), "wrapped", over=TITLE_COLUMNS)
        row += 1
    return row


def _write_row(page: Page, row: int, national: NationalRow, places: Sequence[Place]) -> None:
    boundary = text(f"scope.{national.boundary}_{national.boundary_rule}", end=national.end)
    page.text(row, 0, shown_country(national.country))
    page.text(row, 1, national.country)
    page.text(row, 2, boundary)
    page.number(row, _START, national.start, "year")
    page.number(row, _END, national.end, "year")
    page.formula((row, 5), f"{name(row, _END)}-{name(row, _START)}", national.years, "count")
    page.text(row, 6, _size(national.size_class))
    page.number(row, 7, national.city_count, "count")
    page.text(row, _CITIES, "; ".join(national.cities))
    page.text(row, 9, listed(national.left_out))
    for column, formula, value, look in _figures(row, national, _summed(row, national, places)):
        if formula:
            page.formula((row, column), formula, value, look)
        else:
            page.number(row, column, value, look)
    page.text(row, 15, national.source)
    page.text(row, 16, "; ".join(filter(None, (listed(national.undefined), *national.flags))))


def _figures(row: int, national: NationalRow, summed: _Summed | None) -> Iterator[tuple[int, str, float | None, str]]:
    """Yield each figure's column, its formula (empty where its cities are not in the workbook), our value, its look."""
    population = name(row, _POPULATION)
    yield _POPULATION, summed.total() if summed else "", national.population, "persons"
    for column, of, value in ((_LCR, periods.LCR, national.lcr), (_PGR, periods.PGR, national.pgr)):
        yield column, f"{summed.total(of)}/{population}" if summed else "", value, "rate"
    yield _LCRPGR, f"{name(row, _LCR)}/{name(row, _PGR)}", national.lcrpgr, "ratio"
    mean = f"{summed.total(periods.LCRPGR)}/{summed.weights(periods.LCRPGR)}" if summed else ""
    yield _MEAN, mean, national.mean_lcrpgr, "ratio"


def _summed(row: int, national: NationalRow, places: Sequence[Place]) -> _Summed | None:
    """Return how a row's cities are added up, or None where not all of them are on the sheet of all periods."""
    kind = (national.boundary, national.boundary_rule)
    block = [place for place in places if (place.period.boundary, place.period.boundary_rule) == kind]
    years = (national.start, national.end)
    there = {place.report.city for place in block if (place.period.start, place.period.end) == years}
    if not block or not there.issuperset(national.cities):
        return None
    return _Summed(row, block[0].row, block[-1].row)


def _size(size_class: str) -> str:
    if size_class == ALL_SIZES:
        return text("reporting.national_column.all_sizes")
    return next(size.name for size in size_classes() if size.id == size_class)
