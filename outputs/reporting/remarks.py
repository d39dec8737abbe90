"""What stands beside the figures of a reporting table: why a value is missing, and what must be read with one."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from outputs.reporting.report import CityReport
from outputs.words import reason, text

NO_EPOCH = "no_epoch"
"""The run has too few epochs for an analysis year: a code of the reporting table alone."""
YEARS = ("T1", "T2", "T3")
PERIODS = (("T1", "T2"), ("T2", "T3"))
_OF_YEAR = (("V", "built_up_km2"), ("P", "population"), ("V/P", "built_up_per_capita_m2"))
_OF_PERIOD = (("LCR", "lcr"), ("PGR", "pgr"), ("LCRPGR", "lcrpgr"))
_NOT_COVERED = 1


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason or doubt."""

    what: str
    """The symbol of the value that is missing; empty for a doubt, which hangs on the whole period."""
    when: str
    """T1, or T1–T2."""
    code: str
    """Of geo.reasons, or NO_EPOCH."""

    @property
    def empty(self) -> bool:
        """Whether the value is missing; else it is there, and doubtful."""
        return bool(self.what)

    @property
    def sentence(self) -> str:
        """Why, in the language spoken now."""
        return sentence(self.code, self.when)


def remarks(report: CityReport) -> tuple[Remark, ...]:
    """Return every reason and doubt of T1, T2 and T3, in the order of the table's columns, reasons first."""
    return (*_of_years(report), *_of_periods(report), *_doubts(report))


def sentence(code: str, when: str = "") -> str:
    """Return what a reason or a flag says, in the language spoken now."""
    if code == NO_EPOCH:
        return text("reporting.gap", years=when)
    return reason(code)


def unhabitat_code(code: str) -> int:
    """Return UN-Habitat's number of a reason why a value cannot be calculated."""
    return _codes().get(code, _NOT_COVERED)


def _of_years(report: CityReport) -> Iterator[Remark]:
    for year, epoch in zip(YEARS, report.epochs, strict=True):
        if epoch is None:
            yield Remark("V, P, V/P", year, NO_EPOCH)
            continue
        for symbol, field in _OF_YEAR:
            if field in epoch.undefined:
                yield Remark(symbol, year, epoch.undefined[field])


def _of_periods(report: CityReport) -> Iterator[Remark]:
    for (start, end), row in zip(PERIODS, report.periods, strict=True):
        if row is None:
            yield Remark("LCR, PGR, LCRPGR", f"{start}–{end}", NO_EPOCH)
            continue
        for symbol, field in _OF_PERIOD:
            if field in row.undefined:
                yield Remark(symbol, f"{start}–{end}", row.undefined[field])


def _doubts(report: CityReport) -> Iterator[Remark]:
    for (start, end), row in zip(PERIODS, report.periods, strict=True):
        for code in row.flags if row else ():
            yield Remark("", f"{start}–{end}", code)


@cache
def _codes() -> dict[str, int]:
    table = tomllib.loads(files("outputs.reporting").joinpath("unhabitat_codes.toml").read_text(encoding="utf-8"))
    return {name: int(code) for code, names in table["codes"].items() for name in names}
