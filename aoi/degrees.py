"""How a polygon in any CRS comes to longitude and latitude, and which coordinates cannot be meant."""

from typing import NoReturn

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import ProjError
from shapely import MultiPolygon, Point, Polygon

from aoi.crs import crs_text
from aoi.where import Where, reason

WGS84 = pyproj.CRS.from_epsg(4326)
_LONGITUDE = 180.0
_LATITUDE = 90.0
_ROUNDING = 1e-9
"""Degrees that software writes beyond the edge of the world (180.0000000000001)."""
_DEGREES = 360.0
"""Larger numbers cannot be degrees."""
_STEP_METRES = 5_000.0
"""Projected edges are reprojected in pieces: one of 5 km bends by less than a metre."""
_STEPS = 20_000
"""And in no more pieces than this, however far the polygon reaches."""
_NEAR_DEGREES = 0.5
"""An area this near a city's centre is meant for that city."""

AnyPolygon = Polygon | MultiPolygon
Bounds = tuple[float, float, float, float]


def in_degrees(geometry: AnyPolygon, crs: pyproj.CRS, where: Where) -> AnyPolygon:
    """Return the polygon in EPSG:4326.

    Raises:
        AreaFileError: its coordinates are outside what its CRS or the Earth can hold, or it crosses the antimeridian.
    """
    if crs.is_geographic:
        _check_degrees(geometry.bounds, where)
    else:
        _check_projected(geometry.bounds, crs, where)
        step = max(_STEP_METRES / _metres(crs), geometry.length / _STEPS)
        geometry = shapely.segmentize(geometry, step)
    moved = geometry if crs.equals(WGS84, ignore_axis_order=True) else _transformed(geometry, crs, where)
    west, _, east, _ = moved.bounds
    if east - west > _LONGITUDE:
        _refuse_crossing(where)
    return moved


def check_not_swapped(geometry: AnyPolygon, near: tuple[float, float], where: Where) -> None:
    """Refuse a polygon that lies near the city's centre only with longitude and latitude exchanged.

    Raises:
        AreaFileError: it does.
    """
    centre = Point(near)
    swapped = shapely.transform(geometry, lambda xy: xy[:, ::-1])
    if geometry.distance(centre) > _NEAR_DEGREES and swapped.distance(centre) < _NEAR_DEGREES:
        _refuse_swapped(geometry.bounds, where)


def _check_degrees(bounds: Bounds, where: Where) -> None:
    west, south, east, north = bounds
    x, y = max(abs(west), abs(east)), max(abs(south), abs(north))
    if x <= _LONGITUDE + _ROUNDING and y <= _LATITUDE + _ROUNDING:
        return
    if max(x, y) > _DEGREES:
        problem = f"its coordinates ({west:.0f}, {south:.0f}) are no degrees and look projected"
        where.refuse(problem, "state its CRS in the file, or export it in longitude and latitude (EPSG:4326)")
    if x <= _LATITUDE and y <= _LONGITUDE:
        _refuse_swapped(bounds, where)
    if y <= _LATITUDE and (west < -_LONGITUDE < east or west < _LONGITUDE < east):
        _refuse_crossing(where)
    problem = f"its coordinates are out of range (longitude {west:g} to {east:g}, latitude {south:g} to {north:g})"
    where.refuse(problem, "give longitude within -180 to 180 and latitude within -90 to 90")


def _check_projected(bounds: Bounds, crs: pyproj.CRS, where: Where) -> None:
    west, south, east, north = bounds
    if max(abs(west), abs(east)) <= _LONGITUDE and max(abs(south), abs(north)) <= _LATITUDE:
        problem = f"its coordinates ({west:g}, {south:g}) look like degrees, but its CRS is {crs_text(crs)}"
        where.refuse(problem, "state the CRS that they are in")


def _metres(crs: pyproj.CRS) -> float:
    return float(crs.axis_info[0].unit_conversion_factor) or 1.0


def _transformed(geometry: AnyPolygon, crs: pyproj.CRS, where: Where) -> AnyPolygon:
    try:
        transformer = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)
        moved = shapely.transform(geometry, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    except ProjError as error:
        problem = f"its CRS {crs_text(crs)} cannot be brought to longitude and latitude ({reason(error)})"
        where.refuse(problem, "export it in EPSG:4326")
    west, south, east, north = moved.bounds
    if (
        not max(abs(west), abs(east)) <= _LONGITUDE + _ROUNDING
        or not max(abs(south), abs(north)) <= _LATITUDE + _ROUNDING
    ):
        problem = f"its coordinates do not fit its CRS {crs_text(crs)}"
        where.refuse(problem, "state the CRS that they are in")
    return moved


def _refuse_swapped(bounds: Bounds, where: Where) -> NoReturn:
    west, south, east, north = bounds
    problem = f"longitude and latitude are swapped (x {west:g} to {east:g}, y {south:g} to {north:g})"
    where.refuse(problem, "write longitude first, then latitude")


def _refuse_crossing(where: Where) -> NoReturn:
    where.refuse("it crosses the antimeridian (longitude 180)", "cut it there and give the part with the city")
