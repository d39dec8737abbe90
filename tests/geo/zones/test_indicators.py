from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.codes import ExtentClass
from geo.growth.expansion import ExtentAt, expansion_types
from geo.indicators.checks import Checks
from geo.lattice import DEGREES, moved
from geo.measure import measure
from geo.measurement import ZoneMeasurement
from geo.population import people_within
from geo.stack import GriddedPopulation, Stack
from geo.zones.indicators import CellClasses, ZonesMeasured, measure_zones
from geo.zones.zone import Zone

MakeStack = Callable[..., Stack]
SHARE = 1e-6
"""Tolerance: the precision of shares."""


def box(left: float, top: float, right: float, bottom: float) -> shapely.Polygon:
    return shapely.box(500_000 + 100 * left, 2_300_000 - 100 * bottom, 500_000 + 100 * right, 2_300_000 - 100 * top)


def zone(name: str, geometry: shapely.Polygon) -> Zone:
    return Zone(name, {"en": name}, "district", geometry)


def classes_of(stack: Stack) -> CellClasses:
    """Classes and types without an urban extent: what is built up is urban, and what is new lies outside."""
    counted = Checks.of(stack, {}).counted
    built = {year: stack.built_up(year) >= 0.5 for year in stack.years}
    extent = {
        year: np.where(built[year], ExtentClass.URBAN, ExtentClass.RURAL_OPEN).astype(np.uint8) for year in stack.years
    }
    nowhere = np.zeros(stack.grid.shape, bool)
    years = stack.years
    periods = [*pairwise(years), *([(years[0], years[-1])] if len(years) > 2 else [])]
    types = {
        (start, end): expansion_types(ExtentAt(built[start], nowhere), ExtentAt(built[end], nowhere), counted)
        for start, end in periods
    }
    return CellClasses(extent, types)


def measured(stack: Stack, zones: Mapping[str, shapely.Polygon], area: shapely.Polygon | None = None) -> ZonesMeasured:
    place = area or box(0, 0, stack.grid.shape[1], stack.grid.shape[0])
    degrees = moved(shapely.segmentize(place, 100), stack.grid.crs, DEGREES)
    listed = [zone(name, geometry) for name, geometry in zones.items()]
    return measure_zones(stack, listed, area=degrees, checks=Checks.of(stack, {}), classes=classes_of(stack))


def test_rates_of_two_zones_by_hand(make_stack: MakeStack) -> None:
    """The west doubles its built-up land in ten years and its people too; the east stands still, and so do they."""
    early, late = [[1, 0, 0, 1], [0, 0, 0, 0]], [[1, 0.5, 0, 1], [0.5, 0, 0, 0]]
    people = {2000: np.array([[100.0, 50.0]]), 2010: np.array([[200.0, 50.0]])}
    stack = make_stack({2000: early, 2010: late}, persons=people, factor=2)
    west, east = measured(stack, {"west": box(0, 0, 2, 2), "east": box(2, 0, 4, 2)}).zones
    (row,) = west.indicators
    assert (row.boundary, row.start, row.end, row.whole_span) == ("zone", 2000, 2010, True)
    assert row.lcr == pytest.approx(0.1, rel=SHARE)
    assert row.pgr == pytest.approx(np.log(2) / 10, rel=SHARE)
    assert row.lcrpgr == pytest.approx(1 / np.log(2), rel=SHARE)
    assert row.total_change_percent == pytest.approx(100, rel=SHARE)
    assert row.built_up_per_capita_start_m2 == pytest.approx(100, rel=SHARE)
    assert (row.undefined, row.flags) == ({}, ())
    (row,) = east.indicators
    assert (row.lcr, row.pgr, row.lcrpgr) == (pytest.approx(0, abs=SHARE), pytest.approx(0, abs=SHARE), None)
    assert row.undefined == {
        "lcrpgr": "no_population_change",
        "lcrpgr_log": "no_population_change",
        "marginal_land_per_new_inhabitant_m2": "no_new_inhabitants",
    }
    assert row.flags == ("unstable_ratio",)


def test_growth_by_type_of_a_zone_sums_to_its_change(make_stack: MakeStack) -> None:
    """New 0.8 outside the extent and 0.2 in a cell that is no built-up pixel; 0.6 is lost."""
    stack = make_stack({2000: [[0, 0, 0.6, 0]], 2010: [[0.8, 0.2, 0, 0]]}, can_shrink=True)
    (one,) = measured(stack, {"all": box(0, 0, 4, 1)}).zones
    (row,) = one.indicators
    growth = row.growth_by_type_km2
    assert growth is not None
    assert growth.outside_extent == pytest.approx(0.008, rel=SHARE)
    assert growth.densification == pytest.approx(0.002, rel=SHARE)
    assert growth.loss == pytest.approx(0.006, rel=SHARE)
    assert (growth.infill, growth.extension, growth.leapfrog, growth.inclusion) == (0, 0, 0, 0)
    assert row.flags == ()


def test_a_zone_with_no_built_up_at_the_start_has_the_reason(make_stack: MakeStack) -> None:
    stack = make_stack({2000: [[0, 1]], 2010: [[1, 1]]})
    new, _ = measured(stack, {"new": box(0, 0, 1, 1), "old": box(1, 0, 2, 1)}).zones
    assert new.indicators[0].undefined["lcr"] == "zero_built_up_at_start"


def test_a_zone_that_is_unknown_has_no_growth_either(make_stack: MakeStack) -> None:
    stack = make_stack({2000: [[np.nan, 1]], 2010: [[1, 1]]})
    gone, known = measured(stack, {"gone": box(0, 0, 1, 1), "known": box(1, 0, 2, 1)}).zones
    assert gone.indicators[0].growth_by_type_km2 is None
    assert gone.indicators[0].undefined["growth_by_type_km2"] == "no_land"
    assert gone.indicators[0].flags == ("unknown_cells",)
    assert known.indicators[0].flags == ()


def test_doubts_are_the_zones_own(make_stack: MakeStack) -> None:
    """Built-up is lost in the west only, people are unknown in the east only."""
    population = GriddedPopulation(
        1,
        {year: np.array([[5.0, 5.0, 5.0, 0.0]]) for year in (2000, 2010)},
        {2010: np.array([[False, False, False, True]])},
    )
    stack = make_stack({2000: [[1, 1, 1, 1]], 2010: [[0, 1, 1, 1]]}, population=population)
    west, east = measured(stack, {"west": box(0, 0, 2, 1), "east": box(2, 0, 4, 1)}).zones
    assert west.indicators[0].flags == ("shrinkage", "unstable_ratio")
    assert east.indicators[0].flags == ("population_gaps", "unstable_ratio")


def test_each_period_and_the_whole_span_have_their_rows(make_stack: MakeStack) -> None:
    stack = make_stack({2000: [[1, 0]], 2010: [[1, 0.5]], 2020: [[1, 1]]})
    (one,) = measured(stack, {"all": box(0, 0, 2, 1)}).zones
    assert [row.year for row in one.epochs] == [2000, 2010, 2020]
    assert [(row.start, row.end, row.whole_span) for row in one.indicators] == [
        (2000, 2010, False),
        (2010, 2020, False),
        (2000, 2020, True),
    ]


def test_what_a_reader_must_know_of_the_zones_is_said(make_stack: MakeStack) -> None:
    stack = make_stack({2000: np.ones((12, 12)), 2010: np.ones((12, 12))})
    tie = shapely.Polygon([box(0, 0, 6, 6).exterior.coords[at] for at in (0, 2, 1, 3)])
    found = measured(stack, {"tie": tie, "away": box(50, 0, 60, 10)})
    assert {caveat.code: caveat.text for caveat in found.caveats} == {
        "zones_outside": "Zones outside the study area and left out: away.",
        "zones_repaired": "Zones of invalid geometry, which was repaired: tie.",
        "zones_leave_gaps": "The zones leave 87.5% of the study area over: their sum is less than its figures.",
    }
    nested = measured(stack, {"all": box(0, 0, 12, 12), "part": box(0, 0, 6, 6)})
    assert [caveat.code for caveat in nested.caveats] == ["zones_overlap"]
    assert measured(stack, {"all": box(0, 0, 12, 12)}).caveats == ()


def test_no_zone_left_is_no_row(make_stack: MakeStack) -> None:
    stack = make_stack({2000: [[1, 0]], 2010: [[1, 1]]})
    assert measured(stack, {"away": box(50, 0, 60, 10)}).zones == ()


def total(zones: tuple[ZoneMeasurement, ...], name: str, year: int) -> float:
    return sum(getattr(row, name) or 0 for one in zones for row in one.epochs if row.year == year)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    points=st.lists(st.tuples(st.floats(0, 16), st.floats(0, 12)), min_size=2, max_size=8, unique=True),
    factor=st.sampled_from([1, 3, 5]),
)
def test_the_whole_is_the_sum_of_districts_that_part_it(
    seed: int, points: list[tuple[float, float]], factor: int, make_stack: MakeStack
) -> None:
    """Built-up, people, areas by class and growth by type, with unknown cells and a slanted study area."""
    random = np.random.default_rng(seed)
    built = random.random((2, 12, 16)).round(1)
    built[random.random(built.shape) < 0.1] = np.nan
    blocks = (-(-12 // factor), -(-16 // factor))
    stack = make_stack(
        dict(zip((2000, 2010), built, strict=True)),
        persons={year: random.integers(0, 100, blocks).astype(float) for year in (2000, 2010)},
        factor=factor,
    )
    area = shapely.Polygon(
        [(x + 500_000, 2_300_000 - y) for x, y in [(130, 70), (1_520, 210), (1_430, 1_130), (90, 900)]]
    )
    degrees = moved(shapely.segmentize(area, 100), stack.grid.crs, DEGREES)
    stack = replace(stack, study_area=stack.grid.mask(degrees))
    outline = stack.grid.project(degrees)
    places = shapely.MultiPoint([(500_000 + 100 * x, 2_300_000 - 100 * y) for x, y in points])
    cells = shapely.get_parts(shapely.voronoi_polygons(places, extend_to=outline.buffer(500)))
    zones = measured(stack, {str(number): cell for number, cell in enumerate(cells)}, area).zones
    checks = Checks.of(stack, {})
    for year in stack.years:
        whole = float(stack.built_up(year)[checks.counted].sum(dtype=np.float64)) * 0.01
        assert sum(row.built_up_km2 or 0 for one in zones for row in one.epochs if row.year == year) == pytest.approx(
            whole, rel=SHARE
        )
        people = people_within(stack.population, year, checks.counted, is_study_area=True)
        assert total(zones, "population", year) == pytest.approx(people, rel=SHARE)
        assert total(zones, "boundary_km2", year) == pytest.approx(checks.study_cells * 0.01, rel=SHARE)
        assert total(zones, "unknown_km2", year) == pytest.approx(checks.uncounted_cells * 0.01, rel=1e-5, abs=SHARE)


def test_growth_of_the_districts_sums_to_that_of_the_study_area(make_stack: MakeStack) -> None:
    """Against the measurement of the whole, type by type, with a city that grows from its middle."""
    rows, columns = np.mgrid[0:40, 0:40]
    distance = np.hypot(rows - 20, columns - 20)
    stack = make_stack({year: (distance < reach).astype(float) for year, reach in ((2000, 6), (2010, 9), (2020, 13))})
    area = moved(shapely.segmentize(box(0, 0, 40, 40), 100), stack.grid.crs, DEGREES)
    whole = measure(stack)
    layers = whole.layers
    halves = [zone("west", box(-1, -1, 17.3, 41)), zone("east", box(17.3, -1, 41, 41))]
    found = measure_zones(
        stack,
        halves,
        area=area,
        checks=Checks.of(stack, {}),
        classes=CellClasses(layers.extent_classes, layers.expansion),
    )
    expected = [row for row in whole.indicators if row.boundary == "study_area"]
    for at, row in enumerate(expected):
        parts = [one.indicators[at] for one in found.zones]
        assert all((part.start, part.end) == (row.start, row.end) for part in parts)
        for name in ("infill", "extension", "leapfrog", "outside_extent", "densification", "loss"):
            part_sum = sum(getattr(part.growth_by_type_km2, name) for part in parts)
            assert part_sum == pytest.approx(getattr(row.growth_by_type_km2, name), rel=SHARE, abs=1e-9)
    assert sum(part.growth_by_type_km2.extension for part in parts) > 0
