"""Every type of expansion on rasters drawn by hand."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.codes import ExpansionType
from geo.growth.expansion import ExtentAt, expansion_types

LETTERS = dict(zip("?uielnxo.", range(9), strict=True))
"""? unknown, u unchanged, i infill, e extension, l leapfrog, n inclusion, x outside (beyond), o lost, . open."""


def at(*rows: str) -> ExtentAt:
    """Read a drawing: # built-up in the extent, - open land in the extent, b built-up outside it, . open outside it."""
    cells = np.array([list(row) for row in rows])
    return ExtentAt(built=np.isin(cells, ["#", "b"]), extent=np.isin(cells, ["#", "-"]))


def drawn(*rows: str) -> list[list[int]]:
    return [[LETTERS[letter] for letter in row] for row in rows]


def test_the_letters_are_the_codes() -> None:
    assert list(LETTERS.values()) == [code.value for code in ExpansionType]


def test_infill_extension_leapfrog_inclusion_outside_and_loss() -> None:
    earlier = at(
        "##-.........",
        "##-....b....",
        "#---........",
        "............",
    )
    later = at(
        "###-........",
        "#-####.#....",
        "#-#-#...#..b",
        "---.........",
    )
    assert expansion_types(earlier, later).tolist() == drawn(
        "uui.........",
        "uoieee.n....",
        "u.i.e...l..x",
        "............",
    )


def test_a_street_does_not_part_a_suburb_from_the_city() -> None:
    assert expansion_types(at("##......."), at("##-#-#-..")).tolist() == drawn("uu.e.e...")
    assert expansion_types(at("##......."), at("##-#...-#")).tolist() == drawn("uu.e....l")


def test_a_village_that_the_fabric_reaches_passes_the_attachment_on() -> None:
    assert expansion_types(at("##...b..."), at("##-#-#-#.")).tolist() == drawn("uu.e.n.e.")


def test_a_patch_touches_the_earlier_extent_by_its_corner() -> None:
    assert expansion_types(at("#...", "...."), at("#...", ".#..")).tolist() == drawn("u...", ".e..")


def test_a_patch_is_extension_as_a_whole() -> None:
    assert expansion_types(at("#......"), at("#####..")).tolist() == drawn("ueeee..")


def test_a_patch_that_touches_only_built_up_outside_the_extent_is_leapfrog() -> None:
    assert expansion_types(at("#....b.."), at("#....##.")).tolist() == drawn("u....nl.")


def test_new_open_space_is_no_growth_and_unknown_cells_are_unknown() -> None:
    known = np.array([[True, False, True]])
    assert expansion_types(at("#.."), at("##-"), known).tolist() == drawn("u?.")


def test_with_no_earlier_extent_all_is_leapfrog_and_with_no_later_one_outside() -> None:
    assert expansion_types(at("...."), at("#-#.")).tolist() == drawn("l.l.")
    assert expansion_types(at("...."), at("b..b")).tolist() == drawn("x..x")


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_types_part_what_was_built_before_and_after(seed: int) -> None:
    random = np.random.default_rng(seed)
    earlier, later = (ExtentAt(random.random((20, 30)) < 0.3, random.random((20, 30)) < 0.5) for _ in range(2))
    types = expansion_types(earlier, later)
    new = np.isin(types, [2, 3, 4, 6])
    assert np.array_equal(new, later.built & ~earlier.built)
    assert np.array_equal(types == ExpansionType.LOST, earlier.built & ~later.built)
    assert np.array_equal(np.isin(types, [1, 5]), earlier.built & later.built)
    assert np.array_equal(types == ExpansionType.INFILL, new & earlier.extent)
