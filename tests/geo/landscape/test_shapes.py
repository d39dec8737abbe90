import numpy as np
import pytest

from geo.landscape.shapes import fractal_dimension, least_sides, perimeter_area_fractal_dimension, shape_index
from geo.reasons import Reason


def test_the_least_perimeter_is_that_of_fragstats_three_cases() -> None:
    cells = np.arange(1, 200_000)
    side = np.floor(np.sqrt(cells)).astype(int)
    left = cells - side**2
    assert np.array_equal(least_sides(cells), 4 * side + np.select([left == 0, left <= side], [0, 2], 4))


def test_the_least_perimeter_is_exact_at_squares_and_oblongs_of_a_hundred_million_cells() -> None:
    side = 10_000
    cells = np.array([side**2, side**2 + 1, side * (side + 1), side * (side + 1) + 1])
    assert least_sides(cells).tolist() == [4 * side, 4 * side + 2, 4 * side + 2, 4 * side + 4]


def test_squares_are_compact_and_of_dimension_1_at_any_size() -> None:
    side = np.array([1, 2, 5, 300])
    assert shape_index(side**2, 4 * side).tolist() == [1, 1, 1, 1]
    for cell_m in (1, 10, 250):
        assert fractal_dimension(side**2, 4 * side, cell_m) == pytest.approx([1, 1, 1, 1])


def test_squares_of_many_sizes_have_a_perimeter_area_dimension_of_1() -> None:
    side = np.arange(1, 11)
    assert perimeter_area_fractal_dimension(side**2, 4 * side) == pytest.approx(1)


def test_rows_of_cells_have_a_perimeter_area_dimension_near_2() -> None:
    length = 2 ** np.arange(10, 24)
    assert perimeter_area_fractal_dimension(length, 2 * length + 2) == pytest.approx(2, abs=1e-3)


def test_nine_patches_are_too_few_and_ten_alike_say_nothing() -> None:
    side = np.arange(1, 10)
    assert perimeter_area_fractal_dimension(side**2, 4 * side) is Reason.TOO_FEW_PATCHES
    assert perimeter_area_fractal_dimension(np.full(10, 3), np.full(10, 8)) is Reason.PATCHES_ALIKE
    folded = np.array([8, 10] * 5)
    assert perimeter_area_fractal_dimension(np.full(10, 4), folded) is Reason.PATCHES_ALIKE
    uncorrelated = np.array([4, 4, 5, 5] * 3)
    assert perimeter_area_fractal_dimension(uncorrelated, np.array([10, 12] * 6)) is Reason.PATCHES_ALIKE
