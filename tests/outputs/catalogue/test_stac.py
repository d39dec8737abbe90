import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import pystac
import pystac.validation.local_validator
import pytest
from jsonschema import Draft7Validator
from odc.geo.geobox import GeoBox
from pystac.extensions.projection import ProjectionExtension
from pystac.extensions.scientific import ScientificExtension
from pystac.extensions.version import VersionExtension
from referencing import Registry
from shapely.geometry import shape

from geo.measurement import Measurement
from outputs.catalogue.stac import item_json
from outputs.headline import headline
from outputs.subject import Place, Run
from outputs.words import speaking

CREATED = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def item(make_item: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(make_item())
    return document


def bare(measurement: Measurement, place: Place, run: Run) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(item_json(measurement, place, run, created=CREATED, files=()))
    return document


def links(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(link["rel"], link["href"]) for link in document["links"]]


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
    assert (read.id, read.collection_id) == ("sample-r0123456789ab", "sample")
    assert read.datetime is None
    assert read.properties["start_datetime"] == "1990-01-01T00:00:00Z"
    assert read.properties["end_datetime"] == "2010-12-31T23:59:59Z"
    assert read.bbox == list(place.study_area.bounds)
    assert shape(read.geometry).equals(place.study_area)
    assert read.properties["created"] == "2026-03-01T12:00:00Z"
    assert read.properties["license"] == "CC0-1.0"


def test_links_lead_up_by_relative_paths_and_to_the_page_in_each_language(item: dict[str, Any]) -> None:
    assert links(item) == [
        ("root", "../../catalog.json"),
        ("parent", "../collection.json"),
        ("collection", "../collection.json"),
        ("alternate", "./index.ar.html"),
        ("alternate", "./index.html"),
        ("license", "./index.html"),
        ("http://www.w3.org/ns/prov#has_provenance", "./provenance.json"),
    ]
    assert [link.get("hreflang") for link in item["links"][3:5]] == ["ar", "en"]


def test_simulated_is_said(item: dict[str, Any]) -> None:
    assert item["properties"]["umran:simulated"] is True
    assert item["properties"]["title"].startswith("SIMULATED CITY, Sample")
    assert item["properties"]["description"].startswith("SIMULATED CITY: no real place")


def test_projected_epochs_and_every_source_are_named(compared: Measurement, place: Place, run: Run) -> None:
    properties = bare(compared, place, run)["properties"]
    assert properties["umran:projected_epochs"] == [2010]
    assert len(properties["sci:publications"]) == 3
    assert properties["umran:compared"] == ["Source wsf", "Source glad"]
    assert [provider["roles"] for provider in properties["providers"]] == [
        ["processor"],
        *[["producer", "licensor"]] * 3,
    ]


def test_projection(item: dict[str, Any]) -> None:
    found = ProjectionExtension.ext(pystac.Item.from_dict(item))
    assert found.code == "EPSG:32627"
    assert found.shape == [60, 80]
    assert found.transform == [100, 0, 500_000, 0, -100, 2_006_000]
    assert found.bbox == [500_000, 2_000_000, 508_000, 2_006_000]


def test_a_grid_without_a_code_is_given_as_projjson(measurement: Measurement, place: Place, run: Run) -> None:
    laea = "+proj=laea +lat_0=18.1 +lon_0=-21 +datum=WGS84 +units=m"
    geobox = GeoBox((60, 80), measurement.grid.affine, laea)
    grid = dataclasses.replace(measurement.grid, geobox=geobox)
    properties = bare(dataclasses.replace(measurement, grid=grid), place, run)["properties"]
    assert "proj:epsg" not in properties
    assert properties.get("proj:code") is None
    assert properties["proj:projjson"]["type"] == "ProjectedCRS"


def test_the_run_is_the_version_and_says_how_to_cite_it(item: dict[str, Any]) -> None:
    read = pystac.Item.from_dict(item)
    assert VersionExtension.ext(read).version == "r0123456789ab"
    citation = ScientificExtension.ext(read).citation
    assert citation
    assert all(part in citation for part in ("2026", "Sample", "r0123456789ab", "Simulated city"))


def test_how_it_was_made_is_said_in_words_and_for_machines(item: dict[str, Any]) -> None:
    properties = item["properties"]
    assert properties["processing:level"] == "L4"
    assert properties["processing:software"] == {"umran": "0.1.0", "numpy": "2.4.6", "rasterio": "1.4.4"}
    assert "Simulated city, version 1" in properties["processing:lineage"]
    assert properties["umran:parameters"]["epochs"] == [1990, 2000, 2010]


def test_the_text_is_english_whatever_language_is_spoken(make_item: Any) -> None:
    english = make_item()
    with speaking("ar", "MAR"):
        assert make_item() == english


def test_the_same_run_gives_the_same_bytes(make_item: Any) -> None:
    assert make_item() == make_item()


def test_extensions_are_declared_once_each(
    item: dict[str, Any], measurement: Measurement, place: Place, run: Run
) -> None:
    always = ["file", "language", "processing", "projection", "scientific", "version"]
    found = [uri.split("/")[3] for uri in item["stac_extensions"]]
    assert sorted(found) == sorted([*always, "classification", "raster"])
    without_rasters = [uri.split("/")[3] for uri in bare(measurement, place, run)["stac_extensions"]]
    assert sorted(without_rasters) == always


def test_the_headline_is_that_of_the_urban_extent_over_the_whole_span(measurement: Measurement) -> None:
    found = headline(measurement.indicators)
    assert found
    assert (found.boundary, found.boundary_rule, found.start, found.end) == ("urban_extent", "fixed", 1990, 2010)
    assert headline(()) is None


def test_where_the_extent_is_undefined_the_study_area_is_the_headline(measurement: Measurement) -> None:
    rows = [
        dataclasses.replace(row, lcr=None, undefined={**row.undefined, "lcr": "no_urban_extent"})
        if row.boundary == "urban_extent"
        else row
        for row in measurement.indicators
    ]
    found = headline(rows)
    assert found
    assert found.boundary == "study_area"
