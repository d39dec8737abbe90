"""Rings, sectors and the centre of gravity of a city drawn by hand: cells of 100 m, so rings of 1 km are ten cells."""

from collections.abc import Callable

import numpy as np
import pyproj
import pytest

from geo.figure import Figure
from geo.measure import measure
from geo.measurement import ExtentParameters, Measurement
from geo.stack import Stack

Find = Callable[..., Figure]
CELL = ExtentParameters(circle_km2=0.01, fringe_m=0)


def cross(east: int) -> np.ndarray:
    """Return a block of 6 × 6 cells in the middle of 40 × 40, and an arm two cells wide, so many long, to the east."""
    built = np.zeros((40, 40))
    built[17:23, 17:23] = 1
    built[19:21, 23 : 23 + east] = 1
    return built


@pytest.fixture(scope="module")
def measured(make_stack: Callable[..., Stack]) -> Measurement:
    stack = make_stack({1990: cross(0), 2000: cross(12)})
    return measure(stack, centre=_centre(stack), parameters=CELL)


def _centre(stack: Stack) -> tuple[float, float]:
    x, y = stack.grid.affine @ (20, 20)
    to_degrees = pyproj.Transformer.from_crs(stack.grid.crs, "EPSG:4326", always_xy=True)
    longitude, latitude = to_degrees.transform(x, y)
    return float(longitude), float(latitude)


def test_all_in_one_ring_then_spread_over_two(measured: Measurement, find: Find) -> None:
    assert find(measured, "shannon_entropy_rings", 1990).value == pytest.approx(0)
    later = find(measured, "shannon_entropy_rings", 2000).value
    assert later is not None
    assert 0 < later < 1


def test_the_rings_hold_the_built_up_land_of_the_study_area(measured: Measurement, find: Find) -> None:
    rings = [one for one in measured.figures if one.measure == "ring_density" and one.end == 2000]
    assert [one.zone for one in rings] == ["1", "2", "3"]
    assert find(measured, "ring_density", 1990, zone="2").value == 0
    inner = find(measured, "ring_density", 1990, zone="1").value
    cells = np.hypot(*(np.mgrid[:40, :40] - 19.5)) < 10
    assert inner == pytest.approx(36 / np.count_nonzero(cells))


def test_the_curve_falls_outwards_with_its_interval(measured: Measurement, find: Find) -> None:
    decay = find(measured, "gradient_decay", 2000)
    assert None not in {decay.value, decay.low, decay.high}
    assert (decay.low or 0) < (decay.value or 0) < (decay.high or 0)
    assert find(measured, "gradient_log_decay", 1990).undefined == "too_few_zones"


def test_all_new_land_lies_in_the_east(measured: Measurement, find: Find) -> None:
    east = find(measured, "direction_share", 2000, start=1990, zone="90").value
    assert east == pytest.approx(1.0)
    assert find(measured, "direction_new", 2000, start=1990, zone="90").value == pytest.approx(24 * 0.01)
    assert find(measured, "direction_share", 2000, start=1990, zone="270").value == 0


def test_the_sectors_sum_to_the_new_land_of_the_study_area(measured: Measurement) -> None:
    new = [one.value or 0 for one in measured.figures if one.measure == "direction_new"]
    assert len(new) == 16
    assert sum(new) == pytest.approx(0.24)


def test_the_centre_of_gravity_drifts_east(measured: Measurement, find: Find) -> None:
    # 36 cells round column 20 and 24 round column 29: the mean moves by 24 / 60 of nine cells.
    assert find(measured, "drift_distance", 2000, start=1990).value == pytest.approx(360)
    assert find(measured, "drift_bearing", 2000, start=1990).value == pytest.approx(90)


def test_without_a_centre_it_is_that_of_the_last_extent(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measure(make_stack({1990: cross(0), 2000: cross(0)}), parameters=CELL)
    rings = find(measured, "ring_density", 2000, zone="1").value
    assert rings == pytest.approx(36 / np.count_nonzero(np.hypot(*(np.mgrid[:40, :40] - 19.5)) < 10))
    assert find(measured, "shannon_entropy_rings", 2000).undefined == "too_few_zones"
    assert find(measured, "drift_bearing", 2000, start=1990).undefined == "no_direction"
    assert find(measured, "direction_share", 2000, start=1990, zone="0").undefined == "no_new_built_up"


def test_without_built_up_land_there_is_nothing_to_lie_round(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measure(make_stack({1990: [[0, 0]], 2000: [[0, 0]]}), parameters=CELL)
    for name in ("shannon_entropy_sectors", "gradient_r_squared", "ring_density"):
        assert find(measured, name, 2000).undefined == "zero_built_up"
    assert find(measured, "direction_new", 2000, start=1990).undefined == "zero_built_up"
