"""One period within one boundary: what is passed on, what is undefined, what is doubted."""

import dataclasses

import pytest

from geo.indicators.figures import EpochKey, no_figures
from geo.indicators.period import indicator
from geo.measurement import EpochFigures, Indicator
from geo.reasons import Flag, Reason


def figures(year: int, built_up: float, population: float | Reason) -> EpochFigures:
    """Return figures in which only built-up and population matter."""
    empty = no_figures(EpochKey(year, observed=True, boundary="study_area", rule="fixed"), Reason.NO_URBAN_EXTENT)
    known = not isinstance(population, Reason)
    return dataclasses.replace(
        empty,
        built_up_km2=built_up,
        population=population if known else None,
        built_up_per_capita_m2=built_up * 1e6 / population if known and population else None,
        undefined={} if known else {"population": population.value, "built_up_per_capita_m2": population.value},
    )


def between(start: EpochFigures, end: EpochFigures, *flags: Flag) -> Indicator:
    return indicator(start, end, whole_span=False, growth=None, flags=flags)


def test_rates_stand_with_their_inputs_and_interval() -> None:
    found = between(figures(2000, 10.0, 100_000.0), figures(2010, 15.0, 125_000.0))
    assert (found.start, found.end, found.years) == (2000, 2010, 10)
    assert (found.built_up_start_km2, found.built_up_end_km2) == (10.0, 15.0)
    assert found.lcr == pytest.approx(0.05)
    assert found.pgr == pytest.approx(0.02231436, abs=1e-8)
    assert found.lcrpgr == pytest.approx(2.24070, abs=1e-4)
    assert found.flags == ()


def test_without_people_the_land_rate_stands_alone() -> None:
    found = between(figures(2000, 10.0, Reason.NO_POPULATION_DATA), figures(2010, 15.0, Reason.NO_POPULATION_DATA))
    assert found.lcr == pytest.approx(0.05)
    assert found.lcrpgr is None
    for name in ("pgr", "lcrpgr", "lcrpgr_log", "population_start", "built_up_per_capita_end_m2"):
        assert found.undefined[name] == "no_population_data"


def test_the_reason_of_the_year_that_lacks_it_is_given() -> None:
    found = between(figures(2000, 10.0, 100.0), figures(2010, 15.0, Reason.NO_POPULATION_FOR_YEAR))
    assert found.population_start == 100.0
    assert found.undefined["pgr"] == found.undefined["population_end"] == "no_population_for_year"


@pytest.mark.parametrize(
    ("end", "flagged"), [(100_099.0, True), (101_100.0, False), (99_950.0, True), (98_900.0, False)]
)
def test_a_growth_under_a_thousandth_a_year_is_unstable(end: float, flagged: bool) -> None:  # noqa: FBT001
    found = between(figures(2000, 10.0, 100_000.0), figures(2010, 15.0, end))
    assert (Flag.UNSTABLE_RATIO.value in found.flags) == flagged


def test_doubts_of_the_series_are_kept() -> None:
    found = between(figures(2000, 10.0, 100.0), figures(2010, 15.0, 100.0), Flag.SHRINKAGE)
    assert found.flags == ("shrinkage", "unstable_ratio")
    assert found.undefined["lcrpgr"] == "no_population_change"
