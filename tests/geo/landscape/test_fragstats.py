import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from geo.landscape.class_metrics import ClassMetrics
from geo.landscape.cover import cover_of
from geo.landscape.metrics import Landscape, measure_landscape
from geo.landscape.patches import Patches, patches_by_class
from geo.landscape.shapes import fractal_dimension, shape_index

STEM = "vaud_g100_clc00_V18_5"
FIELDS = {
    "TA": "ta_ha",
    "CA": "ca_ha",
    "PLAND": "pland_percent",
    "NP": "np_count",
    "PD": "pd_per_100_ha",
    "LPI": "lpi_percent",
    "TE": "te_m",
    "ED": "ed_m_per_ha",
    "LSI": "lsi",
    "MESH": "mesh_ha",
    "PAFRAC": "pafrac",
    "CONTAG": "contag_percent",
    "SHDI": "shdi",
}
PRINTED = 0.5e-4 + 1e-9
"""FRAGSTATS prints four decimals."""


def rows(folder: Path, level: str) -> list[dict[str, str]]:
    with (folder / f"{STEM}.{level}").open(newline="", encoding="utf-8") as file:
        return [{key.strip(): value.strip() for key, value in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "vaud_clc"


@pytest.fixture(scope="module")
def classes(folder: Path) -> np.ndarray:
    with rasterio.open(folder / f"{STEM}.tif") as dataset:
        return dataset.read(1)


@pytest.fixture(scope="module")
def ours(classes: np.ndarray) -> Landscape:
    return measure_landscape(classes, cell_m=100)


def same(printed: dict[str, str], measured: Any) -> set[str]:
    """Compare every metric that a row prints; return their names."""
    names = set(printed) - {"LID", "TYPE"}
    for name in names:
        value = getattr(measured, FIELDS[name])
        assert value == pytest.approx(float(printed[name]), abs=PRINTED), name
    return names


def test_every_class_metric_that_fragstats_printed_is_ours(folder: Path, ours: Landscape) -> None:
    printed = {int(row["TYPE"].removeprefix("cls_")): row for row in rows(folder, "class")}
    assert set(printed) == {one.code for one in ours.classes} == {1, 2}
    for code, row in printed.items():
        assert len(same(row, ours.of(code))) == 10


def test_every_landscape_metric_that_fragstats_printed_is_ours(folder: Path, ours: Landscape) -> None:
    (row,) = rows(folder, "land")
    assert len(same(row, ours.whole)) == 10


def patch_table(printed: list[dict[str, str]]) -> np.ndarray:
    table = [[float(row[name]) for name in ("AREA", "PERIM", "PARA", "SHAPE", "FRAC", "ENN")] for row in printed]
    return np.array(sorted(table))


def our_table(patches: Patches) -> np.ndarray:
    assert patches.nearest is not None
    area, rim = patches.cells.astype(float), patches.sides * 100.0
    shape = shape_index(patches.cells, patches.sides)
    fractal = fractal_dimension(patches.cells, patches.sides, 100)
    table = np.column_stack([area, rim, rim / area, shape, fractal, patches.nearest * 100])
    return np.array(sorted(np.round(table, 4).tolist()))


def test_every_patch_of_fragstats_is_ours_with_its_area_perimeter_shape_and_distance(
    folder: Path, classes: np.ndarray
) -> None:
    printed = rows(folder, "patch")
    for code, patches in zip((1, 2), patches_by_class(cover_of(classes, cell_m=100)), strict=True):
        theirs = patch_table([row for row in printed if row["TYPE"] == f"cls_{code}"])
        assert our_table(patches) == pytest.approx(theirs, abs=1e-4)


def test_what_the_class_file_leaves_out_follows_from_the_patches_that_fragstats_printed(
    folder: Path, ours: Landscape
) -> None:
    printed = rows(folder, "patch")
    everything = patch_table(printed)
    for code in (1, 2):
        follows(ours.of(code), patch_table([row for row in printed if row["TYPE"] == f"cls_{code}"]))
    follows(ours.whole, everything)


def follows(measured: Any, table: np.ndarray) -> None:
    area, rim, _, shape, fractal, distance = table.T
    assert measured.area_mn_ha == pytest.approx(area.mean())
    assert measured.area_am_ha == pytest.approx(np.average(area, weights=area))
    assert measured.area_cv_percent == pytest.approx(100 * area.std() / area.mean())
    assert measured.shape_mn == pytest.approx(shape.mean(), abs=1e-4)
    assert measured.frac_am == pytest.approx(np.average(fractal, weights=area), abs=1e-4)
    assert measured.enn_mn_m == pytest.approx(distance.mean(), abs=1e-4)
    cohesion = (1 - rim.sum() / (rim @ np.sqrt(area))) / (1 - 1 / np.sqrt(321_075))
    assert measured.cohesion_percent == pytest.approx(100 * cohesion)


def test_urban_vaud_has_258_patches_where_corners_do_not_join(classes: np.ndarray) -> None:
    built = measure_landscape(classes, cell_m=100, neighbours=4, nearest=False).of(1)
    assert isinstance(built, ClassMetrics)
    assert built.np_count == 258
