"""How a number is written on a page: SI style, free of locale, with the minus sign of print."""

from datetime import datetime

GAP = "\u202f"
"""Narrow no-break space: between groups of three digits, and between a number and its unit."""
MINUS = "\u2212"
DASH = "–"
"""Stands where a value is undefined."""
_SIGNIFICANT_KM2 = ((100.0, 1), (0.0, 2))
"""Decimals of an area by its size in km²: a 10 m cell is 0.0001 km², but no map of a city is that good."""
_KILO = 1000
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def decimal(value: float | None, digits: int, *, sign: bool = False) -> str:
    """Return a number with grouped thousands and fixed decimals; a dash where it is None.

    >>> decimal(-1234567.891, 1)
    '−1\u202f234\u202f567.9'
    """
    if value is None:
        return DASH
    rounded = round(value, digits) + 0.0
    text = f"{abs(rounded):,.{digits}f}".replace(",", GAP)
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if sign and rounded > 0 else text


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
    if size_bytes < _KILO:
        return f"{size_bytes}{GAP}B"
    value, unit = size_bytes / _KILO, "kB"
    for larger in ("MB", "GB"):
        if value < _KILO:
            break
        value, unit = value / _KILO, larger
    return f"{value:.0f}{GAP}{unit}" if unit == "kB" else f"{value:.1f}{GAP}{unit}"


def date(created: str) -> str:
    """Return the day of an ISO 8601 moment as `23 November 2026`; the text as it is where it is none."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return created
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
