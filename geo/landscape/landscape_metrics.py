"""The metrics of a landscape as a whole, by FRAGSTATS' definitions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.landscape.class_metrics import ClassMetrics
from geo.landscape.joins import Joins
from geo.landscape.patch_metrics import PatchMetrics, Values, patch_values, record
from geo.landscape.patches import Patches
from geo.landscape.shapes import least_sides
from geo.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LandscapeMetrics(PatchMetrics):
    """All classes together."""

    ta_ha: float
    """TA, total area A, nodata left out."""
    shdi: float | None
    """SHDI, Shannon's diversity of the classes' shares; 0 where there is one class."""
    contag_percent: float | None
    """CONTAG, contagion: 100 where classes are as clumped, 0 where they are as mixed as can be."""


def landscape_metrics(
    patches: Patches, joins: Joins, classes: Sequence[ClassMetrics], cell_m: float
) -> LandscapeMetrics:
    """Return the metrics of a landscape.

    Args:
        patches: those of all classes.
        joins: of the landscape.
        classes: the metrics of each class that is there.
        cell_m: side of a cell.
    """
    landscape = int(joins[1:].sum()) // 4
    boundary = int(joins[0, 1:].sum())
    edge = (4 * landscape - boundary - int(joins.trace() - joins[0, 0])) // 2
    values: Values = patch_values(patches, landscape, cell_m) | {
        "ta_ha": landscape * cell_m**2 / 10_000,
        "te_m": edge * cell_m,
    }
    if landscape == 0:
        names = ("ed_m_per_ha", "lsi", "ai_percent", "shdi", "contag_percent")
        values |= dict.fromkeys(names, Reason.NO_PATCHES)
    else:
        values |= {
            "ed_m_per_ha": edge / landscape / cell_m * 10_000,
            "lsi": (edge + boundary) / int(least_sides(landscape)),
            "ai_percent": _aggregation(classes),
            "shdi": _diversity(joins),
            "contag_percent": _contagion(joins),
        }
    return record(LandscapeMetrics, values, np_count=len(patches.cells))


def _aggregation(classes: Sequence[ClassMetrics]) -> float | Reason:
    """Return the classes' AI weighted by their areas; a class of a single cell has no like join and adds nothing."""
    if all(one.ai_percent is None for one in classes):
        return Reason.ONE_CELL_ONLY
    return sum((one.ai_percent or 0.0) * (one.pland_percent or 0.0) for one in classes) / 100


def _diversity(joins: Joins) -> float:
    """Return −Σ P ln P over the classes' shares P of the landscape."""
    share = joins[1:].sum(axis=1) / joins[1:].sum()
    return float(-(share * np.log(share)).sum()) + 0.0


def _contagion(joins: Joins) -> float | Reason:
    """Return 1 + Σ q ln q / (2 ln m) in percent, q the chance of a cell's class and its neighbour's, for m classes."""
    like = joins[1:, 1:]
    if len(like) == 1:
        return Reason.ONE_CLASS_ONLY
    if not like.sum(axis=1).all():
        return Reason.NO_JOINS
    share = joins[1:].sum(axis=1) / joins[1:].sum()
    chance = (share / like.sum(axis=1))[:, np.newaxis] * like
    chance = chance[chance > 0]
    return 100 * (1 + float((chance * np.log(chance)).sum()) / (2 * math.log(len(like))))
