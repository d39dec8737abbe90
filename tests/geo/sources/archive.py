"""The archives of the declared sources as files: each tile where its address says, in its scheme, CRS, type and codes.

Tiles have their full size and native resolution but hold blocks only round a study area, so that they are small and
quick to write. A cell's value follows from its place on its CRS's own lattice alone: neighbouring tiles, and what they
share, agree. Import it as `from tests.geo.sources.archive import write_archive`.
"""

import math
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import pyproj
import rasterio
import shapely
from affine import Affine
from rasterio.features import geometry_mask
from rasterio.windows import Window
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry as Geometry

from geo.sources.access import DegreeTiles, TileAccess, UtmTiles
from geo.sources.declaration import SourceDeclaration
from geo.sources.tiles import Tile, tiles_of

BLOCK = 512
ROUND_M = 3_000.0
"""How far beyond an area tiles hold data."""
_DEGREE_M = 111_000.0
_STRIPE = 400
"""Cells: the width of the stripes that countries are made of here, where a city lies in several."""
COUNTRIES = {
    "CRI": (-87.2, 5.4, -82.4, 11.3),
    "CUB": (-85.1, 19.7, -74.0, 23.4),
    "ECU": (-92.1, -5.1, -75.1, 1.8),
    "ISR": (34.2, 29.4, 35.9, 33.4),
    "JOR": (34.9, 29.1, 39.4, 33.4),
    "KAZ": (46.4, 40.5, 87.4, 55.5),
    "KGZ": (69.2, 39.1, 80.3, 43.3),
    "KHM": (102.3, 9.9, 107.7, 14.7),
    "LSO": (27.0, -30.7, 29.5, -28.5),
    "MAR": (-13.2, 27.6, -0.9, 36.0),
    "PHL": (116.9, 4.5, 126.7, 21.2),
    "PSE": (34.2, 31.2, 35.6, 32.6),
    "ZAF": (16.4, -47.0, 38.0, -22.1),
}
"""Round each country's land, degrees: what its raster covers."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """Cells as an archive has them, straight from the function that makes them."""

    array: npt.NDArray[Any]
    transform: Affine
    crs: str
    nodata: float | None
    """What the source declares."""


@dataclass(frozen=True, slots=True)
class _Lattice:
    """All cells of a CRS; cell (0, 0) has its upper left corner at `anchor`."""

    crs: str
    cell: float
    anchor: float = 0.0

    def span(self, low: float, high: float) -> tuple[int, int]:
        """Return the cells from the one that `low` lies in to the one that `high` lies in, as first and stop."""
        first, stop = ((value - self.anchor) / self.cell for value in (low, high))
        return math.floor(first + 1e-6), math.ceil(stop - 1e-6)

    def window(self, bounds: Sequence[float]) -> tuple[int, int, int, int]:
        """Return the first row, stop row, first column and stop column under bounds."""
        west, south, east, north = bounds
        return (*self.span(-north, -south), *self.span(west, east))

    def transform(self, row: int, column: int) -> Affine:
        left, top = self.anchor + column * self.cell, -(self.anchor + row * self.cell)
        return Affine(self.cell, 0, left, 0, -self.cell, top)


@dataclass(frozen=True, slots=True)
class _File:
    """One raster to write."""

    lattice: _Lattice
    window: tuple[int, int, int, int]
    """Its first row, stop row, first column and stop column on the lattice."""
    inside: Geometry | None = None
    """In its CRS: beyond it are no data."""
    stripe: tuple[int, int] = (0, 1)
    """Which of how many countries' stripes it holds."""


def mirror(declaration: SourceDeclaration, host: str) -> str:
    """Return the base address of the source's archive as a server of `root` at `host` has it."""
    assert isinstance(declaration.access, TileAccess)
    return f"{host}{urlsplit(declaration.access.base).path}"


def write_archive(
    root: Path,
    declaration: SourceDeclaration,
    area: Geometry,
    years: Sequence[int],
    countries: tuple[str, ...] = (),
    *,
    absent: Collection[str] = (),
) -> tuple[Path, ...]:
    """Write the tiles that an area (EPSG:4326) needs below `root`, each at the path of its first address.

    Tiles named in `absent` are left out. A file that two epochs share is written once.
    """
    access = declaration.access
    assert isinstance(access, TileAccess)
    written: dict[Path, None] = {}
    for year in years:
        for tile in tiles_of(access, area, year=year, countries=countries):
            path = root / urlsplit(tile.addresses[0]).path.lstrip("/")
            if tile.name in absent or path in written:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            raster = path if access.container == "tiff" else path.with_suffix(".tif")
            _write(raster, declaration, _file_of(declaration, tile, countries), area, year)
            if access.container == "zip":
                with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
                    packed.write(raster, raster.name)
                raster.unlink()
            written[path] = None
    return tuple(written)


def write_stac_archive(
    root: Path, declaration: SourceDeclaration, area: Geometry, years: Sequence[int], host: str
) -> list[dict[str, Any]]:
    """Write the 45° tiles of ESA CCI below `root`, and return the items that a STAC API gives of them.

    Addresses in the items begin with `host`, a server of `root`.
    """
    lattice = _lattice(declaration)
    west, south, east, north = _wide(area).bounds
    items = []
    for lat in range(math.floor(south / 45) * 45, math.ceil(north), 45):
        for lon in range(math.floor(west / 45) * 45, math.ceil(east), 45):
            bounds = (lon, lat, lon + 45, lat + 45)
            for year in years:
                name = f"{'SN'[lat >= 0]}{abs(lat):02d}{'WE'[lon >= 0]}{abs(lon):03d}"
                item = _cci_item(declaration, name, bounds, year, host)
                (asset,) = item["assets"].values()
                path = root / urlsplit(asset["href"]).path.lstrip("/")
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, declaration, _File(lattice, lattice.window(bounds)), area, year)
                items.append(item)
    return items


def crs_of(declaration: SourceDeclaration, area: Geometry) -> tuple[str, ...]:
    """Return the CRSs that the tiles of an area are in: several only where they are UTM zones."""
    access = declaration.access
    if not isinstance(access, TileAccess) or not isinstance(access.scheme, UtmTiles):
        return (_lattice(declaration).crs,)
    tiles = tiles_of(access, area, year=declaration.epochs[0])
    return tuple(dict.fromkeys(_utm_crs(tile.name) for tile in tiles))


def plain_pixels(
    declaration: SourceDeclaration, area: Geometry, *, year: int, crs: str | None = None, absent: Collection[str] = ()
) -> Pixels:
    """Return the cells over the bounding box of an area (EPSG:4326), 2 km wider, as one array without tiles.

    Args:
        declaration: the source.
        area: EPSG:4326.
        year: the epoch.
        crs: which of `crs_of`; cells of other UTM zones are no data.
        absent: tiles that are not in the archive: no data.
    """
    lattice = _lattice(declaration) if crs is None else _Lattice(crs, float(declaration.raster.cell or 0))
    window = lattice.window(_bounds_in(area, lattice.crs, 2_000.0))
    array = _values(declaration, year, window)
    transform = lattice.transform(window[0], window[2])
    access = declaration.access
    if isinstance(access, TileAccess) and (absent or isinstance(access.scheme, UtmTiles)):
        there = [
            _projected(tile.square, lattice.crs)
            for tile in tiles_of(access, area, year=year)
            if tile.square is not None
            and tile.name not in absent
            and (not isinstance(access.scheme, UtmTiles) or _utm_crs(tile.name) == crs)
        ]
        array[geometry_mask(there, array.shape, transform)] = _fill(declaration)
    return Pixels(array, transform, lattice.crs, _nodata(declaration))


# Where the cells lie


def _lattice(declaration: SourceDeclaration) -> _Lattice:
    facts = declaration.raster
    access = declaration.access
    by_country = isinstance(access, TileAccess) and access.scheme.kind == "country"
    cell = float(facts.cell or 0)
    return _Lattice(facts.crs or "", cell, cell / 2 if by_country else 0.0)


def _utm_crs(tile: str) -> str:
    return f"EPSG:32{6 if tile[2] >= 'N' else 7}{tile[:2]}"


def _file_of(declaration: SourceDeclaration, tile: Tile, countries: tuple[str, ...]) -> _File:
    access = declaration.access
    assert isinstance(access, TileAccess)
    if isinstance(access.scheme, UtmTiles):
        lattice = _Lattice(_utm_crs(tile.name), float(declaration.raster.cell or 0))
        inside = _projected(tile.square, lattice.crs)
        return _File(lattice, lattice.window(inside.bounds), inside)
    lattice = _lattice(declaration)
    if tile.bounds is None:
        stripe = (countries.index(tile.name), len(countries))
        return _File(lattice, lattice.window(COUNTRIES[tile.name]), stripe=stripe)
    over = access.scheme.overlap if isinstance(access.scheme, DegreeTiles) else 0.0
    west, south, east, north = tile.bounds
    return _File(lattice, lattice.window((west - over, south - over, east + over, north + over)))


def _wide(area: Geometry) -> Geometry:
    west, south, east, north = area.bounds
    up = ROUND_M / _DEGREE_M
    along = up / math.cos(math.radians(max(abs(south), abs(north))))
    return shapely.box(west - along, south - up, east + along, north + up)


def _projected(area: Geometry | None, crs: str) -> Geometry:
    transformer = _transformer(crs)
    dense = shapely.segmentize(area, 0.01)
    return shapely.transform(dense, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))


@cache
def _transformer(crs: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def _bounds_in(area: Geometry, crs: str, margin_m: float) -> tuple[float, ...]:
    margin = margin_m / _DEGREE_M if crs == "EPSG:4326" else margin_m
    west, south, east, north = _projected(shapely.box(*area.bounds), crs).bounds
    return (west - margin, south - margin, east + margin, north + margin)


# What they hold


def _nodata(declaration: SourceDeclaration) -> float | None:
    values = declaration.built_up or declaration.population or declaration.classes
    assert values is not None
    return values.nodata


def _fill(declaration: SourceDeclaration) -> float:
    """Return what a cell holds of which nothing is known: where there is no such value, what is not settled."""
    nodata = _nodata(declaration)
    return 0 if nodata is None or (nodata < 0 and declaration.built_up is not None) else nodata


_ROW_KINDS, _COLUMN_KINDS, _LEVELS, _PATCH = 16, 256, 8, 64


def _mixed(numbers: npt.NDArray[np.int64], salt: int) -> npt.NDArray[np.uint64]:
    """Return numbers that look random, one for each whole number."""
    mixed = numbers.astype(np.uint64) + np.uint64(salt)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


@cache
def _kinds() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return a lot for each kind of cell: when it is built up, and what it is before."""
    random = np.random.default_rng(20)
    shape = (_LEVELS, _ROW_KINDS, _COLUMN_KINDS)
    return random.random(shape), random.random(shape)


def _values(declaration: SourceDeclaration, year: int, window: tuple[int, int, int, int]) -> npt.NDArray[Any]:
    """Return the values of the cells in a window of their lattice; numbers differ from cell to cell."""
    top, stop, left, right = window
    rows, columns = np.arange(top, stop, dtype=np.int64), np.arange(left, right, dtype=np.int64)
    dtype = np.dtype(declaration.raster.dtypes[0])
    values = declaration.built_up
    if values is not None and values.values in {"classes", "first_year"}:
        return _looked_up(_table(declaration, year).astype(dtype), rows, columns)
    if declaration.classes is not None:
        codes = np.array(sorted(declaration.classes.legend), dtype)
        return codes[(_mixed(rows, 1)[:, None] ^ _mixed(columns, 2)[None, :]) % np.uint64(len(codes))]
    numbers = (rows[:, None] * 7_919 + columns[None, :] * 31) % 99_991
    grown = numbers * (0.3 + 0.01 * (year - 1970))
    found = grown / 1_000 if declaration.population is not None else np.minimum(grown / 10, 10_000)
    found[numbers % 499 == 0] = _nodata(declaration)
    return found.astype(dtype)


def _table(declaration: SourceDeclaration, year: int) -> npt.NDArray[Any]:
    """Return the code of each kind of cell: built up from its year on, else one of the other codes of the legend."""
    values = declaration.built_up
    assert values is not None
    lot, before = _kinds()
    level = np.arange(1, _LEVELS + 1)[:, None, None] / (_LEVELS + 2)
    if values.first_years is not None:
        first, last = values.first_years
        built = first + np.floor(lot / level * (last - first + 1))
        return np.where(built <= last, built, values.never)
    others = [*values.other_classes, *values.water_classes]
    codes = np.array(others)[np.floor(before * len(others)).astype(int)]
    if values.unknown_classes:
        codes[before < 0.004] = values.unknown_classes[0]
    if values.nodata is not None and values.nodata >= 0:
        codes[before > 0.998] = values.nodata
    share = level * (0.3 + 0.01 * (year - 1970))
    return np.where((lot < share) & (before >= 0.004) & (before <= 0.998), values.built_up_classes[0], codes)


def _looked_up(
    table: npt.NDArray[Any], rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]
) -> npt.NDArray[Any]:
    """Return the codes of cells by the kinds of their row and column, and by how built up their surroundings are."""
    by_row, by_column = _mixed(rows, 3) % np.uint64(_ROW_KINDS), _mixed(columns, 4) % np.uint64(_COLUMN_KINDS)
    kinds = np.arange(_ROW_KINDS)[:, None]
    codes = np.empty((len(rows), len(columns)), table.dtype)
    for patch in np.unique(rows // _PATCH):
        here = rows // _PATCH == patch
        waves = np.sin(patch / 3.1) + np.cos(columns // _PATCH / 2.3)
        level = np.floor((waves + 2) / 4.001 * _LEVELS).astype(int)
        codes[here] = table[level, kinds, by_column][by_row[here]]
    return codes


# How they are written


def _write(path: Path, declaration: SourceDeclaration, file: _File, area: Geometry, year: int) -> None:
    top, stop, left, right = file.window
    nodata = _nodata(declaration)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=stop - top,
        width=right - left,
        count=1,
        dtype=declaration.raster.dtypes[0],
        crs=file.lattice.crs,
        transform=file.lattice.transform(top, left),
        nodata=0 if nodata is not None and nodata < 0 and declaration.built_up is not None else nodata,
        tiled=True,
        blockxsize=BLOCK,
        blockysize=BLOCK,
        compress="deflate",
        zlevel=1,
        SPARSE_OK="TRUE",
    ) as raster:
        for part in _strips(file, area):
            array = _values(declaration, year, part)
            _leave_out(array, file, part, _fill(declaration))
            rows, columns = array.shape
            raster.write(array, 1, window=Window(part[2] - left, part[0] - top, columns, rows))


def _strips(file: _File, area: Geometry) -> Iterator[tuple[int, int, int, int]]:
    """Yield the windows of whole rows of blocks round an area."""
    top, stop, left, right = file.window
    first, last, west, east = file.lattice.window(_bounds_in(area, file.lattice.crs, ROUND_M))
    first, west = (max(0, value // BLOCK * BLOCK) for value in (first - top, west - left))
    last, east = min(stop, last) - top, min(right, math.ceil((east - left) / BLOCK) * BLOCK + left) - left
    for row in range(first, last, BLOCK):
        if west < east:
            yield (top + row, min(top + row + BLOCK, stop), left + west, left + east)


def _leave_out(array: npt.NDArray[Any], file: _File, part: tuple[int, int, int, int], fill: float) -> None:
    if file.inside is not None:
        transform = file.lattice.transform(part[0], part[2])
        array[geometry_mask([file.inside], array.shape, transform)] = fill
    own, of = file.stripe
    if of > 1:
        rows, columns = np.arange(part[0], part[1])[:, None], np.arange(part[2], part[3])[None, :]
        array[(columns + rows // 3) // _STRIPE % of != own] = fill


def _cci_item(
    declaration: SourceDeclaration, tile: str, bounds: Sequence[float], year: int, host: str
) -> dict[str, Any]:
    access = declaration.access
    assert access is not None
    assert access.kind == "stac"
    version, maker = ("v2.0.7cds", "ESACCI") if year < 2016 else ("v2.1.1", "C3S")
    name = f"{maker}-LC-L4-LCCS-Map-300m-P1Y-{year}-{version}-{tile}"
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": name,
        "collection": access.collection,
        "geometry": mapping(shapely.box(*bounds)),
        "bbox": list(bounds),
        "properties": {
            "datetime": None,
            "start_datetime": f"{year}-01-01T00:00:00Z",
            "end_datetime": f"{year}-12-31T23:59:59Z",
            "esa_cci_lc:version": version.removeprefix("v"),
        },
        "links": [],
        "assets": {
            access.asset: {
                "href": f"{host}/esa-cci-lc/cog/{version}/{tile}/{year}/{name}-{access.asset}.tif",
                "type": "image/tiff; application=geotiff; profile=cloud-optimized",
                "roles": ["data"],
            }
        },
    }
