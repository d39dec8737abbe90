import dataclasses
import json
import re
from typing import Any

import numpy as np
import pystac
import pytest
from pystac.extensions.classification import Classification
from pystac.extensions.file import FileExtension

from geo.measurement import Measurement
from outputs.catalogue.assets import asset, is_page, language_of, raster_fields
from outputs.layers.rasters import rasters
from outputs.manifest import FileEntry


def file(path: str, media_type: str = "text/html", group: str | None = "pages") -> FileEntry:
    known = {"path": path, "title": "t", "media_type": media_type, "group": group, "size": 7, "sha256": "ab" * 32}
    return FileEntry.model_validate(known)


@pytest.fixture
def item(make_item: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(make_item())
    return document


@pytest.mark.parametrize(
    ("path", "media_type", "group", "roles"),
    [
        ("a.tif", "image/tiff; application=geotiff; profile=cloud-optimized", "layers", ["data"]),
        ("a.gpkg", "application/geopackage+sqlite3", "layers", ["data"]),
        ("a.qgz", "application/x-qgis-project", "layers", ["data"]),
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "tables", ["data"]),
        ("preview.png", "image/png", "pages", ["thumbnail", "overview"]),
        ("preview.ar.png", "image/png", "pages", ["overview"]),
        ("index.html", "text/html", "pages", ["documentation"]),
        ("report.ar.pdf", "application/pdf", "pages", ["documentation"]),
        ("a.qml", "application/xml", None, ["metadata"]),
    ],
)
def test_roles_follow_from_the_group_and_the_media_type(
    path: str, media_type: str, group: str | None, roles: list[str]
) -> None:
    assert asset(file(path, media_type, group))["roles"] == roles


@pytest.mark.parametrize(
    ("path", "media_type", "group", "language"),
    [
        ("index.html", "text/html", "pages", "en"),
        ("index.ar.html", "text/html", "pages", "ar"),
        ("annex.es.docx", "application/x", "pages", "es"),
        ("fr/report.pdf", "application/pdf", "pages", "fr"),
        ("sample.fr.qgz", "application/x-qgis-project", "layers", "fr"),
        ("preview.png", "image/png", "pages", None),
        ("sample.gpkg", "application/geopackage+sqlite3", "layers", None),
        ("ar.html", "text/html", "pages", "en"),
    ],
)
def test_the_language_is_read_from_the_name(path: str, media_type: str, group: str, language: str | None) -> None:
    entry = file(path, media_type, group)
    assert language_of(entry) == language
    assert asset(entry).get("hreflang") == language


def test_the_page_is_known_in_every_language() -> None:
    assert [is_page(file(path)) for path in ("index.html", "index.ar.html", "method.html")] == [True, True, False]
    assert not is_page(file("index.pdf", "application/pdf"))


def test_an_asset_has_its_address_type_size_and_digest(item: dict[str, Any], files: list[FileEntry]) -> None:
    read = pystac.Item.from_dict(item)
    assert set(read.assets) == {one.path for one in files}
    for one in files:
        found = read.assets[one.path]
        assert (found.href, found.title, found.media_type) == (f"./{one.path}", one.title, one.media_type)
        extension = FileExtension.ext(found)
        assert (extension.size, extension.checksum) == (one.size, "1220" + one.sha256)


def test_a_raster_of_classes_has_its_legend(item: dict[str, Any]) -> None:
    raster = item["assets"]["extent/sample_extent_2000.tif"]
    assert raster["start_datetime"] == "2000-01-01T00:00:00Z"
    (band,) = raster["bands"]
    assert (band["name"], band["data_type"], band["nodata"]) == ("extent_class", "uint8", 0)
    classes = [Classification(row) for row in band["classification:classes"]]
    assert (classes[0].value, classes[0].name, classes[0].color_hint) == (1, "urban_built_up", "7A0019")
    assert all(re.fullmatch(r"[0-9A-Za-z_-]+", row.name or "") for row in classes)
    assert set(band["statistics"]) == {"minimum", "maximum", "valid_percent"}


def test_a_raster_of_shares_has_scale_unit_and_statistics(item: dict[str, Any], measurement: Measurement) -> None:
    (band,) = item["assets"]["built_up/sample_built_up_1990.tif"]["bands"]
    known = measurement.layers.built_up[1990][measurement.study_area]
    assert (band["nodata"], band["unit"], band["raster:scale"]) == ("nan", "1", 1)
    assert (band["raster:sampling"], band["raster:spatial_resolution"]) == ("area", 100)
    statistics = band["statistics"]
    assert (statistics["minimum"], statistics["maximum"]) == (0, 1)
    assert statistics["mean"] == pytest.approx(known.mean(dtype=np.float64))
    assert statistics["stddev"] == pytest.approx(known.std(dtype=np.float64))
    assert statistics["valid_percent"] == pytest.approx(100 * (60 * 80 - 36) / (60 * 80))


def test_a_raster_without_a_known_cell_says_so(measurement: Measurement) -> None:
    raster = next(rasters(measurement, "sample"))
    empty = dataclasses.replace(raster, array=np.full_like(raster.array, np.nan))
    assert raster_fields(empty, measurement)["bands"][0]["statistics"] == {"valid_percent": 0}
