import dataclasses
import json
import re
from datetime import UTC, datetime
from typing import Any

import pystac
import pystac.validation.local_validator
import pytest
from jsonschema import Draft7Validator
from odc.geo.geobox import GeoBox
from referencing import Registry
from shapely.geometry import shape

from geo.measurement import Measurement
from outputs.catalogue.stac import item_json
from outputs.layers.rasters import rasters
from outputs.manifest import FileEntry
from outputs.subject import Place, Run

CREATED = datetime(2026, 3, 1, 12, tzinfo=UTC)


def entries(measurement: Measurement) -> list[FileEntry]:
    layers = [raster.path for raster in rasters(measurement, "sample")]
    known = [(path, "image/tiff; application=geotiff; profile=cloud-optimized", "layers") for path in layers]
    known += [("summary.json", "application/json", "tables"), ("preview.png", "image/png", "pages")]
    files = [
        FileEntry.model_validate(
            {"path": path, "title": path, "media_type": kind, "group": group, "size": 7, "sha256": "ab" * 32}
        )
        for path, kind, group in known
    ]
    side = {"path": "a.qml", "title": "style", "media_type": "application/xml", "group": None, "size": 1}
    return [*files, FileEntry.model_validate({**side, "sha256": "cd" * 32})]


@pytest.fixture
def item(measurement: Measurement, place: Place, run: Run) -> dict[str, Any]:
    text = item_json(measurement, place, run, created=CREATED, files=entries(measurement))
    document: dict[str, Any] = json.loads(text)
    return document


def test_item_meets_the_core_schema_that_pystac_carries(item: dict[str, Any]) -> None:
    cache = pystac.validation.local_validator.get_local_schema_cache()
    uri = next(uri for uri in cache if uri.endswith("v1.1.0/item-spec/json-schema/item.json"))
    registry: Registry[Any] = Registry().with_contents(cache.items())
    validator = Draft7Validator(cache[uri], registry=registry)
    assert [error.message for error in validator.iter_errors(item)] == []
    broken = {**item, "bbox": "everywhere"}
    assert list(validator.iter_errors(broken))


def test_item_reads_back(item: dict[str, Any], place: Place) -> None:
    read = pystac.Item.from_dict(item)
    assert read.id == "sample-r0123456789ab"
    assert read.datetime is None
    assert read.properties["start_datetime"] == "1990-01-01T00:00:00Z"
    assert read.properties["end_datetime"] == "2010-12-31T23:59:59Z"
    assert read.bbox == list(place.study_area.bounds)
    assert shape(read.geometry).equals(place.study_area)
    assert read.properties["created"] == "2026-03-01T12:00:00Z"
    assert read.properties["license"] == "CC0-1.0"
    assert [(link.rel, link.href) for link in read.links] == [("alternate", "./index.html")]


def test_simulated_is_said(item: dict[str, Any]) -> None:
    assert item["properties"]["umran:simulated"] is True
    assert item["properties"]["title"].startswith("SIMULATED CITY, Sample")
    assert item["properties"]["description"].startswith("SIMULATED CITY: no real place")


def test_projected_epochs_and_every_source_are_named(compared: Measurement, place: Place, run: Run) -> None:
    properties = json.loads(item_json(compared, place, run, created=CREATED, files=()))["properties"]
    assert properties["umran:projected_epochs"] == [2010]
    assert len(properties["umran:citations"]) == 3


def test_projection(item: dict[str, Any]) -> None:
    properties = item["properties"]
    assert properties["proj:code"] == "EPSG:32627"
    assert properties["proj:shape"] == [60, 80]
    assert properties["proj:transform"] == [100, 0, 500_000, 0, -100, 2_006_000]
    assert properties["proj:bbox"] == [500_000, 2_000_000, 508_000, 2_006_000]


def test_a_grid_without_a_code_is_given_as_projjson(measurement: Measurement, place: Place, run: Run) -> None:
    laea = "+proj=laea +lat_0=18.1 +lon_0=-21 +datum=WGS84 +units=m"
    geobox = GeoBox((60, 80), measurement.grid.affine, laea)
    grid = dataclasses.replace(measurement.grid, geobox=geobox)
    own = dataclasses.replace(measurement, grid=grid)
    properties = json.loads(item_json(own, place, run, created=CREATED, files=[]))["properties"]
    assert "proj:epsg" not in properties
    assert properties.get("proj:code") is None
    assert properties["proj:projjson"]["type"] == "ProjectedCRS"


def test_assets_have_type_role_size_digest_and_classes(item: dict[str, Any]) -> None:
    raster = item["assets"]["extent/sample_extent_2000.tif"]
    assert raster["href"] == "./extent/sample_extent_2000.tif"
    assert raster["type"] == "image/tiff; application=geotiff; profile=cloud-optimized"
    assert raster["roles"] == ["data"]
    assert raster["file:size"] == 7
    assert raster["file:checksum"] == "1220" + "ab" * 32
    assert raster["start_datetime"] == "2000-01-01T00:00:00Z"
    band = raster["bands"][0]
    assert (band["name"], band["data_type"], band["nodata"]) == ("extent_class", "uint8", 0)
    assert band["classification:classes"][0] == {
        "value": 1,
        "name": "urban_built_up",
        "title": "Urban built-up",
        "color_hint": "7A0019",
    }
    assert all(re.fullmatch(r"[0-9A-Za-z_-]+", row["name"]) for row in band["classification:classes"])
    assert item["assets"]["built_up/sample_built_up_1990.tif"]["bands"][0]["nodata"] == "nan"
    assert item["assets"]["preview.png"]["roles"] == ["thumbnail", "overview"]
    assert item["assets"]["a.qml"]["roles"] == ["metadata"]


def test_extensions_are_declared_once_each(item: dict[str, Any]) -> None:
    found = [uri.split("/")[3] for uri in item["stac_extensions"]]
    assert sorted(found) == ["classification", "file", "projection"]


def test_a_licence_that_is_no_spdx_id_is_other(measurement: Measurement, place: Place, run: Run) -> None:
    source = dataclasses.replace(measurement.sources[0], licence="CC BY 4.0, acknowledge")
    own = dataclasses.replace(measurement, sources=(source,))
    properties = json.loads(item_json(own, place, run, created=CREATED, files=[]))["properties"]
    assert properties["license"] == "other"
    assert properties["umran:licence"] == "CC BY 4.0, acknowledge"
