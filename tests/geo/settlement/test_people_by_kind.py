import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo.settlement.people_by_kind as module
from geo.codes import ExtentClass
from geo.population import people_within
from geo.reasons import Reason
from geo.settlement.people_by_kind import BuiltUp, people_by_kind
from geo.stack import CountedPopulation, GriddedPopulation

U, S, R, OPEN = ExtentClass.URBAN, ExtentClass.SUBURBAN, ExtentClass.RURAL, ExtentClass.RURAL_OPEN


def built(codes: object, fraction: object = 1.0, inside: object = True, cell_km2: float = 0.01) -> BuiltUp:  # noqa: FBT002
    cells = np.array(codes, np.uint8)
    share, boundary = (np.broadcast_to(np.asarray(value), cells.shape).copy() for value in (fraction, inside))
    return BuiltUp(cells, share.astype(np.float32), cell_km2, boundary.astype(bool))


def test_a_blocks_people_live_on_its_built_up_cells() -> None:
    # Two blocks of 2 × 2: 90 people on two urban cells and a suburban one; 40 where nothing is built.
    found = people_by_kind(
        GriddedPopulation(2, {2000: np.array([[90.0, 40.0]])}), 2000, built([[U, U, OPEN, OPEN], [S, OPEN, OPEN, OPEN]])
    )
    assert (found.urban.people, found.suburban.people, found.rural.people) == (60.0, 30.0, 0.0)
    assert (found.elsewhere, found.whole) == (40.0, 130.0)
    assert found.urban.density_per_km2 == pytest.approx(3_000)
    assert found.rural.density_per_km2 is Reason.ZERO_BUILT_UP
    assert found.built_up.density_per_km2 == pytest.approx(3_000)


def test_people_live_where_more_is_built_up() -> None:
    # A cell built up to three quarters takes three times as many as one built up to a quarter.
    population = GriddedPopulation(2, {2000: np.array([[80.0]])})
    found = people_by_kind(population, 2000, built([[U, R], [OPEN, OPEN]], [[0.75, 0.25], [np.nan, 0.1]]))
    assert (found.urban.people, found.rural.people) == (60.0, 20.0)
    assert found.urban.built_up_km2 == pytest.approx(0.0075)


def test_only_the_share_of_a_block_that_is_inside_is_counted() -> None:
    population = GriddedPopulation(2, {2000: np.array([[80.0]])})
    found = people_by_kind(population, 2000, built([[U, U], [R, OPEN]], inside=[[True, False], [True, False]]))
    assert (found.urban.people, found.rural.people, found.whole) == (20.0, 20.0, 40.0)


def test_why_there_are_no_such_numbers() -> None:
    land = built([[U]])
    assert people_by_kind(None, 2000, land) is Reason.NO_POPULATION_DATA
    assert people_by_kind(CountedPopulation({2000: 1.0}), 2000, land) is Reason.POPULATION_ONLY_FOR_STUDY_AREA
    assert people_by_kind(GriddedPopulation(1, {}), 2000, land) is Reason.NO_POPULATION_FOR_YEAR


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 5))
def test_the_parts_are_everybody_within_the_boundary_however_it_is_cut_in_strips(seed: int, factor: int) -> None:
    random = np.random.default_rng(seed)
    shape = (13, 17)
    blocks = tuple(-(-size // factor) for size in shape)
    population = GriddedPopulation(factor, {2000: random.random(blocks) * 1e3})
    land = built(random.choice([0, U, S, R, OPEN], shape), random.uniform(0.1, 1, shape), random.random(shape) < 0.7)
    found = people_by_kind(population, 2000, land)
    expected = people_within(population, 2000, land.inside, is_study_area=False)
    assert found.whole == pytest.approx(expected)
    assert found.urban.people + found.suburban.people + found.rural.people == pytest.approx(found.built_up.people)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_STRIP_CELLS", 1)
        in_strips = people_by_kind(population, 2000, land)
    assert in_strips.urban.people == pytest.approx(found.urban.people)
    assert in_strips.elsewhere == pytest.approx(found.elsewhere)
    assert in_strips.rural.built_up_km2 == pytest.approx(found.rural.built_up_km2)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1)])
def test_small_landscapes(shape: tuple[int, int]) -> None:
    population = GriddedPopulation(1, {2000: np.ones(shape)})
    assert people_by_kind(population, 2000, built(np.full(shape, U))).urban.people == shape[0] * shape[1]
    assert people_by_kind(population, 2000, built(np.full(shape, OPEN))).elsewhere == shape[0] * shape[1]
