import numpy as np
import pytest

from geo.errors import GridError
from geo.land_cover import FULL, GROUPS, LandCover, LandGroup, nearest_epoch

ALL = slice(None)


def test_codes_are_shares_of_all_or_nothing() -> None:
    cover = LandCover("drawn", 2000, np.array([[LandGroup.CROPLAND, LandGroup.NONE, LandGroup.OTHER]], np.uint8))
    shares = cover.shares(ALL)
    assert shares.shape == (7, 1, 3)
    assert shares[0].tolist() == [[1, 0, 0]]
    assert shares[6].tolist() == [[0, 0, 1]]
    assert shares.sum() == 2
    assert cover.shape == (1, 3)


def test_shares_in_bytes_come_back_as_fractions_row_by_row() -> None:
    cells = np.zeros((7, 2, 1), np.uint8)
    cells[3, 1, 0], cells[5, 1, 0] = FULL, FULL // 2
    shares = LandCover("drawn", 2000, cells).shares(slice(1, 2))
    assert shares[:, 0, 0].tolist() == [0, 0, 0, 1, 0, 0.5, 0]


def test_an_array_that_is_neither_is_refused() -> None:
    with pytest.raises(GridError, match=r"land cover: expected \(y, x\) or \(7, y, x\) uint8, saw \(2, 3, 3\) uint8"):
        LandCover("drawn", 2000, np.zeros((2, 3, 3), np.uint8))
    with pytest.raises(GridError, match=r"saw \(3, 3\) float64"):
        LandCover("drawn", 2000, np.zeros((3, 3)))  # type: ignore[arg-type]


def test_the_groups_with_shares_are_all_but_nothing_and_unclassed() -> None:
    assert [int(group) for group in GROUPS] == [1, 2, 3, 4, 5, 6, 7]


def test_the_nearest_epoch_may_come_after_the_start() -> None:
    assert nearest_epoch([2015, 2000], 1975) == 2000
    assert nearest_epoch([2017], 2020) == 2017
