"""PMTiles: all vector layers as map tiles in one file, for web maps that read parts of it over HTTP.

GDAL cuts each layer into tiles, one file a layer; a tile with several layers is theirs one after the other, as vector
tiles allow. Shapes are simplified to what a screen shows at each zoom, which also saves GDAL from repairing thousands
of holes smaller than a tile's own grid. GDAL's own PMTiles would hold one layer a file.
"""

import gzip
import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import pyogrio
import shapely
from markupsafe import escape
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.measurement import Measurement
from outputs.errors import FormatError
from outputs.layers.facts import facts
from outputs.layers.polygons import vector_layers
from outputs.subject import Place, Run
from outputs.text import SIMULATED_SENTENCE, citation, is_simulated, titled

Tiles = dict[int, bytes]
"""PMTiles' number of a tile → vector layers."""
_EQUATOR_M = 40_075_016.686
_PIXELS = 512
"""A tile's side on the screen."""
_COARSEST = 6
"""The finest zoom at which a city is a dot; all coarser ones share its simplification."""


@dataclass(frozen=True, slots=True)
class _Zooms:
    """Zooms that are cut from the same shapes."""

    first: int
    last: int
    pixel_m: float
    """Ground that a pixel of the last zoom shows."""
    finest: bool
    """Whether it is the finest of all: there every feature has a shape."""


def write_pmtiles(path: Path, measurement: Measurement, *, place: Place, run: Run) -> None:
    """Write the file whole; the same measurement gives the same bytes.

    Raises:
        FormatError: GDAL could not cut the tiles, as on a full disk.
        OSError: the file could not be written.
    """
    bands = _bands(measurement.grid.resolution_m, place.centre[1])
    tiles: Tiles = defaultdict(bytes)
    described = []
    try:
        for layer in vector_layers(measurement, place):
            frame = layer.frame(measurement.grid)
            if len(frame):
                fields = _cut(tiles, frame, layer.name, bands=bands, folder=path.parent)
                about = {"id": layer.name, "description": layer.description, "fields": fields}
                described.append({**about, "minzoom": 0, "maxzoom": bands[0].last})
    except (DataLayerError, DataSourceError, FeatureError, sqlite3.Error) as error:
        raise FormatError(path.name, error) from error
    metadata = {**_metadata(measurement, place, run), "vector_layers": described}
    _write(path, tiles, metadata, place)


def _bands(resolution_m: float, latitude: float) -> tuple[_Zooms, ...]:
    """Return the zooms, the finest first: up to the last whose pixel is no smaller than a cell of the grid."""
    around = _EQUATOR_M * math.cos(math.radians(latitude)) / _PIXELS
    finest = max(math.floor(math.log2(around / resolution_m)), 0)
    bands, last = [], finest
    while last >= 0:
        first = last if last > _COARSEST else 0
        bands.append(_Zooms(first, last, around / 2**last, last == finest))
        last = first - 1
    return tuple(bands)


def _cut(
    tiles: Tiles, frame: gpd.GeoDataFrame, name: str, *, bands: tuple[_Zooms, ...], folder: Path
) -> dict[str, str]:
    """Append a layer to the tiles that it meets; return its fields with their types."""
    fields: dict[str, str] = {}
    with TemporaryDirectory(dir=folder) as work:
        for zooms in bands:
            frame = frame.set_geometry([_generalised(shape, zooms) for shape in frame.geometry], crs=frame.crs)
            frame = frame[~frame.geometry.is_empty]
            if not len(frame):
                break
            file = Path(work) / f"{zooms.last}.mbtiles"
            options = {"NAME": name, "MINZOOM": zooms.first, "MAXZOOM": zooms.last}
            pyogrio.write_dataframe(frame, file, layer=name, driver="MBTiles", dataset_options=options)
            with closing(sqlite3.connect(file)) as database:
                for number, data in _tiles(database):
                    tiles[number] += data
                fields = fields or _fields(database)
    return fields


def _generalised(shape: BaseGeometry, zooms: _Zooms) -> BaseGeometry:
    """Return a shape without holes and parts that are smaller than a pixel, its outline within half a pixel."""
    least = zooms.pixel_m**2
    parts = [
        Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area >= least])
        for part in shapely.get_parts(shape)
        if zooms.finest or Polygon(part.exterior).area >= least
    ]
    return MultiPolygon(parts).simplify(zooms.pixel_m / 2)


def _tiles(database: sqlite3.Connection) -> Iterator[tuple[int, bytes]]:
    query = "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles"
    for zoom, column, row, data in database.execute(query):
        yield zxy_to_tileid(zoom, column, (1 << zoom) - 1 - row), gzip.decompress(data)


def _fields(database: sqlite3.Connection) -> dict[str, str]:
    (text,) = database.execute("SELECT value FROM metadata WHERE name = 'json'").fetchone()
    fields: dict[str, str] = json.loads(text)["vector_layers"][0]["fields"]
    return fields


def _metadata(measurement: Measurement, place: Place, run: Run) -> dict[str, str]:
    return {
        "name": titled("Urban expansion", measurement, place),
        "description": SIMULATED_SENTENCE if is_simulated(measurement, place) else "",
        "attribution": str(escape(citation(measurement.sources))),  # web maps take it as HTML
        "type": "overlay",
        **facts(measurement, place, run),
    }


def _write(path: Path, tiles: Tiles, metadata: Mapping[str, object], place: Place) -> None:
    west, south, east, north = (round(degrees * 1e7) for degrees in place.study_area.bounds)
    longitude, latitude = place.centre
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": _COARSEST,
        "center_lon_e7": round(longitude * 1e7),
        "center_lat_e7": round(latitude * 1e7),
    }
    with path.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        for number in sorted(tiles):
            writer.write_tile(number, gzip.compress(tiles[number], mtime=0))
        writer.finalize(header, metadata)
