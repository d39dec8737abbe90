"""How a user's geometry becomes one valid polygon, and what was done to it."""

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from aoi.text import listed
from aoi.where import Where

_FIRST_COORDINATE = "["


def one_polygon(geometry: BaseGeometry | None, where: Where) -> tuple[Polygon | MultiPolygon, tuple[str, ...], bool]:
    """Return the geometry's polygons, flat and valid; notes on what was done; and whether it was repaired.

    Raises:
        AreaFileError: it is missing, empty, not finite, or has no polygon.
    """
    if geometry is not None and not np.isfinite(shapely.get_coordinates(geometry)).all():
        where.refuse("its coordinates have values that are no numbers (NaN or infinite)", "export it again")
    if geometry is None or geometry.is_empty:
        where.refuse("it has no geometry that can be read", "draw its polygon, or choose another feature")
    notes = []
    if shapely.has_z(geometry):  # KML writes 0 where there are none
        if shapely.get_coordinates(geometry, include_z=True)[:, 2].any():
            notes.append("Heights were dropped.")
        geometry = shapely.force_2d(geometry)
    polygons, left = _polygons(geometry)
    if not polygons:
        kinds = listed(sorted({part.geom_type for part in left}))
        where.refuse(f"it is made of {kinds}, not of polygons", "give the polygon that encloses the study area")
    if left:
        notes.append(f"Parts that are no polygons were left out: {listed(sorted({p.geom_type for p in left}))}.")
    joined = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    if joined.is_valid:
        return joined, tuple(notes), False
    repaired = valid(joined)
    if repaired.is_empty:
        where.refuse("its polygon encloses nothing", "draw it again")
    why = shapely.is_valid_reason(joined).partition(_FIRST_COORDINATE)[0].strip().lower()
    return repaired, (*notes, f"The geometry was invalid ({why}) and has been repaired."), True


def valid(geometry: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """Return the polygonal parts of the valid geometry; empty where nothing is enclosed."""
    if geometry.is_valid:
        return geometry
    made = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    polygons, _ = _polygons(made)
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def vertex_count(geometry: Polygon | MultiPolygon) -> int:
    """Return how many corners a polygon has, the closing point of each ring not counted."""
    return int(shapely.get_num_coordinates(geometry)) - len(shapely.get_rings(shapely.get_parts(geometry)))


def _polygons(geometry: BaseGeometry) -> tuple[list[Polygon], list[BaseGeometry]]:
    polygons: list[Polygon] = []
    left: list[BaseGeometry] = []
    waiting = [geometry]
    while waiting:
        part = waiting.pop()
        if part.is_empty:
            continue
        if isinstance(part, Polygon):
            polygons.append(part)
        elif hasattr(part, "geoms"):
            waiting.extend(reversed(list(part.geoms)))
        else:
            left.append(part)
    return polygons, left
