"""Landscape metrics of built-up and open land."""

from collections.abc import Callable

import numpy as np
import pytest

from geo.figure import Figure
from geo.measure import measure
from geo.measurement import ExtentParameters
from geo.stack import Stack

Find = Callable[..., Figure]
CELL = ExtentParameters(circle_km2=0.01, fringe_m=0)


def test_two_patches_in_open_land_by_hand(make_stack: Callable[..., Stack], find: Find) -> None:
    built = [[1, 0, 0, 1], [1, 0, 0, 0]]
    land = np.array([[True, True, True, True], [True, True, True, False]])
    measured = measure(make_stack({2000: built}, land=land), parameters=CELL)

    def of_built(name: str) -> float | None:
        return find(measured, name, 2000, zone="built_up").value

    assert of_built("ca") == 3
    assert of_built("pland") == pytest.approx(100 * 3 / 7)
    assert of_built("np") == 2
    assert of_built("te") == 300  # two sides in the west, one in the east; water and the raster's edge are no edge
    assert of_built("enn_mn") == 300
    assert of_built("lpi") == pytest.approx(100 * 2 / 7)
    whole = find(measured, "np", 2000)
    assert (whole.value, whole.boundary, whole.boundary_rule) == (3, "study_area", "fixed")
    assert find(measured, "ta", 2000).value == 7
    shares = np.array([3 / 7, 4 / 7])
    assert find(measured, "shdi", 2000).value == pytest.approx(float(-(shares * np.log(shares)).sum()))


def test_what_lies_outside_or_is_unknown_is_no_landscape(make_stack: Callable[..., Stack], find: Find) -> None:
    inside = np.array([[True, True, True, False]])
    epochs = {1990: [[1, 0, np.nan, 1]], 2000: [[1, 1, 1, 1]]}
    measured = measure(make_stack(epochs, study_area=inside), parameters=CELL)
    assert find(measured, "ta", 2000).value == 2
    assert find(measured, "ca", 1990, zone="built_up").value == 1
    assert find(measured, "pafrac", 2000, zone="built_up").undefined == "too_few_patches"
