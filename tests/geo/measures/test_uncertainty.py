"""Intervals of areas and rates from errors that are declared, and what is said where they are not."""

from collections.abc import Callable

import numpy as np
import pytest

from geo.figure import Figure
from geo.indicators.error_matrix import ErrorMatrix
from geo.indicators.uncertainty import Regime
from geo.measure import measure
from geo.measurement import ExtentParameters, Measurement, MeasureParameters
from geo.parameters import MAPPED, UncertaintyParameters
from geo.stack import Stack

Find = Callable[..., Figure]
CELL = ExtentParameters(circle_km2=0.01, fringe_m=0)
STUDY_AREA = ("study_area", "fixed")
EPOCHS = {1990: [[1] * 4 + [0] * 6], 2000: [[1] * 5 + [0] * 5]}


def measured_with(make_stack: Callable[..., Stack], people: tuple[float, float], **known: object) -> Measurement:
    persons = {year: np.full((1, 10), count / 10) for year, count in zip(EPOCHS, people, strict=True)}
    parameters = MeasureParameters(uncertainty=UncertaintyParameters(**known))  # type: ignore[arg-type]
    return measure(make_stack(EPOCHS, persons=persons), parameters=CELL, measures=parameters)


def test_errors_of_the_inputs_become_intervals(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measured_with(make_stack, (1_000, 1_500), built_up_relative_error=0.02, population_relative_error=0.02)
    lcr = find(measured, "lcr_interval", 2000, start=1990, within=STUDY_AREA)
    assert lcr.value == pytest.approx(2.5, rel=0.01)
    assert (lcr.low or 0) < 2.5 < (lcr.high or 0)
    half = 1.96 * 0.02 * np.sqrt(2) * 1.25 / 10 * 100  # the error of V2 / V1, a year, in percent
    assert (lcr.high or 0) - (lcr.low or 0) == pytest.approx(2 * half, rel=0.02)
    assert "pgr_within_uncertainty" not in find(measured, "lcrpgr_interval", 2000, start=1990, within=STUDY_AREA).flags
    chances = [
        find(measured, "regime_probability", 2000, start=1990, zone=regime.value, within=STUDY_AREA).value or 0
        for regime in Regime
    ]
    assert sum(chances) == pytest.approx(1)


def test_growth_within_its_error_is_said(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measured_with(make_stack, (1_000, 1_010), built_up_relative_error=0.02, population_relative_error=0.05)
    assert "pgr_within_uncertainty" in find(measured, "lcrpgr_interval", 2000, start=1990, within=STUDY_AREA).flags


def test_an_error_matrix_adjusts_the_areas(make_stack: Callable[..., Stack], find: Find) -> None:
    matrix = ErrorMatrix(MAPPED, ((90, 10), (5, 95)))
    measured = measured_with(make_stack, (1_000, 1_500), error_matrix=matrix, population_relative_error=0.02)
    area = find(measured, "built_up_adjusted", 2000, within=STUDY_AREA)
    assert area.value == pytest.approx(0.1 * (0.5 * 0.9 + 0.5 * 0.05))
    assert find(measured, "users_accuracy", 2000, within=STUDY_AREA).value == pytest.approx(0.9)
    assert find(measured, "overall_accuracy", 1990, within=STUDY_AREA).value == pytest.approx(0.4 * 0.9 + 0.6 * 0.95)
    adjusted = (0.5 * 0.9 + 0.5 * 0.05) / (0.4 * 0.9 + 0.6 * 0.05)
    lcr = find(measured, "lcr_interval", 2000, start=1990, within=STUDY_AREA)
    assert lcr.value == pytest.approx((adjusted - 1) / 10 * 100, rel=0.02)


@pytest.mark.parametrize("known", [{}, {"built_up_relative_error": 0.1}, {"population_relative_error": 0.1}])
def test_errors_that_nobody_declared_are_not_made_up(
    make_stack: Callable[..., Stack], find: Find, known: dict[str, object]
) -> None:
    measured = measured_with(make_stack, (1_000, 1_500), **known)
    for name in ("lcr_interval", "lcrpgr_interval", "regime_probability"):
        assert find(measured, name, 2000, start=1990).undefined == "no_error_declared"
    assert find(measured, "built_up_adjusted", 2000).undefined == "no_error_declared"


def test_rates_that_are_undefined_keep_their_reason(make_stack: Callable[..., Stack], find: Find) -> None:
    parameters = MeasureParameters(
        uncertainty=UncertaintyParameters(built_up_relative_error=0.1, population_relative_error=0.1)
    )
    measured = measure(make_stack(EPOCHS), parameters=CELL, measures=parameters)
    found = find(measured, "pgr_interval", 2000, start=1990, within=STUDY_AREA)
    assert found.undefined == "no_population_data"
    one = measure(make_stack({2000: [[1, 0]]}), parameters=CELL, measures=parameters)
    assert find(one, "lcr_interval", 2000).undefined == "one_epoch_only"
