"""The Degree of Urbanisation of a city drawn by hand: square kilometres of ten by ten cells."""

from collections.abc import Callable

import numpy as np
import pytest

from geo.figure import Figure
from geo.measure import measure
from geo.measurement import Measurement
from geo.stack import Stack

Find = Callable[..., Figure]
PEOPLE = {1990: [[30_000, 400, 20]], 2000: [[60_000, 400, 20]]}
"""A town, then a city of one square kilometre; its suburb; and open country."""


def stack_of(make_stack: Callable[..., Stack], **changes: object) -> Stack:
    built = np.zeros((10, 30))
    built[:, :10] = 1
    return make_stack({1990: built, 2000: built}, persons=PEOPLE, factor=10, **changes)


@pytest.fixture(scope="module")
def measured(make_stack: Callable[..., Stack]) -> Measurement:
    return measure(stack_of(make_stack))


def test_the_urban_centre_at_its_centre(measured: Measurement, find: Find) -> None:
    assert find(measured, "urban_centre_area", 2000).value == 1
    assert find(measured, "urban_centre_population", 2000).value == 60_000
    assert find(measured, "urban_centre_density", 2000).value == 60_000
    assert find(measured, "urban_centre_population", 1990).undefined == "no_urban_centre"
    assert find(measured, "urban_cluster_area", 1990).value == 2
    assert find(measured, "urban_cluster_population", 2000).value == 60_400


def test_level_1_parts_the_land_and_the_people_of_the_study_area(measured: Measurement, find: Find) -> None:
    shares = {
        zone: find(measured, "settlement_population_share", 2000, zone=zone).value
        for zone in ("urban_centre", "urban_cluster", "rural", "water", "unknown")
    }
    everybody = 60_420
    expected = {"urban_centre": 60_000, "urban_cluster": 400, "rural": 20, "water": 0, "unknown": 0}
    assert shares == pytest.approx({zone: people / everybody for zone, people in expected.items()})
    assert find(measured, "settlement_area", 2000, zone="rural").value == pytest.approx(1)
    assert find(measured, "settlement_area_share", 2000, zone="urban_centre").value == pytest.approx(1 / 3)


def test_level_2_tells_more_and_sums_to_the_same(measured: Measurement, find: Find) -> None:
    assert find(measured, "settlement_level2_population", 1990, zone="dense_cluster").value == 30_000
    assert find(measured, "settlement_level2_population", 2000, zone="suburban").value == 400
    for year, people in ((1990, 30_420), (2000, 60_420)):
        parts = [
            one.value or 0
            for one in measured.figures
            if one.measure == "settlement_level2_population" and one.end == year
        ]
        assert sum(parts) == pytest.approx(people)


def test_the_parts_are_those_of_the_study_area_alone(make_stack: Callable[..., Stack], find: Find) -> None:
    west = np.zeros((10, 30), bool)
    west[:, :15] = True
    measured = measure(stack_of(make_stack, study_area=west))
    assert find(measured, "settlement_population", 2000, zone="urban_cluster").value == pytest.approx(200)
    assert find(measured, "settlement_population", 2000, zone="rural").value == 0
    assert find(measured, "settlement_area", 2000, zone="urban_cluster").value == pytest.approx(0.5)
    assert find(measured, "urban_cluster_population", 2000).value == 60_400  # the cluster goes on outside
    assert "settlement_at_edge" in find(measured, "urban_cluster_population", 2000).flags
    inside = next(
        e for e in measured.epochs if (e.boundary, e.boundary_rule, e.year) == ("urban_cluster", "fixed", 2000)
    )
    assert inside.boundary_km2 == pytest.approx(1.5)
    assert inside.population == pytest.approx(60_200)


def test_the_polygons_leave_with_the_measurement(measured: Measurement) -> None:
    of_city = [(one.year, one.kind, one.number, one.in_city) for one in measured.settlements]
    assert of_city == [
        (1990, "urban_cluster", 1, True),
        (2000, "urban_centre", 1, True),
        (2000, "urban_cluster", 1, True),
    ]


@pytest.mark.parametrize(
    ("population", "reason"),
    [({}, "no_population_data"), ({"counted": {1990: 1.0, 2000: 2.0}}, "population_only_for_study_area")],
)
def test_without_people_on_a_raster_there_is_no_settlement(
    make_stack: Callable[..., Stack], find: Find, population: dict[str, object], reason: str
) -> None:
    measured = measure(make_stack({1990: [[1, 0]], 2000: [[1, 1]]}, **population))
    for name in ("urban_centre_area", "settlement_area", "settlement_level2_population_share"):
        assert find(measured, name, 2000).undefined == reason
    assert measured.settlements == ()
    rows = [i for i in measured.indicators if i.boundary in {"urban_centre", "urban_cluster"}]
    assert {row.undefined["lcr"] for row in rows} == {reason}
