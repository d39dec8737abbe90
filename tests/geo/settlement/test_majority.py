import numpy as np

from geo.settlement.majority import five_of_eight, most_of_the_counted


def drawn(*rows: str) -> np.ndarray:
    return np.array([[int(cell) if cell.isdigit() else 0 for cell in row] for row in rows], np.int32)


def smoothed(*rows: str) -> list[list[int]]:
    labels = drawn(*rows)
    return five_of_eight(labels, np.ones(labels.shape, bool)).tolist()


def by_land(*rows: str) -> list[list[int]]:
    """Smooth a drawing in which ~ is water and _ an empty shore: neither is counted, and only the shore may join."""
    cells = np.array([list(row) for row in rows])
    return most_of_the_counted(drawn(*rows), cells != "~", (cells != "~") & (cells != "_")).tolist()


def test_five_neighbours_of_eight_are_enough_and_four_are_not() -> None:
    assert smoothed("111", "1.1", "...") == drawn("111", "111", "...").tolist()
    assert smoothed("111", "1..", "...") == drawn("111", "1..", "...").tolist()


def test_a_cell_that_joined_lets_the_next_one_join() -> None:
    # First the left notch, whose five neighbours are above and left of it; then, with it, the next.
    assert smoothed("1111", "1..1", "1...") == drawn("1111", "1111", "1...").tolist()
    assert smoothed("11111", "1...1", "1...1", "11111") == drawn(*["11111"] * 4).tolist()


def test_neighbours_in_two_centres_do_not_add_up() -> None:
    labels = ("111", "...", "222")
    assert smoothed(*labels) == drawn(*labels).tolist()
    assert smoothed("111", "1.1", "222") == drawn("111", "111", "222").tolist()


def test_what_may_not_join_stays_out() -> None:
    labels = drawn("111", "1.1", "111")
    assert five_of_eight(labels, labels > 0).tolist() == labels.tolist()


def test_on_a_shore_most_of_the_land_is_enough() -> None:
    # The second cell has 4 neighbours in the centre: of 8 not enough, of the 5 on land most. Then the third has 3 of 4.
    assert smoothed("111.", "1...", "....")[1] == [1, 0, 0, 0]
    assert by_land("111.", "1..~", "~~~~")[1] == [1, 1, 1, 0]


def test_half_is_not_most() -> None:
    # 3 of 8, 3 of 6 and 3 of 5.
    assert by_land(".111.", ".....", ".....")[1][2] == 0
    assert by_land(".111.", ".....", ".~~..")[1][2] == 0
    assert by_land(".111.", ".....", ".~~~.")[1][2] == 1


def test_a_centres_own_empty_shore_counts() -> None:
    # The middle cell has 2 of 4: it would have 2 of 3, were the centre's first cell not counted.
    labels = drawn("11.", "..~", "~~~")
    counted = np.array([[0, 1, 1], [1, 1, 0], [0, 0, 0]], bool)
    assert most_of_the_counted(labels, np.ones((3, 3), bool), counted)[1, 1] == 0


def test_what_lies_beyond_counts_as_land() -> None:
    assert by_land("11", "1.") == [[1, 1], [1, 0]]


def test_water_never_joins_but_an_empty_shore_may() -> None:
    assert by_land("111", "1~1", "111")[1][1] == 0
    assert by_land("111", "1_1", "111")[1][1] == 1


def test_no_centre_no_change() -> None:
    assert smoothed("...", "...") == drawn("...", "...").tolist()
    assert smoothed(".") == [[0]]
