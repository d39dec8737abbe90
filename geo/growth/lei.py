"""Landscape Expansion Index: whether each new patch fills a gap, grows at the edge or lies apart.

*Source*: Liu et al. 2010, Landscape Ecology 25:671-682, whose ring is a buffer of metres; here it is one cell wide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Labels, Mask
from geo.growth.patches import label_patches
from geo.reasons import Reason

INFILL_ABOVE = 50.0
"""LEI above which a patch is infill; from there down to 0 edge expansion; 0 itself outlying (Liu et al. 2010)."""
_CELLS_AT_ONCE = 2**16
"""Ring cells looked round at once: their eight neighbours stay in the processor's cache."""
Positions = npt.NDArray[np.intp]
_NEIGHBOURS = tuple((row, column) for row in (0, 1, 2) for column in (0, 1, 2) if (row, column) != (1, 1))


@dataclass(frozen=True, slots=True)
class PatchExpansion:
    """The index of every new patch, in the order of its label."""

    labels: Labels
    """(y, x), the patches 1..n."""
    cells: npt.NDArray[np.int64]
    lei: npt.NDArray[np.float64]
    """0-100; NaN where the ring has no known land."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The new patches of one kind."""

    patches: int
    cells: int


@dataclass(frozen=True, slots=True)
class Expansion:
    """The index over all new patches of a period."""

    mean: float | Reason
    """Mean over patches, 0-100."""
    area_weighted_mean: float | Reason
    infill: Kind
    edge: Kind
    outlying: Kind
    without_ring: Kind
    """Patches with no known land round them: in no mean."""


def patch_expansion(new: Mask, old: Mask, land: Mask) -> PatchExpansion:
    """Return LEI = 100 · old / (old + vacant) of each new patch, counted in the cells of its ring.

    Args:
        new: built up at the later epoch only, (y, x). Its patches are 8-neighbour.
        old: built up at the earlier epoch.
        land: the known land that counts. A ring is the 8-neighbours of a patch outside it: those built up before are
            old, the other land vacant; water, unknown cells and what lies beyond the array are neither.
    """
    labels, cells = label_patches(new)
    ring = cv2.dilate(new.view(np.uint8), np.ones((3, 3), np.uint8), borderValue=0).view(np.bool_)
    ring &= ~new
    ring &= land
    occupied, all_land = np.zeros((2, len(cells) + 1), np.int64)
    where = np.flatnonzero(ring)
    was_built = old.ravel()[where]
    padded = cast("Labels", cv2.copyMakeBorder(labels, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0))
    for start in range(0, len(where), _CELLS_AT_ONCE):
        part = slice(start, start + _CELLS_AT_ONCE)
        for cells_touching, touched in _touched(padded, where[part]):
            np.add.at(all_land, touched, 1)
            np.add.at(occupied, touched[was_built[part][cells_touching]], 1)
    with np.errstate(invalid="ignore"):
        lei = 100.0 * occupied[1:] / all_land[1:]
    return PatchExpansion(labels, cells, lei)


def _touched(padded: Labels, where: Positions) -> Iterator[tuple[Positions | slice, Labels]]:
    """Yield ring cells (positions in `where`) with a label that touches each: every such pair once.

    Most ring cells touch one patch only. `padded` has a margin of one cell round the raster that `where` counts in.
    """
    width = padded.shape[1]
    row, column = np.divmod(where, width - 2)
    corner = row * width + column
    flat = padded.ravel()
    around = np.array([flat[corner + down * width + right] for down, right in _NEIGHBOURS])
    highest = around.max(axis=0)
    yield slice(None), highest
    several = np.flatnonzero(((around != highest) & (around != 0)).any(axis=0))
    rest = np.sort(around[:, several], axis=0)[::-1]
    for nearer, label in pairwise(rest):
        other = (label != nearer) & (label != 0)
        yield several[other], label[other]


def expansion(patches: PatchExpansion) -> Expansion:
    """Return the means of the index, and the patches of each kind."""
    lei, cells = patches.lei, patches.cells
    known = ~np.isnan(lei)
    mean: float | Reason
    weighted: float | Reason
    if known.any():
        mean, weighted = float(lei[known].mean()), float(np.average(lei[known], weights=cells[known]))
    else:
        mean = weighted = Reason.NO_LAND if len(cells) else Reason.NO_NEW_BUILT_UP

    def kind(which: Mask) -> Kind:
        return Kind(int(np.count_nonzero(which)), int(cells[which].sum()))

    return Expansion(
        mean=mean,
        area_weighted_mean=weighted,
        infill=kind(lei > INFILL_ABOVE),
        edge=kind((lei > 0) & (lei <= INFILL_ABOVE)),
        outlying=kind(lei == 0),
        without_ring=kind(~known),
    )
