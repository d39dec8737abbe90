"""Population of years between and beyond the epochs of its source, by numbers that can be counted by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GridError
from geo.population_years import Origin, population_for

WHOLE = np.ones((1, 3))


def cells(*persons: float) -> np.ndarray:
    return np.array([persons], np.float64)


def test_a_year_that_the_source_has_is_taken_as_it_is() -> None:
    known = {2000: cells(1, 2, 3), 2010: cells(4, 5, 6)}
    found = population_for([2000], known, study_area_share=WHOLE)[2000]
    assert found.persons is known[2000]
    assert found.origin == Origin("exact", (2000,))
    assert found.unknown is None


def test_half_way_the_total_is_the_geometric_mean_of_the_ends() -> None:
    found = population_for([2005], {2000: cells(100, 0, 0), 2010: cells(300, 100, 0)}, study_area_share=WHOLE)[2005]
    assert found.origin == Origin("interpolated", (2000, 2010))
    assert found.persons.sum() == pytest.approx(200)  # sqrt(100 · 400)
    assert found.persons == pytest.approx(cells(160, 40, 0))  # (200, 50, 0) · 200/250


def test_a_cell_that_is_empty_at_one_end_has_people_between() -> None:
    found = population_for([2005], {2000: cells(0, 50, 50), 2010: cells(100, 0, 0)}, study_area_share=WHOLE)[2005]
    assert found.persons == pytest.approx(cells(50, 25, 25))


def test_the_rate_is_that_of_the_study_area_and_not_of_what_lies_round_it() -> None:
    share = np.array([[1.0, 0.5, 0.0]])
    known = {2000: cells(80, 40, 1000), 2010: cells(360, 80, 0)}
    found = population_for([2005], known, study_area_share=share)[2005]
    assert float(np.sum(found.persons * share)) == pytest.approx(200)  # sqrt(100 · 400)
    assert found.persons[0, 2] == pytest.approx(500 * 200 / 250)


@pytest.mark.parametrize(("start", "end", "total"), [(0, 100, 50), (100, 0, 50), (0, 0, 0)])
def test_where_the_study_area_is_empty_at_an_end_the_total_is_linear(start: int, end: int, total: int) -> None:
    known = {2000: cells(start, 0, 0), 2010: cells(end, 0, 0)}
    assert population_for([2005], known, study_area_share=WHOLE)[2005].persons.sum() == total


def test_the_nearest_two_epochs_are_taken() -> None:
    known = {1990: cells(1, 0, 0), 2000: cells(100, 0, 0), 2010: cells(400, 0, 0), 2020: cells(9, 0, 0)}
    found = population_for([1995, 2005], known, study_area_share=WHOLE)
    assert [found[year].origin.epochs for year in (1995, 2005)] == [(1990, 2000), (2000, 2010)]
    assert found[2005].persons.sum() == pytest.approx(200)


def test_beyond_its_epochs_there_is_none() -> None:
    known = {2000: cells(1, 1, 1), 2010: cells(2, 2, 2)}
    assert list(population_for([1990, 2005, 2020], known, study_area_share=WHOLE)) == [2005]


def test_beyond_its_epochs_the_last_rate_is_carried_on_where_that_is_asked_for() -> None:
    known = {1990: cells(7, 7, 7), 2000: cells(100, 0, 0), 2010: cells(100, 100, 0)}
    found = population_for([2020, 1980], known, study_area_share=WHOLE, extrapolate=True)
    assert found[2020].persons == pytest.approx(cells(200, 200, 0))
    assert found[2020].origin == Origin("extrapolated", (2000, 2010))
    assert found[1980].persons == pytest.approx(cells(1.47, 1.47, 1.47))  # 7 · 21/100
    assert found[1980].origin == Origin("extrapolated", (1990, 2000))


@pytest.mark.parametrize("known", [{}, {2000: cells(1, 1, 1)}, {2000: cells(0, 0, 0), 2010: cells(1, 1, 1)}])
def test_without_a_rate_nothing_is_carried_on(known: dict[int, np.ndarray]) -> None:
    assert population_for([2020], known, study_area_share=WHOLE, extrapolate=True) == {}


def test_what_is_unknown_at_either_end_is_unknown_between_and_counts_in_no_total() -> None:
    known = {2000: cells(100, 0, 50), 2010: cells(400, 500, 0)}
    unknown = {2000: np.array([[False, True, False]]), 2010: np.array([[False, False, True]])}
    found = population_for([2005], known, study_area_share=WHOLE, unknown=unknown)[2005]
    assert found.unknown is not None
    assert found.unknown.tolist() == [[False, True, True]]
    assert found.persons == pytest.approx(cells(200, 0, 0))


def test_an_unknown_cell_of_an_exact_or_nearest_epoch_stays_so() -> None:
    known = {2000: cells(100, 0, 0), 2010: cells(200, 0, 0)}
    unknown = {2010: np.array([[False, True, False]])}
    found = population_for([2000, 2010, 2020], known, study_area_share=WHOLE, unknown=unknown, extrapolate=True)
    assert found[2000].unknown is None
    assert found[2010].unknown is found[2020].unknown is unknown[2010]
    assert found[2020].persons.sum() == pytest.approx(400)


def test_epochs_of_another_shape_are_refused() -> None:
    with pytest.raises(GridError, match=r"expected epochs of \(1, 3\) cells, saw \(3, 1\)"):
        population_for([2000], {2000: np.ones((3, 1))}, study_area_share=WHOLE)


PERSONS = st.lists(st.floats(1, 1e5), min_size=3, max_size=3).map(lambda values: cells(*values))
SHARES = st.lists(st.floats(0.1, 1), min_size=3, max_size=3).map(lambda values: cells(*values))


@given(PERSONS, PERSONS, SHARES, st.integers(2001, 2019), st.integers(2001, 2019))
def test_the_growth_rate_is_the_same_in_every_part(
    start: np.ndarray, end: np.ndarray, share: np.ndarray, one: int, other: int
) -> None:
    found = population_for([2000, one, other, 2020], {2000: start, 2020: end}, study_area_share=share)
    total = {year: float(np.sum(at.persons * share)) for year, at in found.items()}
    rate = math.log(total[2020] / total[2000]) / 20
    for year in (one, other):
        assert math.log(total[year] / total[2000]) == pytest.approx(rate * (year - 2000), abs=1e-9)
        low, high = sorted((total[2000], total[2020]))
        assert low * (1 - 1e-12) <= total[year] <= high * (1 + 1e-12)


@given(PERSONS, PERSONS, SHARES)
def test_the_series_is_continuous_at_an_epoch(start: np.ndarray, end: np.ndarray, share: np.ndarray) -> None:
    """A year of a long span is a small step from its epoch, on either side."""
    known = {0: start, 10**9: end}
    found = population_for([-1, 1, 10**9 - 1, 10**9 + 1], known, study_area_share=share, extrapolate=True)
    for year, at in found.items():
        assert at.persons == pytest.approx(known[0 if year < 10**8 else 10**9], rel=1e-4)


@given(PERSONS, PERSONS, SHARES, st.integers(2001, 2019))
def test_cell_by_cell_people_would_be_lost(start: np.ndarray, end: np.ndarray, share: np.ndarray, year: int) -> None:
    part = (year - 2000) / 20
    found = population_for([year], {2000: start, 2020: end}, study_area_share=share)[year].persons
    by_cell = start ** (1 - part) * end**part
    assert float(np.sum(by_cell * share)) <= float(np.sum(found * share)) * (1 + 1e-12)
