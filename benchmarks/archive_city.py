"""The input: a city's land cover as Cloud Optimized GeoTIFFs in a static STAC catalogue, written once to build/bench.

Two layouts of two epochs each: in degrees with blocks of 1,024 cells, as global land cover is, and in a UTM zone with
blocks of 512, whose cells are kept as they are. The files reach beyond the city: not all of their blocks are its.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pyproj
import rasterio
import shapely
from affine import Affine
from scipy.ndimage import gaussian_filter

SIDE = 9_216
"""Cells along each side of a file; of 10 m, 92 km."""
CITY_M = 60_000
EPOCHS = (2000, 2020)
CENTRE = (39.4, 0.5)
"""Longitude and latitude: near the middle of UTM zone 37, where its areas are true."""
CODES = np.array([80, 50, 40, 30, 10], np.uint8)
_SHARES = {2000: (0.08, 0.17, 0.40, 0.65), 2020: (0.08, 0.26, 0.46, 0.68)}
"""Share of the cells that hold a code or one before it; water, built-up, crops, grass, and trees on the rest."""

_TOML = """
[source]
id = "{name}"
title = "A made-up city, {name}"
version = "1"
licence = "CC0-1.0"
citation = "none"
measures = "land cover"
can_shrink = true
epochs = [2000, 2020]
[access]
kind = "catalogue"
href = "{url}/{name}/catalog.json"
asset = "map"
[built_up]
values = "classes"
built_up_classes = [50]
other_classes = [10, 30, 40]
water_classes = [80]
nodata = 0
"""


@dataclass(frozen=True)
class Layout:
    """How a city's files lie."""

    name: str
    crs: str
    cell: float
    corner: tuple[float, float]
    """West and north."""
    block: int

    def file(self, year: int) -> str:
        """Return the path of an epoch's file below the root."""
        return f"{self.name}/cover_{year}.tif"

    def declared(self, url: str) -> str:
        """Return the source's TOML, its catalogue at a server."""
        return _TOML.format(name=self.name, url=url)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north of the files."""
        west, north = self.corner
        return west, north - SIDE * self.cell, west + SIDE * self.cell, north


def _layouts() -> tuple[Layout, Layout]:
    longitude, latitude = CENTRE
    degree = 1 / 12_000
    half = SIDE / 2
    to_utm = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32637", always_xy=True)
    x, y = (round(v, -1) for v in to_utm.transform(longitude, latitude))
    return (
        Layout("degrees", "EPSG:4326", degree, (longitude - half * degree, latitude + half * degree), 1024),
        Layout("utm", "EPSG:32637", 10.0, (x - half * 10, y + half * 10), 512),
    )


LAYOUTS = _layouts()


def city() -> shapely.Polygon:
    """Return the city's square, EPSG:4326."""
    square = shapely.box(*(v / 2 for v in (-CITY_M, -CITY_M, CITY_M, CITY_M)))
    plane = {"proj": "laea", "lat_0": CENTRE[1], "lon_0": CENTRE[0]}
    back = pyproj.Transformer.from_crs(plane, "EPSG:4326", always_xy=True)
    return shapely.transform(square, lambda xy: np.column_stack(back.transform(xy[:, 0], xy[:, 1])))


def ensure_archive(root: Path) -> None:
    """Write the files and their catalogues unless they are there."""
    if all((root / layout.name / "catalog.json").exists() for layout in LAYOUTS):
        return
    for year in EPOCHS:
        codes = np.concatenate(list(_strips(_SHARES[year])))
        for layout in LAYOUTS:
            (root / layout.name).mkdir(parents=True, exist_ok=True)
            _write(root / layout.file(year), codes, layout)
    for layout in LAYOUTS:
        _write_catalogue(root / layout.name, layout)


def _write_catalogue(folder: Path, layout: Layout) -> None:
    for year in EPOCHS:
        (folder / f"{year}.json").write_text(json.dumps(_item(layout, year)), encoding="utf-8")
    links = [{"rel": "item", "href": f"{year}.json"} for year in EPOCHS]
    catalogue = {"type": "Catalog", "id": layout.name, "stac_version": "1.0.0", "description": "A made-up city"}
    (folder / "catalog.json").write_text(json.dumps(catalogue | {"links": links}), encoding="utf-8")


def _item(layout: Layout, year: int) -> dict[str, object]:
    outline = shapely.box(*layout.bounds)
    to_degrees = pyproj.Transformer.from_crs(layout.crs, "EPSG:4326", always_xy=True)
    ring = shapely.transform(outline, lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])))
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": f"{layout.name}-{year}",
        "geometry": shapely.geometry.mapping(ring),
        "bbox": list(ring.bounds),
        "properties": {"datetime": f"{year}-07-01T00:00:00Z"},
        "links": [],
        "assets": {"map": {"href": f"cover_{year}.tif"}},
    }


def _write(path: Path, codes: np.ndarray, layout: Layout) -> None:
    profile = {"driver": "COG", "compress": "DEFLATE", "blocksize": layout.block, "overview_resampling": "nearest"}
    place = Affine(layout.cell, 0, layout.corner[0], 0, -layout.cell, layout.corner[1])
    shape = {"height": SIDE, "width": SIDE, "count": 1, "dtype": "uint8", "crs": layout.crs, "transform": place}
    with rasterio.open(path, "w", nodata=0, num_threads="ALL_CPUS", **profile, **shape) as dataset:
        dataset.write(codes, 1)


def _strips(shares: tuple[float, ...]) -> Iterator[np.ndarray]:
    """Yield codes in strips of rows: plains and hills with a grain, so that they pack as real land cover does."""
    random = np.random.default_rng(7)
    coarse = SIDE // 64
    hills = sum(gaussian_filter(random.standard_normal((coarse, coarse)), s) * s for s in (1, 4, 12)).astype(np.float32)
    field = cv2.resize(hills, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    spread = float(hills.std())
    levels = np.quantile(hills, shares)
    for top in range(0, SIDE, 1024):
        grain = cv2.blur(random.standard_normal((1024, SIDE), np.float32), (3, 3)) * (0.5 * spread)
        yield CODES[np.searchsorted(levels, field[top : top + 1024] + grain)]
