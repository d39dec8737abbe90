"""Land taken: what the land was that a city built on, in hectares by group of classes, with a map."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Codes, Fraction, Mask
from geo.errors import GridError
from geo.land_cover import GROUPS, LandCover, LandGroup

HECTARES = 100.0
"""Hectares in a square kilometre."""
MAP_GAIN = 0.01
"""Share of a cell that must be newly built for the map to show it: below it the map would show every garden shed."""
_STRIP_ROWS = 128
"""Rows worked on at once: seven groups of some MB."""


@dataclass(frozen=True, slots=True)
class LandTaken:
    """The land that was newly built on in one period, within one boundary."""

    source: str
    """Id of the source of the classes."""
    classes_year: int
    """The epoch of the classes: the nearest to the period's start, not always the same year."""
    hectares: Mapping[LandGroup, float]
    """Every group, UNCLASSED too; they sum to the gained built-up land."""
    cells: Codes
    """(y, x): the group that gave most of the cell's new built-up land, LandGroup; 0 where under MAP_GAIN is new."""

    @property
    def gained_ha(self) -> float:
        """All new built-up land, hectares; what was lost elsewhere is not taken off."""
        return sum(self.hectares.values())


def land_taken(before: LandCover, earlier: Fraction, later: Fraction, *, within: Mask, cell_km2: float) -> LandTaken:
    """Return what the newly built land was before.

    A cell's gain is shared among the groups as they share its land that is not built up; where nothing is known of that
    land, or the source of the classes has the cell built up as a whole, the gain is UNCLASSED.

    Args:
        before: the groups of land on the grid, at the epoch nearest to the period's start.
        earlier: built-up fraction at the start, (y, x).
        later: the same at the end.
        within: the cells that count: inside a boundary and known at every epoch, (y, x).
        cell_km2: area of a cell.

    Raises:
        GridError: the arrays are not of one shape.
    """
    shapes = {before.shape, earlier.shape, later.shape, within.shape}
    if len(shapes) > 1:
        msg = f"land taken: expected arrays of one grid, saw the shapes {sorted(shapes)}; read all onto one grid"
        raise GridError(msg)
    taken = np.zeros(earlier.shape, np.uint8)

    def strip(top: int) -> npt.NDArray[np.float64]:
        rows = slice(top, top + _STRIP_ROWS)
        gain = np.maximum(np.where(within[rows], later[rows] - earlier[rows], 0), 0).astype(np.float64)
        sums, codes = _shared_out(gain, before.shares(rows).astype(np.float64))
        taken[rows] = codes
        return sums

    with ThreadPoolExecutor(cv2.getNumberOfCPUs()) as pool:
        cells = np.sum(list(pool.map(strip, range(0, earlier.shape[0], _STRIP_ROWS))), axis=0)
    hectares = dict(zip((*GROUPS, LandGroup.UNCLASSED), (cells * cell_km2 * HECTARES).tolist(), strict=True))
    return LandTaken(before.source, before.year, hectares, taken)


def _shared_out(
    gain: npt.NDArray[np.float64], shares: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], Codes]:
    """Return the gain by group, the unclassed last, in cells; and the map."""
    whole = shares.sum(axis=0)
    classed = whole > 0
    per_share = np.divide(gain, whole, out=np.zeros_like(gain), where=classed)
    sums = [*np.einsum("gyx,yx->g", shares, per_share), gain[~classed].sum()]
    codes = np.where(classed, shares.argmax(axis=0) + GROUPS[0], LandGroup.UNCLASSED).astype(np.uint8)
    codes[gain < MAP_GAIN] = LandGroup.NONE
    return np.array(sums), codes
