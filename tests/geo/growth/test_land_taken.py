import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GridError
from geo.growth.land_taken import land_taken
from geo.land_cover import FULL, GROUPS, LandCover, LandGroup

CROPS, TREES, WATER, UNCLASSED = LandGroup.CROPLAND, LandGroup.TREE_COVER, LandGroup.WATER, LandGroup.UNCLASSED
CELL_KM2 = 0.01
"""A cell of 100 m: one hectare."""


def fraction(*rows: list[float]) -> np.ndarray:
    return np.array(rows, np.float32)


def codes(*rows: list[int]) -> LandCover:
    return LandCover("drawn", 2000, np.array(rows, np.uint8))


def everywhere(array: np.ndarray) -> np.ndarray:
    return np.ones(array.shape, bool)


def test_hectares_by_class_and_the_map_by_hand() -> None:
    """One field and half of another, a whole wood; a pond is filled by a fifth; what was built stays."""
    before = codes([CROPS, CROPS, TREES, WATER, LandGroup.NONE])
    earlier, later = fraction([0, 0.25, 0, 0, 1]), fraction([1, 0.75, 1, 0.2, 1])
    taken = land_taken(before, earlier, later, within=everywhere(earlier), cell_km2=CELL_KM2)
    assert taken.hectares[CROPS] == pytest.approx(1.5)
    assert taken.hectares[TREES] == pytest.approx(1)
    assert taken.hectares[WATER] == pytest.approx(0.2)
    assert taken.hectares[UNCLASSED] == 0
    assert taken.gained_ha == pytest.approx(2.7)
    assert taken.cells.tolist() == [[CROPS, CROPS, TREES, WATER, 0]]
    assert (taken.source, taken.classes_year) == ("drawn", 2000)


def test_a_mixed_cell_is_shared_as_its_land_is_not_as_its_whole() -> None:
    """A cell half built, three tenths crops, a tenth trees: of 0.4 gained, three quarters were crops."""
    cells = np.zeros((7, 1, 1), np.uint8)
    cells[CROPS - 1], cells[TREES - 1] = round(0.3 * FULL), round(0.1 * FULL)
    earlier, later = fraction([0.5]), fraction([0.9])
    taken = land_taken(LandCover("x", 2000, cells), earlier, later, within=everywhere(earlier), cell_km2=CELL_KM2)
    assert taken.hectares[CROPS] == pytest.approx(0.3)
    assert taken.hectares[TREES] == pytest.approx(0.1)
    assert taken.cells.tolist() == [[CROPS]]


def test_what_the_classes_do_not_know_is_unclassed() -> None:
    earlier, later = fraction([0, 0]), fraction([1, 0.5])
    taken = land_taken(codes([0, CROPS]), earlier, later, within=everywhere(earlier), cell_km2=CELL_KM2)
    assert (taken.hectares[UNCLASSED], taken.hectares[CROPS]) == (1, 0.5)
    assert taken.cells.tolist() == [[UNCLASSED, CROPS]]


def test_loss_takes_no_land_and_unknown_or_outside_cells_do_not_count() -> None:
    earlier, later = fraction([1, 0, np.nan, 0]), fraction([0, 1, 1, np.nan])
    within = np.array([[True, False, False, False]])
    taken = land_taken(codes([CROPS] * 4), earlier, later, within=within, cell_km2=CELL_KM2)
    assert taken.gained_ha == 0
    assert not taken.cells.any()


def test_a_garden_shed_is_counted_but_not_mapped() -> None:
    earlier, later = fraction([0, 0]), fraction([0.009, 0.011])
    taken = land_taken(codes([CROPS, CROPS]), earlier, later, within=everywhere(earlier), cell_km2=CELL_KM2)
    assert taken.hectares[CROPS] == pytest.approx(0.02)
    assert taken.cells.tolist() == [[0, CROPS]]


def test_arrays_of_other_grids_are_refused() -> None:
    one, two = fraction([0]), fraction([0, 0])
    with pytest.raises(GridError, match=r"land taken: expected arrays of one grid, saw the shapes"):
        land_taken(codes([CROPS]), one, two, within=everywhere(one), cell_km2=CELL_KM2)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), shares=st.booleans(), rows=st.sampled_from([1, 5, 300]))
def test_the_table_sums_to_the_gained_built_up_land(seed: int, *, shares: bool, rows: int) -> None:
    random = np.random.default_rng(seed)
    earlier, later = random.random((2, rows, 4)).astype(np.float32)
    within = random.random((rows, 4)) < 0.8
    shape = (len(GROUPS), rows, 4) if shares else (rows, 4)
    cells = random.integers(0, 8, shape).astype(np.uint8)
    taken = land_taken(LandCover("x", 2000, cells), earlier, later, within=within, cell_km2=CELL_KM2)
    gained = np.maximum(later - earlier, 0)[within].sum(dtype=np.float64)
    assert taken.gained_ha == pytest.approx(gained, rel=1e-12, abs=1e-12)
    assert min(taken.hectares.values()) >= 0
    assert set(taken.hectares) == {*GROUPS, UNCLASSED}
