"""The patches of a landscape: contiguous cells of one class, with their area, perimeter and nearest neighbour."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Codes, Labels
from geo.landscape.cover import Cover, strips
from geo.landscape.nearest import Rim, nearest_cells


@dataclass(frozen=True, slots=True)
class Patches:
    """Patches, one an entry, class by class."""

    cells: npt.NDArray[np.int64]
    """Area in cells."""
    sides: npt.NDArray[np.int64]
    """Perimeter in sides of cells, round holes and along the landscape's boundary too."""
    nearest: npt.NDArray[np.float64] | None
    """Cells to the nearest other patch of the class, centre to centre; NaN where there is none. None: not asked for."""

    @classmethod
    def union(cls, parts: "tuple[Patches, ...]") -> "Patches":
        """Return the patches of several classes as those of one landscape."""
        none = np.empty(0, np.int64)
        gaps = [part.nearest for part in parts if part.nearest is not None]
        return cls(
            np.concatenate([none, *(part.cells for part in parts)]),
            np.concatenate([none, *(part.sides for part in parts)]),
            np.concatenate([np.empty(0), *gaps]) if len(gaps) == len(parts) else None,
        )


def patches_by_class(cover: Cover, *, neighbours: int = 8, nearest: bool = True) -> Iterator[Patches]:
    """Find the patches of each class, in the order of `cover.codes`.

    Args:
        cover: the landscape.
        neighbours: 8 where cells that touch at a corner are one patch (FRAGSTATS' default), 4 where they are two.
        nearest: whether to look for each patch's nearest neighbour, about half of the work.
    """
    faces = _unlike_sides(cover.index)
    for position in range(1, len(cover.codes) + 1):
        mask = cast("Codes", cv2.inRange(cover.index, position, position))
        yield _patches(mask, faces, neighbours=neighbours, nearest=nearest)


def _patches(mask: Codes, faces: Codes, *, neighbours: int, nearest: bool) -> Patches:
    """Find the patches of a class, whose cells are 255 in `mask`, which is used up."""
    count, found = cv2.connectedComponents(mask, connectivity=neighbours, ltype=cv2.CV_32S)
    labels = cast("Labels", found)
    cells = np.zeros(count, np.int64)
    for rows in strips(labels.shape):
        cells += np.bincount(labels[rows].ravel(), minlength=count)
    mask &= faces
    at = np.flatnonzero(mask)
    rim = Rim(at, labels.ravel()[at])
    sides = np.bincount(rim.patch, weights=mask.ravel()[at], minlength=count).astype(np.int64)
    gaps = nearest_cells(labels, rim, count, corners=neighbours == 4) if nearest else None  # noqa: PLR2004
    return Patches(cells[1:], sides[1:], None if gaps is None else gaps[1:])


def _unlike_sides(index: Codes) -> Codes:
    """Return how many of a cell's four sides face another class or the outside, (y, x) uint8."""
    faces = np.zeros(index.shape, np.uint8)
    for axis in (0, 1):
        ahead, behind = (slice(1, None), slice(None, -1))
        one = (ahead, slice(None)) if axis == 0 else (slice(None), ahead)
        other = (behind, slice(None)) if axis == 0 else (slice(None), behind)
        unlike = (index[one] != index[other]).view(np.uint8)
        faces[one] += unlike
        faces[other] += unlike
    return faces
