"""An epoch is read once a grid: then it is what the cache kept, as long as that is whole and meant the same."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pystac
import pytest
import rasterio
import shapely
from rasterio.io import DatasetReader

from geo.grid import Grid, grid_for
from geo.sources.cache import GridCache
from geo.sources.declaration import SourceDeclaration
from geo.sources.described import built_up_rasters, population_rasters
from geo.sources.epochs import EpochReader, land_of, unknown_of
from geo.sources.items import OpenedSource, epoch_item
from geo.sources.raster import Raster, open_raster

WriteRaster = Callable[..., Path]
VALUES = np.array([[10, 50, 50, 80], [10, 50, 0, 80], [10, 10, 50, 80]], np.uint8)
CLASSES = {"values": "classes", "built_up_classes": [50], "other_classes": [10], "water_classes": [80], "nodata": 0}


class Desk:
    """A source of two epochs whose openings are counted, and a cache."""

    def __init__(self, folder: Path, write_raster: WriteRaster) -> None:
        self.folder = folder
        self.openings: list[str] = []
        self.told: list[str] = []
        self.cache = GridCache(folder / "rasters", 10_000_000)
        self.paths = {year: str(write_raster(folder / f"{year}.tif", VALUES)) for year in (2000, 2010)}
        people = np.where(VALUES == 0, np.float32(-1), VALUES.astype(np.float32))
        self.people = str(write_raster(folder / "people.tif", people, nodata=-1))
        self.area = open_raster(self.paths[2000]).lattice.footprint

    def opened(self, path: str, **options: Any) -> AbstractContextManager[DatasetReader]:
        self.openings.append(Path(path).name)
        dataset: AbstractContextManager[DatasetReader] = rasterio.open(path, **options)
        return dataset

    def source(self, *, remote: bool = True, version: str = "1", **built_up: Any) -> OpenedSource:
        content = {"id": "mine", "title": "Mine", "version": version, "licence": "CC0-1.0", "citation": "Me"}
        content |= {"measures": "land", "built_up": CLASSES | built_up, "population": {"nodata": -1}}
        items = {}
        for year, path in self.paths.items():
            item = epoch_item(f"mine-{year}", year, self.area)
            item.add_asset("built_up", pystac.Asset(path))
            item.add_asset("population", pystac.Asset(self.people))
            items[year] = (item,)
        return OpenedSource(SourceDeclaration.model_validate(content), items, opener=self.opened, remote=remote)

    def grid(self, resolution_m: float | None = None) -> Grid:
        return grid_for(self.area, [open_raster(self.paths[2000]).lattice], resolution_m=resolution_m)

    def reader(
        self, source: OpenedSource, grid: Grid | None = None, area: shapely.Geometry | None = None
    ) -> EpochReader:
        return EpochReader(source, grid or self.grid(), area or self.area, cache=self.cache, tell=self.told.append)


@pytest.fixture
def desk(tmp_path: Path, write_raster: WriteRaster) -> Desk:
    return Desk(tmp_path, write_raster)


def read(desk: Desk, source: OpenedSource, year: int = 2000, **changes: Any) -> np.ndarray:
    """Return an epoch's fraction; `desk.openings` has what was opened for it."""
    rasters = built_up_rasters(source)[year]
    desk.openings.clear()
    return desk.reader(source, **changes).built_up(year, rasters).arrays["fraction"]


def test_the_second_reading_is_from_the_cache_and_the_same(desk: Desk) -> None:
    first = read(desk, desk.source())
    assert desk.openings == ["2000.tif"]
    second = read(desk, desk.source())
    assert desk.openings == []
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(first, [[0, 1, 1, 0], [0, 1, np.nan, 0], [0, 0, 1, 0]])
    assert desk.told == ["mine: built-up 2000", "mine: built-up 2000, from the cache"]


def test_land_and_facts_come_back_from_the_cache(desk: Desk) -> None:
    source, grid = desk.source(), desk.grid(200)
    rasters = built_up_rasters(source)[2000]
    first = desk.reader(source, grid).built_up(2000, rasters)
    second = desk.reader(source, grid).built_up(2000, rasters)
    land = land_of(first)
    assert land is not None
    assert not land.all()
    np.testing.assert_array_equal(land_of(second), land)
    assert second.facts == first.facts
    assert second.sha256 == first.sha256
    assert first.facts["own_km2"] == pytest.approx(0.04, rel=0.01)  # four cells of a hectare


def test_all_land_needs_no_mask(desk: Desk) -> None:
    source = desk.source(water_classes=[], other_classes=[10, 80])
    assert land_of(desk.reader(source).built_up(2000, built_up_rasters(source)[2000])) is None


@pytest.mark.parametrize("damage", ["flip", "cut", "remove", "facts"])
def test_a_damaged_entry_is_noticed_and_read_again(desk: Desk, damage: str) -> None:
    first = read(desk, desk.source())
    (file,) = (desk.folder / "rasters").rglob("fraction.tif")
    content = bytearray(file.read_bytes())
    if damage == "flip":
        content[-1] ^= 1
        file.write_bytes(content)
    elif damage == "cut":
        file.write_bytes(content[:-10])
    elif damage == "remove":
        file.unlink()
    else:
        (file.parent / "entry.json").write_text("{", encoding="utf-8")
    again = read(desk, desk.source())
    assert desk.openings == ["2000.tif"]
    np.testing.assert_array_equal(first, again)
    read(desk, desk.source())
    assert desk.openings == []


def test_what_means_something_else_is_another_entry(desk: Desk) -> None:
    first = read(desk, desk.source())
    for source in (desk.source(version="2"), desk.source(built_up_classes=[10], other_classes=[50])):
        found = read(desk, source)
        assert desk.openings == ["2000.tif"]
        assert np.array_equal(found, first, equal_nan=True) == (source.declaration.version == "2")
    assert not np.array_equal(read(desk, desk.source(), grid=desk.grid(50)).shape, first.shape)
    assert desk.openings == ["2000.tif"]
    read(desk, desk.source(), year=2010)
    assert desk.openings == ["2010.tif"]
    read(desk, desk.source(threshold=0.3))  # decides later what a built-up pixel is, not what is read
    assert desk.openings == []


def test_a_resampled_epoch_belongs_to_its_study_area(desk: Desk) -> None:
    """Its facts have the built-up area of the study area."""
    grid = desk.grid(50)
    smaller = shapely.box(*desk.area.bounds).intersection(desk.area.buffer(-1e-4))
    for area, expected in ((desk.area, ["2000.tif"]), (smaller, ["2000.tif"]), (desk.area, [])):
        read(desk, desk.source(), grid=grid, area=area)
        assert desk.openings == expected
    read(desk, desk.source())
    read(desk, desk.source(), area=smaller)
    assert desk.openings == []  # on its own cells it is the same for both


def test_a_users_own_files_are_read_each_time(desk: Desk) -> None:
    for _ in range(2):
        read(desk, desk.source(remote=False))
        assert desk.openings == ["2000.tif"]
    assert desk.cache.listed() == []


def test_people_and_what_is_unknown_of_them_are_kept(desk: Desk) -> None:
    source = desk.source()
    rasters = population_rasters(source)[2000]
    desk.openings.clear()
    first = desk.reader(source).people(2000, rasters, 1)
    second = desk.reader(source).people(2000, rasters, 1)
    assert desk.openings == ["people.tif"]
    np.testing.assert_array_equal(second.arrays["persons"], np.where(VALUES == 0, 0, VALUES))
    np.testing.assert_array_equal(unknown_of(second), VALUES == 0)
    assert second.sha256 == first.sha256
    desk.reader(source).people(2000, rasters, 2)
    assert desk.openings == ["people.tif", "people.tif"]


def test_first_years_are_read_once_for_all_epochs(desk: Desk, write_raster: WriteRaster) -> None:
    years = np.array([[0, 1990, 2005], [1985, 2000, 0]], np.uint16)
    path = str(write_raster(desk.folder / "years.tif", years))
    desk.paths = {2000: path, 2010: path}
    source = desk.source(
        values="first_year",
        first_years=(1985, 2015),
        built_up_classes=[],
        other_classes=[],
        water_classes=[],
        nodata=-1,
    )
    rasters: dict[int, tuple[Raster, ...]] = built_up_rasters(source)
    reader = desk.reader(source, grid_for(rasters[2000][0].lattice.footprint, [rasters[2000][0].lattice]))
    desk.openings.clear()
    found = {year: reader.built_up(year, rasters[year]).arrays["fraction"].tolist() for year in (2000, 2010)}
    assert desk.openings == ["years.tif"]
    assert found == {2000: [[0, 1, 0], [1, 1, 0]], 2010: [[0, 1, 1], [1, 1, 0]]}
