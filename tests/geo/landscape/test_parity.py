"""Ours beside pylandstats, and beside plain formulas on what scipy.ndimage finds, for every metric."""

import math
import warnings

import numpy as np
import pylandstats
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from geo.landscape.cover import cover_of
from geo.landscape.joins import joins
from geo.landscape.metrics import measure_landscape
from geo.landscape.patch_metrics import PatchMetrics

SIDE = 30
PEERS = {
    "total_area": "ca_ha",
    "proportion_of_landscape": "pland_percent",
    "number_of_patches": "np_count",
    "patch_density": "pd_per_100_ha",
    "largest_patch_index": "lpi_percent",
    "total_edge": "te_m",
    "edge_density": "ed_m_per_ha",
    "landscape_shape_index": "lsi",
    "area_mn": "area_mn_ha",
    "area_am": "area_am_ha",
    "area_cv": "area_cv_percent",
    "shape_index_mn": "shape_mn",
    "fractal_dimension_am": "frac_am",
    "effective_mesh_size": "mesh_ha",
    "euclidean_nearest_neighbor_mn": "enn_mn_m",
}
"""pylandstats has no PAFRAC, COHESION, CLUMPY and AI; its SHDI and CONTAG are compared apart."""


@st.composite
def landscapes(draw: st.DrawFn) -> np.ndarray:
    """Draw noise, or noise made clumpy, with or without nodata."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = draw(st.tuples(st.integers(1, 30), st.integers(1, 30)))
    smooth, classes, nodata = draw(st.sampled_from([0, 1, 2])), draw(st.integers(1, 4)), draw(st.booleans())
    field = ndimage.gaussian_filter(random.random(shape), smooth)
    steps = np.quantile(field, np.arange(1, classes) / classes)
    cells = np.searchsorted(steps, field).astype(np.uint8) + np.uint8(1)
    if nodata:
        cells[random.random(shape) < 0.2] = 0
    return cells


def near(value: float | None, peer: float) -> bool:
    return math.isnan(peer) if value is None else value == pytest.approx(peer, rel=1e-9)


@settings(deadline=None, max_examples=60)
@given(landscapes())
def test_all_that_pylandstats_has_is_equal(classes: np.ndarray) -> None:
    if not classes.any():
        return
    measured = measure_landscape(classes, cell_m=SIDE)
    peer = pylandstats.Landscape(classes, res=(SIDE, SIDE), nodata=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the peer divides by zero where a mean has nothing to go by
        for name, field in PEERS.items():
            for row in measured.classes:
                assert near(getattr(row, field), getattr(peer, name)(class_val=row.code)), (row.code, name)
            if name != "proportion_of_landscape":
                ours = getattr(measured.whole, "ta_ha" if field == "ca_ha" else field)
                assert near(ours, getattr(peer, name)()), name


@settings(deadline=None, max_examples=60)
@given(landscapes())
def test_diversity_and_contagion_are_pylandstats_when_shares_are_those_of_joins(classes: np.ndarray) -> None:
    """The peer takes the classes' shares from joins instead of areas, and so misses FRAGSTATS' values for Vaud."""
    cover = cover_of(classes, cell_m=SIDE)
    counted = joins(cover)[1:, 1:]
    if len(cover.codes) < 2 or not counted.sum(axis=1).all():
        return
    peer = pylandstats.Landscape(classes, res=(SIDE, SIDE), nodata=0)
    both, one = counted[counted > 0] / counted.sum(), counted.sum(axis=1) / counted.sum()
    assert peer.shannon_diversity_index() == pytest.approx(-(one @ np.log(one)))
    assert peer.contagion() == pytest.approx(100 * (1 + both @ np.log(both) / (2 * math.log(len(one)))), abs=1e-9)


def plain_patches(classes: np.ndarray, code: int) -> np.ndarray:
    """Return rows of cells, sides and distance, patch by patch, from scipy alone."""
    labels, count = ndimage.label(np.pad(classes == code, 1), np.ones((3, 3)))
    table = []
    for patch in range(1, count + 1):
        own = labels == patch
        sides = np.count_nonzero(np.diff(own, axis=0)) + np.count_nonzero(np.diff(own, axis=1))
        others = (labels > 0) & ~own
        away = ndimage.distance_transform_edt(~others)[own].min() if others.any() else math.nan
        table.append((own.sum(), sides, away))
    return np.array(table)


def plain_metrics(table: np.ndarray, total: int) -> dict[str, float]:
    """Return what follows from patches, in cells and sides, by the formulas as printed."""
    cells, sides, away = table.T
    whole = np.floor(np.sqrt(cells))
    least = 4 * whole + np.where(cells == whole**2, 0, np.where(cells <= whole * (whole + 1), 2, 4))
    dimension = [1 if a == 1 else 2 * math.log(p * SIDE / 4) / math.log(a * SIDE**2) for a, p in table[:, :2]]
    slope = math.nan
    if len(table) > 9 and np.ptp(cells) and np.ptp(sides):
        slope = np.polyfit(np.log(sides), np.log(cells), 1)[0]
    cohesion = 1 - sides.sum() / (sides * np.sqrt(cells)).sum()
    hectare = SIDE**2 / 10_000
    return {
        "np_count": len(table),
        "pd_per_100_ha": len(table) / (total * hectare) * 100,
        "lpi_percent": 100 * cells.max() / total,
        "area_mn_ha": cells.mean() * hectare,
        "area_am_ha": (cells**2).sum() / cells.sum() * hectare,
        "area_cv_percent": 100 * cells.std() / cells.mean(),
        "shape_mn": (sides / least).mean(),
        "frac_am": np.average(dimension, weights=cells),
        "pafrac": 2 / slope if slope and abs(slope) > 1e-6 else math.nan,
        "enn_mn_m": math.nan if np.isnan(away).all() else np.nanmean(away) * SIDE,
        "mesh_ha": (cells**2).sum() / total * hectare,
        "cohesion_percent": 100 * cohesion / (1 - 1 / math.sqrt(total)) if total > 1 else math.nan,
    }


def plain_joins(classes: np.ndarray, code: int) -> tuple[int, int]:
    """Return a class's joins with itself, each once, and with other classes."""
    like = unlike = 0
    for one, other in ((classes[1:], classes[:-1]), (classes[:, 1:], classes[:, :-1])):
        like += np.count_nonzero((one == code) & (other == code))
        unlike += np.count_nonzero(((one == code) != (other == code)) & (one > 0) & (other > 0))
    return like, unlike


def agree(row: PatchMetrics, expected: dict[str, float]) -> None:
    for name, value in expected.items():
        assert near(getattr(row, name), float(value)), name


@settings(deadline=None, max_examples=80)
@given(landscapes())
def test_every_metric_follows_from_what_scipy_finds(classes: np.ndarray) -> None:
    total = np.count_nonzero(classes)
    if not total:
        return
    measured = measure_landscape(classes, cell_m=SIDE)
    tables, edges, aggregation = [], 0, []
    for row in measured.classes:
        table = plain_patches(classes, row.code)
        cells, (like, unlike) = int(table[:, 0].sum()), plain_joins(classes, row.code)
        square = math.isqrt(cells)
        left = cells - square**2
        most = 2 * square * (square - 1) + (0 if left == 0 else 2 * left - (1 if left <= square else 2))
        share, got = cells / total, like / most if most else math.nan
        clumpy = math.nan if share == 1 else (got - share) / (share if got < share < 0.5 else 1 - share)
        agree(row, plain_metrics(table, total))
        agree(row, {"ca_ha": cells * SIDE**2 / 10_000, "pland_percent": 100 * share, "te_m": unlike * SIDE})
        agree(row, {"ed_m_per_ha": unlike / total / SIDE * 10_000, "ai_percent": 100 * got, "clumpy": clumpy})
        agree(row, {"lsi": table[:, 1].sum() / (4 * cells - 2 * most)})
        tables.append(table)
        edges += unlike
        aggregation.append((100 * got, share))
    whole = np.concatenate(tables)
    agree(measured.whole, plain_metrics(whole, total))
    known = [value * share for value, share in aggregation if not math.isnan(value)]
    shares = np.array([share for _, share in aggregation])
    agree(measured.whole, {"te_m": edges / 2 * SIDE, "ed_m_per_ha": edges / 2 / total / SIDE * 10_000})
    agree(measured.whole, {"ai_percent": sum(known) if known else math.nan, "shdi": -(shares @ np.log(shares))})
    agree(measured.whole, {"contag_percent": plain_contagion(classes, shares)})


def plain_contagion(classes: np.ndarray, shares: np.ndarray) -> float:
    codes = np.unique(classes[classes > 0])
    beside = np.zeros((len(codes), len(codes)))
    for row, column in np.argwhere(classes > 0):
        for y, x in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            if 0 <= y < classes.shape[0] and 0 <= x < classes.shape[1] and classes[y, x]:
                beside[np.searchsorted(codes, classes[row, column]), np.searchsorted(codes, classes[y, x])] += 1
    if len(codes) == 1 or not beside.sum(axis=1).all():
        return math.nan
    terms = [
        share * count / row.sum() * math.log(share * count / row.sum())
        for share, row in zip(shares, beside, strict=True)
        for count in row
        if count
    ]
    return 100 * (1 + sum(terms) / (2 * math.log(len(codes))))
