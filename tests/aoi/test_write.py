import json
import threading
from pathlib import Path

import pytest
import shapely

from aoi import registry
from aoi.area import study_area
from aoi.city import City, StudyArea
from aoi.errors import CityFileError
from aoi.write import city_of, write_city


@pytest.fixture
def area(square: shapely.Polygon) -> StudyArea:
    return study_area(square, "limits.gpkg, feature North", ("Heights were dropped.",))


@pytest.fixture
def town(area: StudyArea) -> City:
    return city_of("my-town", area, name="My Town", iso3="ECU", centre=(-78.45, -0.15))


def test_a_city_takes_name_country_region_and_centre(town: City, area: StudyArea) -> None:
    assert set(town.names.values()) == {"My Town"}
    assert (town.iso3, town.region, town.region_m49) == ("ECU", "South America", "005")
    assert town.centre == (-78.45, -0.15)
    assert town.study_area is area
    assert dict(town.notes) == {"reading": "Heights were dropped."}


def test_without_a_centre_the_middle_is_taken_and_said(area: StudyArea) -> None:
    city = city_of("my-town", area, name="x", iso3="ecu")
    assert city.centre == pytest.approx((-78.5, -0.1))
    assert city.notes["centre"] == "The middle of the study area; set it to the city's own centre."


def test_the_middle_of_a_crescent_is_inside_it() -> None:
    crescent = shapely.Point(0, 0).buffer(0.2).difference(shapely.Point(0.05, 0).buffer(0.19))
    city = city_of("crescent", study_area(crescent, "x"), name="x", iso3="XXX")
    assert crescent.covers(shapely.Point(city.centre))


@pytest.mark.parametrize("city_id", ["My Town", "../x", "", "x_y", "-x", "x" * 65, "x\n"])
def test_an_id_must_be_a_slug(city_id: str, area: StudyArea) -> None:
    with pytest.raises(CityFileError, match=r"is no city id: give lower-case letters, digits and hyphens$") as caught:
        city_of(city_id, area, name="x", iso3="ECU")
    assert "\n" not in str(caught.value)


def test_a_country_must_exist(area: StudyArea) -> None:
    with pytest.raises(CityFileError) as caught:
        city_of("x", area, name="x", iso3="Ecuador")
    assert str(caught.value) == ("'Ecuador' is not a country: give its ISO 3166-1 alpha-3 code, or XXX for none")


def test_a_centre_must_lie_inside(area: StudyArea) -> None:
    with pytest.raises(CityFileError) as caught:
        city_of("x", area, name="x", iso3="ECU", centre=(-0.1, -78.5))
    assert str(caught.value) == (
        "the centre -0.1 -78.5 lies outside the study area: give a longitude and latitude in it"
    )


def test_what_is_written_is_a_city_of_the_registry(town: City, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "cities"
    path = write_city(town, folder)
    assert path == folder / "my-town.geojson"
    read = registry.city("my-town", own=folder)
    assert read.study_area.geometry == town.study_area.geometry
    assert read.centre == town.centre
    assert dict(read.names) == dict(town.names)
    assert [file.name for file in folder.iterdir()] == ["my-town.geojson"]
    assert json.loads(path.read_text(encoding="utf-8"))["type"] == "Feature"


def test_a_file_that_is_there_stays_unless_forced(town: City, tmp_path: Path) -> None:
    path = write_city(town, tmp_path)
    path.write_text("mine")
    with pytest.raises(CityFileError) as caught:
        write_city(town, tmp_path)
    assert str(caught.value) == f"{path} is there already: choose another id, or overwrite it with --force"
    assert path.read_text() == "mine"
    write_city(town, tmp_path, force=True)
    assert registry.city("my-town", own=tmp_path).name == "My Town"


@pytest.mark.parametrize("force", [False, True])
def test_the_id_of_a_built_in_city_is_never_taken(*, force: bool, area: StudyArea, tmp_path: Path) -> None:
    with pytest.raises(CityFileError) as caught:
        write_city(city_of("quito", area, name="x", iso3="ECU"), tmp_path, force=force)
    assert str(caught.value) == "'quito' is the id of a built-in city: choose another one"
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file_and_no_litter(
    town: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_city(town, tmp_path)
    before = path.read_bytes()
    monkeypatch.setattr("aoi.write.city_file_text", lambda _: "{")
    with pytest.raises(CityFileError):
        write_city(town, tmp_path, force=True)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["my-town.geojson"]


def test_a_reader_beside_a_writer_sees_a_whole_file_always(town: City, tmp_path: Path) -> None:
    path = write_city(town, tmp_path)
    whole = path.read_bytes()
    seen: set[bytes] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(50):
        write_city(town, tmp_path, force=True)
    done.set()
    reader.join()
    assert seen == {whole}
