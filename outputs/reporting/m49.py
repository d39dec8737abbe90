"""The number of a country in the UN's M49, as the SDG data structure names reference areas, from CLDR."""

from collections.abc import Mapping
from functools import cache

from babel.core import get_global

_NOT_IN_CLDR: Mapping[str, str] = {"XKX": "412"}
"""Kosovo, by the number that the UN's SDG data have it under."""
_PRIVATE = 900
"""From here on numbers are users' own, as those of the code XXX, which stands outside all countries."""


def m49(iso3: str) -> str | None:
    """Return a country's number without leading zeros; None for a place outside all countries.

    >>> m49("AFG"), m49("MAR"), m49("XXX")
    ('4', '504', None)
    """
    if iso3 in _NOT_IN_CLDR:
        return _NOT_IN_CLDR[iso3]
    territories = get_global("territory_aliases").get(iso3, ())
    return _numbers().get(territories[0]) if len(territories) == 1 else None


@cache
def _numbers() -> Mapping[str, str]:
    """Return two-letter code → number."""
    aliases = get_global("territory_aliases").items()
    numbered = ((code, names) for code, names in aliases if code.isdigit() and int(code) < _PRIVATE)
    return {names[0]: code.lstrip("0") for code, names in numbered if len(names) == 1}
