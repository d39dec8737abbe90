import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GridError
from geo.growth import polar
from geo.growth.polar import Polar

FIVE = Affine(100, 0, 0, 0, -100, 500)
"""Five rows of 100 m whose lower left corner is the origin; the middle cell's centre is (250, 250)."""


def five(*, sectors: int, ring_m: float = 100.0) -> Polar:
    return Polar.of(np.ones((5, 5), bool), FIVE, (250.0, 250.0), ring_m=ring_m, sectors=sectors)


def test_rings_of_a_hundred_metres() -> None:
    assert five(sectors=1).codes.tolist() == [
        [2, 2, 2, 2, 2],
        [2, 1, 1, 1, 2],
        [2, 1, 0, 1, 2],
        [2, 1, 1, 1, 2],
        [2, 2, 2, 2, 2],
    ]


def test_sectors_run_clockwise_from_north() -> None:
    assert five(sectors=8, ring_m=1_000.0).codes[1:4, 1:4].tolist() == [[7, 0, 1], [6, 0, 2], [5, 4, 3]]


def test_sums_by_ring_and_sector_leave_out_what_is_outside_and_unknown() -> None:
    within = np.ones((5, 5), bool)
    within[0] = False
    fraction = np.full((5, 5), 0.5, np.float32)
    fraction[0] = np.nan
    zones = Polar.of(within, FIVE, (250.0, 250.0), ring_m=1_000.0, sectors=4)
    cells, built = zones.sums([within, fraction])
    assert cells.shape == (1, 4)
    assert cells.sum() == 20
    assert built.sum() == 10.0


def test_a_centre_outside_the_raster_has_empty_rings() -> None:
    zones = Polar.of(np.ones((1, 2), bool), Affine(100, 0, 0, 0, -100, 100), (-350.0, 50.0), ring_m=100.0, sectors=4)
    (cells,) = zones.sums([np.ones((1, 2), bool)])
    assert cells.sum(axis=1).tolist() == [0, 0, 0, 0, 1, 1]
    assert cells.sum(axis=0).tolist() == [0, 2, 0, 0]


def test_too_many_zones_are_refused() -> None:
    with pytest.raises(GridError, match=r"70,917 zones; expected fewer than 65,535"):
        Polar.of(np.ones((1, 5), bool), FIVE, (70_965.0, 0.0), ring_m=1.0, sectors=1)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.sampled_from([1, 4, 8, 16]), st.floats(0, 1_500), st.floats(0, 1_500))
def test_zones_sum_to_the_whole(seed: int, sectors: int, x: float, y: float) -> None:
    random = np.random.default_rng(seed)
    within, weight = random.random((15, 12)) < 0.7, random.random((15, 12)).astype(np.float32)
    zones = Polar.of(within, Affine(100, 0, 0, 0, -100, 1_500), (x, y), ring_m=300.0, sectors=sectors)
    (sums,) = zones.sums([weight])
    assert sums.sum() == pytest.approx(weight[within].sum(dtype=np.float64))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32))
def test_a_quarter_turn_moves_every_sector_a_quarter_on(seed: int) -> None:
    weight = np.random.default_rng(seed).random((11, 11)).astype(np.float32)
    weight[5, 5] = 0.0  # the centre has no direction
    zones = Polar.of(
        np.ones((11, 11), bool), Affine(100, 0, 0, 0, -100, 1_100), (550.0, 550.0), ring_m=300.0, sectors=16
    )
    before, after = zones.sums([weight, np.ascontiguousarray(np.rot90(weight, -1))])
    np.testing.assert_allclose(np.roll(before, 4, axis=1), after)


def test_strips_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    within = np.random.default_rng(1).random((40, 30)) < 0.8
    whole = Polar.of(within, FIVE, (1_000.0, -800.0), ring_m=500.0)
    sums = whole.sums([within])[0]
    monkeypatch.setattr(polar, "_STRIP_ROWS", 7)
    again = Polar.of(within, FIVE, (1_000.0, -800.0), ring_m=500.0)
    assert np.array_equal(whole.codes, again.codes)
    assert np.array_equal(sums, again.sums([within])[0])


def test_sums_over_some_cells_are_those_over_their_mask() -> None:
    random = np.random.default_rng(3)
    within = np.ones((30, 40), bool)
    polar = Polar.of(within, Affine(100, 0, 0, 0, -100, 3_000), (1_500.0, 1_200.0))
    chosen = random.random(within.shape) < 0.3
    weight = random.random(within.shape).astype(np.float32)
    whole = polar.sums([np.where(chosen, weight, np.float32(0))])[0]
    assert np.allclose(polar.sums_at(np.flatnonzero(chosen), weight[chosen]), whole)
