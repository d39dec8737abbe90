from collections.abc import Callable

import numpy as np
import pytest
import shapely

from geo.arrays import Codes
from geo.codes import ExtentClass
from geo.measurement import EpochFigures
from geo.stack import GriddedPopulation, Stack
from geo.zones.shares import Shares
from geo.zones.zonal import figures, on_cells, zonal_epoch

MakeStack = Callable[..., Stack]
URBAN, OPEN, WATER = ExtentClass.URBAN, ExtentClass.RURAL_OPEN, ExtentClass.WATER
CLASSES: Codes = np.array([[URBAN, URBAN, OPEN, OPEN], [URBAN, OPEN, OPEN, WATER]], np.uint8)
BUILT = [[1, 1, 0, 0], [0.5, 0, 0, 0]]
KM2 = 0.01
"""Of a cell of 100 m."""


def box(left: float, top: float, right: float, bottom: float) -> shapely.Polygon:
    return shapely.box(500_000 + 100 * left, 2_300_000 - 100 * bottom, 500_000 + 100 * right, 2_300_000 - 100 * top)


HALVES = [box(0, 0, 1.5, 2), box(1.5, 0, 4, 2)]


def rows_of(stack: Stack, zones: list[shapely.Polygon], year: int = 2000) -> tuple[EpochFigures, ...]:
    counted = stack.study_area & ~np.isnan(stack.data["built_up"].to_numpy()).any(axis=0)
    shares = Shares.of(zones, stack.grid, area=box(0, 0, 4, 2), study_area=stack.study_area)
    return figures(zonal_epoch(stack, year, shares, counted=counted, classes=CLASSES), stack.grid.cell_km2)


def test_areas_by_class_land_and_people_of_two_zones(make_stack: MakeStack) -> None:
    people = np.array([[80.0, 40.0]])
    stack = make_stack({2000: BUILT}, persons={2000: people}, factor=2)
    west, east = rows_of(stack, HALVES)
    assert (west.boundary, west.boundary_rule, west.year, west.observed) == ("zone", "fixed", 2000, True)
    assert (west.boundary_km2, east.boundary_km2) == (pytest.approx(3 * KM2), pytest.approx(5 * KM2))
    assert (west.built_up_km2, east.built_up_km2) == (pytest.approx(2 * KM2), pytest.approx(0.5 * KM2))
    assert (west.population, east.population) == (pytest.approx(60), pytest.approx(20 + 40))
    assert west.built_up_per_capita_m2 == pytest.approx(2 * 10_000 / 60)
    assert (west.urban_km2, west.rural_open_km2, west.water_km2) == pytest.approx((2.5 * KM2, 0.5 * KM2, 0))
    assert (east.urban_km2, east.rural_open_km2, east.water_km2) == pytest.approx((0.5 * KM2, 3.5 * KM2, KM2))
    assert west.undefined == {}


def test_land_is_what_is_known_and_no_water(make_stack: MakeStack) -> None:
    stack = make_stack({2000: BUILT})
    counted = stack.study_area.copy()
    counted[0, 3] = False
    shares = Shares.of(HALVES, stack.grid, area=box(0, 0, 4, 2), study_area=stack.study_area)
    epoch = zonal_epoch(stack, 2000, shares, counted=counted, classes=CLASSES)
    assert epoch.land.tolist() == [3, 3]
    assert epoch.cells.tolist() == [3, 5]
    assert epoch.unknown_share.tolist() == [0, 0.2]


def test_cells_unknown_at_any_epoch_leave_every_epoch(make_stack: MakeStack) -> None:
    """The first cell is built up in 2000 and unknown in 2010."""
    later = [[np.nan, 1, 0, 0], [0.5, 0, 0, 0]]
    stack = make_stack({2000: BUILT, 2010: later})
    for year in (2000, 2010):
        west, east = rows_of(stack, HALVES, year)
        assert (west.built_up_km2, west.unknown_km2) == (pytest.approx(1 * KM2), pytest.approx(1 * KM2))
        assert (east.built_up_km2, east.unknown_km2) == (pytest.approx(0.5 * KM2), 0)
        assert west.boundary_km2 == pytest.approx(3 * KM2)


def test_a_zone_of_unknown_cells_has_no_built_up_rather_than_none(make_stack: MakeStack) -> None:
    stack = make_stack({2000: [[np.nan, 1, 0, 0], [np.nan, 0, 0, 0]]}, persons={2000: np.ones((2, 4))})
    (row,) = rows_of(stack, [box(0, 0, 1, 2)])
    names = ("built_up_km2", "built_up_per_capita_m2", "population")
    assert [getattr(row, name) for name in names] == [None, None, None]
    assert row.undefined == dict.fromkeys(names, "no_land")


@pytest.mark.parametrize(
    ("population", "reason"),
    [
        ({}, "no_population_data"),
        ({"persons": {1990: np.ones((2, 4))}}, "no_population_for_year"),
        ({"counted": {2000: 5_000.0}}, "population_only_for_study_area"),
    ],
)
def test_people_that_are_not_known_have_their_reason(
    population: dict[str, object], reason: str, make_stack: MakeStack
) -> None:
    west, _ = rows_of(make_stack({2000: BUILT}, **population), HALVES)
    assert west.population is None
    assert west.undefined == {"population": reason, "built_up_per_capita_m2": reason}


def test_a_zone_in_blocks_of_unknown_people_has_no_population(make_stack: MakeStack) -> None:
    """The western block is unknown: the western zone lies in it, the eastern one with a fifth of its cells."""
    population = GriddedPopulation(2, {2000: np.array([[0.0, 40.0]])}, {2000: np.array([[True, False]])})
    stack = make_stack({2000: BUILT}, population=population)
    west, east = rows_of(stack, HALVES)
    assert (west.population, west.undefined["population"]) == (None, "no_population_for_year")
    assert east.population == pytest.approx(40)
    shares = Shares.of(HALVES, stack.grid, area=box(0, 0, 4, 2), study_area=stack.study_area)
    epoch = zonal_epoch(stack, 2000, shares, counted=stack.study_area, classes=CLASSES)
    assert epoch.without_people.tolist() == [3, 1]
    assert epoch.population_gap.tolist() == [1, 1]


def test_blocks_that_overhang_give_each_cell_its_own() -> None:
    blocks = np.array([[1, 2], [3, 4]])
    layer = on_cells(blocks, 2, (3, 3))
    assert layer(slice(0, 3)).tolist() == [[1, 1, 2], [1, 1, 2], [3, 3, 4]]
    assert layer(slice(1, 9)).tolist() == [[1, 1, 2], [3, 3, 4]]


def test_a_projected_epoch_is_not_observed(make_stack: MakeStack) -> None:
    (row,) = rows_of(make_stack({2000: BUILT}, projected=(2000,)), [box(0, 0, 4, 2)])
    assert not row.observed
