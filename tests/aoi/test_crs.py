import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from aoi.container import Container, Kind
from aoi.crs import crs_text, layer_crs
from aoi.errors import AreaFileError
from aoi.where import Where

Written = Callable[..., Path]
UTM_TOLD = "EPSG:32618 (WGS 84 / UTM zone 18N)"
STATE = "state it in the file, or export it in longitude and latitude (EPSG:4326)"


def understood(path: Path, kind: Kind, declared: str | None = "EPSG:4326") -> str:
    return crs_text(layer_crs(Container(path, kind), declared, Where(path)))


def refusal(path: Path, kind: Kind, declared: str | None = "EPSG:4326") -> str:
    with pytest.raises(AreaFileError) as caught:
        understood(path, kind, declared)
    return str(caught.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32618"}}, UTM_TOLD),
        ({"type": "name", "properties": {"name": "EPSG:32618"}}, UTM_TOLD),
        ({"type": "EPSG", "properties": {"code": 32618}}, UTM_TOLD),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "OGC:CRS84 (WGS 84 (CRS84))"),
    ],
)
def test_the_crs_member_of_geojson_is_understood(
    member: object, expected: str, geojson: Written, square: shapely.Polygon
) -> None:
    assert understood(geojson({"x": square}, crs=member), Kind.GEOJSON) == expected


def test_geojson_without_the_member_is_longitude_and_latitude(geojson: Written, square: shapely.Polygon) -> None:
    assert understood(geojson({"x": square}), Kind.GEOJSON) == "EPSG:4326 (WGS 84)"


def test_a_feature_called_crs_is_no_crs(geojson: Written, square: shapely.Polygon) -> None:
    path = geojson({"x": square})
    path.write_text(path.read_text().replace('"name"', '"crs"'))
    assert understood(path, Kind.GEOJSON) == "EPSG:4326 (WGS 84)"


def test_a_crs_member_that_says_nothing_leaves_no_crs(geojson: Written, square: shapely.Polygon) -> None:
    assert refusal(geojson({"x": square}, crs=None), Kind.GEOJSON) == f"it has no CRS; {STATE}"


@pytest.mark.parametrize(
    "member",
    [{"type": "name", "properties": {"name": "EPSG:999999"}}, {"type": "link", "properties": {"href": "x"}}, 7],
)
def test_a_crs_member_that_is_not_known_is_refused_not_guessed(
    member: object, geojson: Written, square: shapely.Polygon
) -> None:
    named = member["properties"].get("name") if isinstance(member, dict) else None
    shown = named or json.dumps(member)
    told = refusal(geojson({"x": square}, crs=member), Kind.GEOJSON)
    assert told == f"its CRS {shown} is not known; name it by its EPSG code"


def test_no_crs_is_never_taken_for_degrees(tmp_path: Path) -> None:
    assert refusal(tmp_path, Kind.GEOPACKAGE, None) == f"it has no CRS; {STATE}"
    assert refusal(tmp_path, Kind.FLATGEOBUF, None) == f"it has no CRS; {STATE}"
    assert refusal(tmp_path, Kind.ZIPPED_SHAPEFILE, None) == (
        "it has no CRS; add the .prj, or export it in longitude and latitude (EPSG:4326)"
    )


@pytest.mark.parametrize(
    "declared",
    [
        'LOCAL_CS["Undefined Cartesian SRS",UNIT["Meter",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]',
        (
            'GEOGCS["Undefined geographic SRS",DATUM["unknown",SPHEROID["unknown",6378137,298.257223563]],'
            'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
        ),
    ],
)
def test_the_undefined_systems_of_geopackage_are_no_crs(declared: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, Kind.GEOPACKAGE, declared) == f"it has no CRS; {STATE}"


def test_a_crs_that_is_no_maps_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, Kind.GEOPACKAGE, "EPSG:4978") == (
        "its CRS EPSG:4978 (WGS 84) is no map's (Geocentric CRS); export it in longitude and latitude (EPSG:4326)"
    )


def test_heights_of_a_compound_crs_are_let_go(tmp_path: Path) -> None:
    assert understood(tmp_path, Kind.GEOPACKAGE, "EPSG:32618+5773") == UTM_TOLD
    assert understood(tmp_path, Kind.GEOPACKAGE, "EPSG:4979").startswith("EPSG:4326")
