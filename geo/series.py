"""What was found of a city's epochs and periods: all that the measures beside the indicator are taken from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.arrays import Codes
from geo.boundaries import Boundaries
from geo.boundary import Within
from geo.extent.urban_extent import UrbanExtent
from geo.growth.land_taken import LandTaken
from geo.indicators.checks import Checks, Period, flags
from geo.measurement import EpochFigures, ExtentParameters, Indicator
from geo.parameters import MeasureParameters
from geo.reasons import Flag, Reason
from geo.settlement.city import Settled
from geo.stack import Stack

_OF_PEOPLE = frozenset({Flag.POPULATION_GAPS, Flag.INTERPOLATED_POPULATION, Flag.EXTRAPOLATED_POPULATION})


def periods_of(years: Sequence[int]) -> list[Period]:
    """Return each pair of consecutive epochs, then the whole span if it is not one of them.

    >>> periods_of([1990, 2000, 2015])
    [(1990, 2000), (2000, 2015), (1990, 2015)]
    """
    consecutive = list(pairwise(years))
    whole = (years[0], years[-1])
    return consecutive if whole in consecutive or len(years) == 1 else [*consecutive, whole]


@dataclass(frozen=True, slots=True)
class Series:
    """A city's epochs and periods with what was found of each."""

    stack: Stack
    parameters: ExtentParameters
    """With the built-up threshold resolved."""
    measures: MeasureParameters
    centre: tuple[float, float] | None
    """The city's centre, x, y in the grid's CRS; None where none was given."""
    extents: Mapping[int, UrbanExtent]
    settled: Mapping[int, Settled | Reason]
    """Year → its settlements, or why people cannot be put on square kilometres."""
    boundaries: Boundaries
    checks: Checks
    types: Mapping[Period, Codes]
    """Period → geo.codes.ExpansionType, UNKNOWN where some epoch is unknown."""
    epochs: Mapping[tuple[int, Within], EpochFigures]
    indicators: tuple[Indicator, ...]
    taken: Mapping[Period, LandTaken]
    """What the new built-up land of each period was before; empty without a source of classes."""
    lost_km2: Mapping[Period, float]
    """Period → the built-up land of the study area that went."""

    @property
    def years(self) -> tuple[int, ...]:
        """The epochs, ascending."""
        return self.stack.years

    @property
    def periods(self) -> list[Period]:
        """The periods, as `periods_of` gives them."""
        return periods_of(self.years)

    def rows(self, where: Within) -> list[EpochFigures]:
        """Return the figures of every epoch within a boundary, ascending."""
        return [self.epochs[year, where] for year in self.years]

    def doubts(self, where: Within, end: int, start: int | None = None) -> tuple[Flag, ...]:
        """Return what hangs on every figure of an epoch, or of a period, within a boundary; not on its people."""
        period = (end if start is None else start, end)
        rows = (row for row in self.indicators if (row.start, row.end) == period)
        lost = any(Flag.SHRINKAGE in row.flags for row in rows)
        found = set(flags(self.stack, self.checks, period, lost=lost, in_extent=False)) - _OF_PEOPLE
        places = [self.boundaries.place(year, where) for year in period]
        if any(boundary == "urban_extent" and year in self.checks.edge_years for boundary, year in places):
            found.add(Flag.EXTENT_AT_EDGE)
        if not self.boundaries.cut_off.isdisjoint(places):
            found.add(Flag.SETTLEMENT_AT_EDGE)
        return tuple(flag for flag in Flag if flag in found)

    def doubts_of_people(self, end: int, start: int | None = None) -> tuple[Flag, ...]:
        """Return what hangs on every figure of people besides."""
        period = (end if start is None else start, end)
        found = flags(self.stack, self.checks, period, lost=False, in_extent=False)
        return tuple(flag for flag in found if flag in _OF_PEOPLE)
