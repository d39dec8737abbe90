import numpy as np
import pytest

from geo.settlement.gaps import fill_gaps


def drawn(*rows: str) -> np.ndarray:
    return np.array([[int(cell) if cell.isdigit() else 0 for cell in row] for row in rows], np.int32)


def filled(*rows: str, max_cells: float = 15) -> list[list[int]]:
    """Fill a drawing in which ? is unknown."""
    unknown = np.array([list(row) for row in rows]) == "?"
    return fill_gaps(drawn(*rows), max_cells, unknown).tolist()


@pytest.mark.parametrize(("length", "is_filled"), [(14, True), (15, False)])
def test_a_gap_under_fifteen_square_kilometres_is_filled(length: int, is_filled: bool) -> None:  # noqa: FBT001
    rows = ["1" * (length + 2), "1" + "." * length + "1", "1" * (length + 2)]
    assert all(filled(*rows)[1]) is is_filled


def test_corners_do_not_open_a_gap() -> None:
    assert filled("111.", "1.1.", "11..")[1][1] == 1
    assert filled("1111", "1.11", "11.1", "1111") == drawn(*["1111"] * 4).tolist()


def test_what_reaches_the_edge_is_no_gap() -> None:
    assert filled("1.1", "1.1", "111") == drawn("1.1", "1.1", "111").tolist()


def test_a_gap_with_an_unknown_cell_stays() -> None:
    assert filled("1111", "1.?1", "1111") == drawn("1111", "1..1", "1111").tolist()


def test_two_centres_together_shut_in_no_gap() -> None:
    rows = ("1122", "1..2", "1122")
    assert filled(*rows) == drawn(*rows).tolist()


def test_a_centre_in_a_gap_counts_towards_it_and_stays() -> None:
    rows = ("11111", "1...1", "1.2.1", "1...1", "11111")
    assert filled(*rows) == drawn("11111", "11111", "11211", "11111", "11111").tolist()
    assert filled(*rows, max_cells=9) == drawn(*rows).tolist()


def test_no_size_fills_none() -> None:
    assert filled("111", "1.1", "111", max_cells=0)[1][1] == 0
    assert filled("...") == [[0, 0, 0]]
