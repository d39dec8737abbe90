import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from aoi.container import opened
from aoi.errors import AreaFileError
from aoi.layers import Features, read_features
from aoi.where import Where

Written = Callable[..., Path]
FORMATS = "give GeoJSON, GeoPackage, a zipped Shapefile, KML or FlatGeobuf"


def features(path: Path, layer: str | None = None) -> Features:
    where = Where(path)
    with opened(where, layer) as container:
        return read_features(container, where, layer)


def refusal(path: Path, layer: str | None = None) -> str:
    with pytest.raises(AreaFileError) as caught:
        features(path, layer)
    return str(caught.value).removeprefix(f"{path}: ")


def test_geometries_and_attributes_come_in_the_files_order(vector: Written, square: shapely.Polygon) -> None:
    path = vector("a.gpkg", {"one": square, "two": shapely.box(0, 0, 1, 1)})
    found = features(path)
    assert found.layer == "a"
    assert found.geometries == (square, shapely.box(0, 0, 1, 1))
    assert found.attributes["name"].tolist() == ["one", "two"]
    assert found.crs == "EPSG:4326"


def test_several_layers_are_listed_and_one_is_chosen(vector: Written, square: shapely.Polygon) -> None:
    vector("a.gpkg", {"x": square}, layer="city")
    path = vector("a.gpkg", {"y": shapely.box(0, 0, 1, 1)}, layer="region", mode="a")
    assert refusal(path) == "it has 2 layers (city, region); choose one with --layer NAME"
    assert refusal(path, "town") == "it has no layer town; its layers: city, region"
    assert features(path, "region").attributes["name"].tolist() == ["y"]


def test_folders_of_kml_are_layers_and_empty_ones_do_not_count(tmp_path: Path) -> None:
    ring = "0,0 0.2,0 0.2,0.2 0,0.2 0,0"
    boundary = f"<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs>"
    polygon = f"<Polygon>{boundary}</Polygon>"
    city = f"<Folder><name>City</name><Placemark><name>North</name>{polygon}</Placemark></Folder>"
    empty = "<Folder><name>Nothing</name></Folder>"
    points = "<Folder><name>Points</name><Placemark><Point><coordinates>0,0</coordinates></Point></Placemark></Folder>"
    path = tmp_path / "a.kml"
    head = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    path.write_text(f"{head}{city}{empty}</Document></kml>")
    assert features(path).attributes["Name"].tolist() == ["North"]
    path.write_text(f"{head}{city}{empty}{points}</Document></kml>")
    assert refusal(path) == "it has 2 layers (City, Points); choose one with --layer NAME"
    assert features(path, "City").geometries[0].area == pytest.approx(0.04)


def test_an_empty_layer(geojson: Written, vector: Written, square: shapely.Polygon) -> None:
    told = "it has no features; export the study area into it"
    assert refusal(geojson({})) == told
    path = vector("a.gpkg", {"x": square})
    with sqlite3.connect(path) as base:
        for (trigger,) in base.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            base.execute(f'drop trigger "{trigger}"')
        base.execute("delete from a")
        base.execute("update gpkg_ogr_contents set feature_count = 0")
    assert refusal(path) == told


def test_a_table_without_geometries(vector: Written, square: shapely.Polygon) -> None:
    path = vector("a.gpkg", {"x": square})
    with sqlite3.connect(path) as base:
        base.execute("delete from gpkg_geometry_columns")
        base.execute("update gpkg_contents set data_type = 'attributes'")
    assert refusal(path) == "it has no layer with geometries; export the study area into it"


def test_json_that_is_no_geojson(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"name": "x"}')
    assert refusal(path) == f"it is not a vector file; {FORMATS}"


def test_another_json_that_gdal_would_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '{"type": "Topology", "objects": {"a": {"type": "Polygon", "arcs": [[0]]}}, '
        '"arcs": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}'
    )
    assert refusal(path) == f"it is not a vector file; {FORMATS}"


def test_broken_files_are_called_broken(vector: Written, tmp_path: Path, square: shapely.Polygon) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Poly')
    assert refusal(path) == (
        "it is not a readable GeoJSON (Failed to read GeoJSON data; At line 1, character 31: Unterminated string); "
        "export it again"
    )
    for name, kind in (("a.fgb", "FlatGeobuf"), ("a.gpkg", "GeoPackage")):
        path = vector(name, {"x": square})
        path.write_bytes(path.read_bytes()[:100])
        told = refusal(path)
        assert told.startswith(f"it is not a readable {kind} (")
        assert told.endswith("); export it again")
        assert "\n" not in told


def test_a_ring_that_is_not_closed_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}')
    assert features(path).geometries[0].area == pytest.approx(1.0)
