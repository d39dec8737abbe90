import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.population import people_within, share_inside
from geo.reasons import Reason
from geo.stack import CountedPopulation, GriddedPopulation


def test_the_share_of_each_block_that_is_inside() -> None:
    mask = np.array([[1, 1, 0, 1], [1, 0, 0, 0]], bool)
    assert share_inside(mask, 2).tolist() == [[0.75, 0.25]]
    assert share_inside(mask, 1).tolist() == mask.astype(float).tolist()


def test_what_overhangs_the_array_is_outside() -> None:
    assert share_inside(np.ones((3, 3), bool), 2).tolist() == [[1, 0.5], [0.5, 0.25]]


def test_people_are_spread_evenly_over_their_block() -> None:
    population = GriddedPopulation(2, {2000: np.array([[100.0, 40.0]])})
    mask = np.array([[1, 1, 0, 1], [1, 0, 0, 0]], bool)
    assert people_within(population, 2000, mask, is_study_area=False) == 85.0


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.integers(1, 5))
def test_parts_of_an_area_hold_all_its_people(seed: int, factor: int) -> None:
    random = np.random.default_rng(seed)
    shape = (4 * factor, 3 * factor)
    population = GriddedPopulation(factor, {2000: random.random((4, 3)) * 1e4})
    part = random.random(shape) < 0.4
    inside = people_within(population, 2000, part, is_study_area=False)
    outside = people_within(population, 2000, ~part, is_study_area=False)
    assert float(inside) + float(outside) == pytest.approx(population.persons[2000].sum())


def test_why_there_is_no_number() -> None:
    mask = np.ones((1, 1), bool)
    table = CountedPopulation({2000: 5.0})
    assert people_within(None, 2000, mask, is_study_area=True) is Reason.NO_POPULATION_DATA
    assert people_within(table, 1990, mask, is_study_area=True) is Reason.NO_POPULATION_FOR_YEAR
    assert people_within(table, 2000, mask, is_study_area=False) is Reason.POPULATION_ONLY_FOR_STUDY_AREA
    assert people_within(table, 2000, mask, is_study_area=True) == 5.0
