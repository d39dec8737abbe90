import json
from pathlib import Path
from typing import Any

import pytest

from aoi.city import LANGUAGES
from aoi.city_file import city_file_text, read_city_file
from aoi.errors import CityFileError

Feature = dict[str, Any]


@pytest.fixture
def feature() -> Feature:
    """A city's file without anything optional."""
    return {
        "type": "Feature",
        "properties": {
            "id": "my-town",
            "names": {"en": "My Town", "es": "Mi Pueblo"},
            "iso3": "ECU",
            "region": "South America",
            "region_m49": "005",
            "centre": [-78.5, -0.1],
            "local_language": "es",
            "origin": "drawn by hand",
        },
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[-78.6, -0.2], [-78.4, -0.2], [-78.4, 0], [-78.6, 0], [-78.6, -0.2]]],
        },
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my-town.geojson"


def written(path: Path, feature: Feature) -> Path:
    path.write_text(json.dumps(feature), encoding="utf-8")
    return path


def test_a_file_becomes_a_city(path: Path, feature: Feature) -> None:
    city = read_city_file(written(path, feature))
    assert (city.id, city.name, city.iso3, city.region, city.region_m49) == (
        "my-town",
        "My Town",
        "ECU",
        "South America",
        "005",
    )
    assert city.centre == (-78.5, -0.1)
    assert city.local_language == "es"
    assert not city.simulated
    assert dict(city.notes) == {}
    assert city.study_area.origin == "drawn by hand"
    # 0.2° × 0.2° at the equator: 22.2639 km × 22.1149 km
    assert city.study_area.area_km2 == pytest.approx(22.2639 * 22.1149, rel=1e-4)


def test_missing_names_of_the_four_languages_are_the_english_one(path: Path, feature: Feature) -> None:
    names = read_city_file(written(path, feature)).names
    assert dict(names) == {"en": "My Town", "ar": "My Town", "fr": "My Town", "es": "Mi Pueblo"}
    assert set(names) >= set(LANGUAGES)


def test_a_simulated_place_belongs_to_no_country(path: Path, feature: Feature) -> None:
    feature["properties"] |= {"iso3": "XXX", "region": "No region", "region_m49": "000", "simulated": True}
    city = read_city_file(written(path, feature))
    assert city.simulated
    assert city.iso3 == "XXX"


def test_a_city_lies_in_its_own_country_unless_its_file_names_more(path: Path, feature: Feature) -> None:
    assert read_city_file(written(path, feature)).countries == ("ECU",)
    feature["properties"]["countries"] = ["ECU", "COL"]
    city = read_city_file(written(path, feature))
    assert city.countries == ("ECU", "COL")
    path.write_text(city_file_text(city), encoding="utf-8")
    assert read_city_file(path) == city


def test_a_place_outside_all_countries_is_in_none_unless_its_file_names_some(path: Path, feature: Feature) -> None:
    feature["properties"] |= {"iso3": "XXX", "region": "No region", "region_m49": "000"}
    assert read_city_file(written(path, feature)).countries == ()
    feature["properties"]["countries"] = ["COL"]
    assert read_city_file(written(path, feature)).countries == ("COL",)


def test_what_is_read_is_written_the_same(path: Path, feature: Feature) -> None:
    feature["properties"]["notes"] = {"census": "INEC 2010"}
    city = read_city_file(written(path, feature))
    path.write_text(city_file_text(city), encoding="utf-8")
    assert read_city_file(path) == city


BOW_TIE = [[[-78.6, -0.2], [-78.4, 0], [-78.4, -0.2], [-78.6, 0], [-78.6, -0.2]]]
TINY = [[[-78.5, -0.1], [-78.499, -0.1], [-78.499, -0.099], [-78.5, -0.1]]]


@pytest.mark.parametrize(
    ("member", "value", "told"),
    [
        ("nmaes", {"en": "x"}, "properties.nmaes: Extra inputs are not permitted"),
        ("id", "My Town", "properties.id: String should match pattern '^[a-z0-9]+(-[a-z0-9]+)*$'"),
        ("id", "other", "the id is 'other', the file's name says 'my-town'"),
        ("names", {"es": "Mi Pueblo"}, "properties: names lacks 'en'"),
        ("names", {"en": "My Town"}, "properties: names lacks 'es'"),
        ("names", {"en": "", "es": "x"}, "properties.names.en: String should have at least 1 character"),
        (
            "names",
            {"en": "My\nTown", "es": "x"},
            "properties.names.en: String should match pattern '^[^\\x00-\\x1f]+$'",
        ),
        ("iso3", "ecu", "properties.iso3: String should match pattern '^[A-Z]{3}$'"),
        ("iso3", "QQQ", "properties: 'QQQ' is not an ISO 3166-1 alpha-3 code"),
        ("iso3", "MAR", "properties: MAR lies in Northern Africa 015, not in South America 005"),
        ("region_m49", 5, "properties.region_m49: Input should be a valid string"),
        ("centre", [-0.1, -78.5], "the centre lies outside the study area"),
        ("centre", [-78.5, -91], "properties.centre.1: Input should be greater than or equal to -90"),
        ("centre", [-78.5], "properties.centre.1: Field required"),
        ("countries", ["COL", "ECU"], "properties: countries: expected its own, ECU, first"),
        ("countries", ["ECU", "ECU"], "properties: countries: expected countries, each once"),
        ("countries", ["ECU", "XXX"], "properties: countries: expected countries, each once"),
        ("countries", ["ECU", "QQQ"], "properties: countries: 'QQQ' is not an ISO 3166-1 alpha-3 code"),
        ("countries", ["ecu"], "properties.countries.0: String should match pattern '^[A-Z]{3}$'"),
        ("simulated", "yes", "properties.simulated: Input should be a valid boolean"),
    ],
)
def test_a_property_that_is_wrong_is_named(path: Path, feature: Feature, member: str, value: Any, told: str) -> None:
    feature["properties"][member] = value
    with pytest.raises(CityFileError) as caught:
        read_city_file(written(path, feature))
    assert str(caught.value) == f"{path}: {told}; correct the city's file"


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        ({"type": "Point", "coordinates": [0, 0]}, "the geometry is not a Polygon or MultiPolygon"),
        ({"type": "Polygon", "coordinates": []}, "the geometry is not a Polygon or MultiPolygon"),
        ({"type": "Polygon"}, "the geometry is not GeoJSON"),
        ({"type": "Polygon", "coordinates": "here"}, "the geometry is not GeoJSON"),
        ({}, "the geometry is not GeoJSON"),
        ({"type": "Polygon", "coordinates": BOW_TIE}, "the geometry is invalid (Self-intersection[-78.5 -0.1])"),
        ({"type": "Polygon", "coordinates": TINY}, "the centre lies outside the study area"),
        (
            {"type": "Polygon", "coordinates": [[[0, 0], [0, 100], [100, 100], [0, 0]]]},
            "the geometry reaches beyond longitude ±180 or latitude ±90",
        ),
    ],
)
def test_a_geometry_that_is_wrong_is_told(path: Path, feature: Feature, geometry: Feature, told: str) -> None:
    feature["geometry"] = geometry
    feature["properties"]["centre"] = [-78.45, -0.05]
    with pytest.raises(CityFileError) as caught:
        read_city_file(written(path, feature))
    assert str(caught.value) == f"{path}: {told}; correct the city's file"


def test_an_area_too_small_for_a_city(path: Path, feature: Feature) -> None:
    feature["geometry"]["coordinates"] = TINY
    feature["properties"]["centre"] = [-78.4992, -0.0998]
    with pytest.raises(CityFileError) as caught:
        read_city_file(written(path, feature))
    assert str(caught.value) == f"{path}: its area is 0.0062 km², under 1 km²; correct the city's file"


def test_several_faults_are_counted(path: Path, feature: Feature) -> None:
    del feature["properties"]["origin"]
    feature["type"] = "Thing"
    with pytest.raises(
        CityFileError, match=r"type: Input should be 'Feature' \(and 1 more\); correct the city's file$"
    ):
        read_city_file(written(path, feature))


def test_a_file_that_is_no_json_or_is_not_there(path: Path) -> None:
    with pytest.raises(CityFileError) as caught:
        read_city_file(path)
    assert str(caught.value) == f"{path}: No such file or directory; correct the city's file"
    path.write_text("{")
    with pytest.raises(CityFileError) as caught:
        read_city_file(path)
    assert str(caught.value) == (
        f"{path}: Invalid JSON: EOF while parsing an object at line 1 column 1; correct the city's file"
    )
