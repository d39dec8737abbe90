import doctest
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.growth import entropy
from geo.growth.entropy import relative_entropy
from geo.reasons import Reason

densities = st.lists(st.floats(0.01, 1.0), min_size=2, max_size=12)


def one(built: list[float], land: list[float]) -> float | Reason:
    return relative_entropy(np.array([built]), np.array(land))[0]


def test_the_worked_example() -> None:
    assert doctest.testmod(entropy).failed == 0


def test_a_quarter_and_three_quarters() -> None:
    expected = -(0.25 * math.log(0.25) + 0.75 * math.log(0.75)) / math.log(2)
    assert one([1.0, 3.0], [10.0, 10.0]) == pytest.approx(expected)
    assert one([1.0, 6.0], [10.0, 20.0]) == pytest.approx(expected)


def test_zones_are_the_same_at_both_dates_and_empty_ones_are_dropped() -> None:
    built = np.array([[2.0, 0.0, 0.0, 0.0], [2.0, 2.0, 0.0, 0.0]])
    assert relative_entropy(built, np.array([4.0, 4.0, 0.0, 9.0])) == (0.0, 1.0)


def test_no_built_up_and_a_single_zone_have_a_reason() -> None:
    assert one([0.0, 0.0], [1.0, 1.0]) is Reason.ZERO_BUILT_UP
    assert one([], []) is Reason.ZERO_BUILT_UP
    assert one([1.0, 0.0], [2.0, 2.0]) is Reason.TOO_FEW_ZONES
    assert relative_entropy(np.array([[0.0, 0.0], [1.0, 1.0]]), np.ones(2)) == (Reason.ZERO_BUILT_UP, 1.0)


@given(densities, st.floats(0.1, 10.0), st.randoms(use_true_random=False))
def test_neither_the_unit_nor_the_order_of_zones_matters(density: list[float], unit: float, random: object) -> None:
    land = np.linspace(1, 2, len(density))
    built = np.array(density) * land
    before = one(built.tolist(), land.tolist())
    order = list(range(len(density)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert one((built[order] * unit).tolist(), (land[order] * unit).tolist()) == pytest.approx(before)
    assert isinstance(before, float)
    assert 0 <= before <= 1 + 1e-12
