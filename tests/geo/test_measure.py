"""A city small enough to count on fingers, measured from end to end, and what must hold for every city."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundary import WITHIN
from geo.codes import FIRST_BUILT_UNKNOWN, ExpansionType, ExtentClass
from geo.measure import measure
from geo.measurement import ExtentParameters, Indicator, Measurement
from geo.stack import Stack

CELL = ExtentParameters(circle_km2=0.01, fringe_m=0)
"""The circle is the cell alone and there is no fringe: every built-up cell is urban, every patch a cluster."""
MakeStack = Callable[..., Stack]


def row(measurement: Measurement, boundary: str, rule: str, start: int, end: int) -> Indicator:
    found = [
        i
        for i in measurement.indicators
        if (i.boundary, i.boundary_rule, i.start, i.end) == (boundary, rule, start, end)
    ]
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="module")
def counted(make_stack: MakeStack) -> Measurement:
    """Four cells of 1 ha, then six, then nine; 400, 600, 1,200 people."""
    epochs = {
        1990: [[1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
        2000: [[1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]],
        2015: [[1, 1, 1, 1, 0, 0, 0, 0, 0, 1], [1, 1, 1, 0, 0, 0, 0, 0, 0, 1]],
    }
    people = {
        year: np.asarray(cells) * (each := {1990: 100, 2000: 100, 2015: 1200 / 9}[year]) + 0 * each
        for year, cells in epochs.items()
    }
    return measure(make_stack(epochs, persons=people), parameters=CELL)


def test_every_period_and_the_whole_span_within_every_boundary(counted: Measurement) -> None:
    rows = [(i.boundary, i.boundary_rule, i.start, i.end, i.whole_span) for i in counted.indicators]
    periods = [(1990, 2000, False), (2000, 2015, False), (1990, 2015, True)]
    wanted = [where for where in WITHIN if where[0] != "administrative"]
    assert rows == [(*boundary, *period) for boundary in wanted for period in periods]


def test_the_study_area_counted_by_hand(counted: Measurement) -> None:
    whole = row(counted, "study_area", "fixed", 1990, 2015)
    assert whole.built_up_start_km2 == pytest.approx(0.04)
    assert whole.built_up_end_km2 == pytest.approx(0.09)
    assert (whole.population_start, whole.population_end) == (400, pytest.approx(1200))
    assert whole.lcr == pytest.approx((9 - 4) / 4 / 25)
    assert whole.pgr == pytest.approx(np.log(3) / 25)
    assert whole.lcrpgr == pytest.approx(1.25 / np.log(3))
    assert whole.lcr_log == pytest.approx(np.log(9 / 4) / 25)
    assert whole.built_up_per_capita_start_m2 == pytest.approx(100)
    assert whole.built_up_per_capita_end_m2 == pytest.approx(75)
    assert whole.total_change_percent == pytest.approx(125)
    assert whole.marginal_land_per_new_inhabitant_m2 == pytest.approx(50_000 / 800)
    assert whole.undefined == {}


def test_the_fixed_extent_counts_all_years_inside_the_last_one(counted: Measurement) -> None:
    first = row(counted, "urban_extent", "fixed", 1990, 2000)
    assert first.built_up_start_km2 == pytest.approx(0.03)  # the lone cell in the east is another cluster
    assert first.built_up_end_km2 == pytest.approx(0.05)
    assert first.population_start == pytest.approx(300)
    assert first.growth_by_type_km2 is not None
    assert first.growth_by_type_km2.extension == pytest.approx(0.02)


def test_figures_of_an_epoch(counted: Measurement) -> None:
    last = next(e for e in counted.epochs if (e.year, e.boundary, e.boundary_rule) == (2015, "urban_extent", "fixed"))
    assert last.boundary_km2 == pytest.approx(0.07)
    assert last.urban_km2 == pytest.approx(0.07)
    assert last.urbanized_open_space_km2 == 0
    area = next(e for e in counted.epochs if (e.year, e.boundary) == (2015, "study_area"))
    assert area.boundary_km2 == pytest.approx(0.2)
    assert area.rural_open_km2 == pytest.approx(0.11)


def test_layers_say_when_and_how(counted: Measurement) -> None:
    first = counted.layers.first_built
    assert first[0].tolist() == [1990, 1990, 2000, 2015, 0, 0, 0, 0, 0, 2015]
    types = counted.layers.expansion[1990, 2015]
    assert types[0, 2] == ExpansionType.EXTENSION
    assert types[0, 9] == ExpansionType.OUTSIDE
    assert types[0, 4] == ExpansionType.OPEN


def test_the_centre_chooses_the_city(make_stack: MakeStack) -> None:
    stack = make_stack({1990: [[1, 1, 0, 0, 0, 1]], 2000: [[1, 1, 0, 0, 1, 1]]})
    east = stack.grid.affine @ (5.5, 0.5)
    centre = pyproj.Transformer.from_crs(stack.grid.crs, "EPSG:4326", always_xy=True).transform(*east)
    measured = measure(stack, centre=centre, parameters=CELL)
    assert [extent.area_km2 for extent in measured.city_extents] == [0.01, 0.02]
    assert measure(stack, parameters=CELL).city_extents[0].area_km2 == 0.02


def test_no_extent_at_the_start_is_said_and_the_fixed_boundary_still_serves(make_stack: MakeStack) -> None:
    people = {1990: np.full((1, 4), 10.0), 2000: np.full((1, 4), 20.0)}
    measured = measure(make_stack({1990: [[0, 0, 0, 0]], 2000: [[1, 1, 0, 0]]}, persons=people), parameters=CELL)
    each = row(measured, "urban_extent", "each_epoch", 1990, 2000)
    assert each.lcrpgr is None
    assert each.undefined["lcr"] == each.undefined["growth_by_type_km2"] == "no_urban_extent"
    fixed = row(measured, "urban_extent", "fixed", 1990, 2000)
    assert fixed.undefined["lcr"] == fixed.undefined["lcrpgr"] == "zero_built_up_at_start"
    assert fixed.pgr == pytest.approx(np.log(2) / 10)
    assert "no_urban_extent" in {caveat.code for caveat in measured.caveats}


def test_no_extent_at_all_leaves_the_study_area(make_stack: MakeStack) -> None:
    measured = measure(make_stack({1990: [[0, 0]], 2000: [[0, 0]]}), parameters=CELL)
    assert row(measured, "urban_extent", "fixed", 1990, 2000).undefined["lcr"] == "no_urban_extent"
    assert row(measured, "study_area", "fixed", 1990, 2000).undefined["population_start"] == "no_population_data"


def test_unknown_cells_leave_every_epoch(make_stack: MakeStack) -> None:
    nan = np.nan
    measured = measure(make_stack({1990: [[1, 1, nan, 0]], 2000: [[1, 1, 1, 1]]}), parameters=CELL)
    whole = row(measured, "study_area", "fixed", 1990, 2000)
    assert (whole.built_up_start_km2, whole.built_up_end_km2) == (pytest.approx(0.02), pytest.approx(0.03))
    assert "unknown_cells" in whole.flags
    assert measured.epochs[1].unknown_km2 == pytest.approx(0.01)
    assert measured.layers.first_built[0, 2] == FIRST_BUILT_UNKNOWN
    assert measured.layers.expansion[1990, 2000][0, 2] == ExpansionType.UNKNOWN
    assert "1 cells of the study area (25.00%)" in next(c.text for c in measured.caveats if c.code == "unknown_cells")


def test_outside_the_study_area_nothing_is_counted_or_shown(make_stack: MakeStack) -> None:
    area = np.array([[True, True, True, False]])
    people = {1990: np.full((1, 4), 10.0), 2000: np.full((1, 4), 10.0)}
    stack = make_stack({1990: [[1, 1, 0, 1]], 2000: [[1, 1, 1, 1]]}, study_area=area, persons=people)
    measured = measure(stack, parameters=CELL)
    whole = row(measured, "study_area", "fixed", 1990, 2000)
    assert (whole.built_up_start_km2, whole.population_start) == (pytest.approx(0.02), 30)
    assert whole.undefined["lcrpgr"] == "no_population_change"
    assert measured.layers.extent_classes[1990][0, 3] == ExtentClass.UNKNOWN
    assert np.isnan(measured.layers.built_up[1990][0, 3])
    assert not np.isnan(stack.built_up(1990)[0, 3])
    assert "extent_at_edge" in row(measured, "urban_extent", "fixed", 1990, 2000).flags


def test_shrinkage_and_repeats_are_said(make_stack: MakeStack) -> None:
    epochs = {1975: [[1, 1, 1, 0]], 1990: [[1, 0, 0, 0]], 2000: [[1, 1, 1, 0]]}
    measured = measure(make_stack(epochs), parameters=CELL)
    texts = {caveat.code: caveat.text for caveat in measured.caveats}
    assert texts["identical_epochs"].startswith("1975 and 2000 are identical")
    assert texts["shrinkage"].startswith("1975–1990: 0.02 km²")
    assert "shrinkage" in row(measured, "study_area", "fixed", 1975, 1990).flags
    assert "identical_epochs" in row(measured, "study_area", "fixed", 1975, 2000).flags
    allowed = measure(make_stack(epochs, can_shrink=True), parameters=CELL)
    assert "shrinkage" not in {caveat.code for caveat in allowed.caveats}


def test_projections_simulations_and_unstable_ratios_are_flagged(
    make_stack: MakeStack,
    make_source: Callable[..., object],
) -> None:
    people = {2015: np.full((1, 2), 1000.0), 2030: np.full((1, 2), 1000.5)}
    stack = make_stack(
        {2015: [[1, 0]], 2030: [[1, 1]]},
        persons=people,
        projected=(2030,),
        sources=(make_source(simulated=True),),
    )
    measured = measure(stack, parameters=CELL)
    flags = row(measured, "study_area", "fixed", 2015, 2030).flags
    assert {"projected_epoch", "simulated", "unstable_ratio"} <= set(flags)
    assert measured.caveats[0].code == "simulated"
    assert [e.observed for e in measured.epochs[:2]] == [True, False]


def test_a_threshold_of_the_run_replaces_the_sources(make_stack: MakeStack) -> None:
    stack = make_stack({1990: [[0.3, 0.6]], 2000: [[0.3, 0.6]]})
    assert measure(stack, parameters=CELL).parameters.built_up_threshold == 0.5
    lower = measure(stack, parameters=dataclasses.replace(CELL, built_up_threshold=0.25))
    assert lower.parameters.built_up_threshold == 0.25
    assert lower.layers.first_built.tolist() == [[1990, 1990]]
    assert lower.epochs[0].built_up_km2 == pytest.approx(0.009)  # the threshold decides the extent, not the area


def test_one_epoch_has_extents_but_no_indicator(make_stack: MakeStack) -> None:
    measured = measure(make_stack({2020: [[1, 1, 0]]}), parameters=CELL)
    assert measured.indicators == ()
    assert len(measured.city_extents) == 1


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32), st.floats(0.05, 0.6))
def test_what_holds_for_every_city(make_stack: MakeStack, seed: int, density: float) -> None:
    random = np.random.default_rng(seed)
    shape = (24, 31)
    start = random.random(shape) < density / 2
    epochs = {year: start | (random.random(shape) < density * step) for step, year in enumerate((1990, 2000, 2010))}
    land = (random.random(shape) < 0.95) | epochs[2010]
    people = {year: random.random((12, 16)) * 500 for year in epochs}
    stack = make_stack(epochs, land=land, persons=people, factor=2)
    measured = measure(stack)
    for figures in measured.epochs:
        if figures.boundary_km2 is None:
            continue
        parts = [
            figures.urban_km2,
            figures.suburban_km2,
            figures.rural_built_up_km2,
            figures.urbanized_open_space_km2,
            figures.rural_open_km2,
            figures.water_km2,
            figures.unknown_km2,
        ]
        assert sum(p or 0 for p in parts) == pytest.approx(figures.boundary_km2)
        if (figures.boundary, figures.boundary_rule) == (
            "urban_extent",
            "each_epoch",
        ):  # an extent is its urban and suburban built-up and their open space
            assert figures.rural_built_up_km2 == figures.rural_open_km2 == figures.water_km2 == 0
    for indicator in measured.indicators:
        if indicator.growth_by_type_km2 is not None:
            parts = dataclasses.asdict(indicator.growth_by_type_km2)
            change = (indicator.built_up_end_km2 or 0) - (indicator.built_up_start_km2 or 0)
            assert sum(parts.values()) - 2 * parts["loss"] == pytest.approx(change, abs=1e-9)
        undefined = {f.name for f in dataclasses.fields(indicator) if getattr(indicator, f.name) is None}
        assert undefined == set(indicator.undefined)
