"""National figures: alike rows only, each city that is missing named, by size of city."""

from dataclasses import replace

import pytest

from geo.indicators.figures import EpochKey, no_figures
from geo.indicators.national import CityRows, National, national
from geo.indicators.period import indicator
from geo.measurement import Indicator
from geo.reasons import Flag, Reason

Pair = tuple[float, float]


def row(built_up: Pair, population: Pair | None, years: tuple[int, int] = (2000, 2010), **more: object) -> Indicator:
    found = []
    for k, year in enumerate(years):
        key = EpochKey(year, observed=True, boundary="urban_extent", rule="fixed")
        undefined = {} if population else {"population": "no_population_data"}
        people = population[k] if population else None
        empty = no_figures(key, Reason.NO_POPULATION_DATA)
        found.append(replace(empty, built_up_km2=built_up[k], population=people, undefined=undefined))
    return replace(indicator(found[0], found[1], whole_span=True, growth=None), **more)  # type: ignore[arg-type]


SMALL = row((10.0, 15.0), (100_000.0, 200_000.0))
LARGE = row((100.0, 110.0), (3e6, 3.8e6))


def city(name: str, *rows: Indicator, country: str = "PHL", source: str = "GHSL") -> CityRows:
    return CityRows(name, country, source if rows else "", rows)


def only(*cities: CityRows, size: str = "all") -> National:
    (found,) = [one for one in national(cities) if one.size_class == size]
    return found


def test_the_cities_of_a_country_are_weighted_by_their_people() -> None:
    found = only(city("a", SMALL), city("b", LARGE))
    assert (found.country, found.boundary, found.boundary_rule, found.start, found.end) == (
        "PHL", "urban_extent", "fixed", 2000, 2010,
    )  # fmt: skip
    assert found.figures.lcr == pytest.approx((0.05 * 0.2 + 0.01 * 3.8) / 4.0)
    assert found.figures.cities == ("a", "b")


def test_countries_and_sources_are_never_mixed() -> None:
    found = national([city("a", SMALL), city("b", LARGE, country="ECU"), city("c", LARGE, source="GLAD")])
    whole = [(one.country, one.source, one.figures.cities) for one in found if one.size_class == "all"]
    assert whole == [("ECU", "GHSL", ("b",)), ("PHL", "GHSL", ("a",)), ("PHL", "GLAD", ("c",))]


def test_only_the_fixed_urban_extent_counts() -> None:
    assert (
        national([city("a", replace(SMALL, boundary="study_area"), replace(SMALL, boundary_rule="each_epoch"))]) == ()
    )


def test_a_city_of_other_years_is_left_out_and_named_in_either_figure() -> None:
    other = row((1.0, 2.0), (1000.0, 2000.0), (2005, 2010))
    longer, shorter = [one for one in national([city("a", SMALL), city("b", other)]) if one.size_class == "all"]
    assert (longer.start, longer.figures.cities) == (2000, ("a",))
    assert longer.figures.left_out == {"b": Reason.PERIOD_NOT_MEASURED}
    assert (shorter.start, shorter.figures.cities) == (2005, ("b",))
    assert shorter.figures.left_out == {"a": Reason.PERIOD_NOT_MEASURED}


def test_a_city_that_failed_or_has_no_rates_is_left_out_and_named() -> None:
    found = only(city("a", SMALL), city("failed"), city("unknown", row((1.0, 2.0), None)))
    assert found.figures.cities == ("a",)
    assert found.figures.left_out == {"failed": "period_not_measured", "unknown": "no_population_data"}
    assert found.figures.lcrpgr == pytest.approx(SMALL.lcrpgr)


def test_a_country_of_which_nothing_was_measured_has_no_figure() -> None:
    assert national([city("failed")]) == ()
    found = only(city("unknown", row((1.0, 2.0), None)))
    assert found.figures.lcr is Reason.NO_CITY_COUNTED


def test_each_size_of_city_has_its_own_figure() -> None:
    cities = city("a", SMALL), city("b", LARGE)
    small, large = only(*cities, size="under_300_thousand"), only(*cities, size="1_to_5_million")
    assert (small.figures.lcr, large.figures.lcr) == (pytest.approx(0.05), pytest.approx(0.01))
    assert small.figures.population + large.figures.population == only(*cities).figures.population


def test_the_doubts_of_the_cities_counted_hang_on_the_figure() -> None:
    projected = replace(SMALL, flags=("projected_epoch", "unstable_ratio"))
    assert only(city("a", projected), city("b", LARGE)).flags == (Flag.PROJECTED_EPOCH,)
    still = row((10.0, 15.0), (100_000.0, 100_001.0))
    assert only(city("a", still)).flags == (Flag.UNSTABLE_RATIO,)
