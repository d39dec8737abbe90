"""How many words have room round a chart's axes."""

import re
from typing import Any

import pytest

from outputs.report.lettering import width
from outputs.report.plotting import plot, svg
from outputs.report.ticks import Value, apart, every, is_crowded


@pytest.mark.parametrize(("count", "step", "shown"), [(3, 1, [0, 1, 2]), (12, 2, [1, 3, 5, 7, 9, 11]), (5, 3, [1, 4])])
def test_labels_that_would_meet_are_left_out_and_the_last_stays(count: int, step: int, shown: list[int]) -> None:
    assert [place for place, seen in enumerate(every(count, step)) if seen] == shown


def test_labels_are_kept_apart_by_their_own_widths() -> None:
    assert apart([0, 40, 80], [30, 30, 30]) == [True, True, True]
    assert apart([0, 40, 80], [30, 60, 30]) == [True, False, True]
    assert apart([0, 30, 80], [30, 30, 30]) == [False, True, True]


def test_labels_are_crowded_by_their_width_and_not_by_their_number() -> None:
    assert not is_crowded([("2000", "")] * 8)
    assert is_crowded([("2000–2005", "incomparable")] * 8)
    assert is_crowded([("a projected year of the source", "")] * 4)


def texts(drawn: str) -> list[tuple[float, str]]:
    """Return the size and the words of each text."""
    found = re.findall(r'<text style="font-size: ([\d.]+)px[^>]*>([^<]*)</text>', drawn)
    return [(float(size), words) for size, words in found]


def bars(count: int, value: str = "12.34") -> str:
    chart: Any = plot()
    for place in range(count):
        chart.axes.bar(place, 1, 0.6)
        chart.over.append(Value(place, 1, value, 4))
    chart.under = [(f"{1970 + place}",) for place in range(count)]
    return svg(chart, "bars")


def test_numbers_over_bars_shrink_and_then_go() -> None:
    sizes = {count: [size for size, words in texts(bars(count)) if words == "12.34"] for count in (4, 16, 40)}
    assert len(sizes[4]) == 4
    assert len(sizes[16]) == 16
    assert sizes[4][0] > sizes[16][0] >= 8
    assert sizes[40] == []


def test_of_many_labels_under_bars_each_second_or_third_is_left_and_none_meets_the_next() -> None:
    years = [(size, words) for size, words in texts(bars(40)) if words.startswith(("19", "20"))]
    assert years[-1][1] == "2009"
    step = int(years[-1][1]) - int(years[-2][1])
    slot = 470 / 40.2
    assert step * slot > width("2009", years[0][0])
    assert step <= 4


def test_one_value_needs_no_room() -> None:
    assert [words for _, words in texts(bars(1, "1 234 567"))].count("1 234 567") == 1
