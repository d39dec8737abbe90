"""In which direction a city grew: new built-up land by sector, and the drift of its centre of gravity."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from affine import Affine

from geo.arrays import Fraction, Mask
from geo.reasons import Reason

Sums = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SectorGrowth:
    """New built-up land in one sector of the rose."""

    bearing_deg: float
    """Of the sector's middle, clockwise from grid north."""
    new_km2: float
    share: float | Reason
    """Of all new built-up land, 0-1."""
    land_share: float | Reason
    """New built-up land over the sector's land, 0-1."""


def direction_rose(
    new_km2: Sums,
    land_km2: Sums,
) -> tuple[SectorGrowth, ...]:
    """Return the rose of a period.

    Args:
        new_km2: new built-up land by sector, as `geo.growth.polar.Polar.sums` gives it summed over rings.
        land_km2: the sectors' land.
    """
    total = float(new_km2.sum())
    width = 360.0 / len(new_km2)
    return tuple(
        SectorGrowth(
            bearing_deg=number * width,
            new_km2=float(new),
            share=Reason.NO_NEW_BUILT_UP if total == 0 else float(new) / total,
            land_share=Reason.NO_LAND if land == 0 else float(new / land),
        )
        for number, (new, land) in enumerate(zip(new_km2, land_km2, strict=True))
    )


@dataclass(frozen=True, slots=True)
class Drift:
    """How the centre of gravity of built-up land moved."""

    distance_m: float
    bearing_deg: float | Reason
    """Clockwise from grid north, 0 to under 360."""


def centre_of_gravity(fraction: Fraction, within: Mask, affine: Affine) -> tuple[float, float] | Reason:
    """Return x, y (grid CRS) of the mean of the cells' centres, weighted by the built-up fraction.

    Args:
        fraction: built-up fraction, (y, x) float32; NaN (unknown) counts nowhere.
        within: the cells that count: the same ones at both epochs.
        affine: the grid's, cell → CRS in metres.
    """
    known = within & ~np.isnan(fraction)
    by_column: Sums = np.sum(fraction, axis=0, dtype=np.float64, where=known)
    by_row: Sums = np.sum(fraction, axis=1, dtype=np.float64, where=known)
    total = by_row.sum()
    if total == 0:
        return Reason.ZERO_BUILT_UP
    column = float(by_column @ (np.arange(len(by_column)) + 0.5) / total)
    row = float(by_row @ (np.arange(len(by_row)) + 0.5) / total)
    x, y = affine @ (column, row)
    return float(x), float(y)


def drift(start: tuple[float, float] | Reason, end: tuple[float, float] | Reason) -> Drift | Reason:
    """Return how far and whereto the centre of gravity moved between two epochs, in the grid's plane.

    >>> drift((0.0, 0.0), (300.0, 400.0)).distance_m
    500.0
    """
    if isinstance(start, Reason):
        return start
    if isinstance(end, Reason):
        return end
    east, north = end[0] - start[0], end[1] - start[1]
    distance = math.hypot(east, north)
    return Drift(distance, Reason.NO_DIRECTION if distance == 0 else math.degrees(math.atan2(east, north)) % 360.0)
