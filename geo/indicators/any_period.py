"""The indicator between any two epochs that were measured, from what is kept of a measurement: no array."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from geo.boundary import Boundary
from geo.indicators.period import indicator
from geo.measurement import EpochFigures, Indicator, Measurement
from geo.reasons import Flag
from geo.references import Caveat, SourceReference

Period = tuple[int, int]
_OF_AN_END = frozenset(
    {
        Flag.PROJECTED_EPOCH,
        Flag.POPULATION_GAPS,
        Flag.INTERPOLATED_POPULATION,
        Flag.EXTRAPOLATED_POPULATION,
        Flag.EXTENT_AT_EDGE,
        Flag.SETTLEMENT_AT_EDGE,
    }
)
"""Doubts that hang on one of a period's two epochs, not on what lies between them."""


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """What is kept of one source's measurement when others are run: its figures within fixed boundaries."""

    references: tuple[SourceReference, ...]
    years: tuple[int, ...]
    """The epochs, ascending."""
    epochs: tuple[EpochFigures, ...]
    indicators: tuple[Indicator, ...]
    caveats: tuple[Caveat, ...]

    @classmethod
    def of(cls, measurement: Measurement) -> Self:
        """Keep a measurement's figures, and none of its arrays."""
        return cls(
            references=measurement.sources,
            years=measurement.years,
            epochs=tuple(row for row in measurement.epochs if row.boundary_rule == "fixed"),
            indicators=tuple(row for row in measurement.indicators if row.boundary_rule == "fixed"),
            caveats=measurement.caveats,
        )

    @property
    def id(self) -> str:
        """The id of its land source."""
        return self.references[0].id

    @property
    def projected(self) -> tuple[int, ...]:
        """The epochs that are projections, ascending."""
        return tuple(sorted({row.year for row in self.epochs if not row.observed}))

    def epoch(self, year: int, boundary: Boundary) -> EpochFigures:
        """Return the figures of one of its years within a fixed boundary."""
        return next(row for row in self.epochs if (row.year, row.boundary) == (year, boundary))

    def between(self, start: int, end: int, boundary: Boundary) -> Indicator:
        """Return the indicator between two of its epochs within a fixed boundary.

        A pair that was not measured as such has no growth by type. It has the doubts of its ends, and those of every
        step between them: where it cannot be told whether a doubt holds for the pair, it is kept.
        """
        rows = [row for row in self.indicators if row.boundary == boundary]
        measured = next((row for row in rows if (row.start, row.end) == (start, end)), None)
        return measured or indicator(
            self.epoch(start, boundary),
            self.epoch(end, boundary),
            whole_span=False,
            growth=None,
            flags=_flags(rows, (start, end)),
        )


def _flags(rows: Iterable[Indicator], period: Period) -> tuple[Flag, ...]:
    steps = [row for row in rows if not row.whole_span]
    inside = [set(row.flags) for row in steps if period[0] <= row.start and row.end <= period[1]]
    ends = [[set(row.flags) for row in rows if year in (row.start, row.end)] for year in period]
    doubts = set().union(*inside) - _OF_AN_END - {Flag.UNSTABLE_RATIO, Flag.IDENTICAL_EPOCHS}
    doubts |= {flag for flag in _OF_AN_END if any(all(flag in found for found in at) for at in ends)}
    if all(Flag.IDENTICAL_EPOCHS in found for found in inside):
        doubts.add(Flag.IDENTICAL_EPOCHS)
    return tuple(flag for flag in Flag if flag in doubts)
