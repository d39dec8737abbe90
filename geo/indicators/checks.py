"""What in a series should make a reader pause: shrinkage, repeats, unknown cells, a city cut by its area's edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from geo.arrays import Mask
from geo.caveats import caveat
from geo.extent.urban_extent import UrbanExtent
from geo.measurement import Caveat
from geo.reasons import Flag
from geo.stack import Stack

UNKNOWN_SHARE = 0.01
"""Share of the study area that may be unknown before every row is flagged: under it, areas move by less than 1 %."""
Period = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checks of a series found, once for all its rows."""

    counted: Mask
    """The cells of the study area whose built-up is known at every epoch: those that every figure counts."""
    study_cells: int
    unknown_cells: Mapping[int, int]
    """Year → unknown cells of the study area."""
    identical: frozenset[Period]
    """The pairs of epochs whose built-up is the same cell by cell."""
    edge_years: tuple[int, ...]
    """The epochs at which the city's extent touches the edge of the study area."""

    @classmethod
    def of(cls, stack: Stack, extents: Mapping[int, UrbanExtent]) -> "Checks":
        """Check a stack and the extents found in it."""
        counted = stack.study_area.copy()
        unknown = {}
        for year in stack.years:
            missing = np.isnan(stack.built_up(year))
            unknown[year] = int(np.count_nonzero(missing & stack.study_area))
            counted &= ~missing
        edge = tuple(year for year, extent in extents.items() if extent.touches_edge_of(stack.study_area))
        return cls(counted, int(np.count_nonzero(stack.study_area)), unknown, _identical(stack), edge)

    @property
    def uncounted_cells(self) -> int:
        """Cells of the study area that are unknown at some epoch."""
        return self.study_cells - int(np.count_nonzero(self.counted))


def _identical(stack: Stack) -> frozenset[Period]:
    sums = {year: np.nansum(stack.built_up(year), dtype=np.float64) for year in stack.years}
    return frozenset(
        (one, other)
        for one, other in combinations(stack.years, 2)
        if sums[one] == sums[other] and np.array_equal(stack.built_up(one), stack.built_up(other), equal_nan=True)
    )


def flags(stack: Stack, checks: Checks, period: Period, *, lost: bool, in_extent: bool) -> tuple[Flag, ...]:
    """Return the doubts that hang on a period's row.

    Args:
        stack: the epochs.
        checks: what the checks of the series found.
        period: its years.
        lost: whether built-up pixels of the study area were lost in it.
        in_extent: whether the row's boundary is the city's urban extent.
    """
    doubts = {
        Flag.SIMULATED: any(source.simulated for source in stack.sources),
        Flag.PROJECTED_EPOCH: any(year in stack.projected for year in period),
        Flag.INCOMPARABLE_EPOCHS: _holds_incomparable(stack, period),
        Flag.INTERPOLATED_POPULATION: _people_are(stack, period, "interpolated"),
        Flag.EXTRAPOLATED_POPULATION: _people_are(stack, period, "extrapolated"),
        Flag.SHRINKAGE: lost and not stack.can_shrink,
        Flag.IDENTICAL_EPOCHS: period in checks.identical,
        Flag.UNKNOWN_CELLS: checks.uncounted_cells > UNKNOWN_SHARE * checks.study_cells,
        Flag.POPULATION_GAPS: any(stack.population_gaps.get(year, 0) > UNKNOWN_SHARE for year in period),
        Flag.EXTENT_AT_EDGE: in_extent and not {*period, stack.years[-1]}.isdisjoint(checks.edge_years),
    }
    return tuple(flag for flag, doubtful in doubts.items() if doubtful)


def _holds_incomparable(stack: Stack, period: Period) -> bool:
    """Return whether a change that the source says is no growth lies within the period, if only as a part of it."""
    start, end = period
    return any(start <= earlier and later <= end for earlier, later in stack.incomparable)


def _people_are(stack: Stack, period: Period, kind: str) -> bool:
    return any(stack.population_origins[year].kind == kind for year in period if year in stack.population_origins)


def series_caveats(stack: Stack, checks: Checks, lost_km2: Mapping[Period, float]) -> list[Caveat]:
    """Return the caveats of the series itself; `lost_km2` is the built-up lost by period, km²."""
    caveats = [*_unknown(checks), *_repeats(checks), *_shrinkage(stack, lost_km2)]
    if any(source.simulated for source in stack.sources):
        caveats.insert(0, caveat("simulated"))
    gaps = tuple((year, share) for year, share in stack.population_gaps.items() if share > UNKNOWN_SHARE)
    if gaps:
        caveats.append(caveat("population_gaps", gaps=gaps))
    caveats += [caveat("incomparable_epochs", start=start, end=end) for start, end in stack.incomparable]
    projected = tuple(year for year in stack.years if year in stack.projected)
    if projected:
        caveats.append(caveat("projected_epoch", years=projected))
    return caveats


def _unknown(checks: Checks) -> list[Caveat]:
    missing = checks.uncounted_cells
    if missing == 0:
        return []
    by_year = tuple((year, cells) for year, cells in checks.unknown_cells.items() if cells)
    return [caveat("unknown_cells", cells=missing, share=missing / checks.study_cells, by_year=by_year)]


def _repeats(checks: Checks) -> list[Caveat]:
    return [caveat("identical_epochs", one=one, other=other) for one, other in sorted(checks.identical)]


def _shrinkage(stack: Stack, lost_km2: Mapping[Period, float]) -> list[Caveat]:
    if stack.can_shrink:
        return []
    return [caveat("shrinkage", start=start, end=end, lost=lost) for (start, end), lost in lost_km2.items() if lost > 0]


def extent_caveats(extents: Mapping[int, UrbanExtent], checks: Checks) -> list[Caveat]:
    """Return the caveats of the city's extents: none at the centre, off the centre, cut by the study area's edge."""
    caveats: list[Caveat] = []
    none = tuple(year for year, extent in extents.items() if extent.city_extent is None)
    if none:
        caveats.append(caveat("no_urban_extent", years=none))
    for year, extent in extents.items():
        if extent.city_extent is not None and extent.centre_distance_m > 0:
            caveats.append(caveat("centre_outside_extent", year=year, metres=extent.centre_distance_m))
    if checks.edge_years:
        caveats.append(caveat("extent_at_edge", years=tuple(checks.edge_years)))
    return caveats
