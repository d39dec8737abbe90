"""What a source's cells come to on a grid by plain means: its declared legend, one array without tiles, one warp.

It shares no code with the road but the declarations. Import it as `from tests.geo.sources.plain import plain_land`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.enums import Resampling
from rasterio.warp import reproject
from shapely.geometry.base import BaseGeometry as Geometry

from geo.grid import Grid
from geo.sources.declaration import SourceDeclaration
from tests.geo.sources.archive import Pixels, crs_of, plain_pixels

Numbers = npt.NDArray[np.float64]
_SUB = 24
"""Places along each side of a cell that a grid's edge cuts, at which it is asked how much lies inside."""


@dataclass(frozen=True, slots=True)
class PlainLand:
    """Built-up land on a grid."""

    fraction: Numbers
    """NaN where no cell knows."""
    water: Numbers
    """The share of what is known that is water, NaN as above."""


@dataclass(frozen=True, slots=True)
class _Target:
    crs: str
    affine: Affine
    shape: tuple[int, int]


def plain_land(declaration: SourceDeclaration, area: Geometry, year: int, grid: Grid) -> PlainLand:
    """Return the built-up land of an epoch on a grid, from a window where the grid is the source's own, else a warp."""
    pixels = _pixels(declaration, area, year)
    target = _Target(grid.crs.to_wkt(), grid.affine, grid.shape)
    if not grid.resampled:
        (own,) = pixels
        own = window(own, target.affine, target.shape)
        return PlainLand(*_meaning(declaration, own, year, np.full(own.array.shape, 10_000.0)))
    parts = [(own, *_meaning(declaration, own, year, _cell_m2(own))) for own in pixels]
    if len(parts) == 1:
        own, built, wet = parts[0]
        fraction = _average(built, own, target)
        dry = np.where(np.isnan(fraction), np.nan, 0.0)
        return PlainLand(fraction, _average(wet, own, target) if np.nansum(wet) else dry)
    # Several CRSs: what is built and what is known, each of all zones together.
    known = sum(_average((~np.isnan(built)).astype(float), own, target, beyond=0) for own, built, _ in parts)
    sums = [sum(_average(np.nan_to_num(part[which]), part[0], target, beyond=0) for part in parts) for which in (1, 2)]
    with np.errstate(invalid="ignore"):
        return PlainLand(*(np.where(known > 0, total / known, np.nan) for total in sums))


def plain_people(declaration: SourceDeclaration, area: Geometry, year: int, grid: Grid, factor: int = 1) -> Numbers:
    """Return the persons of each block: a window where blocks are the source's own cells, else a warp that sums."""
    (own,) = _pixels(declaration, area, year)
    blocks = grid.coarsened(factor)
    persons = _persons(own)
    if own.crs == grid.crs_name and own.transform.a == blocks.transform.a:
        return window(Pixels(persons, own.transform, own.crs, None), blocks.transform, blocks.shape).array
    summed = np.zeros(blocks.shape)
    reproject(
        persons,
        summed,
        src_crs=own.crs,
        src_transform=own.transform,
        dst_crs=grid.crs.to_wkt(),
        dst_transform=blocks.transform,
        resampling=Resampling.sum,
    )
    return summed


def plain_unknown_people(
    declaration: SourceDeclaration, area: Geometry, year: int, grid: Grid, factor: int = 1
) -> npt.NDArray[np.bool_]:
    """Return the blocks of which less than half is known."""
    (own,) = _pixels(declaration, area, year)
    blocks = grid.coarsened(factor)
    known = own.array != own.nodata
    if own.crs == grid.crs_name and own.transform.a == blocks.transform.a:
        return ~window(Pixels(known, own.transform, own.crs, None), blocks.transform, blocks.shape).array
    share = np.zeros(blocks.shape)
    reproject(
        known.astype(np.float64),
        share,
        src_crs=own.crs,
        src_transform=own.transform,
        dst_crs=grid.crs.to_wkt(),
        dst_transform=blocks.transform,
        resampling=Resampling.average,
    )
    return share < 0.5


def plain_classes(declaration: SourceDeclaration, area: Geometry, year: int, grid: Grid) -> npt.NDArray[Any]:
    """Return the class codes of a source whose cells are the grid's."""
    (own,) = _pixels(declaration, area, year)
    return window(own, grid.affine, grid.shape).array


def people_inside(declaration: SourceDeclaration, area: Geometry, year: int, blocks: GeoBox) -> float:
    """Return the persons inside the outline of blocks, each cell counting by the share of it that lies inside."""
    (own,) = _pixels(declaration, area, year)
    persons = _persons(own)
    corners = _is_inside(own, blocks, *np.mgrid[: persons.shape[0] + 1, : persons.shape[1] + 1])
    inside = corners[:-1, :-1].astype(int) + corners[1:, :-1] + corners[:-1, 1:] + corners[1:, 1:]
    rows, columns = np.nonzero((inside > 0) & (inside < 4))
    steps = (np.arange(_SUB) + 0.5) / _SUB
    down, along = (axis.ravel() for axis in np.meshgrid(steps, steps, indexing="ij"))
    shares = _is_inside(own, blocks, rows[:, None] + down, columns[:, None] + along).mean(axis=1)
    return float(persons[inside == 4].sum() + (persons[rows, columns] * shares).sum())


def _is_inside(own: Pixels, blocks: GeoBox, rows: npt.NDArray[Any], columns: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    x, y = own.transform @ (columns.astype(float), rows.astype(float))
    x, y = pyproj.Transformer.from_crs(own.crs, blocks.crs.proj, always_xy=True).transform(x, y)
    column, row = ~blocks.transform @ (np.asarray(x), np.asarray(y))
    tiny = 1e-6
    found: npt.NDArray[np.bool_] = (column >= -tiny) & (column <= blocks.shape[1] + tiny)
    return found & (row >= -tiny) & (row <= blocks.shape[0] + tiny)


def window(own: Pixels, affine: Affine, shape: tuple[int, int]) -> Pixels:
    """Return the cells from a corner on, which must be one of theirs."""
    assert own.transform.a == affine.a
    column, row = ~own.transform @ (affine.c, affine.f)
    assert max(abs(column - round(column)), abs(row - round(row))) < 1e-6
    column, row = round(column), round(row)
    assert min(row, column) >= 0
    array = own.array[row : row + shape[0], column : column + shape[1]]
    assert array.shape == tuple(shape)
    return Pixels(array, affine, own.crs, own.nodata)


def _pixels(declaration: SourceDeclaration, area: Geometry, year: int) -> Sequence[Pixels]:
    if declaration.raster.crs is not None:
        return (plain_pixels(declaration, area, year=year),)
    return [plain_pixels(declaration, area, year=year, crs=crs) for crs in crs_of(declaration, area)]


def _persons(own: Pixels) -> Numbers:
    return np.where(own.array == own.nodata, 0, own.array).astype(np.float64)


def _meaning(declaration: SourceDeclaration, own: Pixels, year: int, cell_m2: Any) -> tuple[Numbers, Numbers]:
    """Return the built-up share and the water share of each cell, NaN unknown."""
    values, array = declaration.built_up, own.array
    assert values is not None
    unknown = np.isin(array, values.unknown_classes)
    if own.nodata is not None:
        unknown |= array == own.nodata
    if values.values == "square_metres":
        built = array / cell_m2
    elif values.values == "first_year":
        built = ((array > 0) & (array <= year)).astype(np.float64)
    else:
        built = np.isin(array, values.built_up_classes).astype(np.float64)
    wet = np.isin(array, values.water_classes).astype(np.float64)
    built[unknown] = wet[unknown] = np.nan
    return built, wet


def _cell_m2(own: Pixels) -> Any:
    """Return what a projected cell has on the ellipsoid, row by row: along a row a city's areal scale hardly varies."""
    crs = pyproj.CRS(own.crs)
    if crs.is_geographic:
        return None
    rows, columns = own.array.shape
    edges, middle = np.arange(rows + 1.0), np.full(rows + 1, columns // 2)
    moved = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform
    left, right = moved(*(own.transform @ (middle, edges))), moved(*(own.transform @ (middle + 1, edges)))
    geod = pyproj.Geod(ellps="WGS84")
    rings = [
        (np.array([left[i][n], right[i][n], right[i][n + 1], left[i][n + 1]]) for i in (0, 1)) for n in range(rows)
    ]
    return np.array([[abs(geod.polygon_area_perimeter(*ring)[0])] for ring in rings])


def _average(values: Numbers, own: Pixels, target: _Target, beyond: float = np.nan) -> Numbers:
    """Return the average of what is known; with `beyond`, that stands for all that the cells do not cover."""
    padded = np.pad(values, 8, constant_values=beyond).astype(np.float32)
    averaged = np.full(target.shape, np.nan, np.float32)
    reproject(
        padded,
        averaged,
        src_crs=own.crs,
        src_transform=own.transform @ Affine.translation(-8, -8),
        src_nodata=np.nan,
        dst_crs=target.crs,
        dst_transform=target.affine,
        dst_nodata=np.nan,
        resampling=Resampling.average,
        num_threads=2,
        SRC_FILL_RATIO_HEURISTICS="NO",  # else cells land an eighth of a source cell apart, by how much is not known
    )
    return averaged if np.isnan(beyond) else np.nan_to_num(averaged, nan=beyond)
