from dataclasses import asdict

import pytest
from pydantic import ValidationError

from flows.errors import one_line
from flows.parameters import BatchParameters, CityParameters, ExtentThresholds
from geo.measurement import ExtentParameters


def test_defaults_are_the_published_thresholds() -> None:
    assert ExtentThresholds().extent_parameters() == ExtentParameters()
    assert set(ExtentThresholds.model_fields) == set(asdict(ExtentParameters()))


def test_epochs_are_put_in_order() -> None:
    assert CityParameters(city="sample", epochs=(2015, 1990)).epochs == (1990, 2015)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"city": "São Tomé"}, "city"),
        ({"city": "sample", "epochs": [1990]}, "epochs: expected at least two years, saw 1990"),
        (
            {"city": "sample", "epochs": [2015, 2015]},
            "epochs: expected years that differ from each other, saw 2015, 2015",
        ),
        ({"city": "sample", "epochs": [1990, 2300]}, "epochs.1: expected less than or equal to 2200, saw 2300"),
        (
            {"city": "sample", "extent": {"urban_share": 1.5}},
            "extent.urban_share: expected less than or equal to 1, saw 1.5",
        ),
        ({"city": "sample", "extent": {"suburban_share": 0.5}}, "suburban_share must be below urban_share"),
        ({"city": "sample", "sorce": "x"}, "sorce"),
    ],
)
def test_wrong_parameters_are_refused_with_their_name(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CityParameters.model_validate(wrong)
    assert told in one_line(refused.value)


def test_every_field_of_the_form_has_a_title_a_description_and_its_limits() -> None:
    schema = CityParameters.model_json_schema()
    for properties in (schema["properties"], schema["$defs"]["ExtentThresholds"]["properties"]):
        for name, field in properties.items():
            assert field["title"], name
            assert field["description"], name
    years = next(part for part in schema["properties"]["epochs"]["anyOf"] if part["type"] == "array")
    assert years["items"] == {"type": "integer", "minimum": 1800, "maximum": 2200}
    assert years["minItems"] == 2
    assert years["uniqueItems"]


def test_a_batch_gives_each_city_its_own_parameters() -> None:
    batch = BatchParameters(cities=("quito", "sample"), epochs=(1990, 2000))
    assert batch.for_city("quito") == CityParameters(city="quito", epochs=(1990, 2000))
