"""The metrics of one class of a landscape, by FRAGSTATS' definitions."""

from dataclasses import dataclass

from geo.landscape.joins import Joins
from geo.landscape.patch_metrics import PatchMetrics, Values, patch_values, record
from geo.landscape.patches import Patches
from geo.landscape.shapes import least_sides
from geo.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMetrics(PatchMetrics):
    """A class of the landscape."""

    code: int
    """The class's code in the raster."""
    ca_ha: float
    """CA, total area of the class."""
    pland_percent: float | None
    """PLAND, its share of A."""
    clumpy: float | None
    """CLUMPY, clumpiness: −1 dispersed as far as possible, 0 as if thrown at random, 1 in one compact patch."""


def class_metrics(code: int, position: int, patches: Patches, joins: Joins, cell_m: float) -> ClassMetrics:
    """Return the metrics of a class that is there.

    Args:
        code: the class.
        position: its row in `joins`, from 1.
        patches: its patches.
        joins: of the whole landscape.
        cell_m: side of a cell.
    """
    cells = int(joins[position].sum()) // 4
    landscape = int(joins[1:].sum()) // 4
    boundary, like = int(joins[position, 0]), int(joins[position, position])
    edge = 4 * cells - like - boundary
    least = int(least_sides(cells))
    aggregation = Reason.ONE_CELL_ONLY if cells == 1 else like / (4 * cells - least)
    values: Values = patch_values(patches, landscape, cell_m) | {
        "ca_ha": cells * cell_m**2 / 10_000,
        "pland_percent": 100 * cells / landscape,
        "te_m": edge * cell_m,
        "ed_m_per_ha": edge / landscape / cell_m * 10_000,
        "lsi": (edge + boundary) / least,
        "ai_percent": aggregation if isinstance(aggregation, Reason) else 100 * aggregation,
        "clumpy": _clumpiness(aggregation, cells / landscape),
    }
    return record(ClassMetrics, values, code=code, np_count=len(patches.cells))


def absent_class(code: int, landscape_ha: float) -> ClassMetrics:
    """Return the metrics of a class that is not there: no area, no edge, and a reason for what patches would give."""
    nothing = Patches.union(())
    share: float | Reason = 0.0 if landscape_ha > 0 else Reason.NO_PATCHES
    values: Values = patch_values(nothing, int(landscape_ha > 0), 1.0) | {
        "ca_ha": 0.0,
        "pland_percent": share,
        "te_m": 0.0,
        "ed_m_per_ha": share,
        **dict.fromkeys(("lsi", "ai_percent", "clumpy"), Reason.NO_PATCHES),
    }
    return record(ClassMetrics, values, code=code, np_count=0)


def _clumpiness(aggregation: float | Reason, share: float) -> float | Reason:
    """Return how far like joins exceed (or fall short of) those of cells thrown at random, which is the share."""
    if isinstance(aggregation, Reason):
        return aggregation
    if share == 1:
        return Reason.ONE_CLASS_ONLY
    if aggregation < share < 0.5:  # noqa: PLR2004
        return (aggregation - share) / share
    return (aggregation - share) / (1 - share)
