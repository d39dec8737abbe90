"""People by kind of built-up land, and how densely built-up land is lived on."""

from collections.abc import Callable

import numpy as np
import pytest

from geo.figure import Figure
from geo.measure import measure
from geo.measurement import ExtentParameters
from geo.stack import Stack

Find = Callable[..., Figure]
CELL = ExtentParameters(circle_km2=0.01, fringe_m=0)
STUDY_AREA = ("study_area", "fixed")


def test_people_on_built_up_land_and_elsewhere(make_stack: Callable[..., Stack], find: Find) -> None:
    people = {2000: np.array([[300.0, 100.0, 100.0]])}
    measured = measure(make_stack({2000: [[1, 0, 0]]}, persons=people), parameters=CELL)
    assert find(measured, "people_by_kind", 2000, zone="urban").value == 300
    assert find(measured, "people_by_kind_share", 2000, zone="elsewhere").value == pytest.approx(0.4)
    assert find(measured, "density_by_kind", 2000, zone="urban").value == pytest.approx(30_000)
    assert find(measured, "density_by_kind", 2000, zone="rural").undefined == "zero_built_up"
    assert find(measured, "built_up_density", 2000, within=STUDY_AREA).value == pytest.approx(50_000)


def test_a_density_needs_people_and_land(make_stack: Callable[..., Stack], find: Find) -> None:
    empty = measure(make_stack({2000: [[0, 0]]}, persons={2000: np.ones((1, 2))}), parameters=CELL)
    assert find(empty, "built_up_density", 2000, within=STUDY_AREA).undefined == "zero_built_up"
    assert find(empty, "built_up_density", 2000, within=("urban_extent", "fixed")).undefined == "no_urban_extent"
    counted = measure(make_stack({2000: [[1, 0]]}, counted={2000: 500.0}), parameters=CELL)
    assert find(counted, "built_up_density", 2000, within=STUDY_AREA).value == pytest.approx(50_000)
    assert find(counted, "people_by_kind", 2000).undefined == "population_only_for_study_area"


def test_nobody_has_no_shares(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measure(make_stack({2000: [[1, 0]]}, persons={2000: np.zeros((1, 2))}), parameters=CELL)
    assert find(measured, "people_by_kind", 2000, zone="urban").value == 0
    assert find(measured, "people_by_kind_share", 2000, zone="urban").undefined == "zero_population"


def test_figures_of_people_say_that_these_are_not_all_known(make_stack: Callable[..., Stack], find: Find) -> None:
    stack = make_stack({2000: [[1, 0]]}, persons={2000: np.ones((1, 2))}, population_gaps={2000: 0.5})
    measured = measure(stack, parameters=CELL)
    assert "population_gaps" in find(measured, "people_by_kind", 2000, zone="urban").flags
    assert "population_gaps" not in find(measured, "openness", 2000).flags
