import pytest

from outputs.words import figures


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (1234567.891, 1, "1\u202f234\u202f567.9"),
        (-0.35, 2, "\u22120.35"),
        (-0.001, 2, "0.00"),
        (0.0, 0, "0"),
        (None, 2, "–"),
    ],
)
def test_decimal(value: float | None, digits: int, expected: str) -> None:
    assert figures.decimal(value, digits) == expected


def test_only_a_change_carries_a_plus() -> None:
    assert figures.decimal(21.04, 1, sign=True) == "+21.0"
    assert figures.decimal(0.0, 1, sign=True) == "0.0"


def test_areas_keep_two_decimals_below_100_km2() -> None:
    assert figures.km2(47.3149) == "47.31"
    assert figures.km2(1114.26) == "1\u202f114.3"


def test_rates_are_percent_and_persons_whole() -> None:
    assert figures.rate(-0.0219) == "\u22122.19"
    assert figures.persons(62500.5) == "62\u202f500"
    assert figures.ratio(None) == "–"


@pytest.mark.parametrize(
    ("size", "expected"),
    [(999, "999\u202fB"), (12_345, "12\u202fkB"), (1_530_000, "1.5\u202fMB"), (2.5e9, "2.5\u202fGB")],
)
def test_sizes(size: int, expected: str) -> None:
    assert figures.size(size) == expected


def test_date_of_a_moment_and_of_no_moment() -> None:
    assert figures.date("2026-11-03T22:10:00Z") == "3 November 2026"
    assert figures.date("today") == "today"
