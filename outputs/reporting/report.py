"""What one city reports: its three analysis years within the boundary of the last, and every period that was measured.

The figures are those of summary.json, so that a run reports the same on the day it is made and read back years later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from geo.boundary import Boundary
from geo.indicators.any_period import SourceFigures
from geo.measurement import EpochFigures, GrowthByType, Indicator, Measurement
from geo.reasons import Flag
from outputs.boundaries import rank
from outputs.reporting.years import analysis_years
from outputs.subject import Place, Run
from outputs.tables.rows import EpochRow, IndicatorRow, SourceRow
from outputs.tables.summary import Summary, summary

Epochs = tuple[EpochFigures | None, EpochFigures | None, EpochFigures]
Periods = tuple[Indicator | None, Indicator | None]
_Row = TypeVar("_Row", EpochFigures, Indicator)


@dataclass(frozen=True, slots=True)
class CityReport:
    """One city and one run of it."""

    city: str
    """Its id."""
    names: Mapping[str, str]
    """By language code; `en` is always there."""
    iso3: str
    simulated: bool
    boundary: Boundary
    """In which T1, T2 and T3 are counted: fixed at T3."""
    epochs: Epochs
    """The figures of T1, T2 and T3; None where the run has too few epochs."""
    periods: Periods
    """T1–T2 and T2–T3."""
    rows: tuple[Indicator, ...]
    """Every period within every boundary, the reporting rule's first."""
    years: tuple[int, ...]
    """All epochs of the run, ascending."""
    projected: tuple[int, ...]
    """Those of them that the source projects."""
    sources: tuple[SourceRow, ...]
    run: str
    software: str
    """Umran's version."""

    @property
    def left_out(self) -> tuple[int, ...]:
        """The epochs that are none of T1, T2 and T3."""
        shown = {epoch.year for epoch in self.epochs if epoch}
        return tuple(year for year in self.years if year not in shown)

    @property
    def doubts(self) -> frozenset[str]:
        """The codes of all that is doubtful in any period."""
        return frozenset(flag for row in self.rows for flag in row.flags)

    @property
    def source(self) -> str:
        """What its figures rest on, for people."""
        return "; ".join(source.title for source in self.sources)


def city_report(measurement: Measurement, place: Place, run: Run) -> CityReport:
    """Return what a measurement reports.

    Raises:
        OutputsError: a figure is not finite, or a field is undefined without a reason.
    """
    return report_of(summary(measurement, place, run))


def report_of(content: Summary) -> CityReport:
    """Return what a published run reports.

    Raises:
        ValueError: it has no figures within a fixed boundary.
    """
    epochs = tuple(_epoch(row) for row in content.epochs)
    rows = tuple(_indicator(row) for row in content.indicators)
    boundary = _reporting_boundary(epochs, rows)
    years = tuple(sorted({row.year for row in epochs if (row.boundary, row.boundary_rule) == (boundary, "fixed")}))
    fixed = SourceFigures((), years, epochs=_fixed(epochs), indicators=_fixed(rows), caveats=())
    t1, t2, t3 = analysis_years(years, projected=fixed.projected, incomparable=_incomparable(rows))
    return CityReport(
        city=content.city.id,
        names=content.city.names,
        iso3=content.city.iso3,
        simulated=content.city.simulated,
        boundary=boundary,
        epochs=(
            None if t1 is None else fixed.epoch(t1, boundary),
            None if t2 is None else fixed.epoch(t2, boundary),
            fixed.epoch(t3, boundary),
        ),
        periods=(
            None if t1 is None or t2 is None else fixed.between(t1, t2, boundary),
            None if t2 is None else fixed.between(t2, t3, boundary),
        ),
        rows=tuple(sorted(rows, key=_order)),
        years=years,
        projected=fixed.projected,
        sources=content.sources,
        run=content.run.id,
        software=content.run.software.get("umran", ""),
    )


def _reporting_boundary(epochs: Iterable[EpochFigures], rows: Iterable[Indicator]) -> Boundary:
    """Return the fixed boundary to report within: the urban extent's, or the next in which a land rate is defined."""
    fixed = [row for row in rows if row.boundary_rule == "fixed"]
    measured = {row.boundary for row in fixed if row.lcr is not None}
    found = measured or {row.boundary for row in fixed} or {row.boundary for row in epochs if _is_fixed(row)}
    if not found:
        msg = "a reporting table needs figures within a fixed boundary, and this run has none"
        raise ValueError(msg)
    return min(found, key=rank)


def _order(row: Indicator) -> tuple[int, bool, bool, int]:
    return rank(row.boundary), not _is_fixed(row), row.whole_span, row.start


def _is_fixed(row: EpochFigures | Indicator) -> bool:
    return row.boundary_rule == "fixed"


def _fixed(rows: Iterable[_Row]) -> tuple[_Row, ...]:
    return tuple(row for row in rows if _is_fixed(row))


def _incomparable(rows: Iterable[Indicator]) -> set[tuple[int, int]]:
    steps = (row for row in rows if not row.whole_span)
    return {(row.start, row.end) for row in steps if Flag.INCOMPARABLE_EPOCHS in row.flags}


def _epoch(row: EpochRow) -> EpochFigures:
    return EpochFigures(**row.model_dump())


def _indicator(row: IndicatorRow) -> Indicator:
    growth = row.growth_by_type_km2 and GrowthByType(**row.growth_by_type_km2.model_dump())
    return Indicator(**(row.model_dump() | {"growth_by_type_km2": growth}))
