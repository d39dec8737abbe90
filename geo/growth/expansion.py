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

    New built-up inside the earlier extent is infill (it can only lie in the extent's open space). What the later extent
    adds to the earlier one is taken piece by piece (8-neighbour, open space included, so that a street does not part a
    suburb): its new built-up is extension where the piece touches the earlier extent, else leapfrog. Elsewhere it is
    outside. Built-up of both epochs is an inclusion where it lies outside the earlier extent and inside the later one.
    `known` is False where either epoch is unknown.
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
    added = later.extent & ~earlier.extent
    attached = _touching(added, earlier.extent)
    codes[new & added] = ExpansionType.LEAPFROG
    codes[new & attached] = ExpansionType.EXTENSION
    if known is not None:
        codes[~known] = ExpansionType.UNKNOWN
    return codes


def _touching(pieces: Mask, body: Mask) -> Mask:
    """Return the cells of those pieces (8-neighbour) that have a cell of `body` among their neighbours."""
    count, labels = cv2.connectedComponents(pieces.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    near = cv2.dilate(body.view(np.uint8), np.ones((3, 3), np.uint8), borderValue=0).view(np.bool_)
    touches = np.zeros(count, np.bool_)
    touches[labels[near & pieces]] = True
    touches[0] = False
    return cast("Mask", touches[labels])
