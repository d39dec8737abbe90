import dataclasses
import json
import math

import jsonschema
import pytest

from geo.measurement import EpochFigures, Indicator, Measurement
from outputs.errors import OutputsError
from outputs.subject import Place, Run
from outputs.tables.rows import EpochRow, IndicatorRow
from outputs.tables.summary import Summary, published_schema, schema_json, summary, summary_json


def test_the_committed_schema_is_that_of_the_models() -> None:
    assert published_schema() == schema_json(), "write it anew: python -m outputs.tables.schema"


def test_the_schema_is_a_schema_and_says_units_and_definitions() -> None:
    schema = json.loads(published_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    row = schema["$defs"]["IndicatorRow"]
    assert row["additionalProperties"] is False
    assert "fraction a year" in row["properties"]["lcr"]["description"]
    assert "null" in json.dumps(row["properties"]["lcr"]["anyOf"])


def test_summary_holds_every_figure_of_the_measurement(measurement: Measurement, place: Place, run: Run) -> None:
    document = json.loads(summary_json(summary(measurement, place, run)))
    assert document["schema_version"] == "1.2"
    assert document["city"]["names"]["ar"] == "مدينة العيّنة"
    assert document["city"]["simulated"] is True
    assert document["run"]["id"] == "r0123456789ab"
    assert document["run"]["parameters"]["epochs"] == [1990, 2000, 2010]
    assert document["grid"]["crs"] == "EPSG:32627"
    assert document["grid"]["shape"] == [60, 80]
    assert [row["code"] for row in document["warnings"]] == ["simulated", "built_up_shrinks"]
    assert len(document["epochs"]) == 12
    assert len(document["indicators"]) == 12
    for row, found in zip(measurement.indicators, document["indicators"], strict=True):
        assert found["lcr"] == row.lcr
        assert found["growth_by_type_km2"]["extension"] == row.growth_by_type_km2.extension  # type: ignore[union-attr]


def test_an_undefined_value_is_null_with_its_reason_and_the_reasons_text(
    measurement: Measurement, place: Place, run: Run
) -> None:
    document = json.loads(summary_json(summary(measurement, place, run)))
    row = next(row for row in document["indicators"] if row["lcrpgr"] is None)
    assert (row["boundary"], row["boundary_rule"], row["start"]) == ("urban_extent", "each_epoch", 1990)
    assert row["undefined"] == {
        "lcrpgr": "no_population_change",
        "lcrpgr_log": "no_population_change",
        "marginal_land_per_new_inhabitant_m2": "no_population_change",
    }
    assert sorted(document["reasons"]) == ["no_population_change", "no_urban_extent", "projected_epoch", "simulated"]


def test_text_is_sorted_indented_utf8_and_reads_back(measurement: Measurement, place: Place, run: Run) -> None:
    content = summary(measurement, place, run)
    text = summary_json(content)
    assert text.endswith("}\n")
    assert "مدينة" in text
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert Summary.model_validate_json(text) == content
    assert repr(measurement.indicators[0].lcr) in text


def test_rows_have_every_field_of_what_geo_measures() -> None:
    assert set(EpochRow.model_fields) == {field.name for field in dataclasses.fields(EpochFigures)}
    assert set(IndicatorRow.model_fields) == {field.name for field in dataclasses.fields(Indicator)}


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_number_that_is_not_finite_is_refused(measurement: Measurement, place: Place, run: Run, value: float) -> None:
    row = dataclasses.replace(measurement.indicators[0], lcr=value)
    broken = dataclasses.replace(measurement, indicators=(row,))
    with pytest.raises(OutputsError, match=r"^sample, run r0123456789ab: .* IndicatorRow lcr: .*finite"):
        summary(broken, place, run)


@pytest.mark.parametrize("undefined", [{}, {"lcr": "zero_built_up", "pgr": "zero_population"}])
def test_null_without_a_reason_and_a_reason_without_null_are_refused(
    measurement: Measurement, place: Place, run: Run, undefined: dict[str, str]
) -> None:
    row = dataclasses.replace(measurement.indicators[0], lcr=None, undefined=undefined)
    broken = dataclasses.replace(measurement, indicators=(row,))
    with pytest.raises(OutputsError, match="are not the same fields"):
        summary(broken, place, run)


def test_a_document_that_breaks_the_schema_is_not_published(measurement: Measurement, place: Place, run: Run) -> None:
    content = summary(measurement, place, run)
    broken = content.model_copy(update={"city": content.city.model_copy(update={"iso3": None})})
    with pytest.raises(OutputsError, match=r"breaks its own schema at \$.city.iso3"):
        summary_json(broken)
