"""The first sheet: UN-Habitat's compilation template, one row a city, its analysis years T1, T2 and T3."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from xlsxwriter import Workbook

from geo.measurement import EpochFigures, Indicator
from geo.reasons import Flag
from outputs.report.site import NO_COUNTRY, country
from outputs.reporting.remarks import YEARS, remarks
from outputs.reporting.report import CityReport
from outputs.reporting.sheets.cells import Head, Page, name, widths_of
from outputs.reporting.sheets.looks import Looks
from outputs.words import text

NAME = "Reporting table"
HEADS: Final = (
    Head("column.country", 12),
    Head("column.city", 17),
    Head("column.analysis_years", 6, YEARS),
    Head("column.built_up_t3", 9, ("V1", "V2", "V3")),
    Head("column.population_t3", 11, ("P1", "P2", "P3")),
    Head("column.interval", 8, ("t₁ = T2 − T1", "t₂ = T3 − T2")),
    Head("column.lcr", 10, ("((V2 − V1) / V1) / t₁", "((V3 − V2) / V2) / t₂")),
    Head("column.pgr", 10, ("ln(P2 / P1) / t₁", "ln(P3 / P2) / t₂")),
    Head("column.lcrpgr", 8, ("T1–T2: LCR / PGR", "T2–T3: LCR / PGR")),
    Head("column.per_capita", 8, ("V1 / P1", "V2 / P2", "V3 / P3")),
    Head("column.source", 22),
    Head("column.source_year", 8),
    Head("column.comments", 58),
)
_YEAR, _BUILT_UP, _POPULATION, _SPAN, _LCR, _PGR, _LCRPGR, _PER_CAPITA, _SOURCE = 2, 5, 8, 11, 13, 15, 17, 19, 22
"""The first column of each group."""


_SAID = frozenset({Flag.SIMULATED, Flag.PROJECTED_EPOCH})
"""Doubts that a row's comments have in words of their own."""


def write_table(book: Workbook, looks: Looks, reports: Sequence[CityReport]) -> None:
    """Write the sheet."""
    page = Page(book.add_worksheet(NAME), looks)
    page.set_widths(*widths_of(HEADS))
    first = page.heads(page.titles("reporting.title"), HEADS)
    for row, report in enumerate(reports, first):
        _write_row(page, row, report)
    page.sheet.autofilter(first - 1, 0, max(first, first + len(reports) - 1), len(page.widths) - 1)
    page.sheet.freeze_panes(first, _YEAR)
    page.finish(first, len(page.widths))


def shown_name(report: CityReport) -> str:
    """Return a city's name as a row has it, with the word that it is simulated where it is."""
    english = report.names["en"]
    return f"{english} ({text('reporting.simulated')})" if report.simulated else english


def shown_country(iso3: str) -> str:
    """Return a country's name; where there is none, that."""
    return text("reporting.no_country") if iso3 == NO_COUNTRY else country(iso3)


def _write_row(page: Page, row: int, report: CityReport) -> None:
    page.text(row, 0, shown_country(report.iso3))
    page.text(row, 1, shown_name(report))
    for place, epoch in enumerate(report.epochs):
        _write_epoch(page, row, place, epoch)
    for place, period in enumerate(report.periods):
        _write_period(page, row, place, period)
    page.text(row, _SOURCE, "; ".join(f"{source.title}, {source.version}" for source in report.sources))
    page.number(row, _SOURCE + 1, report.epochs[-1].year, "year")
    page.text(row, _SOURCE + 2, " ".join(comments(report)))


def _write_epoch(page: Page, row: int, place: int, epoch: EpochFigures | None) -> None:
    """Write one of T1, T2 and T3: empty cells where there is none."""
    groups = (_YEAR, _BUILT_UP, _POPULATION, _PER_CAPITA)
    year, built_up, population, per_capita = ((row, group + place) for group in groups)
    if epoch is None:
        for cell in (year, built_up, population, per_capita):
            page.empty(*cell)
        return
    page.number(*year, epoch.year, "year" if epoch.observed else "projected")
    page.number(*built_up, epoch.built_up_km2, "km2")
    page.number(*population, epoch.population, "persons")
    formula = f"{name(*built_up)}*1000000/{name(*population)}"
    page.formula(per_capita, formula, epoch.built_up_per_capita_m2, "m2")


def _write_period(page: Page, row: int, place: int, period: Indicator | None) -> None:
    """Write one of T1–T2 and T2–T3: empty cells where there is none."""
    span, lcr, pgr, lcrpgr = ((row, group + place) for group in (_SPAN, _LCR, _PGR, _LCRPGR))
    if period is None:
        for cell in (span, lcr, pgr, lcrpgr):
            page.empty(*cell)
        return
    (t1, t2), (v1, v2), (p1, p2) = (
        (name(row, group + place), name(row, group + place + 1)) for group in (_YEAR, _BUILT_UP, _POPULATION)
    )
    page.formula(span, f"{t2}-{t1}", period.years, "count")
    page.formula(lcr, f"(({v2}-{v1})/{v1})/{name(*span)}", period.lcr, "rate")
    page.formula(pgr, f"LN({p2}/{p1})/{name(*span)}", period.pgr, "rate")
    page.formula(lcrpgr, f"{name(*lcr)}/{name(*pgr)}", period.lcrpgr, "ratio")


def comments(report: CityReport) -> Iterator[str]:
    """Return what a row's last cell says: the boundary, what is projected, missing or doubtful, and the run."""
    if report.simulated:
        yield f"{text('reporting.simulated')}."
    boundary = text(f"scope.{report.boundary}_fixed", end=report.epochs[-1].year)
    yield text("reporting.comment.boundary", boundary=boundary)
    projected = [epoch.year for epoch in report.epochs if epoch and not epoch.observed]
    if projected:
        yield text("reporting.comment.projected", years=", ".join(map(str, projected)))
    found: dict[str, list[str]] = {}
    for remark in remarks(report):
        if remark.code in _SAID:
            continue
        found.setdefault(remark.sentence, []).append(f"{remark.what} {remark.when}".strip())
    yield from (f"{', '.join(dict.fromkeys(where))}: {sentence}" for sentence, where in found.items())
    if any(remark.empty for remark in remarks(report)):
        yield text("reporting.comment.empty")
    lengths = {end.year - start.year for start, end in pairwise(filter(None, report.epochs))}
    if len(lengths) > 1:
        yield text("reporting.comment.uneven")
    if report.left_out:
        yield text("reporting.comment.left_out", years=", ".join(map(str, report.left_out)))
    yield text("reporting.comment.run", run=report.run)
