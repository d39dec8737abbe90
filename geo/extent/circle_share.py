"""How many cells of a mask lie in the walking-distance circle round each cell.

The sums are whole numbers, so they are exact: OpenCV convolves by overlap-save FFT in float32, whose error on at most
2^16 ones is far under a half, and the result is rounded.
"""

import math
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Mask
from geo.errors import GridError

Counts = npt.NDArray[np.uint16]
"""Cells of a mask in the circle round each cell, (y, x)."""
_STRIP_ROWS = 512
"""Rows convolved at once: keeps the working memory at some tens of MB whatever the city's size."""


def circle_kernel(radius_cells: float) -> npt.NDArray[np.float32]:
    """Return 1 for each cell whose centre is within `radius_cells` of the middle cell's, else 0; (2r+1, 2r+1)."""
    reach = int(radius_cells)
    offsets = np.arange(-reach, reach + 1)
    inside = offsets[:, None] ** 2 + offsets[None, :] ** 2 <= radius_cells**2
    return inside.astype(np.float32)


def circle_counts(mask: Mask, radius_cells: float) -> Counts:
    """Return the number of True cells in the circle round each cell, itself included, (y, x) uint16.

    Cells beyond the array count as False. A circle smaller than a cell holds the cell alone.

    Raises:
        GridError: the circle holds more than 65,535 cells.
    """
    if math.pi * radius_cells**2 > np.iinfo(np.uint16).max:
        msg = f"circle of {radius_cells:.0f} cells radius: expected at most 144; use a grid of 4 m or coarser"
        raise GridError(msg)
    kernel = circle_kernel(radius_cells)
    reach = kernel.shape[0] // 2
    rows = mask.shape[0]
    counts = np.empty(mask.shape, np.uint16)

    def convolve(top: int) -> None:
        first = max(0, top - reach)
        strip = mask[first : min(rows, top + _STRIP_ROWS + reach)].astype(np.float32)
        sums = cv2.filter2D(strip, -1, kernel, borderType=cv2.BORDER_CONSTANT)[top - first :][:_STRIP_ROWS]
        counts[top : top + _STRIP_ROWS] = np.rint(sums, out=sums)

    with ThreadPoolExecutor(cv2.getNumberOfCPUs()) as pool:
        list(pool.map(convolve, range(0, rows, _STRIP_ROWS)))
    return counts


class RememberedCounts:
    """`circle_counts` that keeps its last answer: land hardly ever changes, and what was classed is looked at again."""

    def __init__(self) -> None:
        self._mask: Mask | None = None
        self._radius = 0.0
        self._counts: Counts | None = None

    @property
    def last(self) -> Counts:
        """The last answer.

        Raises:
            ValueError: nothing was asked yet.
        """
        if self._counts is None:
            msg = "circle counts: expected a mask to have been counted, saw none; classify an epoch first"
            raise ValueError(msg)
        return self._counts

    def __call__(self, mask: Mask, radius_cells: float) -> Counts:
        """Return what `circle_counts` returns; the array is shared, so it must not be changed."""
        same = self._mask is not None and self._radius == radius_cells and np.array_equal(self._mask, mask)
        if self._counts is None or not same:
            self._mask, self._radius, self._counts = mask, radius_cells, circle_counts(mask, radius_cells)
        return self._counts
