import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from aoi import registry
from aoi.errors import CityFileError
from flows.cli import cities as command


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of cities, empty."""
    monkeypatch.setenv("UMRAN_CITIES_DIR", str(tmp_path))
    return tmp_path


def umran_cities(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(command.cities)
    return CliRunner().invoke(app, arguments)


def test_the_table_has_a_line_for_each_city() -> None:
    result = umran_cities()
    assert result.exit_code == 0, result.output
    told = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert len(told) == 1 + len(registry.cities())
    assert "amman Amman عمّان Jordan Western Asia 4,497 km²" in told
    assert "havana Havana La Habana Cuba Caribbean 3,118 km²" in told


def test_a_simulated_city_is_called_so_and_no_other_is() -> None:
    told = umran_cities().stdout.splitlines()
    marked = [line.split()[0] for line in told if " simulated " in line]
    assert marked == [city.id for city in registry.cities() if city.simulated]


def test_json_carries_all_names_and_the_area() -> None:
    answer = {city["id"]: city for city in json.loads(umran_cities("--json").stdout)}
    assert set(answer) == {city.id for city in registry.cities()}
    quito = answer["quito"]
    assert (quito["iso3"], quito["region"], quito["region_m49"]) == ("ECU", "South America", "005")
    assert quito["names"]["ar"] == "كيتو"
    assert quito["centre"] == [-78.5123, -0.2202]
    assert quito["area_km2"] == pytest.approx(5170, abs=1)
    assert quito["simulated"] is False


def test_a_city_of_ones_own_is_listed_and_a_broken_one_is_told(own: Path) -> None:
    text = (registry.BUILT_IN / "quito.geojson").read_text(encoding="utf-8")
    (own / "mine.geojson").write_text(text.replace('"quito"', '"mine"'), encoding="utf-8")
    assert any(line.split()[:2] == ["mine", "Quito"] for line in umran_cities().stdout.splitlines())
    (own / "mine.geojson").write_text("{}")
    assert isinstance(umran_cities().exception, CityFileError)
