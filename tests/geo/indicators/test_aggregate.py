from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.indicators.aggregate import aggregate, aggregate_by_size, size_classes
from geo.indicators.figures import EpochKey, no_figures
from geo.indicators.period import indicator
from geo.measurement import Indicator
from geo.reasons import Reason


def city(
    built_up: tuple[float, float], population: tuple[float, float] | None, years: tuple[int, int] = (2000, 2010)
) -> Indicator:
    rows = []
    for k, year in enumerate(years):
        row = no_figures(
            EpochKey(year, observed=True, boundary="urban_extent", rule="fixed"), Reason.NO_POPULATION_DATA
        )
        undefined = {} if population else {"population": "no_population_data"}
        people = population[k] if population else None
        rows.append(replace(row, built_up_km2=built_up[k], population=people, undefined=undefined))
    return indicator(rows[0], rows[1], whole_span=True, growth=None)


SMALL, LARGE = city((10.0, 15.0), (100_000.0, 120_000.0)), city((100.0, 110.0), (1e6, 3.6e5 * 10))


def test_rates_are_weighted_by_population_at_the_end() -> None:
    found = aggregate({"small": SMALL, "large": LARGE})
    assert found.cities == ("small", "large")
    assert found.population == 3_720_000
    assert found.lcr == pytest.approx((0.05 * 0.12 + 0.01 * 3.6) / 3.72)
    assert isinstance(found.lcr, float)
    assert isinstance(found.pgr, float)
    assert SMALL.pgr is not None
    assert LARGE.pgr is not None
    assert found.pgr == pytest.approx((SMALL.pgr * 0.12 + LARGE.pgr * 3.6) / 3.72)
    assert found.lcrpgr == pytest.approx(found.lcr / found.pgr)
    assert SMALL.lcrpgr is not None
    assert LARGE.lcrpgr is not None
    assert found.mean_lcrpgr == pytest.approx((SMALL.lcrpgr * 0.12 + LARGE.lcrpgr * 3.6) / 3.72)


def test_a_national_sample_has_weights_of_its_own() -> None:
    found = aggregate({"small": SMALL, "large": LARGE}, {"small": 3.0, "large": 1.0})
    assert found.lcr == pytest.approx((3 * 0.05 + 0.01) / 4)


def test_a_city_without_rates_is_left_out_and_named() -> None:
    cities = {"small": SMALL, "unknown": city((1.0, 2.0), None), "new": city((0.0, 2.0), (1.0, 2.0))}
    found = aggregate(cities)
    assert found.cities == ("small",)
    assert found.left_out == {"unknown": "no_population_data", "new": "zero_built_up_at_start"}
    assert found.lcrpgr == pytest.approx(SMALL.lcrpgr)


def test_no_city_at_all_has_a_reason() -> None:
    for cities in ({}, {"unknown": city((1.0, 2.0), None)}):
        found = aggregate(cities)
        assert (found.cities, found.lcr, found.pgr) == ((), Reason.NO_CITY_COUNTED, Reason.NO_CITY_COUNTED)


def test_a_city_that_stands_still_counts_in_the_rates_and_not_in_the_mean_of_ratios() -> None:
    still = city((10.0, 15.0), (120_000.0, 120_000.0))
    found = aggregate({"small": SMALL, "still": still})
    assert found.lcr == pytest.approx(0.05)
    assert found.mean_lcrpgr == pytest.approx(SMALL.lcrpgr)
    assert SMALL.lcrpgr is not None
    assert found.lcrpgr == pytest.approx(2 * SMALL.lcrpgr)
    assert aggregate({"still": still}).lcrpgr is Reason.NO_POPULATION_CHANGE
    assert aggregate({"still": still}).mean_lcrpgr is Reason.NO_POPULATION_CHANGE


def test_rows_of_unlike_periods_are_never_put_together() -> None:
    other = city((10.0, 15.0), (1.0, 2.0), (2000, 2015))
    with pytest.raises(GeoError, match="urban_extent, fixed, 2000–2010; urban_extent, fixed, 2000–2015"):
        aggregate({"small": SMALL, "other": other})


def test_cities_by_size() -> None:
    found = aggregate_by_size({"large": LARGE, "small": SMALL, "unknown": city((1.0, 2.0), None)})
    assert {name: figures.cities for name, figures in found.items()} == {
        "under_300_thousand": ("small",),
        "1_to_5_million": ("large",),
    }


def test_size_classes_follow_each_other_without_a_gap() -> None:
    classes = size_classes()
    assert classes[0].from_population == 0
    assert classes[-1].below_population == float("inf")
    assert all(one.below_population == other.from_population for one, other in pairwise(classes))
    assert len({one.id for one in classes}) == len(classes) == 6


shares = st.lists(st.tuples(st.floats(1.0, 3.0), st.floats(1.01, 3.0), st.floats(1e3, 2e7)), min_size=1, max_size=8)


@given(shares)
def test_the_whole_is_the_mean_of_the_size_classes(values: list[tuple[float, float, float]]) -> None:
    cities = {str(k): city((1.0, land), (end / people, end)) for k, (land, people, end) in enumerate(values)}
    whole, parts = aggregate(cities), aggregate_by_size(cities).values()
    assert whole.population == pytest.approx(sum(part.population for part in parts))
    for name in ("lcr", "pgr", "mean_lcrpgr"):
        by_part = sum(getattr(part, name) * part.population for part in parts) / whole.population
        assert getattr(whole, name) == pytest.approx(by_part, rel=1e-9)
