import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GridError
from geo.landscape.class_metrics import ClassMetrics
from geo.landscape.metrics import Landscape, measure_landscape
from geo.landscape.patch_metrics import PatchMetrics
from geo.reasons import Reason

DRAWN = np.array(
    [
        [1, 1, 2, 2, 2],
        [1, 1, 2, 2, 2],
        [2, 2, 1, 2, 2],
        [2, 2, 2, 2, 2],
        [2, 2, 2, 2, 1],
    ],
    np.uint8,
)
"""Class 1 has six cells in two patches: the block with the cell at its corner (12 sides), and a cell on its own."""


def values(row: PatchMetrics) -> dict[str, float | None]:
    names = (field.name for field in dataclasses.fields(row) if field.name not in {"code", "undefined"})
    return {name: getattr(row, name) for name in names}


def test_a_class_counted_on_fingers() -> None:
    row = measure_landscape(DRAWN, cell_m=100).of(1)
    counted = {
        "ca_ha": 6,
        "pland_percent": 24,
        "np_count": 2,
        "pd_per_100_ha": 8,
        "lpi_percent": 20,
        "te_m": 1_000,  # 4 round the block, 4 round the cell at its corner, 2 round the lone one
        "ed_m_per_ha": 40,
        "lsi": 1.6,  # 10 sides and 6 on the boundary, over 10, the least that six cells have
        "area_mn_ha": 3,
        "area_am_ha": 26 / 6,
        "area_cv_percent": 200 / 3,
        "shape_mn": 1.1,  # 12 sides over 10, and 1
        "frac_am": (5 * 2 * math.log(300) / math.log(50_000) + 1) / 6,
        "pafrac": None,
        "enn_mn_m": 200 * math.sqrt(2),
        "mesh_ha": 26 / 25,
        "cohesion_percent": 100 * (1 - 16 / (12 * math.sqrt(5) + 4)) / (1 - 1 / 5),
        "ai_percent": 100 * 4 / 7,  # 4 joins of the block; six cells can have 7
        "clumpy": (4 / 7 - 0.24) / 0.76,
    }
    assert values(row) == pytest.approx(counted)
    assert row.undefined == {"pafrac": Reason.TOO_FEW_PATCHES}


def test_a_landscape_counted_on_fingers() -> None:
    row = measure_landscape(DRAWN, cell_m=100).whole
    joins = [0.24 * 8 / 18, 0.24 * 10 / 18, 0.76 * 52 / 62, 0.76 * 10 / 62]
    assert row.ta_ha == 25
    assert row.np_count == 3
    assert row.te_m == 1_000
    assert row.lsi == pytest.approx(1.5)  # 10 sides within and 20 round, over 20
    assert row.lpi_percent == pytest.approx(76)
    assert row.mesh_ha == pytest.approx((25 + 1 + 19 * 19) / 25)
    assert row.area_am_ha == pytest.approx(row.mesh_ha)
    assert row.enn_mn_m == pytest.approx(200 * math.sqrt(2))
    assert row.ai_percent == pytest.approx(24 * 4 / 7 + 76 * 26 / 29)
    assert row.shdi == pytest.approx(-(0.24 * math.log(0.24) + 0.76 * math.log(0.76)))
    assert row.contag_percent == pytest.approx(100 * (1 + sum(q * math.log(q) for q in joins) / (2 * math.log(2))))


def test_corners_part_patches_where_four_neighbours_are_asked_for() -> None:
    row = measure_landscape(DRAWN, cell_m=100, neighbours=4).of(1)
    assert row.np_count == 3
    assert row.enn_mn_m == pytest.approx(100 * (math.sqrt(2) + math.sqrt(2) + 2 * math.sqrt(2)) / 3)


CHECKERBOARD = (np.indices((6, 6)).sum(axis=0) % 2 + 1).astype(np.uint8)
ALONE = np.zeros((7, 7), np.uint8)
ALONE[3, 3] = 1
DEGENERATE = {
    "no rows": np.zeros((0, 5), np.uint8),
    "no cells": np.zeros((0, 0), np.uint8),
    "all nodata": np.zeros((5, 5), np.uint8),
    "full": np.ones((5, 5), np.uint8),
    "one pixel in nodata": ALONE,
    "one pixel in another class": ALONE + np.uint8(1),
    "one row": np.array([[1, 1, 2, 1, 2, 2]], np.uint8),
    "one column": np.array([[1], [1], [2], [1]], np.uint8),
    "1 × 1": np.ones((1, 1), np.uint8),
    "checkerboard": CHECKERBOARD,
    "lone cells": np.array([[1, 0, 1, 0, 1], [0, 0, 0, 0, 0], [2, 0, 2, 0, 2]], np.uint8),
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("nearest", [True, False])
def test_degenerate_landscapes_have_a_value_or_a_reason_for_every_metric(name: str, nearest: bool) -> None:  # noqa: FBT001
    measured = measure_landscape(DEGENERATE[name], cell_m=1, nearest=nearest)
    for row in (*measured.classes, measured.of(1), measured.of(9), measured.whole):
        for field, value in values(row).items():
            assert (value is None) == (field in row.undefined)
            assert value is None or math.isfinite(value)
        assert all(Reason(code) for code in row.undefined.values())


def reasons(name: str, code: int | None = None) -> dict[str, str]:
    measured = measure_landscape(DEGENERATE[name], cell_m=30)
    return dict((measured.whole if code is None else measured.of(code)).undefined)


def test_the_reasons_are_the_right_ones() -> None:
    assert set(reasons("all nodata").values()) == {Reason.NO_PATCHES}
    assert {"ta_ha", "np_count", "te_m"}.isdisjoint(reasons("all nodata"))
    assert set(reasons("full", 2).values()) == {Reason.NO_PATCHES}
    assert {"pland_percent", "pd_per_100_ha", "lpi_percent", "mesh_ha"}.isdisjoint(reasons("full", 2))
    few = {"pafrac": Reason.TOO_FEW_PATCHES}
    assert reasons("full") == few | {"enn_mn_m": Reason.NO_OTHER_PATCH, "contag_percent": Reason.ONE_CLASS_ONLY}
    assert reasons("full", 1) == few | {"enn_mn_m": Reason.NO_OTHER_PATCH, "clumpy": Reason.ONE_CLASS_ONLY}
    single = dict.fromkeys(("ai_percent", "clumpy", "cohesion_percent"), Reason.ONE_CELL_ONLY)
    assert reasons("1 × 1", 1) == few | single | {"enn_mn_m": Reason.NO_OTHER_PATCH}
    del single["cohesion_percent"]
    assert reasons("one pixel in another class", 2) == few | single | {"enn_mn_m": Reason.NO_OTHER_PATCH}
    assert reasons("lone cells") == few | {"contag_percent": Reason.NO_JOINS}


def test_patches_that_are_all_alike_have_no_fractal_dimension() -> None:
    cells = np.zeros((9, 9), np.uint8)
    cells[::2, ::2] = 1
    assert measure_landscape(cells, cell_m=10).of(1).undefined["pafrac"] == Reason.PATCHES_ALIKE


def test_a_checkerboard_is_as_dispersed_as_can_be() -> None:
    row = measure_landscape(CHECKERBOARD, cell_m=10)
    assert row.whole.ai_percent == 0
    assert row.of(1).clumpy == pytest.approx(-1)
    assert row.whole.np_count == 2
    assert measure_landscape(CHECKERBOARD, cell_m=10, neighbours=4).whole.np_count == 36


def same(one: Landscape, other: Landscape) -> None:
    pairs = zip((*one.classes, one.whole), (*other.classes, other.whole), strict=True)
    for row, twin in pairs:
        assert values(row) == pytest.approx(values(twin))
        assert row.undefined == twin.undefined


landscapes = st.builds(
    lambda seed, rows, columns, classes: np.random.default_rng(seed).integers(0, classes + 1, (rows, columns)),
    *(st.integers(0, 2**32), st.integers(1, 20), st.integers(1, 20), st.integers(1, 4)),
)


@settings(deadline=None, max_examples=60)
@given(landscapes)
def test_turning_mirroring_framing_and_recoding_change_nothing(classes: np.ndarray) -> None:
    plain = measure_landscape(classes, cell_m=20)
    same(plain, measure_landscape(np.rot90(classes), cell_m=20))
    same(plain, measure_landscape(classes[::-1], cell_m=20))
    same(plain, measure_landscape(np.pad(classes, 3), cell_m=20))
    same(plain, measure_landscape((classes * 100_000 - 7).astype(np.int32), cell_m=20, nodata=-7))
    same(plain, measure_landscape(classes.astype(np.uint8), cell_m=20))


@settings(deadline=None, max_examples=60)
@given(landscapes)
def test_the_landscape_is_the_sum_of_its_classes(classes: np.ndarray) -> None:
    measured = measure_landscape(classes, cell_m=20)
    whole, rows = measured.whole, measured.classes
    assert whole.ta_ha == pytest.approx(sum(row.ca_ha for row in rows))
    assert whole.np_count == sum(row.np_count for row in rows)
    assert whole.te_m == pytest.approx(sum(row.te_m or 0 for row in rows) / 2)
    if rows:
        assert whole.mesh_ha == pytest.approx(sum(row.mesh_ha or 0 for row in rows))


@settings(deadline=None, max_examples=60)
@given(landscapes)
def test_cells_of_twice_the_side_quadruple_areas_double_lengths_and_leave_shapes(classes: np.ndarray) -> None:
    small, large = (measure_landscape(classes, cell_m=side).whole for side in (20, 40))
    factors = {"ta_ha": 4, "area_mn_ha": 4, "area_am_ha": 4, "mesh_ha": 4, "te_m": 2, "enn_mn_m": 2}
    factors |= {"ed_m_per_ha": 0.5, "pd_per_100_ha": 0.25}
    other = values(large)
    for name, value in values(small).items():
        if value is not None and name != "frac_am":
            assert other[name] == pytest.approx(value * factors.get(name, 1)), name


@pytest.mark.parametrize(
    ("classes", "cell_m", "said"),
    [
        (np.zeros((2, 3, 3), np.uint8), 10, "saw 3 dimensions of uint8"),
        (np.zeros((3, 3), np.float32), 10, "saw 2 dimensions of float32"),
        (np.arange(400).reshape(20, 20), 10, "saw 399; group the classes first"),
        (np.ones((3, 3), np.uint8), 0.5, "expected cells of 1 m or more, saw 0.5 m"),
        (np.ones((3, 3), np.uint8), math.nan, "expected cells of 1 m or more, saw nan m"),
    ],
)
def test_what_is_no_raster_of_classes_is_refused(classes: np.ndarray, cell_m: float, said: str) -> None:
    with pytest.raises(GridError, match=said):
        measure_landscape(classes, cell_m=cell_m)


def test_255_classes_are_measured() -> None:
    classes = np.arange(256).reshape(16, 16)
    measured = measure_landscape(classes, cell_m=10)
    assert len(measured.classes) == 255
    assert all(isinstance(row, ClassMetrics) and row.ca_ha == pytest.approx(0.01) for row in measured.classes)
