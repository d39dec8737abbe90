"""Patches: the connected pieces of a mask, numbered and counted in one pass."""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Labels, Mask


def label_patches(mask: Mask) -> tuple[Labels, npt.NDArray[np.int64]]:
    """Return the patches (8-neighbour) of a mask numbered 1..n as (y, x) int32, and their cells by number - 1."""
    count, found = cv2.connectedComponents(mask.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    cells: npt.NDArray[np.int64] = np.bincount(found[mask], minlength=count)[1:].astype(np.int64)
    return cast("Labels", found), cells
