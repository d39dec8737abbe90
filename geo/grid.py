"""The grid: one value (CRS + affine + shape) a city, made once, passed everywhere, never guessed.

A city is measured on its source's own projected grid where that keeps areas within 1 % (so that nothing is
resampled), and otherwise on a Lambert azimuthal equal-area grid round the study area.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyproj
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.features import rasterize
from shapely import Point, box
from shapely.geometry.base import BaseGeometry as Geometry

from geo.arrays import Mask
from geo.errors import GridError
from geo.lattice import DEGREES, Lattice, areal_scales, blocks, moved, offset, projected

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""
MAX_AREA_DISTORTION = 0.01
"""Largest departure of a source grid's areal scale from 1 (share) at which areas are taken from it as they are.

GHSL's Mollweide is computed on a sphere: near the equator its nominal areas are 0.7 % above those on the ellipsoid."""
MAX_STRETCH = 1.05
"""Largest ratio of the axes of a circle's image on the grid that goes without a word."""
CONTEXT_M = 700.0
"""What is read beyond the study area, so that its edge is classed rightly: the circle's radius and the fringe."""
MAX_CELLS = 400_000_000
"""More cells than this would not fit one machine's memory; the message proposes a coarser grid."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells lie: square cells of one size, north up, in a projected CRS in metres."""

    geobox: GeoBox
    reason: str
    """Why this grid, one sentence for people."""
    resampled: bool
    """Whether the source's cells are resampled onto it."""
    area_distortion: float
    """Largest departure of the areal scale from 1 within the study area (share)."""

    @property
    def crs(self) -> pyproj.CRS:
        """The coordinate reference system."""
        return self.geobox.crs.proj  # type: ignore[union-attr]

    @property
    def affine(self) -> Affine:
        """Cell (column, row) → CRS coordinates of its upper left corner."""
        return self.geobox.transform

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        rows, columns = self.geobox.shape
        return int(rows), int(columns)

    @property
    def resolution_m(self) -> float:
        """Side of a cell, metres."""
        return float(self.affine.a)

    @property
    def cell_km2(self) -> float:
        """Area of a cell, km²."""
        return self.resolution_m**2 / 1e6

    @property
    def crs_name(self) -> str:
        """`EPSG:32618` where the CRS has such a code, else its name."""
        authority = self.crs.to_authority(min_confidence=100)
        return ":".join(authority) if authority else self.crs.name

    def coarsened(self, factor: int) -> GeoBox:
        """Return the grid of blocks of `factor` × `factor` cells from the upper left corner; the last may overhang."""
        rows, columns = self.shape
        shape = (math.ceil(rows / factor), math.ceil(columns / factor))
        return GeoBox(shape, self.affine @ Affine.scale(factor), self.geobox.crs)

    def project(self, geometry: Geometry) -> Geometry:
        """Return an EPSG:4326 geometry in the grid's CRS, with edges densified to the cells' size."""
        return projected(geometry, self.crs, self.resolution_m)

    def project_point(self, longitude: float, latitude: float) -> Point:
        """Return a place in the grid's CRS."""
        return Point(moved(Point(longitude, latitude), DEGREES, self.crs).coords[0])

    def mask(self, geometry: Geometry) -> Mask:
        """Return the cells whose centre lies inside an EPSG:4326 geometry."""
        inside = rasterize([self.project(geometry)], self.shape, transform=self.affine, dtype=np.uint8)
        mask: Mask = inside.view(np.bool_)
        return mask


def area_distortion(crs: pyproj.CRS, geometry: Geometry) -> float:
    """Return the largest |areal scale - 1| (share) of a projected CRS over the bounds of an EPSG:4326 geometry."""
    west, south, east, north = geometry.bounds
    longitudes, latitudes = np.meshgrid(np.linspace(west, east, 5), np.linspace(south, north, 5))
    return float(np.max(np.abs(areal_scales(crs, longitudes.ravel(), latitudes.ravel()) - 1)))


def shape_distortion(crs: pyproj.CRS, geometry: Geometry) -> float:
    """Return how many times as long as wide a circle on the ground is in a projected CRS, at the middle of a place."""
    centre = geometry.centroid
    factors = pyproj.Proj(crs).get_factors(centre.x, centre.y)
    return float(factors.tissot_semimajor / factors.tissot_semiminor)


def grid_for(
    area: Geometry,
    lattices: Iterable[Lattice],
    population: Lattice | None = None,
    *,
    resolution_m: float | None = None,
) -> Grid:
    """Choose the grid for a study area and the built-up rasters of all its epochs.

    Args:
        area: the study area, EPSG:4326.
        lattices: the rasters' own grids, one an epoch (or one for each of its tiles, where their cells differ).
        population: the population raster's grid; where its cells are made of whole built-up cells the window is
            widened to hold them whole.
        resolution_m: side of a cell that is asked for; None takes the source's own fineness.

    Raises:
        GridError: the study area is empty in the grid's CRS, or has more than MAX_CELLS cells.
    """
    candidates = list(lattices)
    first = candidates[0]
    why_not = _why_not_own_grid(area, candidates)
    if why_not is None and resolution_m not in {None, first.affine.a}:
        why_not = f"cells of {resolution_m:g} m were asked for"
    if why_not is None:
        distortion = area_distortion(first.crs, area)
        geobox = _window(candidates, area, _whole_cells(first, population))
        reason = f"the source's own projected grid: its areas are within {distortion:.2%} here, so nothing is resampled"
        return Grid(geobox, reason, resampled=False, area_distortion=distortion)
    return _equal_area_grid(area, resolution_m or _finest_resolution_m(area, candidates), why_not)


def _why_not_own_grid(area: Geometry, lattices: list[Lattice]) -> str | None:
    first = lattices[0]
    if not all(lattice.north_up_square for lattice in lattices):
        return "the source's cells are not square and north up"
    if not all(first.aligned_with(lattice) for lattice in lattices):
        return "the rasters lie on different grids"
    if not first.crs.is_projected or first.crs.axis_info[0].unit_name != "metre":
        return "the source's grid is not projected in metres"
    distortion = area_distortion(first.crs, area)
    if distortion >= MAX_AREA_DISTORTION:
        return f"the source's grid distorts areas by {distortion:.1%} here"
    return None


def _whole_cells(fine: Lattice, coarse: Lattice | None) -> tuple[int, int, int]:
    """Return the side of a coarse cell in fine cells, and the column and row of the fine corner within it."""
    factor = None if coarse is None else blocks(fine, coarse)
    if coarse is None or factor is None:
        return 1, 0, 0
    column, row = (round(v) % factor for v in offset(fine, coarse))
    return factor, column, row


def _window(lattices: list[Lattice], area: Geometry, whole: tuple[int, int, int]) -> GeoBox:
    """Return the cells of a lattice whose centres an EPSG:4326 area may hold, widened to whole coarse cells.

    Where the rasters go on beyond the area, so does the window, by CONTEXT_M at most.
    """
    lattice = lattices[0]
    size = lattice.affine.a
    west, south, east, north = _with_context(projected(area, lattice.crs, size).bounds, lattices)
    factor, column, row = whole

    def down(edge: float, phase: int) -> int:
        return math.floor((math.ceil(edge - 0.5) + phase) / factor) * factor - phase

    def up(edge: float, phase: int) -> int:
        return math.ceil((math.floor(edge + 0.5) + phase) / factor) * factor - phase

    left, right = down((west - lattice.affine.c) / size, column), up((east - lattice.affine.c) / size, column)
    top, bottom = down((lattice.affine.f - north) / size, row), up((lattice.affine.f - south) / size, row)
    _check_size(bottom - top, right - left, size)
    affine = lattice.affine @ Affine.translation(left, top)
    return GeoBox((bottom - top, right - left), affine, lattice.crs.to_wkt())


def _with_context(bounds: Bounds, lattices: list[Lattice]) -> Bounds:
    """Return the bounds widened by CONTEXT_M, but no farther than the rasters reach."""
    west, south, east, north = bounds
    (lefts, tops), (rights, bottoms) = (
        zip(*(lattice.affine @ corner for lattice, corner in corners), strict=True)
        for corners in (
            [(lattice, (0, 0)) for lattice in lattices],
            [(lattice, (lattice.shape[1], lattice.shape[0])) for lattice in lattices],
        )
    )
    return (
        min(west, max(west - CONTEXT_M, *lefts)),
        min(south, max(south - CONTEXT_M, *bottoms)),
        max(east, min(east + CONTEXT_M, *rights)),
        max(north, min(north + CONTEXT_M, *tops)),
    )


def _equal_area_grid(area: Geometry, size: float, reason: str) -> Grid:
    longitude, latitude = area.centroid.x, area.centroid.y
    crs = pyproj.CRS.from_dict(
        {"proj": "laea", "lat_0": round(latitude, 2), "lon_0": round(longitude, 2), "datum": "WGS84", "units": "m"},
    )
    west, south, east, north = projected(area, crs, size).buffer(CONTEXT_M).bounds
    left, top = math.floor(west / size), math.ceil(north / size)
    columns, rows = math.ceil(east / size) - left, top - math.floor(south / size)
    _check_size(rows, columns, size)
    geobox = GeoBox((rows, columns), Affine(size, 0, left * size, 0, -size, top * size), crs.to_wkt())
    text = f"Lambert azimuthal equal-area at {size:g} m round the study area, because {reason}"
    return Grid(geobox, text, resampled=True, area_distortion=area_distortion(crs, area))


def _check_size(rows: int, columns: int, size: float) -> None:
    if rows <= 0 or columns <= 0:
        msg = "the study area is empty in the grid's CRS; give an area that overlaps the source"
        raise GridError(msg)
    if rows * columns > MAX_CELLS:
        msg = (
            f"the study area has {rows:,} x {columns:,} cells of {size:g} m, expected at most {MAX_CELLS:,} in all; "
            "give a smaller area or a coarser source"
        )
        raise GridError(msg)


def _finest_resolution_m(area: Geometry, lattices: list[Lattice]) -> float:
    """Return the side of the finest source cell at the middle of the area, in metres, rounded to two digits."""
    centre = area.centroid
    sizes = [cell_size_m(lattice, centre.x, centre.y) for lattice in lattices]
    finest = min(sizes)
    digits = 1 - math.floor(math.log10(finest))
    return round(finest, digits)


def cell_size_m(lattice: Lattice, longitude: float, latitude: float) -> float:
    """Return the square root of a cell's geodesic area at a place, metres."""
    place = moved(Point(longitude, latitude), DEGREES, lattice.crs)
    west, south, _, _ = place.bounds
    cell = box(west, south, west + abs(lattice.affine.a), south + abs(lattice.affine.e))
    area, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(moved(cell, lattice.crs, DEGREES))
    return math.sqrt(abs(area))
