from collections.abc import Callable

import numpy as np
import pytest
from shapely import Point

from geo.extent.classes import Circles
from geo.extent.urban_extent import built_up_pixels, urban_extent
from geo.measurement import ExtentParameters
from geo.stack import Stack

CELL = Circles(ExtentParameters(circle_km2=0.01, fringe_m=0, built_up_threshold=0.5), 100.0)
MakeStack = Callable[..., Stack]


def test_a_pixel_is_built_up_from_the_threshold_on_and_never_unknown() -> None:
    fraction = np.array([[0.1, 0.09999, np.nan, 1.0]], np.float32)
    assert built_up_pixels(fraction, 0.1).tolist() == [[True, False, False, True]]


def test_clusters_carry_number_group_and_whether_they_are_the_city(make_stack: MakeStack) -> None:
    stack = make_stack({2000: [[1, 1, 0, 0, 0, 0, 0, 0, 0, 1]]})
    found = urban_extent(stack, 2000, centre=None, how=CELL)
    assert [(c.number, c.group, c.in_city, c.area_km2) for c in found.clusters] == [
        (1, 1, True, 0.02),
        (2, 2, False, 0.01),
    ]
    assert found.city_extent is not None
    assert found.city_extent.geometry.area == 20_000
    assert found.city.tolist() == [[True] * 2 + [False] * 8]


def test_a_centre_off_the_extent_is_measured_and_one_out_of_reach_has_none(make_stack: MakeStack) -> None:
    stack = make_stack({2000: [[1] + [0] * 79]})
    row = stack.grid.affine.f - 50
    near = urban_extent(stack, 2000, centre=Point(stack.grid.affine.c + 400, row), how=CELL)
    assert near.centre_distance_m == pytest.approx(300)
    assert near.city_extent is not None
    far = urban_extent(stack, 2000, centre=Point(stack.grid.affine.c + 5_200, row), how=CELL)
    assert far.city_extent is None
    assert not far.city.any()


def test_the_edge_is_that_of_the_study_area_and_of_the_grid(make_stack: MakeStack) -> None:
    built = np.zeros((7, 7))
    built[3, 3] = 1
    inner = np.zeros((7, 7), bool)
    inner[2:5, 2:5] = True
    stack = make_stack({2000: built})
    found = urban_extent(stack, 2000, centre=None, how=CELL)
    assert not found.touches_edge_of(np.ones((7, 7), bool))
    assert not found.touches_edge_of(inner)
    inner[2] = False
    assert found.touches_edge_of(inner)
    corner = urban_extent(make_stack({2000: np.eye(7)[::-1]}), 2000, centre=None, how=CELL)
    assert corner.touches_edge_of(np.ones((7, 7), bool))
