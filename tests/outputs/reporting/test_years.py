"""Which three years a city reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.reporting.years import analysis_years


def test_the_last_epoch_is_t3_and_the_two_before_it_t1_and_t2_where_epochs_are_even() -> None:
    assert analysis_years([1975, 1980, 1985, 1990]) == (1980, 1985, 1990)


def test_of_uneven_epochs_those_with_the_more_equal_intervals_are_taken() -> None:
    assert analysis_years([1975, 1990, 2000, 2015]) == (1990, 2000, 2015)


def test_yearly_epochs_are_taken_five_years_apart() -> None:
    assert analysis_years(list(range(2005, 2020))) == (2009, 2014, 2019)


def test_years_too_few_for_five_year_intervals_are_taken_as_far_apart_as_they_go() -> None:
    assert analysis_years([2018, 2019, 2020, 2021, 2022]) == (2018, 2020, 2022)


def test_observed_years_come_before_projected_ones_but_t3_stays_the_last_epoch() -> None:
    epochs = [2000, 2005, 2010, 2015, 2020, 2025, 2030]
    assert analysis_years(epochs, projected=(2025, 2030)) == (2010, 2020, 2030)


def test_a_period_that_is_no_growth_is_avoided_where_it_can_be() -> None:
    assert analysis_years([1990, 2005, 2008, 2020]) == (1990, 2005, 2020)
    assert analysis_years([1990, 2005, 2008, 2020], incomparable=[(1990, 2005)]) == (2005, 2008, 2020)


@pytest.mark.parametrize(("epochs", "years"), [([2020], (None, None, 2020)), ([2010, 2020], (None, 2010, 2020))])
def test_with_too_few_epochs_the_first_years_are_missing(epochs: list[int], years: tuple[int | None, ...]) -> None:
    assert analysis_years(epochs) == years


@given(st.sets(st.integers(1950, 2030), min_size=3).map(sorted))
def test_years_are_epochs_in_order_whatever_the_epochs_are(epochs: list[int]) -> None:
    first, second, last = analysis_years(epochs)
    assert first is not None
    assert second is not None
    assert first < second < last == epochs[-1]
    assert {first, second} <= set(epochs)
