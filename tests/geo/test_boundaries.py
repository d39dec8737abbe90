"""Every boundary of a city at every epoch: its cells, its people, or why it does not exist."""

from collections.abc import Callable

import numpy as np
import pytest

from geo.boundary import WITHIN
from geo.errors import GridError
from geo.measure import measure
from geo.measurement import EpochFigures, ExtentParameters, Indicator, Measurement
from geo.stack import Stack

CELL = ExtentParameters(circle_km2=0.01, fringe_m=0)
MakeStack = Callable[..., Stack]


def epoch(measured: Measurement, boundary: str, rule: str, year: int) -> EpochFigures:
    return next(e for e in measured.epochs if (e.boundary, e.boundary_rule, e.year) == (boundary, rule, year))


def row(measured: Measurement, boundary: str, rule: str) -> Indicator:
    return next(i for i in measured.indicators if (i.boundary, i.boundary_rule) == (boundary, rule))


@pytest.fixture
def growing(make_stack: MakeStack) -> Stack:
    """Return a city of one square kilometre of 60,000 that grows to two of 60,000 and 55,000, half of it built up."""
    built = {1990: np.zeros((10, 30)), 2000: np.zeros((10, 30))}
    built[1990][:5, :10] = 1
    built[2000][:5, :20] = 1
    people = {1990: [[60_000, 1_000, 0]], 2000: [[60_000, 55_000, 0]]}
    return make_stack(built, persons=people, factor=10)


def test_the_fixed_centre_is_that_of_the_last_epoch(growing: Stack) -> None:
    measured = measure(growing, parameters=CELL)
    fixed = epoch(measured, "urban_centre", "fixed", 1990)
    assert (fixed.boundary_km2, fixed.built_up_km2, fixed.population) == (2, pytest.approx(0.5), 61_000)
    own = epoch(measured, "urban_centre", "each_epoch", 1990)
    assert (own.boundary_km2, own.built_up_km2, own.population) == (1, pytest.approx(0.5), 60_000)
    assert epoch(measured, "urban_cluster", "each_epoch", 1990).population == 61_000


def test_the_indicator_within_the_centre_of_both_rules(growing: Stack) -> None:
    measured = measure(growing, parameters=CELL)
    fixed, own = (row(measured, "urban_centre", rule) for rule in ("fixed", "each_epoch"))
    assert fixed.lcr == own.lcr == pytest.approx(0.1)
    assert fixed.pgr == pytest.approx(np.log(115 / 61) / 10)
    assert own.pgr == pytest.approx(np.log(115 / 60) / 10)
    assert fixed.growth_by_type_km2 is not None
    assert fixed.growth_by_type_km2.extension == pytest.approx(0.5)


def test_an_administrative_area_is_one_more_boundary(growing: Stack) -> None:
    given = np.zeros((10, 30), bool)
    given[:, 5:15] = True
    measured = measure(growing, parameters=CELL, administrative=given)
    found = epoch(measured, "administrative", "fixed", 2000)
    assert (found.boundary_km2, found.built_up_km2) == (1, pytest.approx(0.5))
    assert found.population == pytest.approx(57_500)
    assert row(measured, "administrative", "fixed").lcr == pytest.approx((50 - 25) / 25 / 10)
    order = list(dict.fromkeys((e.boundary, e.boundary_rule) for e in measured.epochs))
    assert order == list(WITHIN)
    assert "administrative" not in {e.boundary for e in measure(growing, parameters=CELL).epochs}


def test_an_administrative_area_is_cut_to_the_study_area(make_stack: MakeStack) -> None:
    area = np.array([[True, True, False, False]])
    stack = make_stack({1990: [[1, 0, 0, 1]], 2000: [[1, 1, 1, 1]]}, study_area=area)
    half = measure(stack, parameters=CELL, administrative=np.array([[False, True, True, False]]))
    assert epoch(half, "administrative", "fixed", 2000).boundary_km2 == pytest.approx(0.01)
    assert "50.0%" in next(caveat.text for caveat in half.caveats if caveat.code == "administrative_cut")
    outside = measure(stack, parameters=CELL, administrative=~area)
    assert epoch(outside, "administrative", "fixed", 2000).undefined["built_up_km2"] == "no_administrative_area"
    assert row(outside, "administrative", "fixed").undefined["lcr"] == "no_administrative_area"


def test_an_administrative_area_on_another_grid_is_refused(growing: Stack) -> None:
    with pytest.raises(GridError, match=r"expected \(10, 30\) cells, saw \(3, 3\)"):
        measure(growing, administrative=np.ones((3, 3), bool))


def test_a_centre_cut_off_by_the_study_area_is_told(make_stack: MakeStack) -> None:
    people = np.zeros((4, 4))
    people[1:3, 1:3] = 20_000
    built = np.kron(people > 0, np.ones((10, 10)))
    inland = measure(make_stack({2000: built}, persons={2000: people}, factor=10), parameters=CELL)
    assert "settlement_at_edge" not in {caveat.code for caveat in inland.caveats}
    west = np.zeros((40, 40), bool)
    west[:, :20] = True
    stack = make_stack({2000: built}, persons={2000: people}, factor=10, study_area=west)
    cut = measure(stack, parameters=CELL)
    assert epoch(cut, "urban_centre", "fixed", 2000).population == pytest.approx(40_000)
    told = [caveat.text for caveat in cut.caveats if caveat.code == "settlement_at_edge"]
    assert told[0].startswith("2000: the city's urban centre reaches the edge")


def test_a_centre_that_lies_outside_the_study_area_is_none(make_stack: MakeStack) -> None:
    people = {2000: [[60_000, 0, 0]]}
    east = np.zeros((10, 30), bool)
    east[:, 10:] = True
    measured = measure(make_stack({2000: ~east}, persons=people, factor=10, study_area=east))
    assert epoch(measured, "urban_centre", "fixed", 2000).undefined["population"] == "no_urban_centre"
