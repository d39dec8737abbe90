"""What the eleven cities' files carry of others' figures: every period has a ratio or the right reason."""

import pytest

from aoi import registry
from flows.published import published_of
from geo.indicators.any_period import SourceFigures
from geo.indicators.published import Published
from geo.reasons import Flag, Reason

CITIES = tuple(city.id for city in registry.cities() if not city.simulated)
NOTHING_MEASURED = SourceFigures((), (), (), (), ())
PERIODS = [(1975, 1990), (1990, 2000), (2000, 2015), (1975, 2015)]
HARD = {
    ("havana", 1975, 2015): Flag.UNSTABLE_RATIO,
    ("havana", 1990, 2000): Flag.UNSTABLE_RATIO,
    ("maseru", 1975, 1990): Reason.NO_FIGURES_FOR_YEAR,
    ("maseru", 1975, 2015): Reason.NO_FIGURES_FOR_YEAR,
    ("quito", 1975, 1990): Flag.REPEATED_BUILT_UP,
}
"""The periods that have no plain ratio, and why."""


def published(city: str) -> Published:
    (found,) = published_of(registry.city(city), NOTHING_MEASURED)
    return found


def test_there_are_eleven_cities() -> None:
    assert len(CITIES) == 11


@pytest.mark.parametrize("city", CITIES)
def test_every_period_has_a_ratio_or_the_right_reason(city: str) -> None:
    found = published(city)
    assert [(period.start, period.end) for period in found.periods] == PERIODS
    for period in found.periods:
        why = HARD.get((city, period.start, period.end))
        assert period.flags == ((why,) if isinstance(why, Flag) else ())
        assert period.undefined.get("lcrpgr") == (why if isinstance(why, Reason) else None)
        assert (period.lcrpgr is None) == isinstance(why, Reason)


@pytest.mark.parametrize("city", CITIES)
def test_the_source_is_cited_with_its_licence_and_boundary(city: str) -> None:
    found = published(city)
    assert found.source == "GHS-UCDB R2019A"
    assert "10.2905/53473144" in found.citation
    assert found.licence == "CC-BY-4.0"
    assert found.boundary == "urban centre of 2015, fixed"


def test_the_simulated_city_has_none() -> None:
    assert published_of(registry.city("sample"), NOTHING_MEASURED) == ()
