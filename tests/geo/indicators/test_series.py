import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from geo.indicators.figures import EpochKey, no_figures
from geo.indicators.series import series_doubts
from geo.measurement import Caveat, EpochFigures
from geo.reasons import Reason


def series(built_up: Mapping[int, float | None], population: Mapping[int, float] | None = None) -> list[EpochFigures]:
    rows = []
    for year, area in built_up.items():
        row = no_figures(EpochKey(year, observed=True, boundary="study_area", rule="fixed"), Reason.NO_POPULATION_DATA)
        rows.append(replace(row, built_up_km2=area, population=(population or {}).get(year)))
    return rows


def codes(caveats: list[Caveat]) -> list[tuple[str, str]]:
    return [(caveat.code, caveat.text.split(":")[0]) for caveat in caveats]


def test_steady_growth_raises_no_doubt() -> None:
    assert series_doubts(series({1990: 100.0, 2000: 120.0, 2010: 150.0, 2020: 170.0})) == []


@pytest.mark.parametrize("middle", [80.0, 300.0])
def test_a_dip_and_a_spike_are_told_once(middle: float) -> None:
    found = series_doubts(series({1990: 100.0, 2000: 110.0, 2005: middle, 2010: 130.0, 2020: 140.0}))
    assert codes(found) == [("epoch_out_of_line", "2005")]


def test_the_text_has_the_figures() -> None:
    (found,) = series_doubts(series({1990: 100.0, 2000: 200.0, 2010: 150.0}))
    assert found.text == (
        "2000: built-up land (study area) lies above both 1990 and 2010, by 50% and 25% of its value: a single "
        "epoch out of line is oftener an error of the data than a change of the city."
    )


def test_a_period_out_of_line_with_those_beside_it() -> None:
    found = series_doubts(series({1990: 100.0, 2000: 110.0, 2005: 180.0, 2015: 200.0}))
    assert codes(found) == [("rate_out_of_line", "2000–2005")]
    assert "+9.8% a year, against +1.0%, +1.1%" in found[0].text


def test_of_two_periods_the_faster_is_named() -> None:
    assert codes(series_doubts(series({1990: 10.0, 2000: 30.0, 2010: 33.0}))) == [("rate_out_of_line", "1990–2000")]


def test_a_smooth_turn_of_the_population_is_no_error() -> None:
    land = {1990: 10.0, 2000: 11.0, 2015: 12.0}
    assert series_doubts(series(land, {1990: 1_942_730, 2000: 1_943_175, 2015: 1_839_558})) == []
    assert codes(series_doubts(series(land, {1990: 100, 2000: 150, 2015: 90}))) == [("epoch_out_of_line", "2000")]


@pytest.mark.parametrize("built_up", [{}, {2000: 5.0}, {2000: 5.0, 2010: 90.0}, {2000: None, 2010: 0.0, 2020: 7.0}])
def test_too_short_a_series_cannot_be_judged(built_up: dict[int, float | None]) -> None:
    assert series_doubts(series(built_up)) == []


def test_the_pilots_published_series(shared_data: Path) -> None:
    """Amman's built-up grows 5.4 times from 1975 to 1990, an artefact of the sensor; nothing else is so out of line."""
    doubts: dict[str, list[tuple[str, str]]] = {}
    cities: dict[str, dict[int, tuple[float, float]]] = {}
    with (shared_data / "pilots_ucdb" / "ucdb_r2019a_epochs_pilots.csv").open() as file:
        for row in csv.DictReader(file):
            values = (float(row["built_up_area_km2"]), float(row["population"]))
            cities.setdefault(row["urban_center"], {})[int(row["year"])] = values
    for city, values in cities.items():
        land, people = ({year: pair[k] for year, pair in values.items()} for k in (0, 1))
        doubts[city] = codes(series_doubts(series(land, people)))
    assert {city: found for city, found in doubts.items() if found} == {"Amman": [("rate_out_of_line", "1975–1990")]}
