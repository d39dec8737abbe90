import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.growth import intensity
from geo.growth.intensity import expansion_area, expansion_density, expansion_intensity
from geo.indicators.sdg_11_3_1 import Change
from geo.reasons import Reason

areas = st.floats(0.01, 1e4)


def test_the_worked_examples() -> None:
    assert doctest.testmod(intensity).failed == 0


def test_a_zone_that_shrinks_has_a_negative_intensity_and_one_of_water_none() -> None:
    assert expansion_intensity(Change(15.0, 10.0, 10), 100.0) == -0.5
    assert expansion_intensity(Change(0.0, 0.0, 10), 0.0) is Reason.NO_LAND


@given(areas, areas, st.floats(1, 1e5), st.floats(0.01, 100))
def test_intensity_does_not_know_the_unit_of_area(start: float, end: float, land: float, unit: float) -> None:
    one = expansion_intensity(Change(start, end, 5), land)
    assert one == pytest.approx(expansion_intensity(Change(start * unit, end * unit, 5), land * unit), rel=1e-6)


@given(areas, areas, st.floats(1, 1e5), st.floats(1, 1e5))
def test_the_whole_is_the_mean_of_its_zones_weighted_by_land(
    one: float, two: float, land1: float, land2: float
) -> None:
    parts = [expansion_intensity(Change(0.0, grown, 5), land) for grown, land in ((one, land1), (two, land2))]
    whole = expansion_intensity(Change(0.0, one + two, 5), land1 + land2)
    assert whole == pytest.approx(np.average(parts, weights=[land1, land2]))


def test_density_of_what_the_extent_took_in() -> None:
    earlier, later = np.array([[1, 1, 0, 0]], bool), np.array([[0, 1, 1, 1]], bool)
    assert expansion_area(earlier, later).tolist() == [[False, False, True, True]]
    assert expansion_density(500.0, 2.0) == 250.0
    assert expansion_density(0.0, 0.0) is Reason.NO_EXPANSION_AREA
    assert expansion_density(Reason.NO_POPULATION_DATA, 2.0) is Reason.NO_POPULATION_DATA
