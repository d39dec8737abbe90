"""How a number is written for people: grouped thousands, the minus sign of print, a dash for what is undefined.

English is written SI style, with narrow gaps between thousands: it is read where a comma means a decimal.
"""

from datetime import datetime

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from outputs.words.speech import current, left_to_right

GAP = "\u202f"
"""Narrow no-break space: between groups of three digits, and between a number and its unit."""
MINUS = "\u2212"
DASH = "–"
"""Stands where a value is undefined."""
_SIGNIFICANT_KM2 = ((100.0, 1), (0.0, 2))
"""Decimals of an area by its size in km²: a 10 m cell is 0.0001 km², but no map of a city is that good."""
_KILO = 1000
_DIGITS = {"arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")}
"""By CLDR's name of the numbering system, where it is not 0-9."""
_BYTES = {"fr": {"B": "o", "kB": "ko", "MB": "Mo", "GB": "Go"}}
"""Units of files' sizes, where a language has its own."""
_ARABIC_MARKS = "\u200e\u200f\u061c"
"""Direction marks that CLDR puts beside signs, needless inside an isolate."""


def decimal(value: float | None, digits: int, *, sign: bool = False) -> str:
    """Return a number with grouped thousands and fixed decimals; a dash where it is None.

    >>> decimal(-1234567.891, 1)
    '−1\u202f234\u202f567.9'
    """
    if value is None:
        return DASH
    rounded = round(value, digits) + 0.0
    text = _local(format_decimal(abs(rounded), _pattern(digits), current().locale, numbering_system="default"))
    return left_to_right(_signed(rounded, text, sign=sign))


def percent(share: float, digits: int, *, sign: bool = False) -> str:
    """Return a share as percent with its sign: `4.5%`, as the language writes it."""
    rounded = round(share, digits + 2) + 0.0
    locale = current().locale
    pattern = _pattern(digits) + locale.percent_formats[None].pattern.lstrip("#,0").rstrip("\u061c")
    text = _local(format_percent(abs(rounded), pattern, locale, numbering_system="default"))
    return left_to_right(_signed(rounded, text, sign=sign))


def general(value: float) -> str:
    """Return a number with the decimals that it needs and no groups, as `%g` would: 0.5, 2, 564.19."""
    text = format_decimal(abs(value), "0.######", current().locale, numbering_system="default")
    return _signed(value, _local(text), sign=False)


def km2(value: float | None) -> str:
    """Return an area with one decimal from 100 km², two below."""
    if value is None:
        return DASH
    digits = next(digits for least, digits in _SIGNIFICANT_KM2 if abs(value) >= least)
    return decimal(value, digits)


def persons(value: float | None) -> str:
    """Return a count of people as whole persons."""
    return decimal(value, 0)


def square_metres(value: float | None) -> str:
    """Return m² a person with one decimal."""
    return decimal(value, 1)


def rate(value: float | None, digits: int = 2) -> str:
    """Return a fraction a year as the number of percent a year, without the sign %.

    >>> rate(0.04459)
    '4.46'
    """
    return decimal(None if value is None else value * 100, digits)


def ratio(value: float | None) -> str:
    """Return a ratio of two rates with two decimals."""
    return decimal(value, 2)


def size(size_bytes: int) -> str:
    """Return a file's size in decimal units.

    >>> size(1_530_000)
    '1.5\u202fMB'
    """
    value, unit = float(size_bytes), "B"
    for larger in ("kB", "MB", "GB"):
        if value < _KILO:
            break
        value, unit = value / _KILO, larger
    larger_unit = unit in {"MB", "GB"}
    unit = _BYTES.get(current().language, {}).get(unit, unit)
    return left_to_right(f"{decimal(value, 1 if larger_unit else 0)}{GAP}{unit}")


def date(created: str) -> str:
    """Return the day of an ISO 8601 moment as `23 November 2026`; the text as it is where it is none."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return created
    if current().language == "en":
        return format_date(moment, "d MMMM y", "en")
    return native(format_date(moment, "long", current().locale))


def native(text: str) -> str:
    """Return a text with its digits as the locale writes them; Babel knows the signs of a numbering system only."""
    return text.translate(_DIGITS.get(current().locale.default_numbering_system, {}))


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def _local(text: str) -> str:
    text = native(text.translate(dict.fromkeys(map(ord, _ARABIC_MARKS))))
    if current().language == "en":
        return text.replace(",", GAP)
    return text.replace("\u00a0", GAP)


def _signed(value: float, text: str, *, sign: bool) -> str:
    if value < 0:
        return MINUS + text
    return f"+{text}" if sign and value > 0 else text
