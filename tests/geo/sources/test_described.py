"""A raster's header survives in its item: what was opened once need not be opened again."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pystac
import pytest
import rasterio
from rasterio.enums import Resampling
from rasterio.io import DatasetReader
from shapely import box

from geo.errors import RasterError
from geo.sources.declaration import SourceDeclaration
from geo.sources.declarations import declared_sources
from geo.sources.described import built_up_rasters, class_rasters, describe, population_rasters, raster_of
from geo.sources.items import OpenedSource, epoch_item
from geo.sources.raster import Raster, open_raster

WriteRaster = Callable[..., Path]
FOOTPRINT = box(0, 0, 1, 1)


def unopened(path: str, **_: object) -> AbstractContextManager[DatasetReader]:
    msg = f"{path} was opened"
    raise AssertionError(msg)


@pytest.fixture
def raster(write_raster: WriteRaster, tmp_path: Path) -> Raster:
    """Return a raster in Mollweide with overviews."""
    values = np.arange(200 * 300, dtype=np.uint16).reshape(200, 300)
    path = write_raster(tmp_path / "tile.tif", values, crs="ESRI:54009", corner=(-8_041_000.3, 1e6), nodata=65535)
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4], Resampling.nearest)
    return open_raster(str(path))


def through_json(asset: pystac.Asset) -> pystac.Asset:
    item = epoch_item("a", 2000, FOOTPRINT)
    item.add_asset("built_up", asset)
    return pystac.Item.from_dict(json.loads(json.dumps(item.to_dict(include_self_link=False)))).assets["built_up"]


@pytest.mark.parametrize("square", [None, (-8_041_000.3, 985_000.0, -8_031_000.3, 1e6)])
def test_a_described_raster_is_the_same_without_being_opened(
    raster: Raster, square: tuple[float, float, float, float] | None
) -> None:
    raster = replace(raster, square=square)
    asset = pystac.Asset("elsewhere.tif")
    describe(asset, raster)
    found = raster_of(through_json(asset), 7.0, unopened)
    assert found == raster
    assert found.lattice.crs.equals(raster.lattice.crs)
    assert (found.overviews, found.nodata) == ((2, 4), 65535)
    assert found.opener is unopened


@pytest.mark.parametrize("nodata", [None, -99999.0, float("nan")])
def test_any_nodata_survives(raster: Raster, nodata: float | None) -> None:
    asset = pystac.Asset(raster.path)
    describe(asset, replace(raster, nodata=nodata))
    assert repr(raster_of(through_json(asset), None, unopened).nodata) == repr(nodata)


def test_what_is_not_described_is_opened(raster: Raster) -> None:
    found = raster_of(pystac.Asset(raster.path), 7.0)
    assert found == replace(raster, nodata=7.0)
    with pytest.raises(RasterError, match="expected a file, saw none"):
        raster_of(pystac.Asset(f"{raster.path}.gone"), None)


def source_of(declaration: SourceDeclaration, assets: dict[int, list[tuple[str, str]]]) -> OpenedSource:
    items = {}
    for year, named in assets.items():
        made = []
        for number, (key, path) in enumerate(named):
            item = epoch_item(f"{year}-{number}", year, FOOTPRINT)
            item.add_asset(key, pystac.Asset(path))
            made.append(item)
        items[year] = tuple(made)
    return OpenedSource(declaration, items)


def test_the_rasters_of_a_role_by_year_with_its_own_nodata(raster: Raster) -> None:
    declared = declared_sources()
    path = raster.path
    land = source_of(
        declared["io-lulc"], {2000: [("built_up", path), ("land_cover", path)], 2010: [("population", path)]}
    )
    assert {year: len(found) for year, found in built_up_rasters(land).items()} == {2000: 2}
    assert built_up_rasters(land)[2000][0].nodata == 0
    assert list(population_rasters(land)) == [2010]
    assert population_rasters(land)[2010][0].nodata == 65535
    people = source_of(declared["worldpop"], {2000: [("population", path)]})
    assert population_rasters(people)[2000][0].nodata == -99999
    model = source_of(declared["ghsl-smod"], {2000: [("classes", path)]})
    assert class_rasters(model)[2000][0].nodata == -200
    assert built_up_rasters(model) == {}
