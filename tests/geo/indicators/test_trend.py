import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.indicators.figures import EpochKey, no_figures
from geo.indicators.sdg_11_3_1 import Change, land_consumption_rate, population_growth_rate, rate_ratio
from geo.indicators.trend import Band, Trend, trend
from geo.measurement import EpochFigures
from geo.reasons import Reason


def epoch(year: int, built_up: float | None, population: float | None = None, *, observed: bool = True) -> EpochFigures:
    row = no_figures(EpochKey(year, observed, "urban_extent", "fixed"), Reason.NO_POPULATION_DATA)
    values = {"built_up_km2": built_up, "population": population}
    undefined = {name: code for name, code in row.undefined.items() if values.get(name) is None}
    return replace(row, **values, undefined=undefined)


def of(*rows: EpochFigures, year: int = 2030) -> Trend:
    found = trend(rows, year)
    assert not isinstance(found, Reason)
    return found


def test_a_band_from_the_last_period_and_the_whole_span() -> None:
    """Land doubled, then grew by half; people doubled, then stood still; each period of ten years."""
    found = of(epoch(2000, 100.0, 1e6), epoch(2010, 200.0, 2e6), epoch(2020, 300.0, 2e6))
    assert (found.start, found.year, found.last_period, found.whole_span) == (2020, 2030, (2010, 2020), (2000, 2020))
    assert found.built_up_km2.low == pytest.approx(450.0)  # half as much again
    assert found.built_up_km2.high == pytest.approx(300 * math.sqrt(3))  # tripled in twenty years
    assert isinstance(found.population, Band)
    assert (found.population.low, found.population.high) == (pytest.approx(2e6), pytest.approx(2e6 * math.sqrt(2)))


def test_hectares_that_separate_the_trend_from_a_ratio_of_one() -> None:
    found = of(epoch(2000, 100.0, 1e6), epoch(2010, 200.0, 2e6), epoch(2020, 300.0, 2e6))
    assert isinstance(found.excess_ha, Band)
    assert found.excess_ha.low == pytest.approx((450 - 300 * (1 + math.log(math.sqrt(2)))) * 100)
    assert found.excess_ha.high == pytest.approx((300 * math.sqrt(3) - 300) * 100)


@given(st.floats(0.9, 2.0), st.floats(0.9, 2.0), st.floats(1.01, 2.0))
def test_without_the_excess_the_ratio_would_be_one(land1: float, land2: float, people: float) -> None:
    """With the same rate of people throughout there is one limit, and both ends of the band lead back to it."""
    rows = [
        epoch(2000, 100.0, 1e6),
        epoch(2010, 100 * land1, 1e6 * people),
        epoch(2020, 100 * land1 * land2, 1e6 * people**2),
    ]
    found = of(*rows)
    assert isinstance(found.excess_ha, Band)
    assert isinstance(found.population, Band)
    last = rows[-1].built_up_km2
    assert last is not None
    for built, excess in zip(*((band.low, band.high) for band in (found.built_up_km2, found.excess_ha)), strict=True):
        lcr = land_consumption_rate(Change(last, built - excess / 100, 10))
        pgr = population_growth_rate(Change(rows[-1].population or 0, found.population.low, 10))
        assert rate_ratio(lcr, pgr) == pytest.approx(1, rel=1e-6)


def test_projected_epochs_are_not_carried_on() -> None:
    rows = [epoch(2000, 100.0, 1e6), epoch(2010, 200.0, 2e6), epoch(2020, 300.0, 2e6)]
    assert of(*rows, epoch(2025, 900.0, 9e6, observed=False)) == of(*rows)


def test_what_has_no_trend_says_why() -> None:
    rows = [epoch(2000, 100.0, 1e6), epoch(2010, 200.0, 2e6), epoch(2020, 300.0, 2e6)]
    assert trend([]) is Reason.TOO_FEW_EPOCHS
    assert trend(rows[1:]) is Reason.TOO_FEW_EPOCHS
    assert trend([*rows[1:], epoch(2021, None)]) is Reason.TOO_FEW_EPOCHS
    assert trend(rows, 2020) is Reason.NOTHING_TO_EXTRAPOLATE
    assert trend([epoch(2000, 0.0), *rows[1:]]) is Reason.ZERO_BUILT_UP_AT_START
    assert trend([*rows[:2], epoch(2020, 0.0)]) is Reason.ZERO_BUILT_UP


def test_land_has_a_trend_without_people() -> None:
    found = of(epoch(2000, 100.0), epoch(2010, 200.0), epoch(2020, 300.0))
    assert found.population is Reason.NO_POPULATION_DATA
    assert found.excess_ha is Reason.NO_POPULATION_DATA
    empty = of(epoch(2000, 100.0, 0.0), epoch(2010, 200.0, 1.0), epoch(2020, 300.0, 1.0))
    assert empty.population is Reason.ZERO_POPULATION


@given(st.floats(0.01, 100))
def test_the_unit_of_area_does_not_matter(unit: float) -> None:
    one, other = (
        of(
            *(
                epoch(year, area * scale, people)
                for year, area, people in ((2000, 1.0, 9.0), (2010, 2.0, 7.0), (2020, 5.0, 8.0))
            )
        )
        for scale in (1.0, unit)
    )
    assert other.built_up_km2.high == pytest.approx(one.built_up_km2.high * unit)
    assert one.population == other.population
