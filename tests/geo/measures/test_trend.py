"""Past rates carried on: a band within each fixed boundary, never a number."""

import math
from collections.abc import Callable

import pytest

from geo.figure import Figure
from geo.measure import measure
from geo.measurement import ExtentParameters, MeasureParameters
from geo.stack import Stack

Find = Callable[..., Figure]
CELL = ExtentParameters(circle_km2=0.01, fringe_m=0)
STUDY_AREA = ("study_area", "fixed")
EPOCHS = {1990: [[1, 0, 0, 0]], 2000: [[1, 1, 0, 0]], 2010: [[1, 1, 1, 0]]}


def test_the_band_reaches_from_one_rate_to_the_other(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measure(make_stack(EPOCHS, counted={1990: 100.0, 2000: 200.0, 2010: 300.0}), parameters=CELL)
    land = find(measured, "trend_built_up", 2030, start=2010, within=STUDY_AREA)
    assert (land.value, land.undefined) == (None, None)
    period, span = math.log(3 / 2) / 10, math.log(3) / 20
    assert land.low == pytest.approx(0.03 * math.exp(20 * period))
    assert land.high == pytest.approx(0.03 * math.exp(20 * span))
    people = find(measured, "trend_population", 2030, start=2010, within=STUDY_AREA)
    assert people.high == pytest.approx(300 * math.exp(20 * span))
    excess = find(measured, "trend_excess", 2030, start=2010, within=STUDY_AREA)
    assert (excess.low or 0) < (excess.high or 0)


def test_each_boundary_has_its_own_reason(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measure(make_stack(EPOCHS), parameters=CELL)
    land = find(measured, "trend_built_up", 2030, start=2010, within=STUDY_AREA)
    assert land.low is not None
    assert find(measured, "trend_population", 2030, start=2010, within=STUDY_AREA).undefined == "no_population_data"
    centre = find(measured, "trend_built_up", 2030, start=2010, within=("urban_centre", "fixed"))
    assert centre.undefined == "no_population_data"


def test_a_year_that_is_over_is_no_trend(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measure(make_stack(EPOCHS), parameters=CELL, measures=MeasureParameters(trend_year=1980))
    assert find(measured, "trend_excess", 1980, within=STUDY_AREA).undefined == "nothing_to_extrapolate"


def test_projections_take_no_part(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measure(make_stack(EPOCHS, projected=(2010,)), parameters=CELL)
    assert find(measured, "trend_built_up", 2030, start=2000, within=STUDY_AREA).undefined == "too_few_epochs"
