"""New patches, intensity, density achieved and leapfrog distance of a city drawn by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from geo.figure import Figure
from geo.measure import measure
from geo.measurement import ExtentParameters, Measurement
from geo.stack import Stack

Find = Callable[..., Figure]
CELL = ExtentParameters(circle_km2=0.01, fringe_m=0, inclusion_factor=0)
JOINED = ExtentParameters(circle_km2=0.01, fringe_m=0, inclusion_factor=10)
"""The circle is the cell alone and there is no fringe: every built-up cell is urban; with JOINED all is one city."""
EPOCHS = {
    1990: [[1, 0, 1, 0, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0, 0, 0, 0], [0] * 9],
    2000: [[1, 1, 1, 1, 0, 0, 0, 0, 1], [1, 1, 1, 1, 0, 0, 0, 0, 1], [0] * 9],
}
"""The gap at the top is filled, an edge of two cells grows, and two cells lie apart in the east."""


@pytest.fixture(scope="module")
def measured(make_stack: Callable[..., Stack]) -> Measurement:
    people = {1990: np.full((3, 9), 10.0), 2000: np.full((3, 9), 20.0)}
    return measure(make_stack(EPOCHS, persons=people), parameters=JOINED)


def test_the_index_by_patch(measured: Measurement, find: Find) -> None:
    # The gap's ring: five cells, all old. The edge's ring: two old cells and five vacant ones.
    # The two cells apart: 5 vacant cells.
    gap, edge, apart = 100.0, 100 * 2 / 7, 0.0
    assert find(measured, "lei_mean", 2000, start=1990).value == pytest.approx((gap + edge + apart) / 3)
    weighted = (gap + 2 * edge + 2 * apart) / 5
    assert find(measured, "lei_area_weighted_mean", 2000, start=1990).value == pytest.approx(weighted)
    patches = {
        zone: find(measured, "lei_patches", 2000, start=1990, zone=zone).value
        for zone in ("infill", "edge", "outlying", "without_ring")
    }
    assert patches == {"infill": 1, "edge": 1, "outlying": 1, "without_ring": 0}
    assert find(measured, "lei_km2", 2000, start=1990, zone="edge").value == pytest.approx(0.02)


def test_the_intensity_of_the_study_area(measured: Measurement, find: Find) -> None:
    found = find(measured, "expansion_intensity", 2000, start=1990, within=("study_area", "fixed"))
    assert found.value == pytest.approx(100 * 5 / 27 / 10)


def test_the_people_of_what_the_extent_took_in(measured: Measurement, find: Find) -> None:
    found = find(measured, "expansion_density", 2000, start=1990)
    assert (found.boundary, found.boundary_rule) == ("urban_extent", "each_epoch")
    assert found.value == pytest.approx(20 / 0.01)


def test_how_far_the_leap_was(measured: Measurement, find: Find) -> None:
    # From column 2, where the earlier extent ends, to column 8.
    assert find(measured, "leapfrog_patches", 2000, start=1990).value == 1
    for name in ("mean", "area_weighted_mean", "max"):
        assert find(measured, f"leapfrog_distance_{name}", 2000, start=1990).value == pytest.approx(600)


def test_without_a_leap_there_are_no_patches_and_no_distance(make_stack: Callable[..., Stack], find: Find) -> None:
    measured = measure(make_stack({1990: [[1, 0]], 2000: [[1, 1]]}), parameters=CELL)
    assert find(measured, "leapfrog_patches", 2000, start=1990).value == 0
    assert find(measured, "leapfrog_distance_max", 2000, start=1990).undefined == "no_leapfrog"
    assert find(measured, "expansion_density", 2000, start=1990).undefined == "no_population_data"


def test_water_and_unknown_cells_are_in_no_ring(make_stack: Callable[..., Stack], find: Find) -> None:
    nan = np.nan
    land = np.array([[True, True, True, False, True]])
    measured = measure(make_stack({1990: [[1, 0, 0, 0, nan]], 2000: [[1, 0, 1, 0, 1]]}, land=land), parameters=CELL)
    assert (
        find(measured, "lei_mean", 2000, start=1990).value == 0
    )  # its ring: one vacant cell; the water does not count
    assert find(measured, "lei_km2", 2000, start=1990, zone="outlying").value == pytest.approx(0.01)


@pytest.mark.parametrize("boundary", ["study_area", "urban_extent"])
def test_zones_weighted_by_their_land_give_the_intensity_of_the_whole(
    measured: Measurement, find: Find, boundary: str
) -> None:
    whole = next(i for i in measured.indicators if (i.boundary, i.boundary_rule) == (boundary, "fixed"))
    epoch = next(e for e in measured.epochs if (e.boundary, e.boundary_rule, e.year) == (boundary, "fixed", 2000))
    found = find(measured, "expansion_intensity", 2000, start=1990, within=(boundary, "fixed")).value
    gained = (whole.built_up_end_km2 or 0) - (whole.built_up_start_km2 or 0)
    assert found is not None
    assert found * (epoch.boundary_km2 or 0) * whole.years / 100 == pytest.approx(gained)
