"""How countries are numbered."""

import pytest

from outputs.reporting.m49 import m49


@pytest.mark.parametrize(
    ("iso3", "number"), [("MAR", "504"), ("JOR", "400"), ("ECU", "218"), ("KAZ", "398"), ("PHL", "608"), ("KHM", "116"),
                         ("CUB", "192"), ("CRI", "188"), ("LSO", "426"), ("AFG", "4"), ("XKX", "412")],
)  # fmt: skip
def test_a_country_has_its_number_in_the_uns_list(iso3: str, number: str) -> None:
    assert m49(iso3) == number


@pytest.mark.parametrize("code", ["XXX", "QQQ", ""])
def test_what_is_no_country_has_none(code: str) -> None:
    assert m49(code) is None
