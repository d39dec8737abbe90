"""Population rasters onto blocks of the city's grid: as they are where their cells nest, else by sums that conserve."""

import math

import numpy as np
import pyproj
from odc.geo.geobox import GeoBox
from rasterio.enums import Resampling
from rasterio.warp import reproject

from geo.arrays import Fraction, Mask, Persons
from geo.errors import RasterError
from geo.grid import Grid
from geo.lattice import Lattice, blocks
from geo.sources.mosaic import Pieces
from geo.stack import GriddedPopulation

_MOSTLY = 0.5
"""Share of a block that must be known for its population to be."""


def block_factor(grid: Grid, population: Lattice) -> int:
    """Return the side of a block of people in grid cells.

    It is the population's own cell where it nests in the grid, else about half of it in whole grid cells.
    """
    nested = _nested(grid, population)
    if nested is not None:
        return nested
    size = abs(population.affine.a)
    if population.crs.is_geographic:
        size = math.radians(size) * pyproj.Geod(ellps="WGS84").a
    return max(1, round(size / grid.resolution_m / 2))  # blocks of half a cell: sums keep more of where people are


def people_on_blocks(grid: Grid, factor: int, pieces: Pieces) -> tuple[Persons, Mask]:
    """Return the persons of each block, and the blocks that the tiles do not know for the most part.

    People are conserved: of a source cell that straddles blocks each gets its share by area. Unknown cells hold nobody.

    Args:
        grid: the city's.
        factor: side of a block in grid cells.
        pieces: what was read, tile by tile; tiles do not overlap.

    Raises:
        RasterError: a negative number of people.
    """
    target = grid.coarsened(factor)
    summed, covered = np.zeros(target.shape, np.float64), np.zeros(target.shape, np.float64)
    for name, (values, known, own) in pieces:
        persons = np.where(known, values, 0).astype(np.float64)
        if persons.min(initial=0) < 0:
            seen = f"{persons.min():g} in {np.count_nonzero(persons < 0):,} cells"
            raise RasterError(name, "persons from 0 up", seen, "declare it as nodata under [population]")
        if _nested(grid, own) == factor:
            column, row = (round(v) for v in ~target.transform @ (own.affine.c, own.affine.f))
            _add(summed, persons, row, column)
            _add(covered, known.astype(np.float64), row, column)
        else:
            people, share = _warped(persons, known, own, target)
            summed += people
            covered += share
    return summed, covered < _MOSTLY


def built_up_without_people(
    population: GriddedPopulation,
    year: int,
    fraction: Fraction,
    study_area: Mask,
) -> float:
    """Return the share of the study area's built-up land that lies in blocks of unknown population."""
    unknown = population.unknown.get(year)
    if unknown is None or not unknown.any():
        return 0.0
    factor = population.factor
    built_up = np.where(study_area & ~np.isnan(fraction), fraction, np.float32(0))
    rows, columns = (np.arange(0, size, factor) for size in fraction.shape)
    by_block = np.add.reduceat(np.add.reduceat(built_up, rows, axis=0, dtype=np.float64), columns, axis=1)
    total = by_block.sum()
    return float(by_block[unknown].sum() / total) if total > 0 else 0.0


def _own_lattice(grid: Grid) -> Lattice:
    return Lattice(grid.crs, grid.affine, grid.shape)


def _nested(grid: Grid, population: Lattice) -> int | None:
    """Return the block of the population's own cells if they nest in the grid from its very corner."""
    factor = blocks(_own_lattice(grid), population)
    if factor is None:
        return None
    column, row = ~population.affine @ (grid.affine.c, grid.affine.f)
    return factor if all(math.isclose(v, round(v), abs_tol=1e-4) for v in (column, row)) else None


def _warped(persons: Persons, known: Mask, own: Lattice, target: GeoBox) -> tuple[Persons, Persons]:
    """Return a tile's people by block, and the share of each block that its known cells make up."""
    places = {"src_crs": own.crs.to_wkt(), "dst_transform": target.transform, "dst_crs": str(target.crs)}
    people, share = np.zeros(target.shape, np.float64), np.zeros(target.shape, np.float64)
    reproject(persons, people, src_transform=own.affine, resampling=Resampling.sum, **places)
    ringed = np.pad(known.astype(np.float64), 1)  # so that what lies beyond the tile counts as uncovered
    beyond = own.affine @ own.affine.translation(-1, -1)
    reproject(ringed, share, src_transform=beyond, resampling=Resampling.average, **places)
    return people, share


def _add(whole: Persons, part: Persons, row: int, column: int) -> None:
    """Put a part where its corner says, leaving out what overhangs."""
    top, left = max(0, row), max(0, column)
    bottom, right = min(whole.shape[0], row + part.shape[0]), min(whole.shape[1], column + part.shape[1])
    whole[top:bottom, left:right] += part[top - row : bottom - row, left - column : right - column]
