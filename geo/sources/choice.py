"""Which epochs a run takes of a source: those that it has, that are asked for, and that may be compared."""

import math
from collections.abc import Sequence
from itertools import combinations

import pyproj
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import GridError, SourceError
from geo.sources.declaration import SourceDeclaration

LEAST_CELLS = 2_500
"""With fewer cells that are asked for, those that the study area's edge cuts would decide its figures."""
LEAST_EPOCHS = 2
"""Growth needs an earlier and a later year."""
_MAX_LISTED = 20


def chosen_epochs(
    declared: SourceDeclaration, available: Sequence[int], wanted: Sequence[int] | None, *, least: int = LEAST_EPOCHS
) -> tuple[int, ...]:
    """Return the epochs to read, ascending.

    Args:
        declared: the source.
        available: the epochs that it has.
        wanted: those that are asked for; None takes the source's default ones.
        least: how many there must be.

    Raises:
        SourceError: it has not these epochs, or too few.
    """
    chosen = tuple(sorted(wanted if wanted is not None else declared.default_epochs or available))
    missing = [year for year in chosen if year not in available]
    if missing:
        msg = f"{declared.id}: no epoch {', '.join(map(str, missing))}; it has {_listed(available)}"
        raise SourceError(msg)
    if len(chosen) < least:
        seen = ", ".join(map(str, chosen)) or "none"
        remedy = "add one" if len(available) > len(chosen) or not declared.epochs else "take another source for growth"
        msg = f"{declared.id}: expected at least two epochs, saw {seen}; {remedy}"
        raise SourceError(msg)
    return chosen


def _listed(years: Sequence[int]) -> str:
    if len(years) > _MAX_LISTED and list(years) == list(range(years[0], years[-1] + 1)):
        return f"every year from {years[0]} to {years[-1]}"
    return ", ".join(map(str, years))


def check_resolution(area: Geometry, resolution_m: float | None) -> None:
    """Check that cells that are asked for are fine enough for a study area (EPSG:4326).

    Raises:
        GridError: they are too coarse; the coarsest that fit are named.
    """
    if resolution_m is None:
        return
    ground_m2, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(area)
    cells = abs(ground_m2) / resolution_m**2
    if cells < LEAST_CELLS:
        most = math.sqrt(abs(ground_m2) / LEAST_CELLS)
        msg = (
            f"the study area has {cells:,.0f} cells of {resolution_m:g} m, expected at least {LEAST_CELLS:,}, since "
            f"cells that its edge cuts count as a whole; take cells of {math.floor(most):,} m or finer"
        )
        raise GridError(msg)


def nearest_to(years: Sequence[int], available: Sequence[int]) -> tuple[int, ...] | None:
    """Return of the available epochs those nearest to some years, the earlier of two as near; None if under two.

    >>> nearest_to([1990, 2000, 2010], [1985, 1995, 2000, 2011, 2020])
    (1985, 2000, 2011)
    """
    found = {min(available, key=lambda own: (abs(own - year), own)) for year in years} if available else set()
    return tuple(sorted(found)) if len(found) >= LEAST_EPOCHS else None


def incomparable_pairs(
    declared: SourceDeclaration, epochs: Sequence[int], *, allowed: bool
) -> tuple[tuple[int, int], ...]:
    """Return the pairs of chosen epochs whose difference the source says is no growth.

    Raises:
        SourceError: there are such pairs, and comparing them all the same is not allowed.
    """
    chosen = set(combinations(sorted(epochs), 2))
    pairs = [pair for pair in declared.incomparable if pair.epochs in chosen]
    if pairs and not allowed:
        first = pairs[0]
        msg = (
            f"{declared.id}: {first.epochs[0]} and {first.epochs[1]} must not be compared: {first.reason} "
            "Name other epochs with --epochs, take another source, or mark every number with --allow-incomparable"
        )
        raise SourceError(msg)
    return tuple(pair.epochs for pair in pairs)
