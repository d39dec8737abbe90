"""How far each patch is from the nearest other one of its class, centre of cell to centre of cell, exactly.

Two ways, each where it is the cheaper. Near neighbours are found for all patches at once: look from all cells of their
rims the same step away, the nearest steps first. Each patch that is left has a distance transform of its surroundings.
Surroundings of patches that lie far apart overlap little, so that the work stays in proportion to the cells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, product
from operator import itemgetter

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Labels, Mask
from geo.landscape.cover import FRAME

Distances = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]
Sector = tuple[int, int]
"""A direction: signs of the steps down and to the right."""
_CHUNK = 2**18
"""Cells of a rim looked at together: they stay in the processor's cache."""
_ALL_WAYS = 8
"""Squared distance up to which all cells of a rim look all ways: √8 cells, where most patches find their neighbour."""
_PATIENCE = 2**15
"""Steps × cells of the rim that cost as much as the distance transform of a small window."""
_SIFT = 1.25
"""Growth of the steps tried after which the patches that need no more of them are left out."""
_TILE = 1_024
"""Side of the tiles that a large patch is searched by: some MB at once."""
_FIRST_MARGIN = 16
"""Cells round a patch that are searched first; more round one that is large, whose window costs that anyway."""


@dataclass(frozen=True, slots=True)
class Rim:
    """The cells of a class that have a side towards anything else: nearest cells are always among them."""

    at: Positions
    """Positions in the flattened raster of labels, ascending."""
    patch: Labels
    """Number of the patch of each, 1..n."""

    def of(self, wanted: Mask) -> "Rim":
        """Return the cells of some patches: `wanted` is by their number."""
        stays = wanted[self.patch]
        return Rim(self.at[stays], self.patch[stays])


def nearest_cells(labels: Labels, rim: Rim, count: int, *, corners: bool = False) -> Distances:
    """Return each patch's distance to the nearest other patch in cells, by its number; NaN where there is no other.

    Args:
        labels: (y, x) the class's patches 1..count-1, 0 elsewhere, with a frame of `FRAME` zeros.
        rim: their rim.
        count: patches + 1.
        corners: whether patches may touch at a corner (they are 4-neighbour), so that √2 is possible.
    """
    squared = np.full(count, np.inf)
    if count > 2:  # noqa: PLR2004
        _scan(labels, rim, squared, corners=corners)
        _search(labels, rim, squared)
    squared[np.isinf(squared)] = np.nan
    distances: Distances = np.sqrt(squared)
    return distances


def _scan(labels: Labels, rim: Rim, squared: Distances, *, corners: bool) -> None:
    """Fill in the squared distances that are found by steps of at most FRAME cells, nearest first."""
    flat, width = labels.ravel(), labels.shape[1]
    rings = list(_rings(width, nearest=2 if corners else 4))
    near = [ring for ring in rings if ring[0] <= _ALL_WAYS]
    for distance, sectors in near:
        for steps in sectors.values():
            _look(flat, rim, steps, squared, distance)
        rim = rim.of(np.isinf(squared))
    size = np.bincount(rim.patch, minlength=len(squared))
    parts = _parts(flat, rim, width)
    tried = sifted = 0
    for distance, sectors in rings[len(near) :]:
        for sector, steps in sectors.items():
            _look(flat, parts[sector], steps, squared, distance)
            tried += len(steps)
        if tried > _SIFT * sifted:
            sifted = tried
            left = np.isinf(squared) & (size * tried < _PATIENCE)
            parts = {sector: part.of(left) for sector, part in parts.items()}


def _look(flat: Labels, rim: Rim, steps: list[int], squared: Distances, distance: int) -> None:
    """Set the squared distance of the patches that have another one some of these steps from their rim."""
    for start in range(0, len(rim.at), _CHUNK):
        here, own = rim.at[start : start + _CHUNK], rim.patch[start : start + _CHUNK]
        for step in steps:
            other = flat[here + step]
            found = own[(other != own) & (other != 0)]
            squared[found] = np.minimum(squared[found], distance)


def _parts(flat: Labels, rim: Rim, width: int) -> dict[Sector, Rim]:
    """Return, by direction, the rim's cells that can be nearest to a cell there: no neighbour of theirs is nearer."""
    shut = {shift: flat[rim.at + shift] == rim.patch for shift in (-width, -1, 1, width)}
    shut[0] = np.zeros(len(rim.at), np.bool_)
    parts = {}
    for down, right in set(product((-1, 0, 1), repeat=2)) - {(0, 0)}:
        free = ~(shut[down * width] | shut[right])
        parts[down, right] = Rim(rim.at[free], rim.patch[free])
    return parts


def _rings(width: int, *, nearest: int) -> Iterator[tuple[int, dict[Sector, list[int]]]]:
    """Return squared distances, ascending, each with its steps as shifts in a flattened raster, by direction."""
    reach = range(-FRAME, FRAME + 1)
    steps = sorted((y * y + x * x, (y > 0) - (y < 0), (x > 0) - (x < 0), y * width + x) for y in reach for x in reach)
    inside = [step for step in steps if nearest <= step[0] <= FRAME**2]
    for squared, ring in groupby(inside, key=itemgetter(0)):
        yield squared, {sector: [step[3] for step in part] for sector, part in groupby(ring, key=itemgetter(1, 2))}


def _search(labels: Labels, rim: Rim, squared: Distances) -> None:
    """Fill in the squared distances that are still infinite, patch by patch."""
    far = np.isinf(squared)[rim.patch]
    if not far.any():
        return
    order = np.argsort(rim.patch[far], kind="stable")
    patches, starts = np.unique(rim.patch[far][order], return_index=True)
    rows, columns = np.divmod(rim.at[far][order], labels.shape[1])
    low = [np.minimum.reduceat(where, starts).tolist() for where in (rows, columns)]
    high = [np.maximum.reduceat(where, starts).tolist() for where in (rows, columns)]
    for patch, top, left, bottom, right in zip(patches.tolist(), *low, *high, strict=True):
        squared[patch] = _search_round(labels, patch, (top, left, bottom, right))


def _search_round(labels: Labels, patch: int, box: tuple[int, int, int, int]) -> float:
    """Return a patch's squared distance to the nearest other, widening until nothing nearer can lie outside."""
    top, left, bottom, right = box
    margin = max(_FIRST_MARGIN, min(_TILE, max(bottom - top, right - left)) // 8)
    while True:
        spans = (_spans(top, bottom, margin), _spans(left, right, margin))
        nearest = min(_gap(labels[rows, columns], patch) for rows, columns in product(*spans))
        if nearest <= margin or margin > max(labels.shape):
            return round(nearest**2)
        margin *= 2


def _spans(first: int, last: int, margin: int) -> list[slice]:
    """Return the spans of at most `_TILE` cells from first to last, with a margin round each."""
    starts = range(first, last + 1, _TILE)
    return [slice(max(start - margin, 0), min(start + _TILE, last + 1) + margin) for start in starts]


def _gap(window: Labels, patch: int) -> float:
    """Return the distance in a window from a patch to the nearest other; infinite where either is absent."""
    own = window == patch
    no_other = window == 0
    no_other |= own
    if no_other.all() or not own.any():
        return np.inf
    gaps = cv2.distanceTransform(no_other.view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return float(gaps[own].min())
