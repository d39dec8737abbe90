"""What land was before it was built on: groups of classes that all sources share, by cell of the grid."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from geo.arrays import Codes
from geo.errors import GridError


class LandGroup(IntEnum):
    """Kinds of land that a city takes. 0 is nodata: nothing was built there."""

    NONE = 0
    CROPLAND = 1
    TREE_COVER = 2
    GRASSLAND = 3
    """With rangeland, where a source does not tell it from grass."""
    WETLAND = 4
    """With mangroves."""
    BARE_LAND = 5
    WATER = 6
    """Reclaimed: water before, built-up land after."""
    OTHER = 7
    """Shrubs, snow, moss and lichen."""
    UNCLASSED = 8
    """The source of the classes does not know the cell, or has it built up already."""


GROUPS = tuple(LandGroup)[LandGroup.CROPLAND : LandGroup.UNCLASSED]
"""Those that a source's classes can have, in the order of shares."""
FULL = 250
"""The share of a cell that is all of it, as it is kept in a byte: steps of 0.4 %, finer than any classification."""
UNKNOWN = 255
Shares = npt.NDArray[np.float32]
"""(group, y, x) in the order of GROUPS, 0-1; what is missing from 1 is built up or unknown."""


@dataclass(frozen=True, slots=True)
class LandCover:
    """The groups of land on the grid at one epoch of one source."""

    source: str
    """Id of the source of the classes."""
    year: int
    """Its epoch."""
    cells: Codes
    """(y, x): each cell's LandGroup, 0 where built up or unknown; or (group, y, x): shares from 0 to FULL."""

    def __post_init__(self) -> None:
        """Check the array.

        Raises:
            GridError: it is neither codes nor a share for each group.
        """
        kind, dtype = self.cells.shape[:-2], self.cells.dtype
        if kind not in {(), (len(GROUPS),)} or dtype != np.uint8:
            seen = f"{self.cells.shape} {dtype}"
            msg = f"land cover: expected (y, x) or ({len(GROUPS)}, y, x) uint8, saw {seen}; make it with geo.sources"
            raise GridError(msg)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        rows, columns = self.cells.shape[-2:]
        return rows, columns

    def shares(self, rows: slice) -> Shares:
        """Return the shares of each group in some rows, (group, rows, x)."""
        if self.cells.ndim == 3:  # noqa: PLR2004 - group, y, x
            return (self.cells[:, rows] / np.float32(FULL)).astype(np.float32)
        one_each: Shares = (self.cells[rows] == np.array(GROUPS, np.uint8)[:, None, None]).astype(np.float32)
        return one_each


def nearest_epoch(years: Iterable[int], start: int) -> int:
    """Return the epoch nearest to the start of a period, the earlier of two as near.

    >>> nearest_epoch([2000, 2005, 2010], 2003)
    2005
    >>> nearest_epoch([2000, 2010], 2005)
    2000
    """
    return min(years, key=lambda year: (abs(year - start), year))
