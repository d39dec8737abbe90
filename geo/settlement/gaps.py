"""The gaps of urban centres: holes in one centre, closed by its cells' sides, that are small enough to be filled."""

import cv2
import numpy as np
from scipy import ndimage

from geo.arrays import Labels, Mask

_OUTSIDE, _CENTRE = (0, 0), 0


def fill_gaps(centres: Labels, max_cells: float, unknown: Mask) -> Labels:
    """Return the centres with their gaps of under `max_cells` cells filled.

    A gap is a hole in one centre: cells that touch each other by their sides (4-neighbour) and are shut in by that
    centre alone. What reaches the array's edge, or holds an unknown cell, is no gap. A smaller centre inside a gap
    counts towards its size and stays what it is.

    Args:
        centres: 1..n, (y, x); 0 none.
        max_cells: the size from which a gap stays.
        unknown: the cells that join no centre.
    """
    filled = centres.copy()
    for number, window in enumerate(ndimage.find_objects(centres), start=1):
        if window is not None:
            inside = np.pad(centres[window] == number, 1)
            holes = _small_holes(inside, np.pad(unknown[window], 1), max_cells)[1:-1, 1:-1]
            filled[window][holes & (filled[window] == 0)] = number
    return filled


def _small_holes(inside: Mask, unknown: Mask, max_cells: float) -> Mask:
    """Return the cells of the small holes of a mask whose border is all False."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((~inside).view(np.uint8), connectivity=4, ltype=cv2.CV_32S)
    small = stats[:, cv2.CC_STAT_AREA] < max_cells
    small[[_CENTRE, labels[_OUTSIDE], *np.unique(labels[unknown])]] = False
    holes: Mask = small[labels]
    return holes
