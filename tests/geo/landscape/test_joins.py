import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.landscape import cover
from geo.landscape.cover import cover_of
from geo.landscape.joins import joins


def test_joins_drawn_by_hand() -> None:
    classes = np.array([[1, 1, 2], [0, 1, 2]], np.uint8)
    counted = joins(cover_of(classes, cell_m=10))
    assert counted[1:].tolist() == [[6, 4, 2], [4, 2, 2]]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 90), st.integers(1, 50), st.integers(1, 255))
def test_joins_equal_a_plain_count_wherever_the_strips_end(seed: int, rows: int, columns: int, most: int) -> None:
    classes = np.random.default_rng(seed).integers(0, most + 1, (rows, columns)).astype(np.uint8)
    made = cover_of(classes, cell_m=10)
    plain = np.zeros((256, 256), int)
    framed = np.pad(classes, 1)
    for one, other in ((framed[1:], framed[:-1]), (framed[:, 1:], framed[:, :-1])):
        np.add.at(plain, (one, other), 1)
        np.add.at(plain, (other, one), 1)
    there = [0, *made.codes]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cover, "_STRIP_CELLS", 700)
        counted = joins(made)
    assert np.array_equal(counted[1:], plain[np.ix_(there, there)][1:])
    assert np.array_equal(counted, counted.T)
