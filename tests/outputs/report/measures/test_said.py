from dataclasses import replace

import pytest

from geo.figure import Figure
from outputs.report.measures import said
from outputs.tables.measures import measures
from outputs.words.figures import GAP, MINUS

OPENNESS = measures()["openness"]
FIGURE = Figure("openness", 0.12345, "urban_extent", "fixed", 2000)


def test_a_value_has_its_measures_decimals() -> None:
    assert said.value(FIGURE, OPENNESS) == "0.123"


def test_nothing_is_a_dash() -> None:
    assert said.value(replace(FIGURE, value=None, undefined="no_land"), OPENNESS) == "–"


def test_an_interval_stands_beside_its_value() -> None:
    figure = replace(FIGURE, low=0.1, high=0.2)
    assert (said.value(figure, OPENNESS), said.beside(figure, OPENNESS)) == ("0.123", "0.100–0.200")


def test_a_band_is_never_a_single_number() -> None:
    figure = Figure("trend_excess", None, "urban_extent", "fixed", 2030, 2020, low=-1234.0, high=220.0)
    measure = measures()["trend_excess"]
    assert said.value(figure, measure) == f"{MINUS}1{GAP}234 to 220"
    assert said.beside(figure, measure) == ""


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [("ring", "3", "2–3 km"), ("sector", "22.5", "NNE"), ("sector", "0", "N"), ("no such kind", "x", "x")],
)
def test_zones_are_said_in_words(kind: str, code: str, words: str) -> None:
    assert said.zone(kind, code) == words


def test_numbered_zones_are_sorted_by_number_and_not_by_letter() -> None:
    assert sorted(["10", "9", "2"], key=lambda code: said.zone_order("ring", code)) == ["2", "9", "10"]
