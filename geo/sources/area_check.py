"""The built-up area of a raster on its own cells, by their area on the ellipsoid: what resampling must not change."""

from typing import cast

import numpy as np
import numpy.typing as npt
import pyproj
from rasterio.features import geometry_mask
from shapely.geometry.base import BaseGeometry as Geometry

from geo.arrays import Fraction
from geo.lattice import Lattice, areal_scales, projected

_GEOD = pyproj.Geod(ellps="WGS84")
_SAMPLES = 9
"""Places along each side at which a projection's areal scale is taken: it varies by far less than 0.1 % in a city."""


def own_area_km2(fraction: Fraction, lattice: Lattice, area: Geometry) -> float:
    """Return Σ fraction × cell area on the ellipsoid over the cells whose centre is in an EPSG:4326 area, km²."""
    own = projected(area, lattice.crs, abs(lattice.affine.a) if lattice.crs.is_projected else 100.0)
    inside = ~geometry_mask([own], lattice.shape, lattice.affine)
    by_row = np.nansum(np.where(inside, fraction, 0), axis=1, dtype=np.float64)
    return float(np.sum(by_row * cell_areas_km2(lattice)))


def cell_areas_km2(lattice: Lattice) -> npt.NDArray[np.float64]:
    """Return the ellipsoidal area of a cell of each row, km²: exact in degrees, by the mean areal scale in metres."""
    rows, columns = lattice.shape
    if lattice.crs.is_geographic:
        return np.array([_degree_cell_km2(lattice, row) for row in range(rows)])
    to_degrees = pyproj.Transformer.from_crs(lattice.crs, "EPSG:4326", always_xy=True)
    places = [
        to_degrees.transform(*(lattice.affine @ (columns * i / _SAMPLES, rows * j / _SAMPLES)))
        for i in range(_SAMPLES + 1)
        for j in range(_SAMPLES + 1)
    ]
    longitudes, latitudes = np.array(places).T
    scale = float(np.mean(areal_scales(lattice.crs, longitudes, latitudes)))
    return np.full(rows, cast("float", lattice.cell_km2) / scale)


def _degree_cell_km2(lattice: Lattice, row: int) -> float:
    corners = [lattice.affine @ corner for corner in ((0, row), (1, row), (1, row + 1), (0, row + 1))]
    longitudes, latitudes = zip(*corners, strict=True)
    area, _ = _GEOD.polygon_area_perimeter(longitudes, latitudes)
    return abs(area) / 1e6
