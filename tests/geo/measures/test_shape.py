"""Compactness, openness and saturation of the extent of each epoch."""

from collections.abc import Callable

import numpy as np
import pytest

from geo.figure import Figure
from geo.measure import measure
from geo.measurement import ExtentParameters
from geo.stack import Stack

Find = Callable[..., Figure]
CELL = ExtentParameters(circle_km2=0.01, fringe_m=0)
SQUARE = {"proximity": 0.98309, "exchange": 0.90945, "cohesion_index": 0.97971, "spin": 0.95493}


def test_a_square_has_a_squares_indices(make_stack: Callable[..., Stack], find: Find) -> None:
    built = np.zeros((60, 60))
    built[10:50, 10:50] = 1
    measured = measure(make_stack({2000: built}), parameters=CELL)
    for name, expected in SQUARE.items():
        found = find(measured, name, 2000)
        assert (found.boundary, found.boundary_rule) == ("urban_extent", "each_epoch")
        assert found.value == pytest.approx(expected, abs=1e-3)
    assert find(measured, "openness", 2000).value == 0
    assert find(measured, "saturation", 2000).value == 1


def test_open_land_in_the_circles_and_in_the_extent(make_stack: Callable[..., Stack], find: Find) -> None:
    # A plus of five cells in a circle of radius one cell: the middle sees five of five, each arm two of its land.
    plus = [[0, 1, 0], [1, 1, 1], [0, 1, 0]]
    circle = ExtentParameters(circle_km2=0.04, fringe_m=100)
    measured = measure(make_stack({2000: plus}), parameters=circle)
    # An arm has four cells of its circle on the grid: itself, the middle and two corners, which are open.
    assert find(measured, "openness", 2000).value == pytest.approx((0 + 4 * 2 / 4) / 5)
    assert find(measured, "saturation", 2000).value == pytest.approx(5 / 9)


def test_an_epoch_without_an_extent_has_no_shape(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measure(make_stack({1990: [[0, 0]], 2000: [[1, 0]]}), parameters=CELL)
    for name in (*SQUARE, "openness", "saturation"):
        assert find(measured, name, 1990).undefined == "no_urban_extent"
        assert find(measured, name, 2000).value is not None
