"""Each cell's class in the urban extent: three kinds of built-up, three kinds of open land, water.

*Source*: UN-Habitat, training module on indicator 11.3.1; Angel et al., Atlas of Urban Expansion, 2016.
"""

import math
from dataclasses import dataclass, field
from typing import cast

import cv2
import numpy as np

from geo.arrays import Codes, Mask
from geo.codes import ExtentClass
from geo.extent.circle_share import Counts, RememberedCounts
from geo.measurement import ExtentParameters

_CORE = (ExtentClass.URBAN, ExtentClass.SUBURBAN)
_URBANIZED = (*_CORE, ExtentClass.FRINGE_OPEN, ExtentClass.CAPTURED_OPEN)
_TOUCH = 1e-3
"""Cells: a distance that equals the fringe's width belongs to it, whatever float32 makes of it."""


def one_of(codes: Codes, classes: tuple[ExtentClass, ...]) -> Mask:
    """Return the cells that have one of the classes."""
    lookup = np.zeros(256, np.uint8)
    lookup[list(classes)] = 1
    return cast("Mask", cv2.LUT(codes, lookup).view(np.bool_))


def urbanized(codes: Codes) -> Mask:
    """Return the urban extent of all clusters: urban and suburban built-up with its urbanized open space."""
    return one_of(codes, _URBANIZED)


@dataclass(frozen=True, slots=True)
class Circles:
    """The walking-distance circles of one city: the thresholds, the cells' size, and what was counted last."""

    parameters: ExtentParameters
    resolution_m: float
    """Side of a cell, metres."""
    land_counts: RememberedCounts = field(default_factory=RememberedCounts)
    built_counts: RememberedCounts = field(default_factory=RememberedCounts)

    @property
    def radius_cells(self) -> float:
        """Radius of the circle in cells: sqrt(1 km² / pi) = 564.19 m by default."""
        return math.sqrt(self.parameters.circle_km2 * 1e6 / math.pi) / self.resolution_m

    @property
    def last(self) -> tuple[Counts, Counts]:
        """Built-up cells and land cells in the circle round each cell of the epoch that was classed last."""
        return self.built_counts.last, self.land_counts.last


def extent_classes(
    built: Mask,
    land: Mask,
    *,
    known: Mask | None,
    how: Circles,
) -> Codes:
    """Return each cell's geo.codes.ExtentClass, (y, x) uint8.

    Args:
        built: the built-up pixels.
        land: True where not water; what is built up counts as land.
        known: False where the source does not know (None: known everywhere). Unknown cells are no land.
        how: the thresholds and the cells' size.

    Built-up is urban where it makes at least `urban_share` of the land in the circle round it, suburban from
    `suburban_share`, else rural. Open land is fringe within `fringe_m` (centre to centre) of urban or suburban cells;
    captured where it lies in a hole (4-neighbour) of these three under `captured_max_ha` that reaches neither the
    array's edge nor unknown cells; else rural. Lakes and rural buildings in a hole do not open it and count towards
    its size, but keep their own class.
    """
    solid = land | built if known is None else (land | built) & known
    parameters, resolution_m = how.parameters, how.resolution_m
    codes = _built_up_classes(built, solid, how)
    open_land = solid & ~built
    codes[open_land] = ExtentClass.RURAL_OPEN
    codes[~solid] = ExtentClass.WATER
    if known is not None:
        codes[~known] = ExtentClass.UNKNOWN
    fringe = _within(one_of(codes, _CORE), parameters.fringe_m / resolution_m)
    fringe &= open_land
    codes[fringe] = ExtentClass.FRINGE_OPEN
    max_cells = parameters.captured_max_ha * 1e4 / resolution_m**2
    captured = _small_holes(one_of(codes, (*_CORE, ExtentClass.FRINGE_OPEN)), known, max_cells)
    captured &= open_land
    codes[captured] = ExtentClass.CAPTURED_OPEN
    return codes


def _built_up_classes(built: Mask, solid: Mask, how: Circles) -> Codes:
    built_counts = how.built_counts(built, how.radius_cells)
    land_counts = how.land_counts(solid, how.radius_cells)
    parameters = how.parameters
    codes = np.zeros(built.shape, np.uint8)
    codes[built] = ExtentClass.RURAL
    codes[built & _at_least(built_counts, land_counts, parameters.suburban_share)] = ExtentClass.SUBURBAN
    codes[built & _at_least(built_counts, land_counts, parameters.urban_share)] = ExtentClass.URBAN
    return codes


def _at_least(part: Counts, whole: Counts, share: float) -> Mask:
    """Return part >= share · whole, by a table of the least part for each whole number."""
    threshold = np.ceil(np.arange(np.iinfo(np.uint16).max + 1) * share - 1e-9).astype(np.uint16)
    enough: Mask = part >= threshold[whole]
    return enough


def _within(mask: Mask, cells: float) -> Mask:
    """Return the cells whose centre is within so many cells of the centre of a True cell (exact Euclidean distance)."""
    if not mask.any():
        return np.zeros_like(mask)
    distance = cv2.distanceTransform((~mask).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return distance <= cells + _TOUCH


def _small_holes(enclosing: Mask, known: Mask | None, max_cells: float) -> Mask:
    """Return the cells of the holes (4-neighbour) in `enclosing` under `max_cells` that reach no edge nor unknown."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (~enclosing).view(np.uint8), connectivity=4, ltype=cv2.CV_32S
    )
    small = stats[:, cv2.CC_STAT_AREA] < max_cells
    small[0] = False
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        small[np.unique(edge)] = False
    if known is not None:
        small[np.unique(labels[~known])] = False
    return cast("Mask", small[labels]) if count > 1 else np.zeros_like(enclosing)
