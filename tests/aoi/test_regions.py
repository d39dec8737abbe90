import re
import tomllib

import pytest

from aoi import regions


@pytest.mark.parametrize(
    ("iso3", "expected"),
    [
        ("MAR", ("Northern Africa", "015")),
        ("JOR", ("Western Asia", "145")),
        ("ECU", ("South America", "005")),
        ("KAZ", ("Central Asia", "143")),
        ("PHL", ("South-eastern Asia", "035")),
        ("KHM", ("South-eastern Asia", "035")),
        ("CUB", ("Caribbean", "029")),
        ("CRI", ("Central America", "013")),
        ("LSO", ("Southern Africa", "018")),
        ("XXX", ("No region", "000")),
    ],
)
def test_the_pilots_lie_where_the_united_nations_say(iso3: str, expected: tuple[str, str]) -> None:
    assert regions.region_of(iso3) == expected


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(KeyError):
        regions.region_of("QQQ")


def test_every_country_is_in_one_region_only() -> None:
    table = tomllib.loads(regions._REGIONS.read_text(encoding="utf-8"))
    countries = [country for region in table.values() for country in region["countries"]]
    assert len(countries) == len(set(countries))
    # 249 entries of ISO 3166-1, Kosovo's user-assigned code and the code for no country
    assert len(countries) == 251
    assert all(re.fullmatch("[A-Z]{3}", country) for country in countries)
    assert all(re.fullmatch("[0-9]{3}", code) for code in table)
