"""A source's classes of land onto the city's grid: as they are where the cells are the same, else as shares.

Coarser cells never take the nearest class: each group's share is the average of the finer pixels, group after group, so
that beside the pixels themselves and the result only one byte a pixel is held.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from rasterio.enums import Resampling
from rasterio.warp import reproject

from geo.arrays import Codes
from geo.grid import Grid
from geo.land_cover import FULL, GROUPS, UNKNOWN, LandGroup
from geo.lattice import Lattice, joined
from geo.sources.declaration import BuiltUpValues
from geo.sources.land_cover import LandCoverValues
from geo.sources.mosaic import Pieces, overlapping
from geo.sources.raster import Piece
from geo.sources.values import checked_codes

_BUILT = 254
"""In place of a group: known, but no land to be taken."""


@dataclass(frozen=True, slots=True)
class _Part:
    groups: Codes
    """(y, x): LandGroup, _BUILT or UNKNOWN."""
    lattice: Lattice


def land_cover_on_grid(pieces: Pieces, values: LandCoverValues, meaning: BuiltUpValues, *, grid: Grid) -> Codes:
    """Return the groups of land on the grid, uint8, as `geo.land_cover.LandCover.cells` has them.

    Args:
        pieces: what was read, tile by tile, with some cells of margin where they are not the grid's.
        values: the classes and their groups.
        meaning: what the source declares of its values: the legend, what is built up, what is unknown.
        grid: the city's.

    Raises:
        RasterError: a code that is not in the legend.
    """
    parts = [_Part(_groups(piece, values, meaning, name), piece.lattice) for name, piece in pieces]
    own = Lattice(grid.crs, grid.affine, grid.shape)
    if all(own.aligned_with(part.lattice) for part in parts):
        codes = _placed(parts, own).groups
        codes[codes >= _BUILT] = LandGroup.NONE
        return codes
    lattices = joined([part.lattice for part in parts])
    if len(lattices) < len(parts):
        parts = [_placed(parts, lattices[0])]
    shares = np.full((len(GROUPS), *grid.shape), UNKNOWN, np.uint8)
    for part in parts:
        for group, share in zip(GROUPS, shares, strict=True):
            found = _averaged(part, group, grid)
            np.copyto(share, found, where=share == UNKNOWN)  # where tiles of different cells meet, the first one's
    shares[shares == UNKNOWN] = 0
    return shares


def _groups(piece: Piece, values: LandCoverValues, meaning: BuiltUpValues, name: str) -> Codes:
    codes = checked_codes(piece, meaning.legend, name)
    table = np.full(int(np.iinfo(codes.dtype).max) + 1, UNKNOWN, np.uint8)
    for code, group in values.groups.items():
        table[code] = group
    table[list(meaning.built_up_classes)] = _BUILT
    groups: Codes = np.take(table, codes)
    groups[~piece.known] = UNKNOWN
    return groups


def _placed(parts: Sequence[_Part], whole: Lattice) -> _Part:
    """Copy parts of one lattice to where they belong in a larger one."""
    groups = np.full(whole.shape, UNKNOWN, np.uint8)
    for part in parts:
        there, here = overlapping(part.lattice, whole)
        groups[there] = part.groups[here]
    return _Part(groups, whole)


def _averaged(part: _Part, group: LandGroup, grid: Grid) -> Codes:
    """Return the share of what is known of each of the grid's cells that is of a group; UNKNOWN where nothing is."""
    table = np.zeros(UNKNOWN + 1, np.uint8)
    table[group], table[UNKNOWN] = FULL, UNKNOWN
    found = np.full(grid.shape, UNKNOWN, np.uint8)
    reproject(
        cv2.LUT(part.groups, table),
        found,
        src_crs=part.lattice.crs.to_wkt(),
        src_transform=part.lattice.affine,
        src_nodata=UNKNOWN,
        dst_crs=grid.crs.to_wkt(),
        dst_transform=grid.affine,
        dst_nodata=UNKNOWN,
        resampling=Resampling.average,
        num_threads=2,
    )
    return found
