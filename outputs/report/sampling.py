"""Fewer cells for a picture: how a class raster of millions of cells becomes one of a thousand columns, by majority."""

import cv2
import numpy as np

from geo.arrays import Codes

Shape = tuple[int, int]
"""Rows, columns."""


def picture_shape(shape: Shape, box: Shape) -> Shape:
    """Return how many pixels show a raster so that it fills a box: fewer than its cells, or whole multiples of them."""
    scale = min(most / side for side, most in zip(shape, box, strict=True))
    if scale >= 1:
        return shape[0] * int(scale), shape[1] * int(scale)
    return max(1, round(shape[0] * scale)), max(1, round(shape[1] * scale))


def majority(codes: Codes, shape: Shape, priority: tuple[int, ...]) -> Codes:
    """Return a raster at the pixels of a picture: the class that covers most of each pixel, never a mixture.

    Args:
        codes: (y, x) uint8.
        shape: rows and columns of the picture; where they are larger than the raster's, cells are repeated.
        priority: every class that may occur; of two that cover a pixel equally, the one that stands first wins.
    """
    columns_first = (shape[1], shape[0])
    codes = np.ascontiguousarray(codes)
    if shape[0] >= codes.shape[0]:
        return cv2.resize(codes, columns_first, interpolation=cv2.INTER_NEAREST_EXACT).astype(np.uint8, copy=False)
    best = np.zeros(shape, dtype=np.uint8)
    result = np.full(shape, priority[0], dtype=np.uint8)
    for code in priority:
        present = cv2.inRange(codes, (code,), (code,))  # 255 where it is, so that a mean is a share in 255ths
        share = cv2.resize(present, columns_first, interpolation=cv2.INTER_AREA)
        wins = share > best
        result[wins] = code
        best[wins] = share[wins]
    return result
