"""Zones made on request over a study area: H3 hexagons, rings and sectors round the city's centre.

Each is cut to the study area. Together they part it: nothing is left over and nothing is counted twice.
"""

import math
from itertools import pairwise

import h3
import numpy as np
import shapely
from shapely import GeometryCollection, Point, Polygon
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import GeoError
from geo.grid import Grid
from geo.lattice import DEGREES, moved
from geo.zones.zone import MAX_ZONES, Zone, cut_to

HEXAGON_RESOLUTION = 8
"""H3's resolution of about 0.74 km² a hexagon: a neighbourhood, and some 5,000 of them in a large city."""
FINEST_RESOLUTION = 15
RING_M = 1_000.0
"""Width of a ring, metres: the custom of density gradients."""
SECTORS = 16
"""Sectors of 22.5 degrees, the first one round grid north, clockwise."""
_QUARTER_SEGMENTS = 256
"""Chords to a quarter of a circle: its area is short by 6 in a million."""
_ARC_STEPS = 8


def hexagons(area: Geometry, grid: Grid, resolution: int = HEXAGON_RESOLUTION) -> tuple[Zone, ...]:
    """Return every H3 cell of a resolution that shares ground with a study area (EPSG:4326), cut to it, by id.

    A cell's edges are straight on the grid between its corners, so that neighbours fit without a gap.

    Raises:
        GeoError: no such resolution, or one that makes more than MAX_ZONES zones.
    """
    if not 0 <= resolution <= FINEST_RESOLUTION:
        msg = f"hexagons: expected a resolution from 0 to {FINEST_RESOLUTION}, saw {resolution}; 8 is 0.74 km² a cell"
        raise GeoError(msg)
    outline = grid.project(area)
    count = outline.area / 1e6 / h3.average_hexagon_area(resolution, unit="km^2")
    _check_count(f"hexagons of resolution {resolution}", count, "take a coarser one")
    cells = _touching(area, resolution)
    corners = [Polygon([corner[::-1] for corner in h3.cell_to_boundary(cell)]) for cell in cells]
    shapes = shapely.get_parts(moved(GeometryCollection(corners), DEGREES, grid.crs))
    zones = [Zone(cell, {"en": cell}, "hexagon", shape) for cell, shape in zip(cells, shapes, strict=True)]
    return cut_to(zones, outline).zones


def _touching(area: Geometry, resolution: int) -> list[str]:
    """Return all cells that may share ground with an area, and some beside it, sorted.

    One that does, without having its centre in the area, has the area's edge in it.
    """
    spacing = math.degrees(h3.average_hexagon_edge_length(resolution, unit="km") / 6_371) / 4
    edge = shapely.get_coordinates(shapely.segmentize(shapely.boundary(area), spacing))
    found = {h3.latlng_to_cell(latitude, longitude, resolution) for longitude, latitude in edge}
    found = {near for cell in found for near in h3.grid_disk(cell, 1)}
    return sorted(found.union(h3.geo_to_cells(area, resolution)))


def rings(area: Geometry, grid: Grid, centre: tuple[float, float], width_m: float = RING_M) -> tuple[Zone, ...]:
    """Return rings round a city's centre, from the middle outwards, each cut to the study area.

    Args:
        area: the study area, EPSG:4326.
        grid: the city's: distances are those on it.
        centre: longitude, latitude.
        width_m: ring k reaches from (k - 1) to k widths from the centre.

    Raises:
        GeoError: a width that is not above 0, or one that makes more than MAX_ZONES rings.
    """
    if not (math.isfinite(width_m) and width_m > 0):
        msg = f"rings: expected a width above 0 m, saw {width_m:g}; {RING_M:g} is the custom"
        raise GeoError(msg)
    outline, middle = grid.project(area), grid.project_point(*centre)
    count = _farthest(outline, middle) / width_m
    _check_count(f"rings of {width_m:g} m", count, "take wider ones")
    radii = np.arange(math.floor(count) + 2) * width_m
    reach = [*radii[:-1], radii[-1] + width_m]  # what lies in the outermost ring must not lie behind its chords
    discs = [middle.buffer(radius, quad_segs=_QUARTER_SEGMENTS) for radius in reach]
    digits = len(str(len(discs) - 1))
    made = [
        Zone(f"ring-{k:0{digits}d}", {"en": f"{radii[k - 1] / 1e3:g}–{radii[k] / 1e3:g} km"}, "ring", ring)
        for k, ring in enumerate((outer.difference(inner) for inner, outer in pairwise(discs)), start=1)
    ]
    return cut_to(made, outline).zones


def sectors(area: Geometry, grid: Grid, centre: tuple[float, float], count: int = SECTORS) -> tuple[Zone, ...]:
    """Return sectors round a city's centre, the first one round grid north, clockwise, each cut to the study area.

    Args:
        area: the study area, EPSG:4326.
        grid: the city's: bearings are those on it.
        centre: longitude, latitude.
        count: how many.

    Raises:
        GeoError: fewer than two sectors, or more than 360.
    """
    if not 2 <= count <= 360:  # noqa: PLR2004 - halves; degrees
        msg = f"sectors: expected 2 to 360, saw {count}; {SECTORS} is the custom"
        raise GeoError(msg)
    outline, middle = grid.project(area), grid.project_point(*centre)
    reach = 2 * _farthest(outline, middle) + grid.resolution_m
    bearings = (np.arange(count + 1) - 0.5) * 360 / count
    digits = len(str(count))
    made = [
        Zone(
            f"sector-{k:0{digits}d}",
            {"en": f"{left % 360:g}°–{right:g}°"},
            "sector",
            _wedge(middle, left, right, reach),
        )
        for k, (left, right) in enumerate(pairwise(bearings), start=1)
    ]
    return cut_to(made, outline).zones


def _wedge(middle: Point, left: float, right: float, reach: float) -> Polygon:
    """Return the polygon between two bearings that holds all within half its reach."""
    turns = np.radians(np.linspace(left, right, _ARC_STEPS + 1))
    arc = np.column_stack((middle.x + reach * np.sin(turns), middle.y + reach * np.cos(turns)))
    return Polygon([(middle.x, middle.y), *arc])


def _farthest(outline: Geometry, middle: Point) -> float:
    x, y = shapely.get_coordinates(outline).T
    return float(np.hypot(x - middle.x, y - middle.y).max())


def _check_count(what: str, count: float, remedy: str) -> None:
    if count > MAX_ZONES:
        msg = f"{what}: expected at most {MAX_ZONES:,} over the study area, saw about {count:,.0f}; {remedy}"
        raise GeoError(msg)
