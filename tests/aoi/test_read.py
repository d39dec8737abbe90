import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aoi import registry
from aoi.area import geodesic_area_km2
from aoi.errors import AreaFileError
from aoi.read import examine_area, read_area

Written = Callable[..., Path]
SQUARE_KM2 = 22.2639 * 22.1149
SIZE_REMEDY = "give the agglomeration and its surroundings, and check the unit of the coordinates"


def refusal(path: Path, **choice: object) -> str:
    with pytest.raises(AreaFileError) as caught:
        read_area(path, **choice)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(str(path))


def reprojected(polygon: shapely.Polygon, crs: object) -> shapely.Polygon:
    transformer = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
    return shapely.transform(polygon, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.fgb", "a.kml", "a.shp"])
def test_every_format_gives_the_same_area(name: str, vector: Written, square: shapely.Polygon) -> None:
    area = read_area(vector(name, {"North": square}), feature="North")
    assert area.geometry.equals(square)
    assert area.area_km2 == pytest.approx(SQUARE_KM2, rel=1e-4)
    assert area.origin == f"{name}, feature North"
    assert area.notes == ()


def test_so_does_a_zipped_shapefile(zipped: Written, square: shapely.Polygon) -> None:
    reading = examine_area(zipped({"North": square}))
    assert reading.study_area.geometry.equals(square)
    assert (str(reading.kind), reading.layer, reading.feature) == ("zipped Shapefile", "city", "North")


@pytest.mark.parametrize(
    ("crs", "told"),
    [
        (32717, "EPSG:32717 (WGS 84 / UTM zone 17S)"),
        (3857, "EPSG:3857 (WGS 84 / Pseudo-Mercator)"),
        (24877, "EPSG:24877 (PSAD56 / UTM zone 17S)"),
        ("ESRI:54009", "ESRI:54009 (World_Mollweide)"),
        (4248, "EPSG:4248 (PSAD56)"),
        ("EPSG:32717+5773", "EPSG:32717 (WGS 84 / UTM zone 17S)"),
    ],
)
def test_any_crs_is_brought_to_degrees_and_said(
    crs: object, told: str, vector: Written, square: shapely.Polygon
) -> None:
    fine = shapely.segmentize(square, 0.01)
    reading = examine_area(vector("a.gpkg", {"x": reprojected(fine, crs)}, crs=crs))
    assert reading.crs == told
    assert reading.study_area.notes == (f"Reprojected from {told} to EPSG:4326.",)
    assert reading.study_area.area_km2 == pytest.approx(SQUARE_KM2, rel=1e-4)
    assert reading.study_area.geometry.symmetric_difference(square).area < 1e-4 * square.area


def test_degrees_of_another_datum_move_by_the_datum(vector: Written, square: shapely.Polygon) -> None:
    """PSAD56 lies some 400 m from WGS 84 in Ecuador: taking its degrees for WGS 84's would misplace the city."""
    area = read_area(vector("a.gpkg", {"x": square}, crs=4248))
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(*square.bounds[:2], *area.geometry.bounds[:2])
    assert 300 < metres < 600


def test_a_projected_geojson_with_its_crs_member(geojson: Written, square: shapely.Polygon) -> None:
    member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32717"}}
    reading = examine_area(geojson({"x": reprojected(shapely.segmentize(square, 0.01), 32717)}, crs=member))
    assert reading.study_area.area_km2 == pytest.approx(SQUARE_KM2, rel=1e-4)


def test_what_was_understood(geojson: Written, square: shapely.Polygon) -> None:
    holed = square.difference(shapely.box(-78.55, -0.15, -78.5, -0.1))
    path = geojson({"North": shapely.force_3d(holed, 2850.0), "South": shapely.box(-78.6, -0.4, -78.4, -0.2)})
    reading = examine_area(str(path), feature="name=North")
    assert reading.file == str(path)
    assert (reading.kind.value, reading.layer, reading.crs) == ("GeoJSON", "area", "EPSG:4326 (WGS 84)")
    assert (reading.feature, reading.features, reading.vertices, reading.repaired) == ("North", 2, 8, False)
    assert reading.study_area.notes == ("Heights were dropped.",)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    city=st.sampled_from([city for city in registry.cities() if not city.simulated]),
    radius=st.floats(0.02, 0.4),
    corners=st.integers(3, 12),
    turn=st.floats(0, 6.28),
)
def test_the_area_does_not_depend_on_the_crs(
    city: registry.City, radius: float, corners: int, turn: float, vector: Written
) -> None:
    angles = turn + np.linspace(0, 2 * np.pi, corners, endpoint=False)
    longitude, latitude = city.centre
    ring = np.column_stack([longitude + radius * np.cos(angles), latitude + radius * np.sin(angles)])
    polygon = shapely.segmentize(shapely.Polygon(ring), 0.01)
    expected = geodesic_area_km2(polygon)
    utm = f"EPSG:{32600 + 100 * (latitude < 0) + int((longitude + 180) // 6) + 1}"
    equal_area = f"+proj=laea +lon_0={longitude} +lat_0={latitude} +datum=WGS84 +units=us-ft"
    for number, crs in enumerate((utm, 3857, "ESRI:54009", equal_area)):
        area = read_area(vector(f"{number}.fgb", {"x": reprojected(polygon, crs)}, crs=crs))
        assert area.area_km2 == pytest.approx(expected, rel=1e-6)
        assert area.geometry.symmetric_difference(polygon).area < 1e-4 * polygon.area


def test_the_zone_of_quito_that_is_invalid_is_repaired_and_said(shared_data: Path) -> None:
    path = shared_data / "quito_boundaries" / "zonales_quito.geojson"
    told = refusal(path)
    zones = "Calderón, Eloy Alfaro, Eugenio Espejo, La Delicia, Los Chillos, Manuela Saenz, Quitumbe, Tumbaco"
    assert told == (
        f": it has 8 polygons ({zones}); choose one with --feature VALUE, ATTRIBUTE=VALUE or #NUMBER "
        "(attributes: zonal, habitantes, densidad)"
    )
    reading = examine_area(path, feature="eugenio espejo")
    assert reading.repaired
    assert reading.study_area.geometry.is_valid
    assert reading.study_area.notes == ("The geometry was invalid (hole lies outside shell) and has been repaired.",)
    # its two rings written as holes are parts of the zone: 118 km² in the first ring, 56 and 491 more
    rings = json.loads(path.read_text())["features"][2]["geometry"]["coordinates"]
    parts = [geodesic_area_km2(shapely.Polygon(ring)) for ring in rings]
    assert reading.study_area.area_km2 == pytest.approx(sum(parts), rel=1e-3)
    for zone in ("Calderón", "habitantes=429112", "#8"):
        assert not examine_area(path, feature=zone).repaired


def test_real_outlines_of_four_kinds(shared_data: Path) -> None:
    northampton = read_area(shared_data / "northampton_nlcd" / "Noho_outline.gpkg")
    assert northampton.area_km2 == pytest.approx(92.597, abs=0.001)
    bacau = examine_area(shared_data / "bacau_ghsl" / "bacau_simplified_aoi.zip")
    assert (bacau.layer, bacau.crs, bacau.repaired) == ("bacau_simplified_aoi", "EPSG:4326 (WGS 84)", False)
    assert examine_area(shared_data / "lausanne_grids" / "gmb-lausanne.gpkg").crs == "EPSG:2056 (CH1903+ / LV95)"


def test_points_and_lines_are_no_area(geojson: Written) -> None:
    path = geojson({"Plaza": shapely.Point(-78.5, -0.2)})
    told = "not of polygons; give the polygon that encloses the study area"
    assert refusal(path) == f", feature Plaza: it is made of Point, {told}"
    path = geojson({"Road": shapely.LineString([(0, 0), (1, 1)]), "Other": shapely.LineString([(0, 0), (1, 2)])})
    assert refusal(path, feature="Other") == f", feature Other: it is made of LineString, {told}"


def test_a_feature_without_geometry(geojson: Written) -> None:
    path = geojson({"Nowhere": None})
    assert (
        refusal(path)
        == ", feature Nowhere: it has no geometry that can be read; draw its polygon, or choose another feature"
    )


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_none(number: str, geojson: Written, square: shapely.Polygon) -> None:
    path = geojson({"x": square})
    path.write_text(path.read_text().replace("-78.6", number, 1))
    assert refusal(path) == (
        ", feature x: its coordinates have values that are no numbers (NaN or infinite); export it again"
    )


def test_a_geometry_that_cannot_be_built(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "Polygon", "coordinates": [[[NaN, 0], [1, 0], [1, 1], [0, 0]]]}')
    assert refusal(path) == (
        ", feature #1: it has no geometry that can be read; draw its polygon, or choose another feature"
    )


def test_projected_numbers_without_a_crs(geojson: Written, square: shapely.Polygon) -> None:
    path = geojson({"x": reprojected(square, 32717)})
    assert refusal(path) == (
        ", feature x: its coordinates (767137, 9977871) are no degrees and look projected; "
        "state its CRS in the file, or export it in longitude and latitude (EPSG:4326)"
    )


@pytest.mark.parametrize("name", ["a.gpkg", "a.fgb", "a.shp"])
def test_no_crs(name: str, vector: Written, square: shapely.Polygon) -> None:
    remedy = "add the .prj" if name == "a.shp" else "state it in the file"
    told = f": it has no CRS; {remedy}, or export it in longitude and latitude (EPSG:4326)"
    assert refusal(vector(name, {"x": square}, crs=None)) == told


def test_a_zip_without_prj_has_no_crs(zipped: Written, square: shapely.Polygon) -> None:
    told = ": it has no CRS; add the .prj, or export it in longitude and latitude (EPSG:4326)"
    assert refusal(zipped({"x": square}, lacking=(".prj",))) == told


def test_swapped_axes_beyond_the_pole(geojson: Written) -> None:
    path = geojson({"Manila": shapely.box(14.4, 120.9, 14.8, 121.2)})
    assert refusal(path) == (
        ", feature Manila: longitude and latitude are swapped (x 14.4 to 14.8, y 120.9 to 121.2); "
        "write longitude first, then latitude"
    )


def test_swapped_axes_that_fit_the_globe_are_seen_with_the_citys_centre(geojson: Written) -> None:
    quito = registry.city("quito")
    path = geojson({"Quito": shapely.box(-0.3, -78.6, -0.1, -78.4)})
    assert read_area(path).area_km2 > 1  # by itself it is a place in Antarctica
    assert refusal(path, near=quito.centre) == (
        ", feature Quito: longitude and latitude are swapped (x -0.3 to -0.1, y -78.6 to -78.4); "
        "write longitude first, then latitude"
    )


def test_over_the_antimeridian(geojson: Written) -> None:
    path = geojson({"Fiji": shapely.box(178, -18, 181, -17)})
    assert refusal(path) == (
        ", feature Fiji: it crosses the antimeridian (longitude 180); cut it there and give the part with the city"
    )


def test_too_small_and_too_large(geojson: Written) -> None:
    path = geojson({"Block": shapely.box(0, 0, 0.005, 0.005)})
    assert refusal(path) == f", feature Block: its area is 0.3077 km², under 1 km²; {SIZE_REMEDY}"
    path = geojson({"Country": shapely.box(0, 0, 3, 3)})
    assert refusal(path) == f", feature Country: its area is 110,732 km², over 50,000 km²; {SIZE_REMEDY}"


def test_a_layer_is_chosen(vector: Written, square: shapely.Polygon) -> None:
    vector("a.gpkg", {"x": square}, layer="city")
    path = vector("a.gpkg", {"y": shapely.box(0, 0, 1, 1)}, layer="region", mode="a")
    assert refusal(path) == ": it has 2 layers (city, region); choose one with --layer NAME"
    assert examine_area(path, layer="city").feature == "x"


def test_odd_names_stay_on_one_line(geojson: Written, square: shapely.Polygon) -> None:
    path = geojson({"New\nTown\x1b[31m": shapely.box(0, 0, 0.001, 0.001)}, name="odd\tname!.geojson")
    with pytest.raises(AreaFileError) as caught:
        read_area(path)
    told = f"odd name!.geojson, feature New Town [31m: its area is 0.0123 km², under 1 km²; {SIZE_REMEDY}"
    assert str(caught.value).endswith(told)
    path = geojson({"New\nTown": square}, name="odd\tname!.geojson")
    assert read_area(path).origin == "odd name!.geojson, feature New Town"


@pytest.mark.parametrize("sign", ["!", ";", "?", "#", "%20", "http:", " é (1)", "\n"])
@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.shp", "a.zip"])
def test_any_sign_may_stand_in_a_path(
    name: str, sign: str, vector: Written, zipped: Written, tmp_path: Path, square: shapely.Polygon
) -> None:
    written = zipped({"x": square}, name=name) if name == "a.zip" else vector(name, {"x": square})
    folder = tmp_path / f"of{sign}mine"
    folder.mkdir()
    for part in tmp_path.glob("a.*"):
        part.rename(folder / f"b{sign}b{part.suffix}")
    assert read_area(folder / f"b{sign}b{written.suffix}").geometry.equals(square)


def test_a_geojson_called_zip_is_read_as_what_it_is(geojson: Written, square: shapely.Polygon) -> None:
    assert read_area(geojson({"x": square}, name="area.zip")).geometry.equals(square)


@pytest.mark.parametrize("size", [1e10, 1e30, 1e300])
def test_absurd_numbers_end_in_one_line(size: float, vector: Written) -> None:
    for number, polygon in enumerate(
        (shapely.box(0, 0, size, size), shapely.Polygon([(0, 0), (size, size), (size, 0), (0, size)]))
    ):
        told = refusal(vector(f"{number}.gpkg", {"x": polygon}, crs=32717))
        assert told.startswith(", feature x: ")
