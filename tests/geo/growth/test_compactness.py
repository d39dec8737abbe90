import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.growth import compactness as module
from geo.growth.compactness import Compactness, compactness
from geo.reasons import Reason

INDICES = ("proximity", "exchange", "cohesion", "spin")
SQUARE = Compactness(proximity=0.98309, exchange=0.90945, cohesion=0.97971, spin=0.95493)
"""In the plane; exchange is 1 less the four segments of the disc beyond the sides."""


def of(shape: np.ndarray, centre: tuple[float, float] | None = None) -> Compactness:
    found = compactness(shape, centre)
    assert not isinstance(found, Reason)
    return found


def disc(radius: float) -> np.ndarray:
    side = int(2 * radius) + 3
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    return x**2 + y**2 <= radius**2


@pytest.mark.parametrize("side", [1, 2, 3, 30, 200])
def test_a_square_of_any_size_has_a_squares_values(side: int) -> None:
    found = of(np.ones((side, side), bool))
    assert found.proximity == pytest.approx(SQUARE.proximity, abs=5e-6)
    assert found.cohesion == pytest.approx(SQUARE.cohesion, abs=3e-4 if side in {2, 3} else 5e-6)
    assert found.spin == pytest.approx(SQUARE.spin, abs=5e-6)


def test_a_square_is_exchanged_as_far_as_cells_can_tell() -> None:
    assert of(np.ones((200, 200), bool)).exchange == pytest.approx(SQUARE.exchange, abs=1e-3)


def test_a_disc_is_as_compact_as_can_be() -> None:
    found = of(disc(200))
    for index in INDICES:
        assert getattr(found, index) == pytest.approx(1.0, abs=2e-3 if index == "exchange" else 1e-5)


def test_a_long_row_is_not() -> None:
    """A line of length n: mean distance to its middle n/4, between points n/3, squared to its middle n²/12."""
    length = 400
    radius = np.sqrt(length / np.pi)
    found = of(np.ones((1, length), bool))
    assert found.proximity == pytest.approx(2 * radius / 3 / (length / 4), rel=1e-3)
    assert found.cohesion == pytest.approx(128 / (45 * np.pi) * radius / (length / 3), rel=1e-3)
    assert found.spin == pytest.approx(radius**2 / 2 / (length**2 / 12), rel=1e-3)
    assert found.exchange == pytest.approx(2 * radius / length, abs=1 / length)


def test_a_given_centre_moves_proximity_and_exchange_only() -> None:
    shape = np.zeros((12, 20), bool)
    shape[2:8, 5:11] = True
    own, middle, corner = of(shape), of(shape, (8.0, 5.0)), of(shape, (5.0, 2.0))
    for index in INDICES:
        assert getattr(middle, index) == pytest.approx(getattr(own, index))
    assert (corner.cohesion, corner.spin) == (own.cohesion, own.spin)
    assert corner.proximity == pytest.approx(SQUARE.proximity / 2, abs=5e-6)  # a corner is twice as far
    assert corner.exchange < own.exchange


def test_nothing_has_no_shape() -> None:
    assert compactness(np.zeros((3, 3), bool)) is Reason.NO_URBAN_EXTENT


shapes = st.integers(0, 2**32).map(lambda seed: np.random.default_rng(seed).random((9, 13)) < 0.4)


@settings(deadline=None, max_examples=30)
@given(shapes)
def test_cohesion_is_the_mean_over_all_pairs(shape: np.ndarray) -> None:
    """Each cell parted into 5 × 5 points, every pair measured; the points of one cell miss it by a little."""
    if not shape.any():
        return
    fine = np.argwhere(np.kron(shape, np.ones((5, 5), bool))) / 5
    pairs = np.hypot(*(fine[:, None, axis] - fine[None, :, axis] for axis in (0, 1)))
    radius = np.sqrt(np.count_nonzero(shape) / np.pi)
    assert of(shape).cohesion == pytest.approx(128 / (45 * np.pi) * radius / pairs.mean(), rel=0.012)
    if np.count_nonzero(shape) > 20:
        assert of(shape).cohesion == pytest.approx(128 / (45 * np.pi) * radius / pairs.mean(), rel=0.002)


@settings(deadline=None, max_examples=30)
@given(shapes, st.integers(2, 4))
def test_neither_a_finer_grid_nor_a_quarter_turn_nor_open_land_round_it_matters(shape: np.ndarray, times: int) -> None:
    if not shape.any():
        return
    before = of(shape)
    fine, turned, padded = np.kron(shape, np.ones((times, times), bool)), np.rot90(shape), np.pad(shape, 3)
    for index in ("proximity", "cohesion", "spin"):
        value = getattr(before, index)
        assert getattr(of(fine), index) == pytest.approx(value, rel=1e-3)
        assert getattr(of(turned), index) == pytest.approx(value, rel=1e-9)
        assert getattr(of(padded), index) == pytest.approx(value, rel=1e-9)
        assert 0 < value <= 1 + 1e-9


def test_blocks_of_cells_stand_for_a_large_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    shape = disc(150) & ~np.pad(disc(40), [(20, 200), (110, 110)])[:303, :303]
    exact = of(shape, (140.0, 160.0))
    monkeypatch.setattr(module, "MAX_SIDE", 101)
    blocks = of(shape, (140.0, 160.0))
    for index in INDICES:
        assert getattr(blocks, index) == pytest.approx(getattr(exact, index), rel=2e-3 if index == "exchange" else 3e-4)
