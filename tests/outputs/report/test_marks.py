"""What is said beside a figure."""

import pytest
from bidi import get_display

from outputs.report.marks import YearNames, in_words, under_a_bar
from outputs.words import speaking


def test_projected_years_are_said_to_be_so() -> None:
    named = YearNames((2025, 2030))
    assert named.period(2015, 2020) == "2015–2020"
    assert named.period(2020, 2030) == "2020–2030 (projected)"
    assert named.year(2025) == "2025 (projected)"
    with speaking("ar", "MAR"):
        shown = "".join(letter for letter in get_display(named.period(2020, 2030), base_dir="R") if letter.isdigit())
    assert shown == "20202030"


def test_the_gravest_doubt_is_said_first_and_those_of_tables_alone_not_at_all() -> None:
    said = in_words(("shrinkage", "projected_epoch", "incomparable_epochs"))
    assert [sentence.split()[0] for sentence in said] == ["The", "One"]
    assert in_words(("simulated", "unstable_ratio")) == ()


@pytest.mark.parametrize(
    ("flags", "mark"),
    [
        (("projected_epoch", "incomparable_epochs"), "incomparable"),
        (("projected_epoch",), "projected"),
        (("shrinkage",), ""),
    ],
)
def test_one_mark_has_room_under_a_bar(flags: tuple[str, ...], mark: str) -> None:
    assert under_a_bar(flags) == mark
