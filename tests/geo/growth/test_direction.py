import doctest

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.growth import direction
from geo.growth.direction import centre_of_gravity, direction_rose, drift
from geo.reasons import Reason

HUNDRED = Affine(100, 0, 1_000, 0, -100, 2_000)


def test_the_worked_example() -> None:
    assert doctest.testmod(direction).failed == 0


def test_a_rose_of_four_sectors() -> None:
    rose = direction_rose(np.array([1.0, 3.0, 0.0, 0.0]), np.array([10.0, 4.0, 5.0, 0.0]))
    assert [sector.bearing_deg for sector in rose] == [0.0, 90.0, 180.0, 270.0]
    assert [sector.share for sector in rose] == [0.25, 0.75, 0.0, 0.0]
    assert [sector.land_share for sector in rose] == [0.1, 0.75, 0.0, Reason.NO_LAND]


def test_a_rose_of_no_growth_has_a_reason() -> None:
    rose = direction_rose(np.zeros(4), np.ones(4))
    assert {sector.share for sector in rose} == {Reason.NO_NEW_BUILT_UP}
    assert {sector.land_share for sector in rose} == {0.0}


def test_the_centre_of_gravity_is_weighted_by_the_fraction() -> None:
    fraction = np.array([[0.0, 0.25, 0.75]], np.float32)
    assert centre_of_gravity(fraction, np.ones((1, 3), bool), HUNDRED) == (1_225.0, 1_950.0)


def test_unknown_and_outside_cells_have_no_weight() -> None:
    fraction = np.array([[1.0, np.nan, 1.0]], np.float32)
    assert centre_of_gravity(fraction, np.array([[True, True, False]]), HUNDRED) == (1_050.0, 1_950.0)
    assert centre_of_gravity(fraction, np.array([[False, True, False]]), HUNDRED) is Reason.ZERO_BUILT_UP


@pytest.mark.parametrize(
    ("end", "bearing"), [((0.0, 5.0), 0.0), ((5.0, 0.0), 90.0), ((0.0, -5.0), 180.0), ((-5.0, 0.0), 270.0)]
)
def test_bearings_of_a_drift(end: tuple[float, float], bearing: float) -> None:
    found = drift((0.0, 0.0), end)
    assert not isinstance(found, Reason)
    assert (found.distance_m, found.bearing_deg) == (5.0, pytest.approx(bearing))


def test_no_drift_has_no_bearing_and_no_city_no_drift() -> None:
    still = drift((1.0, 2.0), (1.0, 2.0))
    assert not isinstance(still, Reason)
    assert (still.distance_m, still.bearing_deg) == (0.0, Reason.NO_DIRECTION)
    assert drift(Reason.ZERO_BUILT_UP, (0.0, 0.0)) is Reason.ZERO_BUILT_UP
    assert drift((0.0, 0.0), Reason.ZERO_BUILT_UP) is Reason.ZERO_BUILT_UP


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32))
def test_a_quarter_turn_of_the_city_turns_its_drift(seed: int) -> None:
    random = np.random.default_rng(seed)
    start, end = (random.random((8, 8)).astype(np.float32) for _ in range(2))
    everywhere = np.ones((8, 8), bool)

    def moved(turns: int) -> tuple[float, float]:
        places = (centre_of_gravity(np.rot90(part, -turns), everywhere, HUNDRED) for part in (start, end))
        found = drift(*places)
        assert not isinstance(found, Reason)
        assert isinstance(found.bearing_deg, float)
        return found.distance_m, found.bearing_deg

    distance, bearing = moved(0)
    turned_distance, turned_bearing = moved(1)
    assert turned_distance == pytest.approx(distance)
    assert (turned_bearing - bearing - 90 + 180) % 360 == pytest.approx(180, abs=1e-4)
