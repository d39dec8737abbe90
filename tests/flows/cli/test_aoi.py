import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from aoi import registry
from aoi.errors import AreaFileError, CityFileError, UnknownCityError
from flows.cli import aoi as command

FEATURE = (
    '{"type": "Feature", "properties": {"name": "%s"}, "geometry": {"type": "Polygon", "coordinates": '
    "[[[-78.6, -0.2], [-78.4, -0.2], [-78.4, 0.0], [-78.6, 0.0], [-78.6, -0.2]]]}}"
)
BOW_TIE = (
    '{"type": "Polygon", "coordinates": [[[-78.6, -0.2], [-78.4, 0.0], [-78.4, -0.2], [-78.6, 0.0], [-78.6, -0.2]]]}'
)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of cities, empty."""
    folder = tmp_path / "cities"
    monkeypatch.setenv("UMRAN_CITIES_DIR", str(folder))
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "limits.geojson"
    path.write_text(FEATURE % "North")
    return path


def umran_aoi(*arguments: object) -> Result:
    return CliRunner().invoke(command.app, [str(argument) for argument in arguments])


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("own")
def test_check_tells_what_it_understood(file: Path) -> None:
    told = lines(umran_aoi("check", file))
    assert "Feature North" in told
    assert "CRS EPSG:4326 (WGS 84)" in told
    assert "Area 492.36 km²" in told
    assert "Extent longitude -78.6000 to -78.4000, latitude -0.2000 to 0.0000" in told
    assert "Vertices 4" in told
    assert "Repaired no, it was valid" in told
    assert not any(line.startswith(("Saved", "Notes")) for line in told)


@pytest.mark.usefixtures("own")
def test_check_says_that_it_repaired(file: Path) -> None:
    file.write_text(BOW_TIE)
    told = lines(umran_aoi("check", file))
    assert "Feature #1" in told
    assert "Repaired yes" in told
    assert "Vertices 6 in 2 parts" in told
    assert "Notes The geometry was invalid (self-intersection) and has been repaired." in told


@pytest.mark.usefixtures("own")
def test_brackets_in_a_name_are_no_markup(file: Path) -> None:
    file.write_text(FEATURE % "[bold]North[/nothing]")
    assert "Feature [bold]North[/nothing]" in lines(umran_aoi("check", file))


@pytest.mark.usefixtures("own")
def test_check_in_json(file: Path) -> None:
    answer = json.loads(umran_aoi("check", file, "--json").stdout)
    assert answer.pop("area_km2") == pytest.approx(492.36, abs=0.01)
    assert answer == {
        "file": str(file),
        "kind": "GeoJSON",
        "layer": "limits",
        "feature": "North",
        "features": 1,
        "crs": "EPSG:4326 (WGS 84)",
        "bounds": [-78.6, -0.2, -78.4, 0.0],
        "vertices": 4,
        "repaired": False,
        "notes": [],
        "saved": None,
    }


@pytest.mark.usefixtures("own")
def test_an_error_goes_to_the_main_program_and_in_json_to_stdout_too(tmp_path: Path) -> None:
    missing = tmp_path / "none.gpkg"
    told = f"{missing}: there is no such file; check its path"
    result = umran_aoi("check", missing, "--json")
    assert isinstance(result.exception, AreaFileError)
    assert str(result.exception) == told
    assert json.loads(result.stdout) == {"error": {"type": "AreaFileError", "message": told}}


def test_save_writes_a_city_of_the_registry(file: Path, own: Path) -> None:
    told = lines(umran_aoi("check", file, "--save", "quito-norte", "--iso3", "ECU", "--centre", "-78.45", "-0.15"))
    assert f"Saved {own / 'quito-norte.geojson'}: umran run quito-norte" in " ".join(told)
    city = registry.city("quito-norte", own=own)
    assert (city.name, city.iso3, city.centre) == ("North", "ECU", (-78.45, -0.15))
    assert city.study_area.origin == "limits.geojson, feature North"


def test_save_takes_a_name_or_else_the_features_or_else_the_id(file: Path, own: Path) -> None:
    lines(umran_aoi("check", file, "--save", "one", "--iso3", "ECU", "--name", "Quito Norte"))
    file.write_text(BOW_TIE)
    lines(umran_aoi("check", file, "--save", "two", "--iso3", "ECU"))
    assert registry.city("one", own=own).name == "Quito Norte"
    assert registry.city("two", own=own).name == "two"


def test_save_overwrites_only_when_forced(file: Path, own: Path) -> None:
    lines(umran_aoi("check", file, "--save", "one", "--iso3", "ECU"))
    again = umran_aoi("check", file, "--save", "one", "--iso3", "ECU", "--name", "New")
    assert isinstance(again.exception, CityFileError)
    assert registry.city("one", own=own).name == "North"
    lines(umran_aoi("check", file, "--save", "one", "--iso3", "ECU", "--name", "New", "--force"))
    assert registry.city("one", own=own).name == "New"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--save", "x"], "--save needs --iso3"),
        (["--name", "x"], "--name only with --save ID"),
        (["--iso3", "ECU", "--force"], "--iso3 and --force only with --save ID"),
    ],
)
def test_options_that_do_not_go_together(options: list[str], told: str, file: Path, own: Path) -> None:
    result = umran_aoi("check", file, *options)
    assert result.exit_code == 2
    assert told in " ".join(result.output.replace("│", " ").split())
    assert not own.exists()


@pytest.mark.usefixtures("own")
def test_the_city_that_it_is_meant_for_shows_swapped_axes(file: Path) -> None:
    file.write_text('{"type": "Polygon", "coordinates": [[[-0.2, -78.6], [-0.2, -78.4], [0, -78.4], [-0.2, -78.6]]]}')
    assert "Repaired no, it was valid" in lines(umran_aoi("check", file))
    result = umran_aoi("check", file, "--city", "quito")
    assert isinstance(result.exception, AreaFileError)
    assert "longitude and latitude are swapped" in str(result.exception)
    assert isinstance(umran_aoi("check", file, "--city", "quitto").exception, UnknownCityError)


@pytest.mark.usefixtures("own")
def test_feature_and_layer_are_passed_on(file: Path) -> None:
    assert isinstance(umran_aoi("check", file, "--feature", "South").exception, AreaFileError)
    assert isinstance(umran_aoi("check", file, "--layer", "South").exception, AreaFileError)
    assert "Feature North" in lines(umran_aoi("check", file, "--feature", "name=north", "--layer", "limits"))
