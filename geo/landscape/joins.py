"""How often cells of each pair of classes lie side by side: all that edges, aggregation and contagion are made of."""

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Codes
from geo.landscape.cover import Cover, strips

Joins = npt.NDArray[np.int64]
"""(1 + classes, 1 + classes): cell sides of the row's class that face the column's; 0 is outside the landscape.
Symmetric; a join of a class with itself counts twice (FRAGSTATS' double count), so that a row sums to 4 × its cells."""


def joins(cover: Cover) -> Joins:
    """Count the sides of cells by the classes on both of their sides (4-neighbour)."""
    size = len(cover.codes) + 1
    counts = np.zeros((size, size), np.int64)
    for rows in strips(cover.index.shape):
        strip = cover.index[rows.start : rows.stop + 1]
        counts += _pairs(strip[:-1], strip[1:], size)
        counts += _pairs(cover.index[rows, :-1], cover.index[rows, 1:], size)
    return counts + counts.T


def _pairs(one: Codes, other: Codes, size: int) -> Joins:
    """Count the pairs of codes of two arrays of the same shape."""
    pairs = one.astype(np.uint16)
    pairs *= size
    pairs += other
    counts = cv2.calcHist([pairs], [0], None, [size**2], [0, size**2])
    return np.asarray(counts, np.int64).reshape(size, size)
