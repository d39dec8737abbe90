"""The majority rule that smooths the edges of urban centres: a cell joins the centre of most of its neighbours.

*Source*: GHSL Data Package 2022 (5 of the 8 neighbours) and 2023, footnote 29 (most of the populated or land cells).
"""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Labels, Mask

_RING = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], np.uint8)
_FIVE_OF_EIGHT = 5
Counts = npt.NDArray[np.uint8]


def five_of_eight(centres: Labels, joining: Mask) -> Labels:
    """Return the centres with every cell that has at least 5 of its 8 neighbours in one of them, until none is left.

    Args:
        centres: 1..n, (y, x); 0 none.
        joining: the cells that may join a centre.
    """
    return _smoothed(centres, joining, counted=None)


def most_of_the_counted(centres: Labels, joining: Mask, counted: Mask) -> Labels:
    """Return the centres with every cell that has more than half of its counted neighbours in one, until none is left.

    Args:
        centres: 1..n, (y, x); 0 none.
        joining: the cells that may join a centre.
        counted: the populated or land cells. Cells of centres count too, and so does what lies beyond the array.
    """
    return _smoothed(centres, joining, counted)


def _smoothed(centres: Labels, joining: Mask, counted: Mask | None) -> Labels:
    labels = np.pad(centres, 1)
    flat = labels.ravel()
    may_join = np.pad(joining, 1)
    votes = None if counted is None else np.pad(counted, 1, constant_values=True)
    columns = labels.shape[1]
    ring = np.array([row * columns + column for row, column in np.argwhere(_RING) - 1])
    while True:
        inside = labels > 0
        needed = _needed(inside, votes)
        cells = np.flatnonzero(may_join & ~inside & (_neighbours(inside) >= needed))
        around = flat[cells[:, None] + ring]
        alike = (around[:, :, None] == around[:, None, :]).sum(axis=2, dtype=np.uint8) * (around > 0)
        most = alike.argmax(axis=1)[:, None]
        joins = np.take_along_axis(alike, most, axis=1)[:, 0] >= needed.ravel()[cells]
        if not joins.any():
            return labels[1:-1, 1:-1].copy()
        flat[cells[joins]] = np.take_along_axis(around, most, axis=1)[joins, 0]


def _needed(inside: Mask, votes: Mask | None) -> Counts:
    """Return how many neighbours in one centre make a cell join it."""
    if votes is None:
        return np.full(inside.shape, _FIVE_OF_EIGHT, np.uint8)
    return _neighbours(votes | inside) // np.uint8(2) + np.uint8(1)


def _neighbours(mask: Mask) -> Counts:
    """Return how many of the 8 neighbours of each cell are True; none beyond the array."""
    return cast("Counts", cv2.filter2D(mask.view(np.uint8), -1, _RING, borderType=cv2.BORDER_CONSTANT))
