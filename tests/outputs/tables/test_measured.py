import json
from dataclasses import replace

import pytest

from geo.figure import Figure
from geo.measurement import Measurement
from outputs.errors import OutputsError
from outputs.subject import Place, Run
from outputs.tables.summary import read_summary, summary, summary_json

FIGURE = Figure("openness", 0.5, "urban_extent", "fixed", 2000)


def test_every_figure_is_in_the_summary_with_its_unit_and_meaning(
    measured: Measurement, place: Place, run: Run
) -> None:
    document = json.loads(summary_json(summary(measured, place, run)))
    assert len(document["measures"]) == len(measured.figures)
    for figure, row in zip(measured.figures, document["measures"], strict=True):
        assert (row["measure"], row["value"], row["zone"]) == (figure.measure, figure.value, figure.zone)
        assert (row["boundary"], row["boundary_rule"]) == (figure.boundary, figure.boundary_rule)
        assert (row["start"], row["end"], row["low"], row["high"]) == (
            figure.start,
            figure.end,
            figure.low,
            figure.high,
        )
        about = document["measure_definitions"][row["measure"]]
        assert row["unit"] == about["unit"]
        assert about["definition"].endswith(".")
    assert set(document["measure_definitions"]) == {figure.measure for figure in measured.figures}


def test_reasons_and_flags_of_figures_have_their_texts(measured: Measurement, place: Place, run: Run) -> None:
    reasons = summary(measured, place, run).reasons
    assert reasons["no_leapfrog"].startswith("No new built-up land lies apart")
    assert "extent_at_edge" in reasons


def test_a_band_needs_no_reason(measured: Measurement, place: Place, run: Run) -> None:
    row = next(row for row in summary(measured, place, run).measures if row.measure == "trend_built_up")
    assert (row.value, row.low, row.high, row.undefined) == (None, 2.5, 4.75, None)


def test_the_parameters_stand_beside_the_measures_with_their_editions(
    measured: Measurement, place: Place, run: Run
) -> None:
    parameters = json.loads(summary_json(summary(measured, place, run)))["measure_parameters"]
    assert (parameters["level1"]["edition"], parameters["level2"]["edition"]) == ("R2023A", "2024-07")
    assert parameters["level1"]["centre_people"] == 50_000
    assert (parameters["uncertainty"], parameters["trend_year"]) == (None, 2030)


@pytest.mark.parametrize(
    "broken",
    [
        replace(FIGURE, value=None),
        replace(FIGURE, undefined="no_land"),
        replace(FIGURE, value=float("nan")),
        replace(FIGURE, low=0.1),
        replace(FIGURE, value=None, low=0.1, high=0.2, undefined="no_land"),
    ],
)
def test_a_figure_that_says_nothing_or_two_things_is_refused(
    measurement: Measurement, place: Place, run: Run, broken: Figure
) -> None:
    with pytest.raises(OutputsError, match=r"summary\.json cannot be written"):
        summary(replace(measurement, figures=(broken,)), place, run)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_summary_of_an_earlier_version_is_read(
    measurement: Measurement, place: Place, run: Run, version: str
) -> None:
    document = json.loads(summary_json(summary(measurement, place, run)))
    for later in (
        "measures",
        "measure_definitions",
        "measure_parameters",
        *(("comparison",) if version == "1.0" else ()),
    ):
        del document[later]
    content = read_summary(json.dumps(document | {"schema_version": version}))
    assert content.measures == ()
    assert content.indicators == summary(measurement, place, run).indicators
