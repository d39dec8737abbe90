"""A publish root in settings and parameters: a folder or an address, and nothing else."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from flows.errors import one_line
from flows.parameters import BatchParameters, CityParameters
from flows.roots import absolute, lasting
from flows.settings import settings


@pytest.mark.parametrize("given", ["s3://bucket/a/", "/srv/umran", "published"])
def test_settings_and_parameters_take_folders_and_addresses(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = "s3://bucket/a" if given.startswith("s3") else Path(given)
    monkeypatch.setenv("UMRAN_PUBLISH_ROOT", given)
    assert settings().publish_root == expected
    parameters = CityParameters(city="sample", publish_root=given)
    assert parameters.publish_root == expected
    assert CityParameters.model_validate_json(parameters.model_dump_json()) == parameters
    assert BatchParameters(publish_root=given).for_city("sample").publish_root == expected


def test_what_is_no_root_is_told_without_its_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError) as wrong:
        CityParameters(city="sample", publish_root="s3://KEY:SECRET@bucket/a")
    assert "SECRET" not in one_line(wrong.value)
    assert "credentials belong in the environment" in one_line(wrong.value)
    monkeypatch.setenv("UMRAN_PUBLISH_ROOT", "s3:/bucket")
    with pytest.raises(ValidationError) as wrong:
        settings()
    assert "expected a folder, or an address such as s3://bucket/prefix" in one_line(wrong.value)


def test_the_form_asks_for_a_text() -> None:
    field = CityParameters.model_json_schema()["properties"]["publish_root"]
    assert {"type": "string"} in field["anyOf"]


def test_how_many_runs_are_kept_is_at_least_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings().publish_keep is None
    monkeypatch.setenv("UMRAN_PUBLISH_KEEP", "3")
    assert settings().publish_keep == 3
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        CityParameters(city="sample", keep=0)


def test_a_folder_is_made_absolute_and_an_address_is_left_alone() -> None:
    assert absolute(Path("~/a")) == Path.home() / "a"
    assert absolute(Path("a")) == Path.cwd() / "a"
    assert lasting(Path("a")) == Path("a")
    assert absolute("s3://b") == lasting("s3://b") == "s3://b"
