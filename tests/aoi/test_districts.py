import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from aoi import districts as module
from aoi.area import geodesic_area_km2
from aoi.districts import examine_districts, read_districts
from aoi.errors import AreaFileError

Written = Callable[..., Path]
WEST, EAST = shapely.box(-78.6, -0.2, -78.5, 0.0), shapely.box(-78.5, -0.2, -78.4, 0.0)
BOW_TIE = shapely.Polygon([(-78.6, -0.2), (-78.4, 0.0), (-78.4, -0.2), (-78.6, 0.0)])


@pytest.fixture
def table(tmp_path: Path) -> Written:
    """Write a GeoJSON of features with any properties."""

    def write(rows: list[tuple[Mapping[str, Any], shapely.Geometry | None]]) -> Path:
        features = [
            {"type": "Feature", "properties": row, "geometry": shape and shapely.geometry.mapping(shape)}
            for row, shape in rows
        ]
        path = tmp_path / "districts.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return write


def refusal(path: Path, **choice: Any) -> str:
    with pytest.raises(AreaFileError) as caught:
        read_districts(path, **choice)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(str(path))


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.fgb", "a.kml", "a.shp"])
def test_every_format_gives_the_same_districts(name: str, vector: Written) -> None:
    found = {one.id: one.geometry for one in read_districts(vector(name, {"Poniente": WEST, "Oriente": EAST}))}
    assert found.keys() == {"Poniente", "Oriente"}
    assert found["Poniente"].equals(WEST)
    assert found["Oriente"].equals(EAST)


def test_ids_and_names_come_from_the_columns_asked_for(table: Written) -> None:
    path = table(
        [
            ({"code": 17.0, "Título": "Poniente", "name": "W"}, WEST),
            ({"code": 18.0, "Título": " O ", "name": "E"}, EAST),
        ]
    )
    found = read_districts(path, id_column="CODE", name_column="titulo")
    assert [(one.id, one.names["en"], one.names["es"]) for one in found] == [
        ("17", "Poniente", "Poniente"),
        ("18", "O", "O"),
    ]


def test_without_an_id_column_the_names_are_the_ids(table: Written) -> None:
    path = table([({"code": 1, "zone": "A", "name": "x"}, WEST), ({"code": 1, "zone": "B", "name": "x"}, EAST)])
    assert [one.id for one in read_districts(path, name_column="zone")] == ["A", "B"]


def test_districts_of_another_crs_are_moved_and_fit_each_other(vector: Written) -> None:
    frame = geopandas.GeoSeries([WEST, EAST], crs=4326).to_crs(32717)
    reading = examine_districts(vector("a.gpkg", {"w": frame[0], "e": frame[1]}, crs=32717))
    assert reading.crs == "EPSG:32717 (WGS 84 / UTM zone 17S)"
    assert reading.notes == ()
    west, east = (one.geometry for one in reading.districts)
    assert west.intersection(east).area < 1e-12
    assert geodesic_area_km2(shapely.union(west, east)) == pytest.approx(22.2639 * 22.1149, rel=1e-4)


def test_a_district_of_several_parts_stays_one(table: Written) -> None:
    islands = shapely.MultiPolygon([shapely.box(-78.6, -0.2, -78.55, 0.0), shapely.box(-78.45, -0.2, -78.4, 0.0)])
    one, other = read_districts(
        table([({"name": "islands"}, islands), ({"name": "between"}, shapely.box(-78.52, -0.2, -78.48, 0))])
    )
    assert one.geometry.equals(islands)
    assert other.geometry.area == pytest.approx(0.04 * 0.2)


def test_an_invalid_district_is_repaired_and_said(table: Written) -> None:
    (one,) = read_districts(table([({"name": "tie"}, BOW_TIE)]))
    assert one.geometry.is_valid
    assert one.notes == ("The geometry was invalid (self-intersection) and has been repaired.",)


def test_districts_that_overlap_are_told_but_not_their_slivers(table: Written) -> None:
    wide, thin = shapely.box(-78.52, -0.2, -78.4, 0.0), shapely.box(-78.50001, -0.2, -78.4, 0.0)
    reading = examine_districts(table([({"name": "west"}, WEST), ({"name": "wide"}, wide)]))
    assert reading.notes == (
        "Districts that overlap, so that what lies in both is counted in both: west and wide (49.24 km²).",
    )
    assert examine_districts(table([({"name": "west"}, WEST), ({"name": "thin"}, thin)])).notes == ()


def test_districts_outside_the_study_area_are_left_out_and_said(table: Written) -> None:
    path = table([({"name": "west"}, WEST), ({"name": "east"}, EAST)])
    reading = examine_districts(path, area=shapely.box(-78.6, -0.2, -78.5, 0.1))
    assert [(one.id, one.notes) for one in reading.districts] == [("west", ())]
    assert reading.notes == ("Districts outside the study area left out: east.",)
    (half,) = read_districts(path, area=shapely.box(-78.7, -0.2, -78.55, 0.0))
    assert half.notes == ("Only 50.0% of it lies in the study area.",)


def test_features_without_a_polygon_are_left_out_and_said(table: Written) -> None:
    path = table([({"name": "west"}, WEST), ({"name": "none"}, None), ({"name": "dot"}, shapely.Point(-78.5, -0.1))])
    reading = examine_districts(path)
    assert [one.id for one in reading.districts] == ["west"]
    assert reading.notes == ("Features without a polygon left out: 2.",)


def test_what_is_no_set_of_districts_is_refused_in_one_line(
    table: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = table([({"name": "a", "n": 1}, WEST), ({"name": "a", "n": None}, EAST)])
    assert refusal(twice) == (
        ": 2 districts have the id a (#1, #2); "
        "choose a column of unique ids with --district-id COLUMN, or join them into one feature"
    )
    assert refusal(twice, id_column="code") == ": it has no column code; give --district-id one of name, n"
    assert refusal(twice, name_column="title") == ": it has no column title; give --district-name one of name, n"
    assert refusal(twice, id_column="n") == ", feature #2: its n is empty; fill it in, or choose another column"
    away = shapely.box(10, 10, 11, 11)
    assert refusal(table([({"name": "a"}, WEST)]), area=away) == (
        ": its districts (-78.60, -0.20, -78.50, 0.00) lie outside the study area (10.00, 10.00, 11.00, 11.00); "
        "give this city's districts, or a larger study area"
    )
    assert refusal(table([({"name": "dot"}, shapely.Point(-78.5, -0.1))])) == (
        ": it has no polygons; give the districts' polygons"
    )
    assert refusal(tmp_path / "none.gpkg").endswith("there is no such file; check its path")
    monkeypatch.setattr(module, "MAX_DISTRICTS", 1)
    two = table([({"name": "a"}, WEST), ({"name": "b"}, EAST)])
    assert refusal(two) == ": it has 2 polygons, over 1; give districts, not parcels or cells"


def test_the_parishes_and_zones_of_quito(shared_data: Path) -> None:
    parishes = examine_districts(shared_data / "quito_boundaries" / "parroquias_quito.geojson", name_column="parroquia")
    assert len(parishes.districts) == 34
    assert parishes.notes == ()
    zones = read_districts(shared_data / "quito_boundaries" / "zonales_quito.geojson", name_column="zonal")
    assert [one.id for one in zones if one.notes] == ["Eugenio Espejo"]
    assert all(one.geometry.is_valid for one in zones)
