import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from geo.errors import GridError
from geo.extent.circle_share import RememberedCounts, circle_counts, circle_kernel


def test_a_circle_of_one_cell_radius_is_a_plus() -> None:
    assert circle_kernel(1.0).tolist() == [[0, 1, 0], [1, 1, 1], [0, 1, 0]]


def test_a_circle_smaller_than_a_cell_is_the_cell_itself() -> None:
    assert circle_kernel(0.9).tolist() == [[1]]


def test_the_walking_distance_circle_at_100_m_has_97_cells_and_at_10_m_10005() -> None:
    radius = math.sqrt(1e6 / math.pi)
    assert circle_kernel(radius / 100).sum() == 97
    assert circle_kernel(radius / 10).sum() == 10_005


def test_counts_drawn_by_hand() -> None:
    mask = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 1]], bool)
    assert circle_counts(mask, 1.0).tolist() == [[2, 2, 0, 0], [3, 2, 1, 1], [1, 1, 1, 1]]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.floats(0.5, 9.0), st.integers(1, 40), st.integers(1, 40))
def test_counts_equal_a_plain_convolution(seed: int, radius: float, rows: int, columns: int) -> None:
    mask = np.random.default_rng(seed).random((rows, columns)) < 0.4
    plain = ndimage.convolve(mask.astype(int), circle_kernel(radius).astype(int), mode="constant")
    assert np.array_equal(circle_counts(mask, radius), plain)


def test_counts_are_exact_across_strips_at_10_m() -> None:
    mask = np.random.default_rng(5).random((1_300, 200)) < 0.5
    radius = math.sqrt(1e6 / math.pi) / 10
    counts = circle_counts(mask, radius)
    kernel = circle_kernel(radius).astype(bool)
    padded = np.pad(mask, 56)
    for row, column in [(0, 0), (511, 100), (512, 100), (1_023, 17), (1_024, 199), (1_299, 60)]:
        assert counts[row, column] == np.count_nonzero(padded[row : row + 113, column : column + 113] & kernel)


def test_a_circle_beyond_what_is_exact_is_refused() -> None:
    with pytest.raises(GridError, match="use a grid of 4 m or coarser"):
        circle_counts(np.ones((3, 3), bool), 145.0)


def test_remembered_counts_are_counted_again_when_anything_changes() -> None:
    remembered = RememberedCounts()
    mask = np.eye(5, dtype=bool)
    first = remembered(mask, 1.0)
    assert remembered(mask.copy(), 1.0) is first
    assert np.array_equal(remembered(mask, 2.0), circle_counts(mask, 2.0))
    assert np.array_equal(remembered(~mask, 2.0), circle_counts(~mask, 2.0))
