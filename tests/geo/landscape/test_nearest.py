import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage
from scipy.spatial.distance import cdist

from geo.landscape import nearest
from geo.landscape.cover import FRAME, cover_of
from geo.landscape.nearest import Rim, nearest_cells
from geo.landscape.patches import patches_by_class


def distances(mask: np.ndarray, neighbours: int = 8) -> np.ndarray:
    (patches,) = patches_by_class(cover_of(mask.astype(np.uint8), cell_m=10), neighbours=neighbours)
    assert patches.nearest is not None
    return patches.nearest


def brute(mask: np.ndarray, neighbours: int = 8) -> np.ndarray:
    """Return the distances from each cell of each patch to all cells of all others, the least of them."""
    labels, count = ndimage.label(mask, np.ones((3, 3)) if neighbours == 8 else None)
    cells = [np.argwhere(labels == patch) for patch in range(1, count + 1)]
    if count == 1:
        return np.array([np.nan])
    rest = [np.concatenate(cells[:n] + cells[n + 1 :]) for n in range(count)]
    return np.array([cdist(own, other).min() for own, other in zip(cells, rest, strict=True)])


@settings(deadline=None, max_examples=150)
@given(
    st.integers(0, 2**32),
    st.sampled_from([0.003, 0.02, 0.1, 0.3, 0.5]),
    st.sampled_from([4, 8]),
    st.tuples(st.integers(1, 70), st.integers(1, 70)),
    st.sampled_from([1, 500, 2**15]),
    st.sampled_from([7, 1_024]),
)
def test_distances_equal_those_of_every_pair_of_cells(
    seed: int, share: float, neighbours: int, shape: tuple[int, int], patience: int, tile: int
) -> None:
    random = np.random.default_rng(seed)
    mask = random.random(shape) < share
    mask |= ndimage.binary_dilation(random.random(shape) < share / 10, iterations=3)
    if not mask.any():
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "_PATIENCE", patience)
        patch.setattr(nearest, "_TILE", tile)
        ours = distances(mask, neighbours)
    assert np.sort(ours) == pytest.approx(np.sort(brute(mask, neighbours)), nan_ok=True)


def test_far_patches_are_found_beyond_the_frame_and_beyond_the_first_windows() -> None:
    mask = np.zeros((700, 400), bool)
    mask[0, 0] = mask[699, 399] = mask[3:6, 300:304] = mask[100:200, 100:200] = True
    to_block, to_bar = np.hypot(100, 100), np.hypot(100 - 5, 300 - 199)
    assert np.sort(distances(mask)) == pytest.approx(np.sort([to_block, to_bar, to_bar, np.hypot(500, 200)]))


def test_a_patch_inside_another_is_measured_from_its_rim() -> None:
    mask = np.ones((201, 201), bool)
    mask[50:151, 50:151] = False
    mask[100, 100:104] = True
    assert distances(mask).tolist() == [48, 48]


def test_a_patch_that_encloses_a_smaller_gap_elsewhere_takes_the_smaller() -> None:
    mask = np.zeros((120, 120), bool)
    mask[0, :] = mask[40, :60] = mask[70, 60:] = True
    mask[72, 119] = True
    assert sorted(distances(mask)) == pytest.approx([2, 2, np.hypot(30, 1), 40])


def test_two_cells_in_one_corner_neighbourhood_are_one_patch_and_have_no_distance() -> None:
    assert np.isnan(distances(np.eye(3, dtype=bool))).all()
    assert distances(np.eye(3, dtype=bool), 4).tolist() == pytest.approx([2**0.5] * 3)


def test_no_patch_has_no_distance() -> None:
    labels = np.zeros((2 * FRAME, 2 * FRAME), np.int32)
    nothing = Rim(np.empty(0, np.intp), np.empty(0, np.int32))
    assert np.isnan(nearest_cells(labels, nothing, 1)).all()
