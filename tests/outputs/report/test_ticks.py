"""How many labels have room."""

import pytest

from outputs.report.ticks import every, is_crowded, value_size


@pytest.mark.parametrize(("count", "most", "shown"), [(3, 7, [0, 1, 2]), (12, 7, [1, 3, 5, 7, 9, 11]), (5, 2, [1, 4])])
def test_labels_that_would_meet_are_left_out_and_the_last_stays(count: int, most: int, shown: list[int]) -> None:
    assert [place for place, seen in enumerate(every(count, most)) if seen] == shown


def test_many_bars_have_small_numbers_and_very_many_have_none() -> None:
    assert not is_crowded(6)
    assert is_crowded(7)
    assert value_size(6) > value_size(12) > value_size(13) == 0
