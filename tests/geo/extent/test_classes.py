"""Each class of the extent on rasters drawn by hand.

u urban, s suburban, r rural, f fringe, c captured, . open, w water, ? unknown.
"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.codes import ExtentClass
from geo.extent.classes import Circles, extent_classes, urbanized
from geo.measurement import ExtentParameters

LETTERS = dict(zip("?usrfc.w", range(8), strict=True))
PLUS = ExtentParameters(circle_km2=math.pi * 0.1**2 * 1.0001)
"""A circle of one cell of 100 m: the cell and its four neighbours."""


def drawn(*rows: str) -> np.ndarray:
    return np.array([[LETTERS[letter] for letter in row] for row in rows], np.uint8)


def classify(
    *rows: str,
    parameters: ExtentParameters = PLUS,
    resolution_m: float = 100.0,
) -> np.ndarray:
    """Classify a drawing in which # is built-up, w water, ? unknown and . open land."""
    cells = np.array([list(row) for row in rows])
    known = cells != "?"
    return extent_classes(
        cells == "#", cells != "w", known=None if known.all() else known, how=Circles(parameters, resolution_m)
    )


def test_the_letters_are_the_codes() -> None:
    assert list(LETTERS.values()) == [code.value for code in ExtentClass]


def test_urban_suburban_and_rural_by_the_share_in_the_plus() -> None:
    # Middle of the bar: 3 of 5 built. Its ends: 2 of 5 = 40 %. The lone cell: 1 of 5 = 20 %.
    codes = classify(
        ".........",
        ".........",
        "..###....",
        ".........",
        ".......#.",
        ".........",
    )
    assert codes[2, 2:5].tolist() == [ExtentClass.SUBURBAN, ExtentClass.URBAN, ExtentClass.SUBURBAN]
    assert codes[4, 7] == ExtentClass.RURAL


def test_half_is_urban_and_a_quarter_is_suburban() -> None:
    # Water takes no part in the shares.
    codes = classify("w......w", "##....w#", "w......w")
    assert codes[1, 0] == ExtentClass.URBAN  # 2 built of 2 land: the array's edge is no land
    codes = classify(".....", ".#w..", ".....")
    assert codes[1, 1] == ExtentClass.SUBURBAN
    codes = classify(".....", ".##w.", ".....")
    assert codes[1, 2] == ExtentClass.URBAN


def test_unknown_cells_are_no_land() -> None:
    codes = classify("?????", "?#?..", ".....")
    assert codes[1, 1] == ExtentClass.URBAN  # 1 built of 2 known
    assert codes[0, 0] == ExtentClass.UNKNOWN


def test_built_up_on_water_counts_as_land() -> None:
    codes = extent_classes(np.ones((1, 1), bool), np.zeros((1, 1), bool), known=None, how=Circles(PLUS, 100.0))
    assert codes.tolist() == [[ExtentClass.URBAN]]


def test_fringe_is_open_land_within_100_m_of_urban_or_suburban_but_not_of_rural() -> None:
    assert np.array_equal(
        classify(
            ".........",
            "..###....",
            ".........",
            ".........",
            ".......#.",
            ".........",
        ),
        drawn(
            "..fff....",
            ".fsusf...",
            "..fff....",
            ".........",
            ".......r.",
            ".........",
        ),
    )


def test_fringe_is_a_euclidean_disc_at_10_m() -> None:
    cells = np.zeros((41, 41), bool)
    cells[20, 20] = True
    parameters = ExtentParameters(circle_km2=1e-4)
    codes = extent_classes(cells, ~np.zeros_like(cells), known=None, how=Circles(parameters, 10.0))
    assert codes[20, 20] == ExtentClass.URBAN
    assert (
        np.count_nonzero(codes == ExtentClass.FRINGE_OPEN) == 317 - 1
    )  # lattice points within a radius of 10, less one
    assert codes[20, 30] == ExtentClass.FRINGE_OPEN
    assert codes[20, 31] == ExtentClass.RURAL_OPEN
    assert codes[26, 28] == ExtentClass.FRINGE_OPEN  # 6, 8: exactly 10
    assert codes[27, 28] == ExtentClass.RURAL_OPEN


def test_water_is_never_fringe() -> None:
    codes = classify("www", "w#w", "www")
    assert codes[0, 1] == ExtentClass.WATER


RING = (
    "#########",
    "#########",
    "##.....##",
    "##.....##",
    "##.....##",
    "##.....##",
    "##.....##",
    "#########",
    "#########",
)


def test_an_enclosed_park_is_captured_inside_its_fringe() -> None:
    codes = classify(*RING)
    expected = drawn("fffff", "fcccf", "fcccf", "fcccf", "fffff")
    assert np.array_equal(codes[2:7, 2:7], expected)


def test_a_park_of_exactly_the_largest_size_is_not_captured() -> None:
    at_limit = ExtentParameters(circle_km2=PLUS.circle_km2, captured_max_ha=9.0)
    over = ExtentParameters(circle_km2=PLUS.circle_km2, captured_max_ha=9.01)
    assert not np.any(classify(*RING, parameters=at_limit) == ExtentClass.CAPTURED_OPEN)
    assert np.count_nonzero(classify(*RING, parameters=over) == ExtentClass.CAPTURED_OPEN) == 9


def test_a_lake_in_a_park_does_not_open_it_and_stays_water() -> None:
    rows = [*RING]
    rows[4] = "##..w..##"
    codes = classify(*rows)
    assert codes[4, 4] == ExtentClass.WATER
    assert np.count_nonzero(codes == ExtentClass.CAPTURED_OPEN) == 8


def test_a_lone_house_in_a_park_does_not_open_it_and_stays_rural() -> None:
    rows = [*RING]
    rows[4] = "##..#..##"
    codes = classify(*rows)
    assert codes[4, 4] == ExtentClass.RURAL
    assert np.count_nonzero(codes == ExtentClass.CAPTURED_OPEN) == 8


def test_a_hole_with_unknown_cells_or_at_the_edge_is_not_captured() -> None:
    rows = [*RING]
    rows[4] = "##..?..##"
    assert not np.any(classify(*rows) == ExtentClass.CAPTURED_OPEN)
    assert not np.any(classify(*RING[4:]) == ExtentClass.CAPTURED_OPEN)


def test_a_diagonal_gap_does_not_open_a_hole() -> None:
    no_fringe = ExtentParameters(circle_km2=1e-4, fringe_m=0)
    codes = classify("....", ".#..", "#.#.", ".#..", parameters=no_fringe)
    assert codes[2, 1] == ExtentClass.CAPTURED_OPEN


def test_nothing_built_has_no_fringe_and_all_built_is_urban() -> None:
    assert np.unique(classify("...", "...")).tolist() == [ExtentClass.RURAL_OPEN]
    assert np.unique(classify("###", "###")).tolist() == [ExtentClass.URBAN]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.floats(0.0, 1.0))
def test_classes_part_the_cells_and_respect_what_they_are(seed: int, density: float) -> None:
    random = np.random.default_rng(seed)
    built = random.random((30, 40)) < density
    land = random.random((30, 40)) < 0.9
    known = random.random((30, 40)) < 0.95
    codes = extent_classes(built & known, land, known=known, how=Circles(ExtentParameters(), 100.0))
    assert np.array_equal(codes == ExtentClass.UNKNOWN, ~known)
    assert np.array_equal(np.isin(codes, [1, 2, 3]), built & known)
    assert np.array_equal(codes == ExtentClass.WATER, known & ~land & ~built)
    assert np.array_equal(urbanized(codes), np.isin(codes, [1, 2, 4, 5]))


@pytest.mark.parametrize("turn", range(4))
def test_classes_turn_with_the_map(turn: int) -> None:
    built = np.random.default_rng(9).random((40, 40)) < 0.3
    land = np.ones_like(built)

    def codes(mask: np.ndarray) -> np.ndarray:
        return extent_classes(mask, land, known=None, how=Circles(ExtentParameters(), 100.0))

    assert np.array_equal(codes(np.ascontiguousarray(np.rot90(built, turn))), np.rot90(codes(built), turn))
