"""From the tiles of one epoch to built-up land on the city's grid: read, told apart, joined, averaged where need be.

Where the grid is the source's own, cells are read as they are. Elsewhere built-up is averaged: from classes by the
share of finer pixels, never by the nearest one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rasterio.enums import Resampling
from rasterio.warp import reproject, transform_bounds
from shapely.geometry.base import BaseGeometry as Geometry

from geo.arrays import Fraction, Mask
from geo.errors import RasterError
from geo.grid import Grid
from geo.lattice import Lattice, joined
from geo.sources.area_check import own_area_km2
from geo.sources.declaration import BuiltUpValues
from geo.sources.raster import Bounds, Piece, Raster, reaches, read_over
from geo.sources.values import built_up_fraction

MARGIN = 4
"""Cells read beyond the grid where it is averaged from finer or slanted ones."""


Pieces = Sequence[tuple[str, Piece]]
"""What was read, with the name of the file that it is from."""
Slices = tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class BuiltUpOnGrid:
    """One epoch's built-up land on the city's grid."""

    fraction: Fraction
    """(y, x), NaN where no tile knows."""
    land: Mask
    """(y, x), True where not water; unknown is True."""
    own_km2: float | None
    """Built-up in the study area on the source's own cells, on the ellipsoid; None where nothing was resampled."""


@dataclass(frozen=True, slots=True)
class _Part:
    fraction: Fraction
    land: Mask
    lattice: Lattice


def pieces_over(rasters: Sequence[Raster], grid: Grid, margin: int) -> Pieces:
    """Return tile by tile what lies over the grid, widened by some cells.

    Raises:
        RasterError: no tile lies over the grid, or one cannot be read.
    """
    pieces = []
    for raster in rasters:
        bounds = bounds_in(grid, raster.lattice)
        if reaches(raster, bounds, margin):
            pieces.append((raster.name, read_over(raster, bounds, margin)))
    if not pieces:
        names = ", ".join(raster.name for raster in rasters)
        seen = "rasters elsewhere" if len(rasters) > 1 else "a raster elsewhere"
        raise RasterError(names, "a raster over the study area", seen, "check its CRS, or the area")
    return pieces


def bounds_in(grid: Grid, lattice: Lattice) -> Bounds:
    """Return the grid's bounds in a raster's CRS."""
    west, south, east, north = grid.geobox.extent.boundingbox.bbox
    if grid.crs.equals(lattice.crs, ignore_axis_order=True):
        return west, south, east, north
    there: Bounds = transform_bounds(grid.crs.to_wkt(), lattice.crs.to_wkt(), west, south, east, north)
    return there


def built_up_on_grid(
    pieces: Pieces,
    meaning: BuiltUpValues,
    *,
    year: int,
    grid: Grid,
    area: Geometry,
) -> BuiltUpOnGrid:
    """Return the built-up land of an epoch on the grid.

    Args:
        pieces: what was read, tile by tile.
        meaning: what the source declares of its values.
        year: the epoch.
        grid: the city's.
        area: the study area, EPSG:4326: over it the built-up area is counted on the source's own cells too.

    Raises:
        RasterError: a value outside the legend, or outside 0 to the full value.
    """
    parts = _joined(
        [_Part(*built_up_fraction(piece, meaning, file=name, year=year), piece.lattice) for name, piece in pieces]
    )
    if not grid.resampled:
        whole = Lattice(grid.crs, grid.affine, grid.shape)
        placed = parts[0] if parts[0].lattice == whole else _placed(parts, whole)
        return BuiltUpOnGrid(placed.fraction, placed.land, None)
    fraction, land = _averaged(parts, grid)
    own = sum(own_area_km2(part.fraction, part.lattice, area) for part in parts)
    return BuiltUpOnGrid(fraction, land, own)


def _joined(parts: Sequence[_Part]) -> list[_Part]:
    """Return tiles of the same cells as one part; tiles of different cells as they are."""
    lattices = joined([part.lattice for part in parts])
    return [_placed(parts, lattices[0])] if len(lattices) < len(parts) else list(parts)


def _placed(parts: Sequence[_Part], whole: Lattice) -> _Part:
    """Copy parts of one lattice to where they belong in a larger one; what none covers is unknown."""
    fraction = np.full(whole.shape, np.nan, np.float32)
    land = np.ones(whole.shape, np.bool_)
    for part in parts:
        there, here = overlapping(part.lattice, whole)
        fraction[there] = part.fraction[here]
        land[there] = part.land[here]
    return _Part(fraction, land, whole)


def overlapping(part: Lattice, whole: Lattice | Grid) -> tuple[Slices, Slices]:
    """Return where a part of the same cells lies in a whole, and which of the part's cells those are."""
    column, row = (round(v) for v in ~whole.affine @ (part.affine.c, part.affine.f))
    rows, columns = part.shape
    there = np.s_[max(row, 0) : max(row + rows, 0), max(column, 0) : max(column + columns, 0)]
    here = np.s_[max(-row, 0) : max(whole.shape[0] - row, 0), max(-column, 0) : max(whole.shape[1] - column, 0)]
    return there, here


def _averaged(parts: Sequence[_Part], grid: Grid) -> tuple[Fraction, Mask]:
    """Average parts onto the grid: the built-up share of what is known, and land where at most half is water.

    Where tiles of different cells meet, each counts by the share of the grid's cell that it covers.
    """
    if len(parts) == 1:
        (part,) = parts
        water = None if part.land.all() else _warped(_water(part), part.lattice, grid)
        return _warped(part.fraction, part.lattice, grid), _mostly_land(water, grid)
    built, wet, weight = (np.zeros(grid.shape, np.float32) for _ in range(3))
    for part in parts:
        covered = _warped(_padded(~np.isnan(part.fraction)), _ring(part.lattice), grid)
        np.nan_to_num(covered, copy=False)
        built += np.nan_to_num(_warped(part.fraction, part.lattice, grid)) * covered
        wet += np.nan_to_num(_warped(_water(part), part.lattice, grid)) * covered
        weight += covered
    with np.errstate(invalid="ignore"):
        return np.minimum(built / weight, np.float32(1)), _mostly_land(wet / weight, grid)


def _water(part: _Part) -> Fraction:
    return np.where(np.isnan(part.fraction), np.float32("nan"), (~part.land).astype(np.float32))


def _mostly_land(water: Fraction | None, grid: Grid) -> Mask:
    if water is None:
        return np.ones(grid.shape, np.bool_)
    return ~(water > 0.5)  # noqa: PLR2004 - a half; NaN is unknown, which counts as land


def _padded(known: Mask) -> Fraction:
    """Return 1 where known and 0 elsewhere, with a ring of 0 round it, so that what lies beyond counts as uncovered."""
    return np.pad(known.astype(np.float32), MARGIN)


def _ring(lattice: Lattice) -> Lattice:
    rows, columns = lattice.shape
    affine = lattice.affine @ lattice.affine.translation(-MARGIN, -MARGIN)
    return Lattice(lattice.crs, affine, (rows + 2 * MARGIN, columns + 2 * MARGIN))


def _warped(values: npt.NDArray[np.float32], own: Lattice, grid: Grid) -> Fraction:
    """Return the average of the known values in each cell of the grid, NaN where there is none."""
    target = np.full(grid.shape, np.nan, np.float32)
    reproject(
        values,
        target,
        src_crs=own.crs.to_wkt(),
        src_transform=own.affine,
        src_nodata=np.nan,
        dst_crs=grid.crs.to_wkt(),
        dst_transform=grid.affine,
        dst_nodata=np.nan,
        resampling=Resampling.average,
        num_threads=2,
        # GDAL places cells to an eighth of a source cell, chunk by chunk: chunks must not follow how tiles are cut.
        SRC_FILL_RATIO_HEURISTICS="NO",
    )
    return target
