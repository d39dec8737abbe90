"""What QGIS itself makes of the projects: Debian's QGIS opens them without a screen, from a folder that was moved."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from odc.geo.geobox import GeoBox
from PIL import Image

from geo.grid import Grid
from geo.measurement import Measurement
from outputs.layers.cog import raster_tags, write_raster
from outputs.layers.files import write_qgis_projects, write_vectors
from outputs.layers.palettes import expansion_legend, first_built_legend, spoken
from outputs.layers.qgis.groups import groups
from outputs.layers.rasters import rasters
from outputs.subject import Place, Run
from outputs.text import one_line
from outputs.words import LANGUAGES, language_name, speaking, text

PYTHON = Path("/usr/bin/python3")
IMPORT = [PYTHON, "-c", "import qgis.core"]
HAS_QGIS = PYTHON.exists() and not subprocess.run(IMPORT, capture_output=True, check=False).returncode
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_QGIS, reason="needs QGIS: apt-get install --no-install-recommends python3-qgis"),
]


@dataclass
class Opened:
    """What QGIS found, and the pictures that it drew."""

    found: dict[str, Any]
    pictures: Path

    def picture(self, name: str) -> np.ndarray:
        with Image.open(self.pictures / f"{name}.png") as image:
            return np.asarray(image.convert("RGB"))


def write_run(folder: Path, measurement: Measurement, place: Place, run: Run) -> None:
    for raster in rasters(measurement, place.id):
        tags = raster_tags(raster, measurement, place=place, run=run)
        write_raster(folder, raster, grid=measurement.grid, tags=tags)
    write_vectors(folder, measurement, place=place, run=run)
    write_qgis_projects(folder, measurement, place=place, run=run)


def opened(project: Path, pictures: Path) -> Opened:
    pictures.mkdir(exist_ok=True)
    script = Path(__file__).with_name("opening.py")
    subprocess.run([PYTHON, script, project, pictures], check=True, capture_output=True, timeout=120)
    return Opened(json.loads((pictures / "found.json").read_text(encoding="utf-8")), pictures)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Opened]:
    """Keep what was opened, by language: QGIS takes seconds."""
    return {"": Opened({}, tmp_path_factory.mktemp("qgis"))}


@pytest.fixture
def in_qgis(shelf: dict[str, Opened], whole: Measurement, place: Place, run: Run) -> Callable[[str], Opened]:
    root = shelf[""].pictures

    def project(language: str) -> Opened:
        if not (root / "moved").exists():
            (root / "written").mkdir()
            write_run(root / "written", whole, place, run)
            shutil.move(root / "written", root / "moved")
        if language not in shelf:
            shelf[language] = opened(root / "moved" / f"sample.{language}.qgz", root / language)
        return shelf[language]

    return project


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_layer_of_a_moved_run_opens(in_qgis: Callable[[str], Opened], whole: Measurement, language: str) -> None:
    found = in_qgis(language).found
    assert found["opened"]
    assert len(found["layers"]) == len(list(rasters(whole, "sample"))) + 7
    for layer in found["layers"].values():
        assert layer["valid"], layer["name"]
        assert "/moved/" in layer["source"]
        assert layer["crs"] == "EPSG:32627"
        assert layer["rights"] == ["Umran, simulated city, fixed seed; not a real place."]
    assert found["crs"] == "EPSG:32627"
    assert found["language"] == language.upper()


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_layers_and_classes_are_named_in_the_language(
    in_qgis: Callable[[str], Opened], whole: Measurement, place: Place, language: str
) -> None:
    found = in_qgis(language).found
    with speaking(language, place.iso3):
        expected = groups(whole, place)
        types = [[row.name, row.colour.lower()] for row in spoken(expansion_legend()).classes]
        years = spoken(first_built_legend(whole.years, whole.projected)).classes
    assert [group["group"] for group in found["tree"]] == [group.title for group in expected]
    assert [group["layers"] for group in found["tree"]] == [
        [layer.name for layer in group.layers] for group in expected
    ]
    assert found["layers"]["umran_expansion_type_1990_2010"]["classes"] == types
    assert found["layers"]["umran_first_built_year_1990_2000_2010"]["classes"] == [
        [row.name, row.colour.lower()] for row in years
    ]
    assert [label for label, _ in found["layers"]["umran_urban_extent"]["classes"]] == [row.name for row in years[1:]]
    assert years[1].name in found["layers"]["umran_urban_extent"]["label"]


def test_qgis_offers_a_style_a_language(in_qgis: Callable[[str], Opened], place: Place) -> None:
    styles = in_qgis("en").found["layers"]["umran_clusters"]["styles"]
    for language in LANGUAGES:
        with speaking(language, place.iso3):
            title = text("layers.title.clusters")
            assert text("layers.style.name", title=title, language=language_name(language)) in styles


def test_layers_of_other_years_hide_each_other_and_three_layers_show(in_qgis: Callable[[str], Opened]) -> None:
    tree = in_qgis("en").found["tree"]
    assert [group["group"] for group in tree if group["exclusive"]] == [
        "Growth by type",
        "Urban extent by epoch",
        "Land taken",
        "Built-up share",
    ]
    assert sum(len(group["visible"]) for group in tree) == 3


def test_the_map_shows_the_colours_of_the_style(in_qgis: Callable[[str], Opened], whole: Measurement) -> None:
    result = in_qgis("en")
    picture = result.picture("map")
    west, south, east, north = result.found["window"]
    legend = {row.code: row.rgb for row in first_built_legend(whole.years).classes}
    size, seen, right = whole.grid.resolution_m, set(), []
    for row, column in np.ndindex(*whole.grid.shape):
        x, y = whole.grid.affine @ (column + 0.5, row + 0.5)
        code = int(whole.layers.first_built[row, column])
        if west + size < x < east - size and south + size < y < north - size and code in legend:
            pixel = picture[int((north - y) / (north - south) * 800), int((x - west) / (east - west) * 800)]
            right.append(tuple(pixel) == legend[code])
            seen |= {code} if right[-1] else set()
    assert seen == set(legend)
    assert np.mean(right) > 0.9  # the rest lies under an outline


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_printed_in_the_language_with_every_class(in_qgis: Callable[[str], Opened], language: str) -> None:
    result = in_qgis(language)
    assert all(page["printed"] for page in result.found["pages"])
    assert len(result.found["pages"]) == 3
    page = result.picture("page2")
    assert page.shape == (826, 1169, 3)
    beside = page[:, 840:] if language != "ar" else page[:, :330]
    colours = {tuple(colour) for colour in beside.reshape(-1, 3)}
    assert {row.rgb for row in expansion_legend().classes} <= colours, "the legend lacks a class"


def test_a_name_is_text_in_qgis(tmp_path: Path, whole: Measurement, hostile: Place, run: Run) -> None:
    write_run(tmp_path, whole, hostile, run)
    found = opened(tmp_path / "sample.en.qgz", tmp_path / "pictures").found
    assert all(layer["valid"] for layer in found["layers"].values())
    name = one_line(hostile.names["en"])
    assert name in found["title"]
    assert found["pages"][0]["labels"]["place"].replace("\u2060", "") == found["title"]


def test_a_crs_without_a_code_opens_too(tmp_path: Path, measurement: Measurement, place: Place, run: Run) -> None:
    crs = "+proj=laea +lat_0=18.12 +lon_0=-20.96 +datum=WGS84 +units=m"
    box = GeoBox(measurement.grid.shape, measurement.grid.affine, crs)
    other = replace(measurement, grid=Grid(box, "", resampled=True, area_distortion=0.0))
    write_run(tmp_path, other, place, run)
    found = opened(tmp_path / "sample.en.qgz", tmp_path / "pictures").found
    systems = {found["crs"], *(layer["crs"] for layer in found["layers"].values())}
    assert all(layer["valid"] for layer in found["layers"].values())
    assert len(systems) == 1
    assert "Lambert_Azimuthal_Equal_Area" in systems.pop()
