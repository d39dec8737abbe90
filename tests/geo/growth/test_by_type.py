import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.growth.by_type import TYPE_BITS, growth_in_fixed, growth_in_moving
from geo.growth.expansion import ExtentAt, expansion_types
from geo.measurement import GrowthByType
from geo.tabulate import Key, Table


def total(growth: GrowthByType) -> float:
    parts = dataclasses.asdict(growth)
    return sum(parts.values()) - 2 * parts["loss"]


def growth(
    earlier: tuple[np.ndarray, np.ndarray],
    later: tuple[np.ndarray, np.ndarray],
    fixed: np.ndarray,
) -> tuple[GrowthByType, GrowthByType]:
    """Return the growth in a fixed boundary and in the extents; each side is (fraction, extent)."""
    sides = [ExtentAt(fraction >= 0.5, extent) for fraction, extent in (earlier, later)]
    key = Key(expansion_types(*sides), TYPE_BITS, (fixed, earlier[1], later[1]))
    table = Table.of(key, (earlier[0].astype(np.float32), later[0].astype(np.float32)))
    return growth_in_fixed(table, (1, None, None), 1.0), growth_in_moving(table, 1, 2, 1.0)


def test_growth_drawn_by_hand() -> None:
    before = np.array([[1, 1, 0, 0, 0, 0, 1, 0]], float)
    after = np.array([[1, 0, 1, 1, 0, 1, 1, 1]], float)
    extent_before = np.array([[1, 1, 1, 0, 0, 0, 0, 0]], bool)
    extent_after = np.array([[1, 1, 1, 1, 0, 1, 1, 0]], bool)
    everywhere = np.ones_like(extent_after)
    fixed, moving = growth((before, extent_before), (after, extent_after), everywhere)
    assert fixed == GrowthByType(
        infill=1, extension=1, leapfrog=1, inclusion=0, outside_extent=1, loss=1, densification=0
    )
    assert moving == GrowthByType(
        infill=1, extension=1, leapfrog=1, inclusion=1, outside_extent=0, loss=1, densification=0
    )


def test_what_the_extent_leaves_behind_is_loss() -> None:
    built = np.array([[1, 1, 1]], float)
    _, moving = growth((built, np.array([[1, 1, 1]], bool)), (built, np.array([[1, 1, 0]], bool)), built > 0)
    assert moving.loss == 1
    assert total(moving) == -1


def test_fractions_that_rise_in_built_up_cells_are_densification() -> None:
    everywhere = np.ones((1, 3), bool)
    fixed, _ = growth((np.array([[0.6, 0.1, 0.0]]), everywhere), (np.array([[0.9, 0.2, 0.75]]), everywhere), everywhere)
    assert fixed.densification == pytest.approx(0.4, abs=1e-6)
    assert fixed.infill == pytest.approx(0.75)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.booleans())
def test_parts_sum_to_the_change_in_both_kinds_of_boundary(seed: int, classes: bool) -> None:  # noqa: FBT001
    random = np.random.default_rng(seed)
    sides = []
    for _ in range(2):
        fraction = random.random((12, 17)).astype(np.float32)
        sides.append((fraction.round() if classes else fraction, random.random((12, 17)) < 0.5))
    (f1, e1), (f2, e2) = sides
    boundary = random.random((12, 17)) < 0.7
    fixed, moving = growth((f1, e1), (f2, e2), boundary)
    assert total(fixed) == pytest.approx(float(f2[boundary].sum() - f1[boundary].sum()), abs=1e-4)
    assert total(moving) == pytest.approx(float(f2[e2].sum() - f1[e1].sum()), abs=1e-4)
    assert fixed.inclusion == 0
    if classes:
        assert fixed.densification == pytest.approx(0, abs=1e-9)
        assert moving.densification == pytest.approx(0, abs=1e-9)
