import csv
import io
import json

import pytest

from geo.measurement import Measurement
from outputs.subject import Place, Run
from outputs.tables.published_csv import published_csv
from outputs.tables.summary import summary, summary_json


@pytest.fixture
def rows(published: Measurement, place: Place, run: Run) -> list[dict[str, str]]:
    data = published_csv(summary(published, place, run))
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_summary_has_both_apart(published: Measurement, place: Place, run: Run) -> None:
    document = json.loads(summary_json(summary(published, place, run)))
    (one,) = document["published"]
    assert (one["source"], one["boundary"], one["licence"]) == ("GHS-UCDB R2019A", "centre of 2015", "CC-BY-4.0")
    assert [row["year"] for row in one["epochs"]] == [1990, 2000, 2015]
    missing, still, shrinking, _ = one["periods"]
    assert missing["undefined"]["lcrpgr"] == "no_figures_for_year"
    assert still["flags"] == ["unstable_ratio"]
    assert shrinking["lcrpgr"] == pytest.approx(-0.76, abs=0.005)
    own = next(row for row in one["own"] if (row["start"], row["end"]) == (1990, 2000))
    assert (own["boundary"], own["boundary_rule"], own["match"]) == ("urban_extent", "fixed", "exact")
    assert {"no_figures_for_year", "unstable_ratio", "no_common_epochs"} <= set(document["reasons"])


def test_nothing_published_is_an_empty_section(measurement: Measurement, place: Place, run: Run) -> None:
    assert json.loads(summary_json(summary(measurement, place, run)))["published"] == []


def test_a_row_says_whose_figures_it_has_and_within_which_boundary(rows: list[dict[str, str]]) -> None:
    own = [row for row in rows if row["figures_of"] == "this run"]
    others = [row for row in rows if row["figures_of"] == "published"]
    assert (len(others), len(own)) == (3 + 4, 4)
    assert {(row["source"], row["boundary"]) for row in others} == {("GHS-UCDB R2019A", "centre of 2015")}
    assert {(row["source"], row["boundary"]) for row in own} == {("simulated 1", "urban_extent, fixed")}
    assert {row["beside"] for row in rows} == {"GHS-UCDB R2019A"}
    assert {row["citation"] for row in own} == {""}


def test_epochs_stand_first_then_each_period_with_ours_below(rows: list[dict[str, str]]) -> None:
    assert [(row["start_year"], row["end_year"]) for row in rows[:3]] == [("", "1990"), ("", "2000"), ("", "2015")]
    assert rows[0]["built_up_end_km2"] == "144.637451"
    assert [row["start_year"] for row in rows[3:]] == ["1975", "1975", "1990", "1990", "2000", "2000", "1975", "1975"]
    still, ours = rows[5:7]
    assert (still["built_up_start_km2"], still["population_end_persons"]) == ("144.637451", "1943175.4")
    assert still["flags"] == "unstable_ratio"
    assert (ours["own_start_year"], ours["own_end_year"]) == ("1990", "2000")
    assert float(ours["lcr_per_year"]) > 0
    assert rows[3]["undefined"].startswith("lcr: no_figures_for_year; ")
