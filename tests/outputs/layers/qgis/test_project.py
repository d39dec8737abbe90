import dataclasses
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from odc.geo.geobox import GeoBox

from geo.grid import Grid
from geo.measurement import Measurement
from outputs.layers.qgis.project import project_qgs, write_projects
from outputs.subject import Place, Run
from outputs.text import one_line
from outputs.words import LANGUAGES, speaking


def project(measurement: Measurement, place: Place, run: Run, language: str = "en") -> ET.Element:
    with speaking(language, place.iso3):
        return ET.fromstring(project_qgs(measurement, place, run))  # noqa: S314


def tree(root: ET.Element) -> dict[str, list[str]]:
    groups = root.findall("layer-tree-group/layer-tree-group")
    return {str(group.get("name")): [str(leaf.get("name")) for leaf in group] for group in groups}


def test_layers_are_grouped_newest_first_and_vectors_lie_on_top(whole: Measurement, place: Place, run: Run) -> None:
    found = tree(project(whole, place, run))
    assert list(found) == [
        "Boundaries",
        "Settlements",
        "Zones",
        "Growth",
        "Growth by type",
        "Urban extent by epoch",
        "Land taken",
        "Built-up share",
    ]
    assert found["Boundaries"] == ["Study area", "Urban extent", "Clusters"]
    assert found["Zones"] == ["Districts", "Hexagons"]
    assert found["Growth"] == ["Epoch at which a cell is first built-up, 1990–2010 (projected)"]
    assert found["Urban extent by epoch"][0] == "Classes of the urban extent, 2010 (projected)"
    assert found["Growth by type"][-1] == "Types of expansion, 1990–2000"


def test_a_group_without_layers_is_left_out(measurement: Measurement, place: Place, run: Run) -> None:
    assert not {"Settlements", "Zones", "Land taken"} & set(tree(project(measurement, place, run)))


def test_growth_the_study_area_and_the_extent_show_at_first(whole: Measurement, place: Place, run: Run) -> None:
    leaves = project(whole, place, run).findall("layer-tree-group//layer-tree-layer")
    assert [leaf.get("name") for leaf in leaves if leaf.get("checked") == "Qt::Checked"] == [
        "Study area",
        "Urban extent",
        "Epoch at which a cell is first built-up, 1990–2010 (projected)",
    ]


def test_every_layer_is_a_relative_path_to_a_file_of_the_run(whole: Measurement, place: Place, run: Run) -> None:
    root = project(whole, place, run)
    sources = [str(source.text) for source in root.findall("projectlayers/maplayer/datasource")]
    assert all(source.startswith("./") and ".." not in source for source in sources)
    ids = [str(id_.text) for id_ in root.findall("projectlayers/maplayer/id")]
    assert ids == [leaf.get("id") for leaf in root.findall("layer-tree-group//layer-tree-layer")]
    assert len(set(ids)) == len(ids)
    assert root.findtext("properties/Paths/Absolute") == "false"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_layers_are_there_in_every_language(whole: Measurement, place: Place, run: Run, language: str) -> None:
    root, english = project(whole, place, run, language), project(whole, place, run)
    path = "projectlayers/maplayer/datasource"
    assert [source.text for source in root.findall(path)] == [source.text for source in english.findall(path)]
    assert root.findtext("projectMetadata/language") == language.upper()
    assert place.names[language] in str(root.findtext("title"))


def test_the_project_says_whose_it_is_and_that_it_is_simulated(whole: Measurement, place: Place, run: Run) -> None:
    root = project(whole, place, run)
    assert str(root.findtext("title")).startswith("SIMULATED CITY")
    said = str(root.findtext("projectMetadata/abstract"))
    assert "Licence: CC0-1.0" in said
    assert "Cite: Umran, simulated city" in said
    assert run.id in said
    assert {row.text for row in root.findall("projectlayers/maplayer/resourceMetadata/license")} == {"CC0-1.0"}


def test_it_opens_on_the_city(whole: Measurement, place: Place, run: Run) -> None:
    extent = project(whole, place, run).find("mapcanvas/extent")
    assert extent is not None
    west, south, east, north = whole.city_extents[-1].geometry.bounds
    margin = max(east - west, north - south) / 10
    edges = [float(str(extent.findtext(edge))) for edge in ("xmin", "ymin", "xmax", "ymax")]
    assert edges == [west - margin, south - margin, east + margin, north + margin]


def test_a_city_without_an_extent_opens_on_its_study_area(measurement: Measurement, place: Place, run: Run) -> None:
    root = project(dataclasses.replace(measurement, clusters=(), city_extents=()), place, run)
    west, *_ = measurement.grid.project(place.study_area).bounds
    assert float(str(root.findtext("mapcanvas/extent/xmin"))) < west


def test_a_crs_without_a_code_is_written_out(measurement: Measurement, place: Place, run: Run) -> None:
    box = GeoBox(
        measurement.grid.shape, measurement.grid.affine, "+proj=laea +lat_0=18 +lon_0=-21 +datum=WGS84 +units=m"
    )
    made = Grid(box, "", resampled=True, area_distortion=0.0)
    system = project(dataclasses.replace(measurement, grid=made), place, run).find("projectCrs/spatialrefsys")
    assert system is not None
    assert system.find("authid") is None
    assert "Lambert Azimuthal Equal Area" in str(system.findtext("wkt"))


def test_pages_hold_map_legend_bar_arrow_and_words(whole: Measurement, place: Place, run: Run) -> None:
    layouts = project(whole, place, run).findall("Layouts/Layout")
    assert [layout.get("name") for layout in layouts] == [
        "Map of growth",
        "Map of the urban extent, 2010 (projected)",
        "Map of growth by type, 1990–2010 (projected)",
    ]
    for layout in layouts:
        items = {item.get("id"): item for item in layout.findall("LayoutItem")}
        assert set(items) == {"map", "title", "place", "legend", "bar", "north", "notes"}
        assert items["legend"].get("map_uuid") == items["map"].get("uuid")
        assert "Licence: CC0-1.0" in str(items["notes"].get("labelText"))
        assert "EPSG:32627" in str(items["notes"].get("labelText"))


def test_pages_are_mirrored_where_the_language_runs_from_right_to_left(
    whole: Measurement, place: Place, run: Run
) -> None:
    def left(language: str, item: str) -> float:
        found = project(whole, place, run, language).find(f"Layouts/Layout/LayoutItem[@id='{item}']")
        assert found is not None
        return float(str(found.get("position")).split(",")[0])

    assert left("en", "map") < left("en", "legend")
    assert left("ar", "map") > left("ar", "legend")
    assert left("ar", "map") + 202 + left("en", "map") == 297


def test_names_are_text_and_expressions_stay_unread(whole: Measurement, hostile: Place, run: Run) -> None:
    root = project(whole, hostile, run)
    name = one_line(hostile.names["en"])
    assert name in str(root.findtext("title"))
    label = root.find("Layouts/Layout/LayoutItem[@id='place']")
    assert label is not None
    assert "[%" not in str(label.get("labelText"))
    assert "$CURRENT_DATE" not in str(label.get("labelText"))
    assert str(label.get("labelText")).replace("\u2060", "") == root.findtext("title")


def test_the_same_run_gives_the_same_bytes(tmp_path: Path, whole: Measurement, place: Place, run: Run) -> None:
    folders = (tmp_path / "one", tmp_path / "two")
    for folder in folders:
        folder.mkdir()
        written = write_projects(folder, whole, place=place, run=run)
        assert [path.name for path in written] == [f"sample.{language}.qgz" for language in LANGUAGES]
    for language in LANGUAGES:
        one, two = ((folder / f"sample.{language}.qgz").read_bytes() for folder in folders)
        assert one == two
    with ZipFile(tmp_path / "one" / "sample.fr.qgz") as archive:
        assert archive.namelist() == ["sample.fr.qgs"]
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
