from itertools import pairwise

import numpy as np
import pytest

from geo.sources.simulated.city import SimulatedCity, simulate
from geo.sources.simulated.cover import Cover
from geo.sources.simulated.plan import Plan

TRUTH = {
    1990: (218_488, 272_400),
    1995: (263_011, 311_000),
    2000: (335_205, 347_900),
    2005: (420_310, 386_100),
    2010: (503_180, 430_800),
    2015: (548_744, 486_900),
}
"""Year → built-up cells of 10 m, persons."""
LAND_AND_WATER = (352.0434, 127.9566)
"""km²."""


def test_same_plan_same_cells(small_plan: Plan) -> None:
    one, two = simulate(small_plan), simulate(small_plan)
    for year in one.land_cover:
        np.testing.assert_array_equal(one.land_cover[year], two.land_cover[year])
        np.testing.assert_array_equal(one.population[year], two.population[year])
    assert one.truth == two.truth


def test_another_seed_is_another_city(small_plan: Plan) -> None:
    other = simulate(small_plan.model_copy(update={"seed": small_plan.seed + 1}))
    assert not np.array_equal(other.land_cover[2015], simulate(small_plan).land_cover[2015])


def test_truth_is_pinned(city: SimulatedCity) -> None:
    # A change of these numbers is a change of the published sample: raise `version` in plan.toml and say so.
    assert {epoch.year: (epoch.built_up_cells, epoch.population) for epoch in city.truth} == TRUTH
    assert {(epoch.land_km2, epoch.water_km2) for epoch in city.truth} == {LAND_AND_WATER}


def test_codes_are_as_the_truth_has_them(city: SimulatedCity) -> None:
    for epoch in city.truth:
        cover = city.land_cover[epoch.year]
        assert cover.shape == (2000, 2400)
        assert cover.dtype == np.uint8
        assert np.count_nonzero(cover == Cover.BUILT_UP) == epoch.built_up_cells
        assert np.count_nonzero(cover == Cover.WATER) == round(epoch.water_km2 * 10_000)
        assert set(np.unique(cover)) == {int(code) for code in Cover} - {Cover.NODATA}


def test_built_up_never_shrinks_and_always_grows(city: SimulatedCity) -> None:
    for before, after in pairwise(city.land_cover.values()):
        assert not np.any((before == Cover.BUILT_UP) & (after != Cover.BUILT_UP))
        assert np.count_nonzero(after == Cover.BUILT_UP) > np.count_nonzero(before == Cover.BUILT_UP)


def test_water_is_never_built_and_never_moves(city: SimulatedCity) -> None:
    water = [cover == Cover.WATER for cover in city.land_cover.values()]
    assert all(np.array_equal(water[0], later) for later in water[1:])


def test_farms_and_marshes_are_consumed(city: SimulatedCity) -> None:
    first, last = city.land_cover[1990], city.land_cover[2015]
    new = (last == Cover.BUILT_UP) & (first != Cover.BUILT_UP)
    assert np.count_nonzero(new & (first == Cover.CROP)) > 0.3 * np.count_nonzero(new)


def test_people_are_whole_and_sum_exactly(city: SimulatedCity) -> None:
    for epoch in city.truth:
        persons = city.population[epoch.year]
        assert persons.shape == (200, 240)
        assert persons.dtype == np.float32
        assert np.sum(persons, dtype=np.float64) == epoch.population
        assert np.all(persons >= 0)
        assert np.array_equal(persons, np.rint(persons))


def test_people_live_only_where_something_is_built(city: SimulatedCity) -> None:
    for year, persons in city.population.items():
        built = (city.land_cover[year] == Cover.BUILT_UP).reshape(200, 10, 240, 10).any(axis=(1, 3))
        assert np.all(persons[~built] == 0)


def test_density_falls_from_the_centre(city: SimulatedCity) -> None:
    centre = city.plan.city
    y, x = np.mgrid[0:200, 0:240]
    distance = np.hypot(x / 10 - centre.x, y / 10 - centre.y)
    built = (city.land_cover[2015] == Cover.BUILT_UP).reshape(200, 10, 240, 10).sum(axis=(1, 3))
    rings = [(distance >= near) & (distance < far) for near, far in ((0, 2), (2, 4), (4, 6), (6, 9))]
    per_cell = [city.population[2015][ring].sum() / built[ring].sum() for ring in rings]
    assert per_cell == sorted(per_cell, reverse=True)


@pytest.mark.parametrize(("start", "end", "low", "high"), [
    (1990, 1995, 1.2, 2.0),
    (1995, 2000, 2.0, 3.0), (2000, 2005, 2.0, 3.0), (2005, 2010, 1.4, 2.2), (2010, 2015, 0.5, 1.0),
])  # fmt: skip
def test_land_outruns_people_except_in_the_last_period(
    city: SimulatedCity, start: int, end: int, low: float, high: float
) -> None:
    epochs = {epoch.year: epoch for epoch in city.truth}
    before, after = epochs[start], epochs[end]
    lcr = (after.built_up_km2 - before.built_up_km2) / before.built_up_km2 / (end - start)
    pgr = np.log(after.population / before.population) / (end - start)
    assert low < lcr / pgr < high


def test_land_per_person_is_plausible(city: SimulatedCity) -> None:
    assert all(80 < epoch.built_up_km2 * 1e6 / epoch.population < 150 for epoch in city.truth)


def test_the_city_does_not_run_out_of_the_map(city: SimulatedCity) -> None:
    built = city.land_cover[2015] == Cover.BUILT_UP
    border = np.ones_like(built)
    border[100:-100, 100:-100] = False
    assert np.count_nonzero(built & border) < 0.01 * np.count_nonzero(built)
