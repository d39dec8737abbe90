"""Which tiles of an archive a place needs, where each lies, and at which addresses it is."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import SourceError
from geo.sources.access import CountryTiles, DegreeTiles, GhslTiles, TileAccess, TileScheme

Bounds = tuple[float, float, float, float]
MARGIN_M = 1_000.0
"""By which an area is widened: a city's grid goes on beyond its study area by less."""
_DEGREE_M = 110_574.0
"""Shortest degree of latitude on WGS 84, at the equator; a degree of longitude there is longer."""
_HALF_WORLD = 180.0

GHSL_CRS = "ESRI:54009"
_GHSL_SIDE_M = 1_000_000.0
_GHSL_WEST_M = -18_041_000.0
_GHSL_NORTH_M = 9_000_000.0
_GHSL_STEP_M = 10_000.0
"""Between points of an edge that is projected: the straight line between them is off by less than 10 m."""
_AREA_STEP = 0.05
"""The same for the area's edges, in degrees."""

UTM_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_UTM_SOUTH, _UTM_NORTH = -80.0, 84.0
_BAND = 8.0
_ZONE = 6.0


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of an archive."""

    name: str
    """For people and in addresses, such as R6_C18, N30W012, 29R, MAR."""
    addresses: tuple[str, ...]
    """URLs, in the order in which they are tried."""
    square: Geometry | None
    """EPSG:4326: what it alone answers for, without what it shares with its neighbours; None for a country's raster."""
    bounds: Bounds | None
    """The same in the raster's own CRS; None where that differs from tile to tile."""


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    names: Mapping[str, str | int]
    """What else paths may be filled with."""
    square: Geometry | None
    bounds: Bounds | None


def tiles_of(
    access: TileAccess, area: Geometry, *, year: int, countries: tuple[str, ...] = (), base: str | None = None
) -> tuple[Tile, ...]:
    """Return the tiles that an area touches, widened by MARGIN_M, from north to south and west to east.

    Args:
        access: where the tiles are and how they are cut.
        area: EPSG:4326.
        year: the epoch.
        countries: ISO 3166-1 alpha-3 codes, for archives by country.
        base: the address of a mirror, in place of the declared one.

    Raises:
        SourceError: the area crosses the antimeridian or lies beyond the scheme, no country is given where the
            archive goes by countries, or the epoch has no path.
    """
    try:
        paths = access.paths(year)
    except KeyError:
        msg = (
            f"{access.base}: expected the path of an epoch, saw none for {year}; it has {sorted(access.paths_by_epoch)}"
        )
        raise SourceError(msg) from None
    root = (base or access.base).rstrip("/")
    tiles = []
    for place in _places(access.scheme, area, countries):
        filled = {"tile": place.name, "year": year, "next_year": year + 1, **place.names}
        addresses = tuple(f"{root}/{path.format_map(filled)}" for path in paths)
        tiles.append(Tile(place.name, addresses, place.square, place.bounds))
    return tuple(tiles)


def _places(scheme: TileScheme, area: Geometry, countries: Sequence[str]) -> list[_Place]:
    if isinstance(scheme, CountryTiles):
        if not countries:
            msg = (
                "expected the countries that the study area lies in, saw none; name them in the city's file (countries)"
            )
            raise SourceError(msg)
        return [_Place(code, {"ISO3": code, "iso3": code.lower()}, None, None) for code in dict.fromkeys(countries)]
    wide = widened(area)
    if isinstance(scheme, DegreeTiles):
        return [place for place in _degree_places(scheme, wide.bounds) if _touched(place, wide)]
    if isinstance(scheme, GhslTiles):
        return list(_ghsl_places(wide))
    return [place for place in _utm_places(wide.bounds) if _touched(place, wide)]


def _touched(place: _Place, wide: Geometry) -> bool:
    return place.square is not None and place.square.intersects(wide)


def widened(area: Geometry) -> Geometry:
    """Return an area (EPSG:4326) widened by MARGIN_M on every side, or by a little more.

    Raises:
        SourceError: it is empty, or crosses the antimeridian.
    """
    west, south, east, north = area.bounds
    if not (-_HALF_WORLD <= west <= east <= _HALF_WORLD) or east - west > _HALF_WORLD:
        msg = (
            "expected a study area on one side of the antimeridian (longitude 180), "
            f"saw one from {west:g} to {east:g}; run its two sides as two cities"
        )
        raise SourceError(msg)
    margin = MARGIN_M / _DEGREE_M
    narrow = max(math.cos(math.radians(min(89.0, max(abs(south), abs(north)) + margin))), 1e-2)
    level = shapely.transform(area, lambda lonlat: lonlat * (narrow, 1.0))
    wide = shapely.transform(level.buffer(margin, join_style="mitre"), lambda lonlat: lonlat / (narrow, 1.0))
    return wide.intersection(shapely.box(-_HALF_WORLD, -90, _HALF_WORLD, 90))


def _steps(start: float, end: float, step: float) -> Iterator[int]:
    """Yield the numbers of the steps that a span touches by more than a point."""
    return iter(range(math.floor(start / step), math.ceil(end / step)))


def _degree_places(scheme: DegreeTiles, bounds: Bounds) -> Iterator[_Place]:
    west, south, east, north = bounds
    step = scheme.step
    for row in sorted(_steps(south, north, step), reverse=True):
        for column in _steps(west, east, step):
            lon, lat = column * step, row * step
            square = shapely.box(lon, lat, lon + step, lat + step)
            named = lat if scheme.corner == "south_west" else lat + step
            written = {
                "lat": scheme.latitude.format_map(_signed(named, "SN")),
                "lon": scheme.longitude.format_map(_signed(lon, "WE")),
            }
            yield _Place(scheme.name.format_map(written), written, square, square.bounds)


def _signed(value: int, letters: str) -> dict[str, int | str]:
    return {"signed": value, "degrees": abs(value), "hemisphere": letters[value >= 0]}


def _ghsl_places(wide: Geometry) -> Iterator[_Place]:
    projected = shapely.transform(shapely.segmentize(wide, _AREA_STEP), _to_ghsl)
    west, south, east, north = projected.bounds
    for row in _steps(_GHSL_NORTH_M - north, _GHSL_NORTH_M - south, _GHSL_SIDE_M):
        for column in _steps(west - _GHSL_WEST_M, east - _GHSL_WEST_M, _GHSL_SIDE_M):
            left, top = _GHSL_WEST_M + column * _GHSL_SIDE_M, _GHSL_NORTH_M - row * _GHSL_SIDE_M
            tile = shapely.box(left, top - _GHSL_SIDE_M, left + _GHSL_SIDE_M, top)
            if tile.intersects(projected):
                names = {"row": row + 1, "column": column + 1}
                yield _Place("R{row}_C{column}".format_map(names), names, _ghsl_square(tile), tile.bounds)


def _ghsl_square(tile: Geometry) -> Geometry:
    """Return a tile in EPSG:4326, without what lies off the globe."""
    on_globe = tile if tile.within(_ghsl_globe()) else tile.intersection(_ghsl_globe())
    return shapely.transform(shapely.segmentize(on_globe, _GHSL_STEP_M), _from_ghsl)


@cache
def _ghsl_globe() -> Geometry:
    world = shapely.segmentize(shapely.box(-_HALF_WORLD, -90, _HALF_WORLD, 90), _AREA_STEP)
    return shapely.transform(world, _to_ghsl).buffer(-1.0)


Coordinates = npt.NDArray[np.float64]


@cache
def _ghsl_transformer() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:4326", GHSL_CRS, always_xy=True)


def _to_ghsl(lonlat: Coordinates) -> Coordinates:
    return np.column_stack(_ghsl_transformer().transform(lonlat[:, 0], lonlat[:, 1]))


def _from_ghsl(xy: Coordinates) -> Coordinates:
    return np.column_stack(_ghsl_transformer().transform(xy[:, 0], xy[:, 1], direction="INVERSE"))


def _utm_places(bounds: Bounds) -> Iterator[_Place]:
    west, south, east, north = bounds
    if south < _UTM_SOUTH or north > _UTM_NORTH:
        msg = (
            f"expected a study area between the latitudes {_UTM_SOUTH:g} and {_UTM_NORTH:g}, "
            f"saw one from {south:.2f} to {north:.2f}; take another source"
        )
        raise SourceError(msg)
    last = len(UTM_BANDS) - 1
    numbers = {min(step, last) for step in _steps(south - _UTM_SOUTH, north - _UTM_SOUTH, _BAND)}
    for number in sorted(numbers, reverse=True):
        bottom = _UTM_SOUTH + number * _BAND
        top = _UTM_NORTH if number == last else bottom + _BAND
        for zone in _steps(west + _HALF_WORLD, east + _HALF_WORLD, _ZONE):
            left = zone * _ZONE - _HALF_WORLD
            names = {"zone": f"{zone + 1:02d}", "band": UTM_BANDS[number]}
            square = shapely.box(left, bottom, left + _ZONE, top)
            yield _Place("{zone}{band}".format_map(names), names, square, None)
