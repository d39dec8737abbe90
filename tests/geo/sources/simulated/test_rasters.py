from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp
from rio_cogeo import cog_validate

from geo.sources.simulated.city import SimulatedCity
from geo.sources.simulated.truth import read_truth

YEARS = (1990, 1995, 2000, 2005, 2010, 2015)


def _raster(catalogue: Path, year: int, name: str) -> Path:
    return catalogue.parent / f"simulated-{year}" / f"{name}.tif"


@pytest.mark.parametrize("year", YEARS)
def test_files_hold_the_truth(city_catalogue: Path, year: int) -> None:
    truth = {epoch.year: epoch for epoch in read_truth(city_catalogue)}[year]
    with rasterio.open(_raster(city_catalogue, year, "land_cover")) as dataset:
        cover = dataset.read(1)
        cell_km2 = dataset.res[0] * dataset.res[1] / 1e6
    assert np.count_nonzero(cover == 50) == truth.built_up_cells
    assert np.count_nonzero(cover == 50) * cell_km2 == pytest.approx(truth.built_up_km2, abs=1e-9)
    assert np.count_nonzero(cover == 80) * cell_km2 == pytest.approx(truth.water_km2, abs=1e-9)
    assert np.count_nonzero((cover != 80) & (cover != 0)) * cell_km2 == pytest.approx(truth.land_km2, abs=1e-9)
    with rasterio.open(_raster(city_catalogue, year, "population")) as dataset:
        assert dataset.read(1).sum(dtype=np.float64) == truth.population


def test_files_hold_the_arrays_where_they_belong(city_catalogue: Path, city: SimulatedCity) -> None:
    with rasterio.open(_raster(city_catalogue, 2005, "land_cover")) as cover:
        np.testing.assert_array_equal(cover.read(1), city.land_cover[2005])
        assert cover.crs.to_epsg() == 32627
        assert cover.transform.to_gdal() == (668000, 10, 0, 2222000, 0, -10)
        assert (cover.nodata, cover.dtypes[0]) == (0, "uint8")
        assert cover.colorinterp == (ColorInterp.palette,)
        assert cover.colormap(1)[50] == (250, 0, 0, 255)
        fine = cover.bounds
    with rasterio.open(_raster(city_catalogue, 2005, "population")) as population:
        np.testing.assert_array_equal(population.read(1), city.population[2005])
        assert population.res == (100, 100)
        assert (population.nodata, population.dtypes[0]) == (-1, "float32")
        assert population.bounds == fine


@pytest.mark.parametrize("name", ["land_cover", "population"])
def test_cloud_optimized(city_catalogue: Path, name: str) -> None:
    for year in YEARS:
        valid, errors, warnings = cog_validate(_raster(city_catalogue, year, name), strict=True)
        assert (valid, errors, warnings) == (True, [], [])


def test_overviews_do_not_lie(city_catalogue: Path) -> None:
    with rasterio.open(_raster(city_catalogue, 2015, "land_cover"), overview_level=0) as overview:
        assert set(np.unique(overview.read(1))) <= {10, 20, 30, 40, 50, 60, 80, 90}
    with rasterio.open(_raster(city_catalogue, 2015, "population")) as full:
        mean = full.read(1).reshape(100, 2, 120, 2).mean(axis=(1, 3))
    with rasterio.open(_raster(city_catalogue, 2015, "population"), overview_level=0) as overview:
        np.testing.assert_allclose(overview.read(1), mean, rtol=1e-6)


@pytest.mark.parametrize("name", ["land_cover", "population"])
def test_every_file_says_that_it_is_simulated_and_has_no_clock(city_catalogue: Path, name: str) -> None:
    for year in YEARS:
        with rasterio.open(_raster(city_catalogue, year, name)) as dataset:
            tags = dataset.tags()
        assert "SIMULATED" in tags["TIFFTAG_IMAGEDESCRIPTION"]
        assert "not a real place" in tags["TIFFTAG_IMAGEDESCRIPTION"]
        assert tags["UMRAN_SIMULATED"] == "true"
        assert tags["UMRAN_EPOCH"] == str(year)
        assert "TIFFTAG_DATETIME" not in tags
