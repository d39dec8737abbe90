"""A class raster that was checked and indexed: what joins and patches are counted from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from geo.arrays import Codes
from geo.errors import GridError

FRAME = 16
"""Cells of nothing round the raster, so that a neighbour up to this far is a shift in memory and never beyond it."""
MOST_CLASSES = 255
"""Classes that fit in a byte beside "none"."""
_STRIP_CELLS = 2**22
"""Cells looked at at once: some MB, and counts that float32 holds exactly."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The classes of a landscape, cell by cell."""

    index: Codes
    """(y + 2·FRAME, x + 2·FRAME) uint8: 0 outside the landscape, else 1 + the class's position in `codes`."""
    codes: tuple[int, ...]
    """The classes that are there, ascending."""
    cell_m: float
    """Side of a cell in metres."""

    @property
    def cell_ha(self) -> float:
        """Area of a cell, ha."""
        return self.cell_m**2 / 10_000


def cover_of(classes: npt.NDArray[np.integer], *, cell_m: float, nodata: int = 0) -> Cover:
    """Index a raster of classes.

    Args:
        classes: (y, x) class codes of any integer type.
        cell_m: side of a cell, metres.
        nodata: the code that lies outside the landscape.

    Raises:
        GridError: it is no raster of up to 255 classes, or its cells are smaller than FRAC can be told for.
    """
    if classes.ndim != 2 or not np.issubdtype(classes.dtype, np.integer):  # noqa: PLR2004
        seen = f"{classes.ndim} dimensions of {classes.dtype}"
        msg = f"landscape metrics: expected integer class codes (y, x), saw {seen}; pass one epoch's classes"
        raise GridError(msg)
    if not 1 <= cell_m < np.inf:
        msg = f"landscape metrics: expected cells of 1 m or more, saw {cell_m} m; use a coarser grid"
        raise GridError(msg)
    values = np.unique(classes)
    present = values[values != nodata]
    if len(present) > MOST_CLASSES:
        msg = f"landscape metrics: expected at most {MOST_CLASSES} classes, saw {len(present)}; group the classes first"
        raise GridError(msg)
    rows, columns = classes.shape
    index = np.zeros((rows + 2 * FRAME, columns + 2 * FRAME), np.uint8)
    inner = index[FRAME : FRAME + rows, FRAME : FRAME + columns]
    for strip in strips(classes.shape):
        inner[strip] = _positions(classes[strip], values, nodata)
    return Cover(index, tuple(int(code) for code in present), float(cell_m))


def _positions(classes: npt.NDArray[np.integer], values: npt.NDArray[np.integer], nodata: int) -> Codes:
    """Return each cell's 1 + position among the values without nodata, 0 where nodata."""
    known = values != nodata
    position = np.where(known, np.cumsum(known), 0).astype(np.uint8)
    if classes.dtype != np.uint8:
        return position[np.searchsorted(values, classes)]
    table = np.zeros(256, np.uint8)
    table[values] = position
    return cast("Codes", table[classes])


def strips(shape: tuple[int, ...]) -> Iterator[slice]:
    """Return slices of whole rows that cover a raster, each of about `_STRIP_CELLS` cells."""
    rows = max(1, _STRIP_CELLS // max(1, shape[1]))
    return (slice(top, min(top + rows, shape[0])) for top in range(0, shape[0], rows))
