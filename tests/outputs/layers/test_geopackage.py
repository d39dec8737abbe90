import dataclasses
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest

from geo.measurement import Measurement
from outputs.errors import FormatError
from outputs.layers.geopackage import FIXED_DATE, write_geopackage
from outputs.layers.polygons import vector_layers
from outputs.layers.zone_change import change_legend
from outputs.subject import Place, Run
from outputs.text import one_line
from outputs.words import LANGUAGES, language_name, speaking, text


@pytest.fixture
def package(tmp_path: Path, measurement: Measurement, place: Place, run: Run) -> Path:
    path = tmp_path / "sample.gpkg"
    write_geopackage(path, measurement, place=place, run=run)
    return path


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_layers_lie_in_the_grids_crs_with_their_attributes(package: Path, measurement: Measurement) -> None:
    assert [name for name, _ in pyogrio.list_layers(package)] == [
        "study_area",
        "urban_extent",
        "clusters",
        "layer_styles",
    ]
    extents = gpd.read_file(package, layer="urban_extent")
    assert extents.crs.to_epsg() == 32627
    assert extents["year"].tolist() == [1990, 2000, 2010]
    assert extents["observed"].tolist() == [True, True, False]
    assert extents["cluster_count"].tolist() == [1, 1, 2]
    for found, row in zip(extents.geometry, measurement.city_extents, strict=True):
        assert found.equals(row.geometry)
        assert found.area / 1e6 == pytest.approx(row.area_km2)
    clusters = gpd.read_file(package, layer="clusters")
    assert list(clusters.columns) == [
        "year",
        "observed",
        "number",
        "joined_with",
        "in_city",
        "area_km2",
        "label_en",
        "label_fr",
        "label_es",
        "label_ar",
        "geometry",
    ]
    assert clusters["in_city"].tolist() == [True, True, False, True, False]
    study_area = gpd.read_file(package, layer="study_area")
    assert study_area.loc[0, "name_ar"] == "مدينة العيّنة"
    assert len(study_area) == 1


def test_simulated_is_said_in_every_layers_title_and_description(package: Path) -> None:
    found = rows(package, "SELECT identifier, description FROM gpkg_contents WHERE data_type = 'features'")
    assert len(found) == 3
    for identifier, description in found:
        assert str(identifier).startswith("SIMULATED CITY, Sample: ")
        assert str(description).startswith("SIMULATED CITY: no real place")


def test_qgis_finds_a_default_style_for_each_layer(package: Path) -> None:
    query = "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles WHERE useAsDefault"
    styles = rows(package, query)
    assert [(name, column, default) for name, column, default, _ in styles] == [
        ("study_area", "geom", 1),
        ("urban_extent", "geom", 1),
        ("clusters", "geom", 1),
    ]
    for _, _, _, qml in styles:
        assert "{" not in str(qml)
        assert ET.fromstring(str(qml)).find("renderer-v2") is not None  # noqa: S314
    extent = ET.fromstring(str(styles[1][3]))  # noqa: S314
    assert [row.get("value") for row in extent.iter("category")] == ["1990", "2000", "2010"]
    assert [row.get("symbol") for row in extent.iter("category")] == [row.get("name") for row in extent.iter("symbol")]
    clusters = ET.fromstring(str(styles[2][3]))  # noqa: S314
    assert [row.get("filter") for row in clusters.iter("rule")] == [
        '"year" = 2010 AND "in_city"',
        '"year" = 2010 AND NOT "in_city"',
        '"year" < 2010',
    ]
    registered = rows(package, "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'")
    assert registered == [("attributes",)]


def test_each_layer_has_a_style_a_language_named_in_it(package: Path, measurement: Measurement, place: Place) -> None:
    found = rows(package, "SELECT f_table_name, styleName, description, useAsDefault, styleQML FROM layer_styles")
    assert len(found) == 3 * len(LANGUAGES)
    assert len({name for _, name, *_ in found}) == len(found)
    for number, language in enumerate(LANGUAGES):
        with speaking(language, place.iso3):
            own, earlier = language_name(language), text("layers.rule.earlier")
            titles = [layer.title for layer in vector_layers(measurement, place)]
        for row, title in zip(found[number * 3 : number * 3 + 3], titles, strict=True):
            assert (row[2], row[3]) == (title, language == "en")
            assert own in str(row[1])
            assert title in str(row[1])
        rule = ET.fromstring(str(found[number * 3 + 2][4])).findall(".//rule")[-1]  # noqa: S314
        assert rule.get("label") == earlier


def test_every_feature_is_labelled_in_four_languages(package: Path, place: Place) -> None:
    clusters = gpd.read_file(package, layer="clusters")
    assert clusters["label_en"].tolist()[-2:] == [
        "Part of the city’s urban extent, 2010 (projected)",
        "Other cluster, 2010 (projected)",
    ]
    for language in LANGUAGES:
        with speaking(language, place.iso3):
            year = text("marks.projected", year=2010)
            assert clusters[f"label_{language}"].iloc[-1] == text("layers.label.cluster_other", when=year)


def test_zones_are_labelled_by_their_class_of_change(
    tmp_path: Path, zoned: Measurement, place: Place, run: Run
) -> None:
    path = tmp_path / "zoned.gpkg"
    write_geopackage(path, zoned, place=place, run=run)
    districts = gpd.read_file(path, layer="district")
    change = zoned.zones[0].indicators[-1].total_change_percent
    assert districts["change_class"].tolist() == [change_legend().code(change)] * 2
    assert districts["label_en"][0] == change_legend().rows[districts["change_class"][0]].name
    assert districts["name_ar"].tolist() == ["District 0", "District 1"]


def test_a_name_in_titles_and_columns_is_text(
    tmp_path: Path, measurement: Measurement, hostile: Place, run: Run
) -> None:
    path = tmp_path / "sample.gpkg"
    write_geopackage(path, measurement, place=hostile, run=run)
    name = one_line(hostile.names["en"])
    titles = rows(path, "SELECT identifier FROM gpkg_contents WHERE data_type = 'features'")
    assert {str(title).removeprefix("SIMULATED CITY, ").rpartition(": ")[0] for (title,) in titles} == {name}
    assert gpd.read_file(path, layer="study_area")["name_en"].tolist() == [name]


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs GDAL's own programs: apt-get install gdal-bin")
def test_gdals_own_program_reads_every_layer_without_a_word(
    tmp_path: Path, whole: Measurement, place: Place, run: Run
) -> None:
    path = tmp_path / "sample.gpkg"
    write_geopackage(path, whole, place=place, run=run)
    listed = subprocess.run(["ogrinfo", "-al", "-so", path], capture_output=True, text=True, check=True)  # noqa: S607
    assert listed.stderr == ""
    for layer in vector_layers(whole, place):
        assert f"Layer name: {layer.name}\n" in listed.stdout
        assert f"IDENTIFIER=SIMULATED CITY, Sample: {layer.title}" in listed.stdout


def test_no_clock_is_in_the_file(package: Path) -> None:
    assert set(rows(package, "SELECT last_change FROM gpkg_contents")) == {(FIXED_DATE,)}
    assert set(rows(package, "SELECT timestamp FROM gpkg_metadata_reference")) == {(FIXED_DATE,)}
    assert set(rows(package, "SELECT update_time FROM layer_styles")) == {(FIXED_DATE,)}
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_a_city_without_an_extent_has_empty_layers(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    path = tmp_path / "empty.gpkg"
    write_geopackage(path, dataclasses.replace(measurement, clusters=(), city_extents=()), place=place, run=run)
    assert len(gpd.read_file(path, layer="clusters")) == 0
    assert pyogrio.read_info(path, layer="urban_extent")["geometry_type"] == "MultiPolygon"


def test_measures_are_a_table_without_geometry(tmp_path: Path, measured: Measurement, place: Place, run: Run) -> None:
    path = tmp_path / "measured.gpkg"
    write_geopackage(path, measured, place=place, run=run)
    kind, name = rows(path, "SELECT data_type, identifier FROM gpkg_contents WHERE table_name = 'measures'")[0]
    assert (kind, name) == ("attributes", "SIMULATED CITY, Sample: Measures")
    found = rows(
        path, "SELECT measure, boundary, start_year, end_year, zone, value, low, undefined, unit FROM measures"
    )
    assert len(found) == len(measured.figures)
    assert found[0] == ("openness", "urban_extent", None, 1990, "", 0.25, None, None, "")
    assert ("leapfrog_distance_mean", "study_area", 1990, 2000, "", None, None, "no_leapfrog", "m") in found
    texts = rows(path, "SELECT definition, method, method_source FROM measures")
    assert all(all(row) for row in texts)


def test_settlements_are_polygons_with_their_people(
    tmp_path: Path, measured: Measurement, place: Place, run: Run
) -> None:
    path = tmp_path / "measured.gpkg"
    write_geopackage(path, measured, place=place, run=run)
    centres, clusters = (gpd.read_file(path, layer=name) for name in ("urban_centre", "urban_cluster"))
    assert centres.geometry[0].equals(measured.settlements[0].geometry)
    assert (centres["population"][0], centres["density_per_km2"][0]) == (60_000.0, 15_000.0)
    assert clusters["in_city"].tolist() == [True]
    assert clusters["density_per_km2"].isna().all()
    (said,) = rows(path, "SELECT description FROM gpkg_contents WHERE table_name = 'urban_centre'")
    assert "edition R2023A" in str(said)
    styles = dict(rows(path, "SELECT f_table_name, styleQML FROM layer_styles"))
    assert ET.fromstring(str(styles["urban_cluster"])).find("renderer-v2") is not None  # noqa: S314


def test_zones_are_polygons_with_the_figures_of_the_whole_span(
    tmp_path: Path, zoned: Measurement, place: Place, run: Run
) -> None:
    path = tmp_path / "zoned.gpkg"
    write_geopackage(path, zoned, place=place, run=run)
    districts = gpd.read_file(path, layer="district")
    assert districts["name"].tolist() == ["District 0", "District 1"]
    assert districts["lcr"][0] == zoned.zones[0].indicators[-1].lcr
    assert districts["lcrpgr"].isna().tolist() == [False, True]
    assert districts["undefined"].tolist() == ["", "lcrpgr: no_population_change"]
    assert districts.geometry[0].equals(zoned.zones[0].zone.geometry)
    assert len(gpd.read_file(path, layer="hexagon")) == 201
    styles = dict(rows(path, "SELECT f_table_name, styleQML FROM layer_styles"))
    style = ET.fromstring(str(styles["hexagon"]))  # noqa: S314
    filters = [row.get("filter") for row in style.iter("rule")]
    assert filters[0] == '"total_change_percent" < 0'
    assert filters[-1] == '"total_change_percent" IS NULL'
    assert [row.get("symbol") for row in style.iter("rule")] == [row.get("name") for row in style.iter("symbol")]


def test_an_unwritable_file_is_one_line(tmp_path: Path, measurement: Measurement, place: Place, run: Run) -> None:
    with pytest.raises(FormatError, match=r"^sample.gpkg could not be written \([^\n]*\)$"):
        write_geopackage(tmp_path / "none" / "sample.gpkg", measurement, place=place, run=run)
