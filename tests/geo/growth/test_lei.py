"""The expansion index of patches drawn by hand: # old, n new, . vacant land, ~ water."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from geo.growth import lei as module
from geo.growth.lei import Kind, expansion, patch_expansion
from geo.reasons import Reason


def masks(*rows: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    cells = np.array([list(row) for row in rows])
    return cells == "n", cells == "#", cells != "~"


def lei_of(*rows: str) -> list[float]:
    return patch_expansion(*masks(*rows)).lei.tolist()


def test_a_filled_gap_a_grown_edge_and_a_patch_apart() -> None:
    found = patch_expansion(
        *masks(
            "###......",
            "#n#......",
            "###......",
            ".n......n",
            ".........",
        )
    )
    # 8 of 8; 3 of 8 (the row above is old); none of 5, since the last patch lies at the array's edge
    assert found.lei.tolist() == [100.0, 37.5, 0.0]
    assert found.cells.tolist() == [1, 1, 1]


def test_the_ring_goes_round_corners_and_each_of_its_cells_counts_once() -> None:
    assert lei_of("......", ".nn...", "..nn..", "......", "####..") == [0.0]
    # the ring of three cells in a row has 12 cells, 5 of them old
    assert lei_of(".....", ".nnn.", "#####") == [pytest.approx(100 * 5 / 12)]


def test_a_ring_cell_between_two_patches_counts_for_both() -> None:
    assert lei_of("...", "n#n", "...") == [20.0, 20.0]


def test_water_and_unknown_are_neither_old_nor_vacant() -> None:
    assert lei_of("~~~", "~n#", "~~.") == [50.0]
    new, old, land = masks("~~~", "~n~", "~~~")
    found = patch_expansion(new, old, land)
    assert np.isnan(found.lei).tolist() == [True]
    assert expansion(found).mean is Reason.NO_LAND
    assert expansion(found).without_ring == Kind(1, 1)


def test_means_and_kinds() -> None:
    total = expansion(
        patch_expansion(
            *masks(
                "###.....",
                "#n#..nn.",
                "###.....",
                ".n......",
                "........",
            )
        )
    )
    assert total.mean == pytest.approx((100 + 0 + 37.5) / 3)
    assert total.area_weighted_mean == pytest.approx((100 + 2 * 0 + 37.5) / 4)
    assert (total.infill, total.edge, total.outlying) == (Kind(1, 1), Kind(1, 1), Kind(1, 2))


def test_half_old_is_edge_expansion() -> None:
    total = expansion(patch_expansion(*masks("####", ".nn.", "####", "....")[:2], np.ones((4, 4), bool)))
    assert total.mean == pytest.approx(80.0)  # 8 of 10
    assert expansion(patch_expansion(*masks("~~~", "#n.", "~~~"))).edge == Kind(1, 1)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (4, 4)])
def test_without_new_land_growth_has_no_form(shape: tuple[int, int]) -> None:
    nothing, everything = np.zeros(shape, bool), np.ones(shape, bool)
    total = expansion(patch_expansion(nothing, everything, everything))
    assert total.mean is Reason.NO_NEW_BUILT_UP
    assert total.area_weighted_mean is Reason.NO_NEW_BUILT_UP


@pytest.mark.parametrize("shape", [(1, 1), (3, 4)])
def test_a_raster_that_is_new_all_over_has_no_ring(shape: tuple[int, int]) -> None:
    everything = np.ones(shape, bool)
    assert expansion(patch_expansion(everything, ~everything, everything)).mean is Reason.NO_LAND


def _one_by_one(new: np.ndarray, old: np.ndarray, land: np.ndarray) -> list[float]:
    """Take a raster per patch, the slow way that the definition describes."""
    eight = np.ones((3, 3))
    labels, count = ndimage.label(new, eight)
    values = []
    for patch in range(1, count + 1):
        ring = ndimage.binary_dilation(labels == patch, eight) & (labels != patch) & land
        values.append(100 * np.count_nonzero(ring & old) / np.count_nonzero(ring) if ring.any() else np.nan)
    return values


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 12), st.integers(1, 12), st.sampled_from([3, 1_000_000]))
def test_agrees_with_a_raster_per_patch(seed: int, rows: int, columns: int, at_once: int) -> None:
    codes = np.random.default_rng(seed).choice(list(".#n~"), (rows, columns), p=[0.4, 0.2, 0.3, 0.1])
    new, old, land = codes == "n", codes == "#", codes != "~"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CELLS_AT_ONCE", at_once)
        found = patch_expansion(new, old, land)
    np.testing.assert_allclose(sorted(found.lei), sorted(_one_by_one(new, old, land)))
    assert found.cells.sum() == np.count_nonzero(new)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32))
def test_a_quarter_turn_changes_nothing(seed: int) -> None:
    codes = np.random.default_rng(seed).choice(list(".#n~"), (9, 7))
    before, after = (
        expansion(patch_expansion(turned == "n", turned == "#", turned != "~"))
        for turned in (codes, np.ascontiguousarray(np.rot90(codes)))
    )
    assert before.mean == pytest.approx(after.mean)
    assert (before.infill, before.edge, before.outlying) == (after.infill, after.edge, after.outlying)
