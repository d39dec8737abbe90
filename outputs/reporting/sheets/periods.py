"""The third sheet: every city, boundary and period, with the same live formulas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xlsxwriter import Workbook

from geo.measurement import Indicator
from outputs.boundaries import rank
from outputs.reporting.report import CityReport
from outputs.reporting.sheets.cells import Head, Page, name, widths_of
from outputs.reporting.sheets.looks import Looks
from outputs.reporting.sheets.table import shown_country, shown_name
from outputs.tables.spreadsheet import listed
from outputs.words import text

NAME = "All periods"
HEADS: Final = (
    Head("column.country", 12),
    Head("column.country_code", 9),
    Head("column.city", 17),
    Head("column.city_code", 13),
    Head("column.boundary", 22),
    Head("column.years_of_period", 7, ("T1", "T2")),
    Head("column.interval", 10, ("t = T2 − T1",)),
    Head("column.built_up", 10, ("V1", "V2")),
    Head("column.population", 11, ("P1", "P2")),
    Head("column.lcr", 13, ("((V2 − V1) / V1) / t",)),
    Head("column.pgr", 13, ("ln(P2 / P1) / t",)),
    Head("column.lcrpgr", 10, ("LCR / PGR",)),
    Head("column.per_capita", 10, ("V1 / P1", "V2 / P2")),
    Head("column.source", 22),
    Head("column.codes", 36),
    Head("column.run", 15),
)
CITY, START, END, POPULATION_END, LCR, PGR, LCRPGR = 3, 5, 6, 11, 12, 13, 14
"""Columns that the national sheet adds up."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the sheet has a period of a city."""

    row: int
    report: CityReport
    period: Indicator


def write_periods(book: Workbook, looks: Looks, reports: Sequence[CityReport]) -> tuple[Place, ...]:
    """Write the sheet; return where it has which period: boundary by boundary, then city by city."""
    page = Page(book.add_worksheet(NAME), looks)
    page.set_widths(*widths_of(HEADS))
    first = page.heads(page.titles("reporting.sheet.periods"), HEADS)
    places = tuple(Place(row, report, period) for row, (report, period) in enumerate(_in_order(reports), first))
    for place in places:
        _write_row(page, place)
    page.sheet.autofilter(first - 1, 0, max(first, first + len(places) - 1), len(page.widths) - 1)
    page.sheet.freeze_panes(first, CITY)
    page.finish(first, len(page.widths))
    return places


def _in_order(reports: Sequence[CityReport]) -> Iterator[tuple[CityReport, Indicator]]:
    rows = [(report, period) for report in reports for period in report.rows]
    yield from sorted(rows, key=lambda row: (rank(row[1].boundary), row[1].boundary_rule != "fixed"))


def _write_row(page: Page, place: Place) -> None:
    row, report, period = place.row, place.report, place.period
    boundary = text(f"scope.{period.boundary}_{period.boundary_rule}", end=report.epochs[-1].year)
    texts = (shown_country(report.iso3), report.iso3, shown_name(report), report.city, boundary)
    for column, value in enumerate(texts):
        page.text(row, column, value)
    for column, year in ((START, period.start), (END, period.end)):
        page.number(row, column, year, "projected" if year in report.projected else "year")
    t, v1, v2, p1, p2 = (name(row, column) for column in range(7, 12))
    page.formula((row, 7), f"{name(row, END)}-{name(row, START)}", period.years, "count")
    page.number(row, 8, period.built_up_start_km2, "km2")
    page.number(row, 9, period.built_up_end_km2, "km2")
    page.number(row, 10, period.population_start, "persons")
    page.number(row, POPULATION_END, period.population_end, "persons")
    page.formula((row, LCR), f"(({v2}-{v1})/{v1})/{t}", period.lcr, "rate")
    page.formula((row, PGR), f"LN({p2}/{p1})/{t}", period.pgr, "rate")
    page.formula((row, LCRPGR), f"{name(row, LCR)}/{name(row, PGR)}", period.lcrpgr, "ratio")
    page.formula((row, 15), f"{v1}*1000000/{p1}", period.built_up_per_capita_start_m2, "m2")
    page.formula((row, 16), f"{v2}*1000000/{p2}", period.built_up_per_capita_end_m2, "m2")
    page.text(row, 17, report.source)
    page.text(row, 18, "; ".join(filter(None, (listed(_shown(period)), *period.flags))))
    page.text(row, 19, report.run)


def _shown(period: Indicator) -> dict[str, str]:
    """Return why those fields are undefined that the sheet has."""
    fields = ("built_up_start_km2", "built_up_end_km2", "population_start", "population_end", "lcr", "pgr", "lcrpgr")
    per_capita = ("built_up_per_capita_start_m2", "built_up_per_capita_end_m2")
    return {field: period.undefined[field] for field in (*fields, *per_capita) if field in period.undefined}


def codes_of(reports: Sequence[CityReport]) -> set[str]:
    """Return every reason that the sheet names."""
    return {code for report in reports for period in report.rows for code in _shown(period).values()}
