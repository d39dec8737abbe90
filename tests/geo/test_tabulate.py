import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.tabulate import Key, Table, within


def test_a_table_drawn_by_hand() -> None:
    codes = np.array([[0, 1, 1, 2]], np.uint8)
    left, odd = np.array([[1, 1, 0, 0]], bool), np.array([[0, 1, 0, 1]], bool)
    weight = np.array([[np.nan, 0.5, 0.25, 1.0]], np.float32)
    table = Table.of(Key(codes, 2, (left, odd)), (weight,))
    assert within(table.cells, (None, None)).tolist() == [1, 2, 1, 0]
    assert within(table.cells, (1, None)).tolist() == [1, 1, 0, 0]
    assert within(table.cells, (0, 1)).tolist() == [0, 0, 1, 0]
    assert within(table.weights[0], (None, None))[1:].tolist() == [0.75, 1.0, 0.0]
    assert np.isnan(within(table.weights[0], (None, None))[0])


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32), st.integers(1, 1_300))
def test_a_table_equals_plain_sums_across_strips(seed: int, rows: int) -> None:
    random = np.random.default_rng(seed)
    codes = random.integers(0, 8, (rows, 7)).astype(np.uint8)
    one, two, three = (random.random((rows, 7)) < 0.5 for _ in range(3))
    weight = random.random((rows, 7)).astype(np.float32)
    table = Table.of(Key(codes, 3, (one, two, three)), (weight,))
    where = one & ~three
    for code in range(8):
        chosen = where & (codes == code)
        assert within(table.cells, (1, None, 0))[code] == chosen.sum()
        assert within(table.weights[0], (1, None, 0))[code] == pytest.approx(weight[chosen].sum(dtype=np.float64))


def test_a_key_holds_sixteen_bits() -> None:
    codes = np.array([[15, 0]], np.uint8)
    inside = [np.array([[True, False]])] * 12
    table = Table.of(Key(codes, 4, inside))
    assert within(table.cells, [1] * 12)[15] == 1
    assert within(table.cells, [0] * 12)[0] == 1
    with pytest.raises(ValueError, match="at most 12 boundaries, saw 13"):
        Key(codes, 4, [*inside, inside[0]])
