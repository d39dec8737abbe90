from pathlib import Path

import numpy as np
import pyproj
import pytest
import rasterio
from affine import Affine

from geo.lattice import Lattice
from geo.sources.area_check import cell_areas_km2, own_area_km2

DEGREES = pyproj.CRS("EPSG:4326")


def test_a_degree_on_the_ellipsoid() -> None:
    # The area of the 1° x 1° cell north of the equator on WGS 84: 12,308.78 km² (published cell-area tables).
    lattice = Lattice(DEGREES, Affine(1, 0, 10, 0, -1, 1), (1, 1))
    assert cell_areas_km2(lattice)[0] == pytest.approx(12_308.78, abs=0.1)


def test_cells_shrink_towards_the_pole() -> None:
    areas = cell_areas_km2(Lattice(DEGREES, Affine(1, 0, 0, 0, -1, 60), (60, 2)))
    assert np.all(np.diff(areas) > 0)


def test_utm_cells_are_larger_on_the_ground_at_the_central_meridian() -> None:
    lattice = Lattice(pyproj.CRS("EPSG:32618"), Affine(100, 0, 499_000, 0, -100, 1_150_000), (20, 20))
    assert cell_areas_km2(lattice)[0] == pytest.approx(0.01 / 0.9996**2, rel=1e-5)


def test_bacaus_built_up_areas(shared_data: Path) -> None:
    path = shared_data / "bacau_ghsl" / "bacau_02_urban_change_GHSL_LDSMT_4326.tif"
    with rasterio.open(path) as dataset:
        codes = dataset.read(1)
        lattice = Lattice(pyproj.CRS(dataset.crs.to_wkt()), dataset.transform, dataset.shape)
    expected = {6: 11.6895, 5: 20.9072, 4: 21.7759, 3: 22.4257}
    for first, area in expected.items():
        built = np.isin(codes, range(first, 7)).astype(np.float32)
        assert own_area_km2(built, lattice, lattice.footprint.buffer(1)) == pytest.approx(area, abs=0.0005)
