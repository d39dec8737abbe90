import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from geo.growth.leapfrog import leapfrog_distance
from geo.reasons import Reason


def drawn(*rows: str) -> tuple[np.ndarray, np.ndarray]:
    """L leapfrog, E the earlier extent."""
    cells = np.array([list(row) for row in rows])
    return cells == "L", cells == "E"


def test_two_patches_three_and_five_cells_away() -> None:
    found = leapfrog_distance(*drawn("E..LL....", "E.......L"), 100.0)
    assert not isinstance(found, Reason)
    assert found.patches == 2
    assert (found.mean_m, found.max_m) == (550.0, 800.0)
    assert found.area_weighted_mean_m == pytest.approx((300 * 2 + 800) / 3)


def test_distances_are_straight_lines() -> None:
    found = leapfrog_distance(*drawn("E....", ".....", ".....", "....L"), 10.0)
    assert not isinstance(found, Reason)
    assert found.max_m == pytest.approx(50.0)


def test_no_leapfrog_and_no_earlier_extent_have_a_reason() -> None:
    assert leapfrog_distance(*drawn("E.."), 100.0) is Reason.NO_LEAPFROG
    assert leapfrog_distance(*drawn("..L"), 100.0) is Reason.NO_URBAN_EXTENT
    assert leapfrog_distance(*drawn("."), 100.0) is Reason.NO_URBAN_EXTENT


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_agrees_with_scipy_patch_by_patch(seed: int) -> None:
    codes = np.random.default_rng(seed).choice(list("E.L"), (15, 20), p=[0.05, 0.75, 0.2])
    leapfrog, extent = codes == "L", codes == "E"
    found = leapfrog_distance(leapfrog, extent, 30.0)
    labels, count = ndimage.label(leapfrog, np.ones((3, 3)))
    if not extent.any() or count == 0:
        assert isinstance(found, Reason)
        return
    assert not isinstance(found, Reason)
    nearest = ndimage.minimum(ndimage.distance_transform_edt(~extent) * 30.0, labels, range(1, count + 1))
    assert found.mean_m == pytest.approx(np.mean(nearest), rel=1e-6)
    assert found.max_m == pytest.approx(np.max(nearest), rel=1e-6)
