"""The input: five epochs of 6,000 × 6,000 cells of 10 m as Cloud Optimized GeoTIFFs, written once to build/bench."""

import sys
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from scipy.ndimage import gaussian_filter, zoom

BUILD = Path(__file__).resolve().parents[1] / "build" / "bench"
SIDE = 6_000
EPOCHS = (1995, 2000, 2005, 2010, 2015)
TREES, BUILT, WATER = 10, 50, 80
_REACH = (0.40, 0.44, 0.48, 0.53, 0.58)
_PROFILE = {"driver": "COG", "compress": "DEFLATE", "count": 1, "crs": "EPSG:32627"}

_TOML = """
[source]
id = "big-city"
title = "A large made-up city"
version = "1"
licence = "CC0-1.0"
citation = "none"
measures = "land cover"
[built_up]
values = "classes"
built_up_classes = [50]
other_classes = [10]
water_classes = [80]
nodata = 0
pattern = "cover_{year}.tif"
epochs = [1995, 2000, 2005, 2010, 2015]
[population]
pattern = "people_{year}.tif"
epochs = [1995, 2000, 2005, 2010, 2015]
[city]
id = "big-city"
names = { en = "Big City" }
"""


def ensure_big_city(folder: Path) -> Path:
    """Write the city unless it is there; return the path of its TOML."""
    toml = folder / "big-city.toml"
    if toml.exists():
        return toml
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(11)
    rows, columns = np.ogrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    distance = np.hypot(rows, columns).astype(np.float32)
    relief = zoom(gaussian_filter(random.standard_normal((SIDE // 20, SIDE // 20)), 6), 20, order=1).astype(np.float32)
    grain = random.random((SIDE, SIDE), np.float32)
    score = distance + 1.2 * relief + 0.35 * grain
    water = columns + 0.8 * relief > 0.62
    for year, reach in zip(EPOCHS, _REACH, strict=True):
        built = (score < reach) & ~water
        cover = np.where(water, WATER, np.where(built, BUILT, TREES)).astype(np.uint8)
        people = built.reshape(SIDE // 10, 10, SIDE // 10, 10).sum(axis=(1, 3)).astype(np.float32)
        _write(folder / f"cover_{year}.tif", cover, size=10, nodata=0)
        _write(folder / f"people_{year}.tif", people * np.float32(0.8), size=100, nodata=None)
    toml.write_text(_TOML, encoding="utf-8")
    return toml


def _write(path: Path, array: np.ndarray, *, size: float, nodata: float | None) -> None:
    rows, columns = array.shape
    affine = Affine(size, 0, 600_000, 0, -size, 2_300_000)
    shape = {"height": rows, "width": columns, "dtype": array.dtype, "transform": affine, "nodata": nodata}
    with rasterio.open(path, "w", **_PROFILE, **shape) as dataset:
        dataset.write(array, 1)


if __name__ == "__main__":  # in a process of its own: what it takes to make the input is not the peers' memory
    ensure_big_city(Path(sys.argv[1]))
