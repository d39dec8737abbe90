"""Of what kind new built-up land is: infill, extension, leapfrog, inclusion; and what was lost.

*Source*: Angel et al., Atlas of Urban Expansion, 2016. Loss, and growth outside the city's extent, are shown beside.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from geo.arrays import Codes, Mask
from geo.codes import ExpansionType


@dataclass(frozen=True, slots=True)
class ExtentAt:
    """What an epoch contributes: its built-up pixels and the city's urban extent, each (y, x) bool."""

    built: Mask
    extent: Mask


def expansion_types(earlier: ExtentAt, later: ExtentAt, known: Mask | None = None) -> Codes:
    """Return what became of each cell between two epochs, geo.codes.ExpansionType, (y, x) uint8.

    New built-up inside the earlier extent is infill (it can only lie in the extent's open space). The rest of it inside
    the later extent is taken patch by patch (8-neighbour): extension where the patch touches the earlier extent, else
    leapfrog. Elsewhere it is outside. Built-up of both epochs is an inclusion where it lies outside the earlier extent
    and inside the later one. `known` is False where either epoch is unknown.
    """
    codes = np.full(earlier.built.shape, ExpansionType.OPEN, np.uint8)
    both = earlier.built & later.built
    codes[both] = ExpansionType.UNCHANGED
    both &= later.extent
    both &= ~earlier.extent
    codes[both] = ExpansionType.INCLUSION
    codes[earlier.built & ~later.built] = ExpansionType.LOST
    new = later.built & ~earlier.built
    codes[new] = ExpansionType.OUTSIDE
    codes[new & earlier.extent] = ExpansionType.INFILL
    added = new & later.extent
    added &= ~earlier.extent
    codes[added] = ExpansionType.LEAPFROG
    codes[_touching(added, earlier.extent)] = ExpansionType.EXTENSION
    if known is not None:
        codes[~known] = ExpansionType.UNKNOWN
    return codes


def _touching(patches: Mask, body: Mask) -> Mask:
    """Return the cells of those patches (8-neighbour) that have a cell of `body` among their neighbours."""
    if not patches.any():
        return patches
    count, labels = cv2.connectedComponents(patches.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    near = cv2.dilate(body.view(np.uint8), np.ones((3, 3), np.uint8), borderValue=0).view(np.bool_)
    touches = np.zeros(count, np.bool_)
    touches[labels[near & patches]] = True
    touches[0] = False
    return cast("Mask", touches[labels])
