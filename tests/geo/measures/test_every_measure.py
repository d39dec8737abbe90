"""Every measure has a value or a reason, whatever the city; parts sum to wholes; two cities with known answers."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundary import WITHIN
from geo.figure import Figure
from geo.indicators.error_matrix import ErrorMatrix
from geo.measure import measure
from geo.measurement import Indicator, Measurement, MeasureParameters
from geo.measures import MEASURES
from geo.parameters import MAPPED, UncertaintyParameters
from geo.reasons import Flag, Reason
from geo.sources.means import Means
from geo.sources.road import Order, pull
from geo.stack import Stack

LOCAL = Path(__file__).parents[2] / "local"
MakeStack = Callable[..., Stack]
Find = Callable[..., Figure]
NAN = np.nan
STUDY_AREA = ("study_area", "fixed")
DECLARED = MeasureParameters(
    uncertainty=UncertaintyParameters(
        error_matrix=ErrorMatrix(MAPPED, ((50, 5), (2, 90))), population_relative_error=0.05
    )
)
WATER = np.zeros((2, 3), bool)
DEGENERATE: dict[str, dict[str, object]] = {
    "one built cell": {"built_up": {1990: [[1]], 2000: [[1]], 2010: [[1]]}},
    "one open cell": {"built_up": {1990: [[0]], 2000: [[0]]}},
    "one unknown cell": {"built_up": {1990: [[NAN]], 2000: [[NAN]]}},
    "all unknown": {"built_up": {1990: np.full((3, 4), NAN), 2000: np.full((3, 4), NAN)}},
    "unknown at the end": {"built_up": {1990: np.ones((3, 4)), 2000: np.full((3, 4), NAN)}},
    "full": {"built_up": {1990: np.ones((4, 5)), 2000: np.ones((4, 5))}},
    "empty": {"built_up": {1990: np.zeros((4, 5)), 2000: np.zeros((4, 5)), 2010: np.zeros((4, 5))}},
    "one row": {"built_up": {1990: [[1, 0, 0, 0, 1]], 2000: [[1, 1, 0, 1, 1]]}},
    "checkerboard": {"built_up": {1990: np.zeros((9, 9)), 2000: np.indices((9, 9)).sum(axis=0) % 2}},
    "all lost": {"built_up": {1990: np.ones((4, 4)), 2000: np.zeros((4, 4))}},
    "all water": {"built_up": {1990: np.zeros((2, 3)), 2000: np.zeros((2, 3))}, "land": WATER},
    "one epoch": {"built_up": {2000: [[1, 0, 1]]}},
    "projections only": {"built_up": {2025: [[1, 0]], 2030: [[1, 1]]}, "projected": (2025, 2030)},
    "outside": {"built_up": {1990: [[1, 1]], 2000: [[1, 1]]}, "study_area": np.zeros((1, 2), bool)},
    "partly outside": {"built_up": {1990: [[1, 1]], 2000: [[1, 1]]}, "study_area": np.array([[True, False]])},
}


def people_of(shape: tuple[int, ...], kind: str, years: list[int]) -> dict[str, object]:
    if kind == "none":
        return {}
    if kind == "table":
        return {"counted": {year: 1_000.0 + year for year in years}}
    each = {"nobody": 0.0, "raster": 60_000.0 / math.prod(shape)}[kind]
    return {"persons": {year: np.full(shape, each) for year in years}}


def check_form(measured: Measurement) -> None:
    assert {one.measure for one in measured.figures} == MEASURES
    keys = [(f.measure, f.boundary, f.boundary_rule, f.start, f.end, f.zone) for f in measured.figures]
    assert len(keys) == len(set(keys))
    for one in measured.figures:
        band = one.measure.startswith("trend_")
        assert [one.value is None and not (band and one.low is not None)] == [one.undefined is not None], one
        assert one.undefined is None or Reason(one.undefined)
        assert all(Flag(flag) for flag in one.flags)
        assert (one.low is None) == (one.high is None)
        numbers = [number for number in (one.value, one.low, one.high) if number is not None]
        assert all(math.isfinite(number) for number in numbers), one
        assert (one.boundary, one.boundary_rule) in WITHIN
        assert one.start is None or one.start < one.end


@pytest.mark.parametrize("people", ["none", "table", "nobody", "raster"])
@pytest.mark.parametrize("city", DEGENERATE)
def test_a_degenerate_city_has_a_value_or_a_reason_for_every_measure(
    make_stack: MakeStack, city: str, people: str
) -> None:
    drawn = dict(DEGENERATE[city])
    built_up = {year: np.asarray(cells) for year, cells in drawn.pop("built_up").items()}  # type: ignore[attr-defined]
    shape = next(iter(built_up.values())).shape
    stack = make_stack(built_up, **people_of(shape, people, list(built_up)), **drawn)
    given = np.zeros(shape, bool)
    given[0, 0] = True
    check_form(measure(stack))
    check_form(measure(stack, measures=DECLARED, administrative=given))


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 2**32))
def test_what_holds_for_every_city(make_stack: MakeStack, find: Find, seed: int) -> None:
    random = np.random.default_rng(seed)
    shape = (25, 37)
    built = random.random(shape) < 0.1
    epochs = {}
    for year in (1990, 2000, 2015):
        built = built | (random.random(shape) < 0.1)
        epochs[year] = np.where(built, random.uniform(0.5, 1, shape), random.uniform(0, 0.2, shape))
    people = {year: random.random((5, 8)) * 5_000 for year in epochs}
    area = random.random(shape) < 0.95
    land = (random.random(shape) < 0.9) | built
    measured = measure(make_stack(epochs, persons=people, factor=5, study_area=area, land=land))
    check_form(measured)
    rows = {row.year: row for row in measured.epochs if row.boundary == "study_area"}

    def total(name: str, end: int, start: int | None = None) -> float:
        return sum(
            f.value or 0 for f in measured.figures if (f.measure, f.start, f.end) == (name, start, end) and f.zone
        )

    for year, row in rows.items():
        assert total("settlement_area", year) == pytest.approx(row.boundary_km2)
        for name in ("settlement_population", "settlement_level2_population", "people_by_kind"):
            assert total(name, year) == pytest.approx(row.population)
        assert total("settlement_population_share", year) == pytest.approx(1)
        pixels = (row.urban_km2 or 0) + (row.suburban_km2 or 0) + (row.rural_built_up_km2 or 0)
        assert find(measured, "ca", year, zone="built_up").value == pytest.approx(pixels * 100)
    whole = [row for row in measured.indicators if row.boundary == "study_area"]
    for period in whole:
        types = period.growth_by_type_km2
        assert types is not None
        new = types.infill + types.extension + types.leapfrog + types.outside_extent
        assert total("direction_new", period.end, period.start) == pytest.approx(new)
        assert total("direction_share", period.end, period.start) == pytest.approx(1)
        before, after = (find(measured, "ca", year, zone="built_up").value or 0 for year in (period.start, period.end))
        assert total("lei_km2", period.end, period.start) * 100 == pytest.approx(after - before)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 2**32))
def test_a_series_that_only_grows_loses_nothing_and_its_people_add_up(make_stack: MakeStack, seed: int) -> None:
    random = np.random.default_rng(seed)
    first = random.random((20, 20)) < 0.2
    epochs = {1990: first, 2000: first | (random.random((20, 20)) < 0.2)}
    epochs[2015] = epochs[2000] | (random.random((20, 20)) < 0.2)
    people = {year: random.uniform(1, 2_000, (2, 2)) for year in epochs}
    measured = measure(make_stack(epochs, persons=people, factor=10))
    fixed: dict[str, list[Indicator]] = {}
    for row in measured.indicators:
        if row.boundary_rule == "fixed":
            fixed.setdefault(row.boundary, []).append(row)
            assert row.growth_by_type_km2 is None or row.growth_by_type_km2.loss == 0
    for rows in fixed.values():
        *steps, span = rows
        if span.pgr is not None:
            assert sum((row.pgr or 0) * row.years for row in steps) == pytest.approx(span.pgr * span.years)


def test_areas_that_are_scaled_leave_the_rates_as_they_are(make_stack: MakeStack) -> None:
    fine = {
        1990: np.kron([[1, 0, 0], [0, 1, 0]], np.ones((2, 2))),
        2000: np.kron([[1, 1, 0], [0, 1, 0]], np.ones((2, 2))),
    }
    coarse = {year: cells[::2, ::2] for year, cells in fine.items()}
    rates = [
        next(row.lcr for row in measure(make_stack(epochs)).indicators if row.boundary == "study_area")
        for epochs in (fine, coarse)
    ]
    assert rates[0] == pytest.approx(rates[1]) == pytest.approx(0.05)


@pytest.fixture(scope="module")
def valledupar(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Measurement:
    assert shared_data.is_dir()
    cache = tmp_path_factory.mktemp("cache")
    return measure(pull(Order(str(LOCAL / "valledupar.toml"), None), Means(cache)))


def test_valledupar_has_every_measure(valledupar: Measurement, find: Find) -> None:
    check_form(valledupar)
    for year, hectares in {1990: 1524, 2000: 2069, 2015: 3453}.items():
        assert find(valledupar, "ca", year, zone="built_up").value == pytest.approx(hectares)
    people = [f.value or 0 for f in valledupar.figures if (f.measure, f.end) == ("settlement_population", 2015)]
    assert sum(people) == pytest.approx(362_553.23, abs=0.01)
    row = next(e for e in valledupar.epochs if (e.boundary, e.year) == ("study_area", 2015))
    land = (row.boundary_km2 or 0) - (row.water_km2 or 0) - (row.unknown_km2 or 0)
    found = find(valledupar, "expansion_intensity", 2015, start=2000, within=STUDY_AREA)
    assert found.value == pytest.approx(100 * (34.53 - 20.69) / land / 15)


@pytest.mark.slow
def test_the_simulated_city_has_every_measure(tmp_path: Path, find: Find) -> None:
    stack = pull(Order("simulated", None), Means(tmp_path))
    measured = measure(stack, centre=(-19.2866, 20.0003))
    check_form(measured)
    undefined = {f.measure for f in measured.figures if f.undefined not in {None, "no_error_declared", "no_land_cover"}}
    assert undefined <= {  # some period has no leap
        "leapfrog_distance_mean",
        "leapfrog_distance_area_weighted_mean",
        "leapfrog_distance_max",
    }
    extent = next(
        e for e in measured.epochs if (e.boundary, e.boundary_rule, e.year) == ("urban_extent", "each_epoch", 2015)
    )
    built = (extent.urban_km2 or 0) + (extent.suburban_km2 or 0)
    assert find(measured, "saturation", 2015).value == pytest.approx(built / (extent.boundary_km2 or 0))
    in_city = [one for one in measured.settlements if one.in_city and one.year == 2015]
    assert [one.kind for one in in_city] == ["urban_centre", "urban_cluster"]
    assert find(measured, "urban_centre_population", 2015).value == in_city[0].population
