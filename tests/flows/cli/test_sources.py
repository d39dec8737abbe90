import json

import pytest
import typer
from typer.testing import CliRunner, Result

from flows.cli import sources as command
from geo.errors import SourceError
from geo.sources.declarations import declared_sources


def umran_sources(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(command.sources)
    return CliRunner().invoke(app, arguments)


def lines(*arguments: str) -> list[str]:
    result = umran_sources(*arguments)
    assert result.exit_code == 0, result.output
    assert max(len(line) for line in result.stdout.splitlines()) <= 110
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def test_each_source_has_its_line_with_epochs_resolution_and_licence() -> None:
    told = lines()
    assert "ghsl GHSL built-up surface 100 m 1975–2020 by 5 2025, 2030 CC-BY-4.0" in told
    assert "worldpop-r2025a WorldPop 2015–2030 3″ 2015–2024 2025–2030 CC-BY-4.0" in told
    assert {line.split()[0] for line in told if line} >= set(declared_sources())


def test_sources_stand_under_what_they_give() -> None:
    told = lines()
    places = [told.index(kind) for kind in ("Built-up land", "Population", "Settlement model")]
    assert places == sorted(places)
    people = [line.split()[0] for line in told[places[1] + 1 : places[2]] if line]
    assert people == ["ghsl-pop", "worldpop", "worldpop-r2025a"]


def test_what_must_not_be_compared_is_said() -> None:
    assert any(line.startswith("! worldcover: 2020 and 2021 must not be compared.") for line in lines())


def test_all_about_one_source() -> None:
    told = lines("ghsl")
    assert told[0] == "ghsl GHSL built-up surface, R2023A V1-0"
    assert "observed 1975–2020 by 5" in told
    assert "projected 2025, 2030" in told
    assert "by default 1990, 2000, 2010, 2020" in told
    assert "population ghsl-pop" in told
    assert "read as zipped tiles, each downloaded once" in told
    assert any(line.startswith("to cite Pesaresi, M.; Politis, P. (2023)") for line in told)
    assert not any(line.startswith("not to compare") for line in told)
    assert any(line.startswith("not to compare 2020 and 2021.") for line in lines("worldcover"))
    assert any(line.startswith("gives Settlement model") for line in lines("ghsl-smod"))


@pytest.mark.parametrize("source", declared_sources())
def test_every_source_can_be_told(source: str) -> None:
    assert lines(source)[0].startswith(source)


def test_json_is_complete() -> None:
    answer = {source["id"]: source for source in json.loads(umran_sources("--json").stdout)}
    assert set(answer) == set(declared_sources())
    ghsl = answer["ghsl"]
    assert ghsl["observed_epochs"] == list(range(1975, 2021, 5))
    assert ghsl["projected_epochs"] == [2025, 2030]
    assert (ghsl["gives_land"], ghsl["gives_population"], ghsl["gives_classes"]) == (True, False, False)
    assert answer["ghsl-pop"]["gives_population"]
    assert answer["ghsl-smod"]["classes"]["legend"]["30"] == "Urban centre"
    assert answer["worldcover"]["incomparable"][0]["epochs"] == [2020, 2021]
    assert json.loads(umran_sources("ghsl", "--json").stdout) == ghsl


def test_a_source_that_is_none_is_told_in_one_line() -> None:
    failed = umran_sources("ghls")
    assert isinstance(failed.exception, SourceError)
    assert str(failed.exception).startswith("unknown source 'ghls': expected one of esa-cci, ghsl, ")
    answer = json.loads(umran_sources("ghls", "--json").stdout)
    assert answer["error"]["type"] == "SourceError"
