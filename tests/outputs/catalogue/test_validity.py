"""The whole catalogue by two validators that are not ours, stac-validator and rashid, without a network.

Both take the schemas of STAC 1.1 and of the extensions file, language, projection, raster, scientific and version from
the package rashid, which ships them as they were published. It has none of classification and processing: what they
define is read back through pystac (test_assets.py) or checked by hand (test_stac.py).
"""

import json
import warnings
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from odc.geo.geobox import GeoBox
from rashid import Finding, validate

from geo.measurement import Measurement
from outputs.catalogue.catalog import catalog_json
from outputs.catalogue.collection import collection_json, latest_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it announces its own successor
    from stac_validator import utilities
    from stac_validator.validate import StacValidate

ODD_NAMES = {
    "en": "=1+1 <script>alert(\"x\")</script> & 'quoted' " + "long " * 60,
    "ar": "\u200fمدينة\u202e (1990)\u2069",
    "fr": "ligne\nligne\r\ttab\x00",
    "es": "\u2028]]>",
}
Schemas = dict[str, str]
Validator = Callable[[dict[str, Any]], list[str]]


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Schemas:
    """Return address → file for every schema that a document names; those that nobody ships allow everything."""
    shipped = Path(str(files("rashid"))) / "_schemas"
    found = {}
    for folder, base in (
        ("extensions", "https://"),
        ("stac/1.1.0", "https://schemas.stacspec.org/v1.1.0/"),
        ("geojson", "https://geojson.org/schema/"),
    ):
        top = shipped / folder
        found |= {base + path.relative_to(top).as_posix(): str(path) for path in top.rglob("*.json")}
    anything = tmp_path_factory.mktemp("schema") / "anything.json"
    anything.write_text("{}")
    for name in ("classification/v2.0.0", "processing/v1.2.0"):
        address = f"https://stac-extensions.github.io/{name}/schema.json"
        assert address not in found
        found[address] = str(anything)
    return found


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(address: str, *_: object, **__: object) -> None:
        pytest.fail(f"asked the network for {address}")

    monkeypatch.setattr(utilities.requests, "get", refuse)


@pytest.fixture
def errors_of(schemas: Schemas, offline: None) -> Validator:  # noqa: ARG001 (no document may reach for the network)
    def errors(document: dict[str, Any]) -> list[str]:
        validator = StacValidate(schema_map=dict(schemas))
        validator.validate_dict(document)
        return [message["error_message"] for message in validator.message if not message["valid_stac"]]

    return errors


def structural(root: Path) -> list[Finding]:
    """Return what is wrong with STAC, extensions, links and the bytes of assets; Portolan's own profile is not ours."""
    found = validate(root, live=False)
    assert not [one for one in found.findings if one.rule_id.endswith("-000")]  # a check that could not run
    return [one for one in found.errors if one.rule_id.startswith(("PTL-STR", "PTL-EXT", "PTL-DAT", "PTL-LNK"))]


@pytest.mark.usefixtures("offline")
def test_stac_validator_accepts_every_document_of_the_catalogue(root: Path, schemas: Schemas) -> None:
    validator = StacValidate(str(root / "catalog.json"), recursive=True, schema_map=dict(schemas))
    assert validator.run()
    documents = {Path(message["path"]).resolve().relative_to(root).as_posix() for message in validator.message}
    assert documents == {
        "catalog.json",
        "sample/collection.json",
        "sample/r000000000001/item.json",
        "sample/r000000000002/item.json",
        "zeta/collection.json",
        "zeta/r000000000001/item.json",
    }
    assert all(message["valid_stac"] for message in validator.message)
    assert max(len(message["schema"]) for message in validator.message) == 1 + 8


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("proj:shape", ["60", "80"]),
        ("language", {"code": "no language"}),
        ("sci:publications", "a book"),
        ("version", 3),
        ("license", "CC BY"),
    ],
)
def test_stac_validator_would_find_a_fault(make_item: Any, errors_of: Validator, where: str, value: object) -> None:
    document = json.loads(make_item())
    assert errors_of(document) == []
    document["properties"][where] = value
    assert errors_of(document)


@pytest.mark.parametrize(("key", "value"), [("raster:sampling", "everywhere"), ("data_type", "text")])
def test_stac_validator_would_find_a_fault_in_a_band(
    make_item: Any, errors_of: Validator, key: str, value: str
) -> None:
    document = json.loads(make_item())
    document["assets"]["built_up/sample_built_up_1990.tif"]["bands"][0][key] = value
    assert errors_of(document)


def test_names_with_markup_marks_and_line_breaks_stay_text(make_item: Any, errors_of: Validator) -> None:
    item = make_item(names=ODD_NAMES)
    collection = collection_json(item)
    latest = latest_in(collection)
    texts = [item, collection, catalog_json([latest])]
    assert [errors_of(json.loads(text)) for text in texts] == [[], [], []]
    assert latest.names["en"] == " ".join(ODD_NAMES["en"].split())
    assert latest.names["fr"] == "ligne ligne tab"
    assert latest.names["ar"].startswith("\u200fمدينة\u202e")
    document = json.loads(collection)
    assert "\n" not in document["title"] + document["description"]


def test_sources_with_markup_and_line_breaks_stay_text(
    make_item: Any, errors_of: Validator, measurement: Measurement
) -> None:
    odd = replace(measurement.sources[0], title=ODD_NAMES["en"], citation=ODD_NAMES["fr"], licence="<b>\n")
    document = json.loads(make_item(of=replace(measurement, sources=(odd,))))
    assert errors_of(document) == []
    assert document["properties"]["license"] == "other"
    assert document["properties"]["sci:publications"] == [{"citation": "ligne ligne tab"}]


def test_a_grid_without_a_code_is_valid_projjson(
    make_item: Any, errors_of: Validator, measurement: Measurement
) -> None:
    laea = "+proj=laea +lat_0=18.1 +lon_0=-21 +datum=WGS84 +units=m"
    grid = replace(measurement.grid, geobox=GeoBox((60, 80), measurement.grid.affine, laea))
    document = json.loads(make_item(of=replace(measurement, grid=grid)))
    assert errors_of(document) == []
    assert errors_of(json.loads(collection_json(json.dumps(document)))) == []


def test_rashid_finds_the_catalogue_whole_and_every_asset_as_its_digest_says(root: Path) -> None:
    assert structural(root) == []
    (root / "zeta" / "r000000000001" / "summary.json").write_text("{}")
    changed = structural(root)
    assert changed
    assert all("summary.json" in one.message for one in changed)


def test_rashid_would_find_a_link_that_leads_nowhere(root: Path) -> None:
    (root / "zeta" / "r000000000001" / "item.json").unlink()
    assert structural(root)
