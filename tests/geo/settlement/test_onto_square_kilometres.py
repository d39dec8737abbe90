from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox
from shapely import box

from geo.grid import Grid
from geo.reasons import Reason
from geo.settlement.onto_square_kilometres import onto_square_kilometres
from geo.stack import GriddedPopulation, Stack

MakeStack = Callable[..., Stack]


def moved(stack: Stack, resolution: float, left: float, top: float) -> Stack:
    affine = Affine(resolution, 0, left, 0, -resolution, top)
    geobox = GeoBox(stack.grid.shape, affine, "EPSG:32627")
    return replace(stack, grid=Grid(geobox, "moved", resampled=False, area_distortion=0.0))


def random_stack(make_stack: MakeStack, seed: int, shape: tuple[int, int], factor: int) -> Stack:
    random = np.random.default_rng(seed)
    built = random.random(shape).astype(np.float32)
    built[random.random(shape) < 0.1] = np.nan
    blocks = tuple(-(-size // factor) for size in shape)
    return make_stack(
        {2000: built},
        land=random.random(shape) < 0.8,
        persons={2000: random.random(blocks) * 1e4},
        factor=factor,
    )


def test_cells_that_nest_are_added_up(make_stack: MakeStack) -> None:
    # 100 m cells: the left square kilometre is built up in a row of ten, the right one nowhere; half of that is water.
    built = np.zeros((10, 20), np.float32)
    built[0, :10] = 0.5
    land = np.ones((10, 20), bool)
    land[5:, 10:] = False
    persons = np.zeros((2, 4))
    persons[0] = [100, 200, 300, 400]
    found = onto_square_kilometres(make_stack({2000: built}, land=land, persons={2000: persons}, factor=5), 2000)
    assert found.nested
    assert found.persons.tolist() == [[300.0, 700.0]]
    assert found.built_up_km2 == pytest.approx(np.array([[0.05, 0.0]]))
    assert found.land_km2 == pytest.approx(np.array([[1.0, 0.5]]))
    assert found.geobox.transform == Affine(1000, 0, 500_000, 0, -1000, 2_300_000)
    cells = found.cells()
    assert cells.population.tolist() == [[300.0, 700.0]]


def test_what_is_built_up_is_land(make_stack: MakeStack) -> None:
    stack = make_stack({2000: np.full((10, 10), 0.3)}, land=np.zeros((10, 10), bool), persons={2000: np.ones((10, 10))})
    assert onto_square_kilometres(stack, 2000).land_km2 == pytest.approx(np.array([[1.0]]))


def test_a_cell_on_an_edge_is_split_by_area(make_stack: MakeStack) -> None:
    # One cell of 400 m whose middle third lies west of a kilometre: 100 m of 400, and 300 m.
    stack = moved(make_stack({2000: [[1.0]]}, persons={2000: [[80.0]]}), 400, 500_900, 2_300_000)
    found = onto_square_kilometres(stack, 2000)
    assert not found.nested
    assert found.persons == pytest.approx(np.array([[20.0, 60.0]]))
    assert found.built_up_km2 == pytest.approx(np.array([[0.04, 0.12]]))


def test_less_than_half_a_square_kilometre_does_not_stand_for_it(make_stack: MakeStack) -> None:
    # 14 columns of 100 m: the second kilometre is seen to 40 %. Its people are kept, but not classed.
    stack = make_stack({2000: np.ones((10, 14))}, persons={2000: np.full((10, 14), 10.0)})
    found = onto_square_kilometres(stack, 2000)
    assert found.persons == pytest.approx(np.array([[1000.0, 400.0]]))
    assert found.population_known_km2 == pytest.approx(np.array([[1.0, 0.4]]))
    assert np.isnan(found.cells().population).tolist() == [[False, True]]
    assert found.cells(min_known=0.4 - 1e-9).land.ravel() == pytest.approx([1.0, 0.4])


def test_unknown_built_up_and_unknown_people_are_said(make_stack: MakeStack) -> None:
    built = np.ones((10, 20), np.float32)
    built[:, :6] = np.nan
    stack = make_stack({2000: built}, persons={2000: np.ones((2, 4))}, factor=5)
    unknown = {2000: np.array([[0, 0, 1, 1], [0, 0, 1, 0]], bool)}
    stack = replace(stack, population=GriddedPopulation(5, stack.population.persons, unknown))
    found = onto_square_kilometres(stack, 2000)
    assert found.built_up_known_km2 == pytest.approx(np.array([[0.4, 1.0]]))
    assert found.population_known_km2 == pytest.approx(np.array([[1.0, 0.25]]))
    cells = found.cells()
    assert np.isnan(cells.built_up).tolist() == [[True, False]]
    assert np.isnan(cells.population).tolist() == [[False, True]]


def test_why_there_are_no_people_to_put_there(make_stack: MakeStack) -> None:
    built = {2000: [[1.0]]}
    assert onto_square_kilometres(make_stack(built), 2000) is Reason.NO_POPULATION_DATA
    counted = make_stack(built, counted={2000: 5.0})
    assert onto_square_kilometres(counted, 2000) is Reason.POPULATION_ONLY_FOR_STUDY_AREA
    other_year = make_stack(built, persons={1990: [[1.0]]})
    assert onto_square_kilometres(other_year, 2000) is Reason.NO_POPULATION_FOR_YEAR


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 2**32),
    st.sampled_from([10.0, 30.0, 38.0, 100.0, 250.0, 927.67, 1000.0, 2300.0]),
    st.floats(-5e5, 5e5),
    st.integers(1, 7),
)
def test_people_built_up_and_land_are_kept_wherever_the_grid_lies(
    make_stack: MakeStack,
    seed: int,
    resolution: float,
    left: float,
    factor: int,
) -> None:
    stack = moved(random_stack(make_stack, seed, (23, 31), factor), resolution, left, 2.3e6 + left / 7)
    found = onto_square_kilometres(stack, 2000)
    fraction, cell = stack.built_up(2000).astype(np.float64), stack.grid.cell_km2
    assert found.persons.sum() == pytest.approx(stack.population.persons[2000].sum(), rel=1e-9)
    assert found.built_up_km2.sum() == pytest.approx(np.nansum(fraction) * cell, rel=1e-9)
    assert found.land_km2.sum() == pytest.approx((stack.land(2000) | (fraction > 0)).sum() * cell, rel=1e-9)
    assert (found.population_known_km2 <= 1 + 1e-9).all()


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 2**32), st.floats(0, 3000), st.floats(0, 3000))
def test_the_split_is_that_of_the_polygons(make_stack: MakeStack, seed: int, left: float, top: float) -> None:
    stack = moved(random_stack(make_stack, seed, (4, 5), 1), 430.0, left, top)
    found = onto_square_kilometres(stack, 2000)
    expected = np.zeros(found.geobox.shape)
    fraction = np.nan_to_num(stack.built_up(2000)).astype(np.float64)
    for (y, x), _ in np.ndenumerate(expected):
        square = box(*found.geobox[y, x].boundingbox)
        for (row, column), share in np.ndenumerate(fraction):
            cell = box(*stack.grid.geobox[row, column].boundingbox)
            expected[y, x] += share * square.intersection(cell).area / 1e6
    np.testing.assert_allclose(found.built_up_km2, expected, atol=1e-7)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 2**32))
def test_nested_cells_are_sums_of_blocks(make_stack: MakeStack, seed: int) -> None:
    stack = random_stack(make_stack, seed, (20, 30), 2)
    found = onto_square_kilometres(stack, 2000)
    fraction = np.nan_to_num(stack.built_up(2000)).astype(np.float64)
    np.testing.assert_allclose(found.built_up_km2, fraction.reshape(2, 10, 3, 10).sum(axis=(1, 3)) / 100, rtol=1e-12)
    persons = stack.population.persons[2000].reshape(2, 5, 3, 5).sum(axis=(1, 3))
    np.testing.assert_allclose(found.persons, persons, rtol=1e-12)
