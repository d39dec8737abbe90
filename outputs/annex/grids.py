"""The two tables of the annex: a year in each column, and a period in each column."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from geo.measurement import EpochFigures, Indicator
from outputs.report.marks import YearNames
from outputs.reporting.report import CityReport
from outputs.words import figures, reason, text
from outputs.words.filling import digits

Say = Callable[[float | None], str]
_OF_YEAR: tuple[tuple[str, str, Say], ...] = (
    ("built_up", "built_up_km2", figures.km2),
    ("population", "population", figures.persons),
    ("per_capita", "built_up_per_capita_m2", figures.square_metres),
)
_OF_PERIOD: tuple[tuple[str, str, Say], ...] = (
    ("lcr", "lcr", figures.rate),
    ("pgr", "pgr", figures.rate),
    ("lcrpgr", "lcrpgr", figures.ratio),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose first row and column are heads."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    """Why a value is missing, each sentence once."""


def year_grid(report: CityReport) -> Grid:
    """Return built-up area, people and area per person in the analysis years that the run has."""
    epochs = [epoch for epoch in report.epochs if epoch]
    named = YearNames(report.projected)
    rows = tuple(
        (text(f"annex.row.{key}"), *(say(getattr(epoch, field)) for epoch in epochs)) for key, field, say in _OF_YEAR
    )
    notes = (note for epoch in epochs for note in _missing(epoch, named.year(epoch.year), _OF_YEAR))
    return Grid((text("annex.row.year"), *(named.year(epoch.year) for epoch in epochs)), rows, _once(notes))


def period_grid(report: CityReport) -> Grid:
    """Return the rates and their ratio between the analysis years that the run has."""
    periods = [period for period in report.periods if period]
    named = YearNames(report.projected)
    rows = (
        (text("annex.row.years"), *(digits(period.years) for period in periods)),
        *(
            (text(f"annex.row.{key}"), *(say(getattr(period, field)) for period in periods))
            for key, field, say in _OF_PERIOD
        ),
    )
    names = [named.period(period.start, period.end) for period in periods]
    notes = (note for period, name in zip(periods, names, strict=True) for note in _missing(period, name, _OF_PERIOD))
    return Grid((text("annex.row.period"), *names), rows, _once(notes))


def _missing(row: EpochFigures | Indicator, name: str, fields: tuple[tuple[str, str, Say], ...]) -> Iterator[str]:
    for key, field, _ in fields:
        if field in row.undefined:
            why = text("annex.row.missing", reason=reason(row.undefined[field]))
            yield f"{text(f'annex.row.{key}')}, {name}: {why}"


def _once(notes: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(notes))
