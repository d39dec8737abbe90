"""A raster's own grid as its file states it, and how two such grids lie to each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from affine import Affine
from shapely import Polygon, segmentize
from shapely.geometry.base import BaseGeometry as Geometry

DEGREES = pyproj.CRS("EPSG:4326")
"""The CRS of study areas and footprints."""
_LATTICE_TOLERANCE = 1e-6
"""Relative difference between two cell sizes that are one size."""
_LATTICE_SLACK = 1e-3
"""Cells by which two lattices' corners may differ and still be one: what GeoTIFF rounding leaves is far below it."""


_SCALE_M = 1_000.0
"""Side of the square whose area on the ellipsoid tells the areal scale: the scale hardly changes within it."""
Coordinates = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lattice:
    """A raster's own grid as its file states it."""

    crs: pyproj.CRS
    affine: Affine
    shape: tuple[int, int]

    @property
    def north_up_square(self) -> bool:
        """Whether the cells are square and the rows run from north to south."""
        a, b, _, d, e, _ = self.affine[:6]
        return b == 0 and d == 0 and a > 0 and math.isclose(a, -e, rel_tol=1e-9)

    def aligned_with(self, other: "Lattice") -> bool:
        """Whether both have the same CRS and cells, whatever their extents."""
        drift = abs(self.affine.a - other.affine.a) / self.affine.a * max(*self.shape, *other.shape)
        return drift < _LATTICE_SLACK and blocks(self, other) == 1

    @property
    def cell_km2(self) -> float | None:
        """Nominal area of a cell, km²; None in degrees."""
        if not self.crs.is_projected:
            return None
        metres = float(self.crs.axis_info[0].unit_conversion_factor)
        return abs(self.affine.determinant) * metres**2 / 1e6

    @property
    def footprint(self) -> Geometry:
        """The raster's outline in EPSG:4326, with vertices along its edges."""
        rows, columns = self.shape
        corners = [self.affine @ corner for corner in ((0, 0), (columns, 0), (columns, rows), (0, rows))]
        side = math.hypot(self.affine.a, self.affine.d)
        outline = segmentize(Polygon(corners), max(rows, columns) * side / 50)
        return moved(outline, self.crs, DEGREES)


def areal_scales(crs: pyproj.CRS, longitudes: Coordinates, latitudes: Coordinates) -> Coordinates:
    """Return the areal scale of a projected CRS at places: nominal area over the area on the WGS 84 ellipsoid.

    PROJ's own factors are those of the sphere for projections that it computes on one, as Mollweide: up to 0.7 % off.
    """
    side = _SCALE_M / float(crs.axis_info[0].unit_conversion_factor)
    x, y = pyproj.Transformer.from_crs(DEGREES, crs, always_xy=True).transform(longitudes, latitudes)
    back = pyproj.Transformer.from_crs(crs, DEGREES, always_xy=True)
    offsets = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]) * side
    lon, lat = back.transform(np.add.outer(x, offsets[:, 0]), np.add.outer(y, offsets[:, 1]))
    geod = pyproj.Geod(ellps="WGS84")
    areas = [abs(geod.polygon_area_perimeter(*corners)[0]) for corners in zip(lon, lat, strict=True)]
    return _SCALE_M**2 / np.array(areas)


def joined(lattices: Sequence[Lattice]) -> tuple[Lattice, ...]:
    """Return the one lattice that holds tiles of the same cells; tiles of different cells as they are."""
    first = lattices[0]
    if len(lattices) == 1 or not first.north_up_square or not all(first.aligned_with(other) for other in lattices[1:]):
        return tuple(lattices)
    corners = [tuple(round(v) for v in ~first.affine @ (o.affine.c, o.affine.f)) for o in lattices]
    left, top = (min(corner[axis] for corner in corners) for axis in (0, 1))
    right = max(corner[0] + other.shape[1] for corner, other in zip(corners, lattices, strict=True))
    bottom = max(corner[1] + other.shape[0] for corner, other in zip(corners, lattices, strict=True))
    return (Lattice(first.crs, first.affine @ Affine.translation(left, top), (bottom - top, right - left)),)


def blocks(fine: Lattice, coarse: Lattice) -> int | None:
    """Return how many fine cells make the side of a coarse one, or None where the cells do not nest."""
    if not (coarse.north_up_square and fine.crs.equals(coarse.crs, ignore_axis_order=True)):
        return None
    factor = round(coarse.affine.a / fine.affine.a)
    if factor < 1 or not math.isclose(coarse.affine.a, factor * fine.affine.a, rel_tol=_LATTICE_TOLERANCE):
        return None
    offsets = offset(fine, coarse)
    return factor if all(abs(v - round(v)) < _LATTICE_SLACK for v in offsets) else None


def offset(fine: Lattice, coarse: Lattice) -> tuple[float, float]:
    """Return the columns and rows from the coarse lattice's corner to the fine one's, in fine cells."""
    size = fine.affine.a
    return (fine.affine.c - coarse.affine.c) / size, (coarse.affine.f - fine.affine.f) / size


def projected(geometry: Geometry, crs: pyproj.CRS, step_m: float) -> Geometry:
    """Return an EPSG:4326 geometry in `crs`, with vertices added so that no edge is longer than about `step_m`·10."""
    step_degrees = max(step_m * 10 / 111_320, 1e-4)
    return moved(segmentize(geometry, step_degrees), DEGREES, crs)


def moved(geometry: Geometry, origin: pyproj.CRS, target: pyproj.CRS) -> Geometry:
    """Return a geometry of one CRS in another, vertex by vertex."""
    transformer = pyproj.Transformer.from_crs(origin, target, always_xy=True)
    result: Geometry = shapely.transform(geometry, transformer.transform, interleaved=False)  # type: ignore[arg-type]
    return result
