"""Small landscapes of 1 km² cells, drawn by hand."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox

from geo.settlement.cells import Cells

MakeCells = Callable[..., Cells]


def _cells(population: npt.ArrayLike, *, built_up: npt.ArrayLike = 0.0, land: npt.ArrayLike = 1.0) -> Cells:
    people = np.array(population, np.float64)
    geobox = GeoBox(people.shape, Affine(1000, 0, 500_000, 0, -1000, 2_300_000), "EPSG:32627")
    built, solid = (np.broadcast_to(np.asarray(share, np.float64), people.shape).copy() for share in (built_up, land))
    return Cells(people, built, solid, geobox)


@pytest.fixture(scope="session")
def make_cells() -> MakeCells:
    return _cells


@pytest.fixture(scope="session")
def belgium(shared_data: Path) -> tuple[Cells, np.ndarray]:
    """Return Belgium's cells (GHSL), and the classes that the package flexurba publishes of all but a rim of 5."""
    folder = shared_data / "belgium_degurba"
    bands = {}
    for name in ("BE_POP", "BE_BUILT_S", "BE_LAND", "BE_classification1"):
        with rasterio.open(folder / f"{name}.tif") as raster:
            bands[name] = raster.read(1)
            if name == "BE_POP":
                geobox = GeoBox(raster.shape, raster.transform, raster.crs)
    cells = Cells(bands["BE_POP"], bands["BE_BUILT_S"] / 1e6, bands["BE_LAND"] / 1e6, geobox)
    return cells, bands["BE_classification1"]
