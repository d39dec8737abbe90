import csv
import doctest
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.indicators import sdg_11_3_1
from geo.indicators.sdg_11_3_1 import (
    Change,
    built_up_per_capita_m2,
    land_consumption_rate,
    land_consumption_rate_log,
    marginal_land_per_new_inhabitant_m2,
    population_growth_rate,
    rate_ratio,
    total_change_percent,
)
from geo.reasons import Reason

areas = st.floats(1e-3, 1e6)
years = st.integers(1, 50)


def test_the_worked_examples() -> None:
    assert doctest.testmod(sdg_11_3_1).failed == 0


def test_twenty_rows_of_un_habitats_compilation_template(shared_data: Path) -> None:
    with (shared_data / "lombardy" / "expected_lcrpgr.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 20
    for row in rows:
        span = int(row["t2"]) - int(row["t1"])
        lcr = land_consumption_rate(Change(float(row["built1_m2"]), float(row["built2_m2"]), span))
        pgr = population_growth_rate(Change(float(row["pop1"]), float(row["pop2"]), span))
        assert lcr == pytest.approx(float(row["lcr"]), abs=1e-12)
        assert pgr == pytest.approx(float(row["pgr"]), abs=1e-12)
        assert rate_ratio(lcr, pgr) == pytest.approx(float(row["lcrpgr"]), rel=1e-9)


def test_the_published_example_of_city_a() -> None:
    lcr = land_consumption_rate(Change(53.0, 61.5, 10))
    pgr = population_growth_rate(Change(320_000, 330_000, 10))
    assert lcr == pytest.approx(0.016037735849, abs=1e-12)
    assert pgr == pytest.approx(0.003077165867, abs=1e-12)
    assert rate_ratio(lcr, pgr) == pytest.approx(5.211852900989, rel=1e-9)


def test_no_built_up_at_the_start_is_undefined() -> None:
    empty = Change(0.0, 5.0, 10)
    assert land_consumption_rate(empty) is Reason.ZERO_BUILT_UP_AT_START
    assert land_consumption_rate_log(empty) is Reason.ZERO_BUILT_UP_AT_START
    assert total_change_percent(empty) is Reason.ZERO_BUILT_UP_AT_START


def test_a_city_that_vanishes_has_a_linear_rate_but_no_logarithm() -> None:
    gone = Change(5.0, 0.0, 10)
    assert land_consumption_rate(gone) == -0.1
    assert land_consumption_rate_log(gone) is Reason.ZERO_BUILT_UP


@pytest.mark.parametrize("change", [Change(0, 10, 5), Change(10, 0, 5), Change(0, 0, 5)])
def test_no_people_have_no_growth_rate(change: Change) -> None:
    assert population_growth_rate(change) is Reason.ZERO_POPULATION


def test_a_population_that_stands_still_has_no_ratio() -> None:
    assert rate_ratio(0.02, population_growth_rate(Change(7, 7, 5))) is Reason.NO_POPULATION_CHANGE


def test_reasons_pass_on_the_lands_first() -> None:
    land, people = Reason.ZERO_BUILT_UP_AT_START, Reason.ZERO_POPULATION
    assert rate_ratio(land, people) is land
    assert rate_ratio(0.1, people) is people
    assert built_up_per_capita_m2(1.0, people) is people


def test_a_zero_land_rate_has_the_ratio_zero() -> None:
    assert rate_ratio(0.0, 0.02) == 0.0


def test_land_per_new_inhabitant_needs_new_inhabitants() -> None:
    land = Change(1.0, 2.0, 10)
    assert marginal_land_per_new_inhabitant_m2(land, Change(100, 300, 10)) == 5_000
    assert marginal_land_per_new_inhabitant_m2(land, Change(100, 100, 10)) is Reason.NO_NEW_INHABITANTS
    assert marginal_land_per_new_inhabitant_m2(land, Change(100, 90, 10)) is Reason.NO_NEW_INHABITANTS
    assert built_up_per_capita_m2(1.0, 0.0) is Reason.ZERO_POPULATION


@given(areas, areas, years, st.floats(1e-3, 1e3))
def test_rates_do_not_know_the_unit_of_area(start: float, end: float, span: int, unit: float) -> None:
    one, other = Change(start, end, span), Change(start * unit, end * unit, span)
    assert land_consumption_rate(one) == pytest.approx(land_consumption_rate(other), rel=1e-6, abs=1e-9)
    assert land_consumption_rate_log(one) == pytest.approx(land_consumption_rate_log(other), rel=1e-6, abs=1e-9)


@given(areas, areas, years)
def test_both_definitions_agree_as_the_method_says(start: float, end: float, span: int) -> None:
    log = land_consumption_rate_log(Change(start, end, span))
    assert isinstance(log, float)
    linear = math.expm1(span * log) / span
    assert land_consumption_rate(Change(start, end, span)) == pytest.approx(linear, rel=1e-6, abs=1e-9)


@given(areas, areas, areas, years, years)
def test_logarithmic_growth_adds_up_over_periods(one: float, two: float, three: float, t1: int, t2: int) -> None:
    first, second = population_growth_rate(Change(one, two, t1)), population_growth_rate(Change(two, three, t2))
    whole = population_growth_rate(Change(one, three, t1 + t2))
    assert isinstance(first, float)
    assert isinstance(second, float)
    assert whole == pytest.approx((first * t1 + second * t2) / (t1 + t2), abs=1e-9)
