import numpy as np

from geo.sources.simulated.people import shared_out


def test_shares_are_whole_and_the_largest_remainders_take_the_rest() -> None:
    # 10 by weights 1:1:4 is 1.67, 1.67, 6.67: one each is left for the first two, and the third keeps 6
    # (equal remainders go by order).
    assert shared_out(10, np.array([[1, 1, 4]])).tolist() == [[2, 2, 6]]


def test_nobody_where_nothing_is() -> None:
    assert shared_out(7, np.array([[0, 3], [0, 4]])).tolist() == [[0, 3], [0, 4]]
