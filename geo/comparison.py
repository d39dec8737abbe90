"""How several sources agree on one city: each source's figures by period and boundary, and their spread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from geo.boundary import Boundary, BoundaryRule
from geo.references import Caveat, SourceReference

PeriodKind = Literal["consecutive", "whole_span", "common_span"]
"""`consecutive` and `whole_span` are the periods of the run's own source; `common_span` runs from its first to its last
epoch that another source, or all of them, have as well."""
Match = Literal["exact", "nearest"]
"""Whether a source has figures of exactly the years that are compared, or its nearest epochs stand for them."""
Quantity = Literal[
    "boundary_km2",
    "built_up_start_km2",
    "built_up_end_km2",
    "population_start",
    "population_end",
    "lcr",
    "pgr",
    "lcrpgr",
    "lcr_log",
    "built_up_per_capita_start_m2",
    "built_up_per_capita_end_m2",
]
"""What a spread is given of; the names are those of `ComparedRow`."""


class ComparedPeriod(NamedTuple):
    """What figures are compared of."""

    boundary: Boundary
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ComparedSource:
    """A source that takes part, the run's own first."""

    id: str
    """Of its land."""
    references: tuple[SourceReference, ...]
    """Its land, then its population where that is another source."""
    years: tuple[int, ...]
    """The epochs that were measured, ascending."""
    projected: tuple[int, ...]
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One source's SDG 11.3.1 over its epochs nearest to a period, within its own boundary; rates as in `Indicator`."""

    source: str
    """Its id."""
    boundary: Boundary
    boundary_rule: BoundaryRule
    """Always fixed: at this source's own last epoch."""
    start: int
    """The period that is compared: years of the run's own source."""
    end: int
    period: PeriodKind
    match: Match | None
    own_start: int | None
    """The source's own years, which its figures are of."""
    own_end: int | None
    own_years: int | None
    boundary_km2: float | None
    """Area of the boundary: each source finds its own urban extent."""
    built_up_start_km2: float | None
    built_up_end_km2: float | None
    population_start: float | None
    population_end: float | None
    lcr: float | None
    pgr: float | None
    lcrpgr: float | None
    lcr_log: float | None
    built_up_per_capita_start_m2: float | None
    built_up_per_capita_end_m2: float | None
    undefined: Mapping[str, str] = field(default_factory=dict)
    """Field name → reason code, for each field that is None."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the sources lie apart in one quantity, period and boundary. No mean: that of ratios has no meaning."""

    boundary: Boundary
    boundary_rule: BoundaryRule
    start: int
    end: int
    period: PeriodKind
    quantity: Quantity
    sources: int
    """How many sources have a value that counts; an unstable ratio does not."""
    minimum: float | None
    median: float | None
    """Of three sources or more; of ratios always one of their values, the lower of the middle two."""
    maximum: float | None
    range: float | None
    """maximum - minimum."""
    ratio: float | None
    """The largest over the smallest by size, where all have one sign."""
    undefined: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    """Those of the rows that count."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One city by several sources, side by side."""

    tolerance_years: int
    """How far a source's epoch may lie from the year that it stands for."""
    sources: tuple[ComparedSource, ...]
    rows: tuple[ComparedRow, ...]
    """By boundary, then by period, then by source."""
    spreads: tuple[Spread, ...]

    @property
    def widest(self) -> ComparedPeriod | None:
        """The period and boundary in which most sources have a land rate: the longest, the urban extent's first."""
        found: dict[ComparedPeriod, int] = {}
        for row in self.rows:
            if row.lcr is not None:
                which = ComparedPeriod(row.boundary, row.start, row.end)
                found[which] = found.get(which, 0) + 1
        several = [which for which, count in found.items() if count > 1]
        return max(
            several,
            key=lambda which: (found[which], which.boundary == "urban_extent", which.end - which.start, which.end),
            default=None,
        )

    def rows_of(self, which: ComparedPeriod) -> tuple[ComparedRow, ...]:
        """Return every source's row of a period within a boundary, the run's own first."""
        return tuple(row for row in self.rows if ComparedPeriod(row.boundary, row.start, row.end) == which)

    def spreads_of(self, which: ComparedPeriod) -> Mapping[Quantity, Spread]:
        """Return the spreads of a period within a boundary by quantity."""
        rows = (row for row in self.spreads if ComparedPeriod(row.boundary, row.start, row.end) == which)
        return {row.quantity: row for row in rows}
