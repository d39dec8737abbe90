"""Which UN M49 region a country lies in."""

import tomllib
from functools import cache
from pathlib import Path

_REGIONS = Path(__file__).with_name("regions.toml")


@cache
def _by_country() -> dict[str, tuple[str, str]]:
    regions = tomllib.loads(_REGIONS.read_text(encoding="utf-8"))
    return {country: (region["name"], code) for code, region in regions.items() for country in region["countries"]}


def region_of(iso3: str) -> tuple[str, str]:
    """Return the name and the three-digit code of a country's region.

    Raises:
        KeyError: no country has this ISO 3166-1 alpha-3 code.

    >>> region_of("LSO")
    ('Southern Africa', '018')
    """
    return _by_country()[iso3]
