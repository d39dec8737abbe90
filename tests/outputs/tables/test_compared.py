"""The section of other sources in summary.json, and the two CSV files that it becomes."""

import csv
import dataclasses
import io
import json
from datetime import UTC, datetime

import pytest

from geo.comparison import ComparedRow, ComparedSource, Comparison, Spread
from geo.measurement import InputFile, Measurement
from outputs.errors import OutputsError
from outputs.manifest import manifest
from outputs.subject import Place, Run
from outputs.tables.compared import ComparedPeriodRow, ComparedSourceRow, ComparisonRow, SpreadRow
from outputs.tables.flat import comparison_csv, indicators_csv, spread_csv
from outputs.tables.summary import Summary, read_summary, summary, summary_json


@pytest.fixture
def content(compared: Measurement, place: Place, run: Run) -> Summary:
    return summary(compared, place, run)


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_rows_have_every_field_of_what_geo_compares() -> None:
    for model, measured in (
        (ComparisonRow, Comparison),
        (ComparedSourceRow, ComparedSource),
        (ComparedPeriodRow, ComparedRow),
        (SpreadRow, Spread),
    ):
        assert set(model.model_fields) == {field.name for field in dataclasses.fields(measured)}


def test_the_summary_holds_the_comparison_and_the_text_of_its_codes(content: Summary, compared: Measurement) -> None:
    document = json.loads(summary_json(content))
    found, expected = document["comparison"], compared.comparison
    assert expected
    assert [source["id"] for source in found["sources"]] == ["simulated", "wsf", "glad"]
    assert found["tolerance_years"] == 2
    assert [row["lcr"] for row in found["rows"]] == [row.lcr for row in expected.rows]
    assert [row["maximum"] for row in found["spreads"]] == [row.maximum for row in expected.spreads]
    for code in ("no_common_epochs", "nearest_epochs", "unequal_intervals", "one_source_only", "two_sources_only"):
        assert (code in document["reasons"]) == (code != "one_source_only")
    assert read_summary(summary_json(content)) == content


def test_one_source_has_no_comparison(measurement: Measurement, place: Place, run: Run) -> None:
    document = json.loads(summary_json(summary(measurement, place, run)))
    assert document["comparison"] is None


def test_a_compared_value_without_a_reason_is_refused(compared: Measurement, place: Place, run: Run) -> None:
    assert compared.comparison
    row = dataclasses.replace(compared.comparison.rows[0], lcr=None)
    broken = dataclasses.replace(compared.comparison, rows=(row,))
    with pytest.raises(OutputsError, match="are not the same fields"):
        summary(dataclasses.replace(compared, comparison=broken), place, run)


def test_a_summary_of_version_1_0_reads_as_one_without_a_comparison(
    measurement: Measurement, place: Place, run: Run
) -> None:
    today = summary(measurement, place, run)
    document = json.loads(summary_json(today))
    del document["comparison"]
    assert read_summary(json.dumps(document | {"schema_version": "1.0"})) == today


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"schema_version": "0.9"}', '{"schema_version": ["1.0"]}'])
def test_what_is_no_summary_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_summary(text)


def test_comparison_csv_has_each_source_with_its_own_years(content: Summary) -> None:
    assert content.comparison
    found = read(comparison_csv(content))
    for row, cells in zip(content.comparison.rows, found, strict=True):
        assert cells["source"] == f"{row.source} 1"
        assert (cells["start_year"], cells["end_year"]) == (str(row.start), str(row.end))
        assert cells["own_start_year"] == ("" if row.own_start is None else str(row.own_start))
        assert cells["lcr_per_year"] == ("" if row.lcr is None else repr(row.lcr))
        assert cells["flags"] == "; ".join(row.flags)
    lone = next(cells for cells in found if not cells["match"])
    assert "lcr: no_common_epochs" in lone["undefined"]


def test_spread_csv_names_quantities_with_their_units(content: Summary) -> None:
    assert content.comparison
    found = read(spread_csv(content))
    assert len(found) == len(content.comparison.spreads)
    assert {"lcr_per_year", "population_end_persons", "boundary_km2", "lcrpgr"} <= {row["quantity"] for row in found}
    assert {row["source"] for row in found} == {"simulated 1; wsf 1; glad 1"}
    assert found[0]["sources"] == "2"


def test_the_other_tables_are_of_the_runs_own_source(content: Summary, measurement: Measurement, run: Run) -> None:
    found = read(indicators_csv(content))
    assert len(found) == len(measurement.indicators)
    assert {row["source"] for row in found} == {"simulated 1"}
    assert {row["run"] for row in found} == {run.id}


def test_the_manifest_lists_every_sources_inputs(compared: Measurement, place: Place, run: Run) -> None:
    assert compared.comparison
    own, wsf, glad = compared.comparison.sources
    file = InputFile("wsf_1991.tif", "built_up", 1991, 5, "cd" * 32)
    read_from = dataclasses.replace(wsf, references=(dataclasses.replace(wsf.references[0], files=(file,)),))
    told = dataclasses.replace(
        compared, comparison=dataclasses.replace(compared.comparison, sources=(own, read_from, glad))
    )
    made = manifest(told, place, run=run, created=datetime(2026, 1, 1, tzinfo=UTC), files=())
    assert [(entry.source, entry.name) for entry in made.inputs][-2:] == [
        ("simulated", "population.csv"),
        ("wsf", "wsf_1991.tif"),
    ]
    assert len(made.inputs) == 5


def test_a_source_that_serves_several_is_named_once_with_all_its_files(compared: Measurement) -> None:
    assert compared.comparison
    own, wsf, glad = compared.comparison.sources
    one, other = (InputFile(f"pop_{year}.tif", "population", year, 5, f"{year:064x}") for year in (2000, 2009))
    people = dataclasses.replace(wsf.references[0], id="pop", files=(one,))
    sources = (
        own,
        dataclasses.replace(wsf, references=(*wsf.references, people)),
        dataclasses.replace(glad, references=(*glad.references, dataclasses.replace(people, files=(one, other)))),
    )
    told = dataclasses.replace(compared, comparison=dataclasses.replace(compared.comparison, sources=sources))
    assert [source.id for source in told.all_sources] == ["simulated", "wsf", "pop", "glad"]
    assert told.all_sources[2].files == (one, other)
