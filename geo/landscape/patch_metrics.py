"""What the class level and the landscape level share: the metrics of a set of patches, and how a record is filled."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from geo.landscape.patches import Patches
from geo.landscape.shapes import fractal_dimension, perimeter_area_fractal_dimension, shape_index
from geo.reasons import Reason

Values = dict[str, float | Reason]
"""Field name → value, or why it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchMetrics:
    """Metrics of all patches of a class, or of a landscape; A is the area of the landscape, nodata left out."""

    np_count: int
    """NP, number of patches."""
    pd_per_100_ha: float | None
    """PD, patch density: patches per 100 ha of landscape."""
    lpi_percent: float | None
    """LPI, largest patch index: the largest patch's share of A."""
    te_m: float | None
    """TE, total edge with other classes; the landscape's boundary and nodata are no edge."""
    ed_m_per_ha: float | None
    """ED, edge density: TE / A."""
    lsi: float | None
    """LSI, landscape shape index: all edge, boundary included, over the least possible for the area."""
    area_mn_ha: float | None
    """AREA_MN, mean patch area."""
    area_am_ha: float | None
    """AREA_AM, area-weighted mean patch area: the patch that a random cell lies in."""
    area_cv_percent: float | None
    """AREA_CV, coefficient of variation of patch areas, with the population's standard deviation."""
    shape_mn: float | None
    """SHAPE_MN, mean shape index; 1 is the most compact."""
    frac_am: float | None
    """FRAC_AM, area-weighted mean fractal dimension, 1-2."""
    pafrac: float | None
    """PAFRAC, perimeter-area fractal dimension over ten patches or more."""
    enn_mn_m: float | None
    """ENN_MN, mean distance to the nearest patch of the same class, cell centre to cell centre."""
    mesh_ha: float | None
    """MESH, effective mesh size: Σ area² / A."""
    cohesion_percent: float | None
    """COHESION, how connected the patches are, 0-100."""
    ai_percent: float | None
    """AI, aggregation index: joins of like cells over the most possible."""
    undefined: Mapping[str, str] = field(default_factory=dict)
    """Field name → reason code, for each field that is None."""


Record = TypeVar("Record", bound=PatchMetrics)


def record(kind: type[Record], values: Values, **head: int) -> Record:
    """Return a record of the values: None under the name of each that has a reason instead, and the reason beside."""
    undefined = {name: value.value for name, value in values.items() if isinstance(value, Reason)}
    numbers = {name: None if name in undefined else value for name, value in values.items()}
    return kind(**head, **numbers, undefined=undefined)  # type: ignore[arg-type]


def patch_values(patches: Patches, landscape_cells: int, cell_m: float) -> Values:
    """Return the metrics that follow from areas, perimeters and distances of patches, all but `np_count`.

    Args:
        patches: of one class, or of all.
        landscape_cells: cells of the whole landscape, nodata left out.
        cell_m: side of a cell.
    """
    cells, count, cell_ha = patches.cells, len(patches.cells), cell_m**2 / 10_000
    if landscape_cells == 0:
        whole: Values = dict.fromkeys(("pd_per_100_ha", "lpi_percent", "mesh_ha"), Reason.NO_PATCHES)
    else:
        whole = {
            "pd_per_100_ha": 100 * count / (landscape_cells * cell_ha),
            "lpi_percent": 100 * int(cells.max(initial=0)) / landscape_cells,
            "mesh_ha": float(cells @ cells) / landscape_cells * cell_ha,
        }
    if count == 0:
        names = ("area_mn_ha", "area_am_ha", "area_cv_percent", "shape_mn", "frac_am")
        return whole | dict.fromkeys((*names, "pafrac", "enn_mn_m", "cohesion_percent"), Reason.NO_PATCHES)
    return whole | {
        "area_mn_ha": float(cells.mean()) * cell_ha,
        "area_am_ha": float(cells @ cells) / int(cells.sum()) * cell_ha,
        "area_cv_percent": 100 * float(cells.std() / cells.mean()),
        "shape_mn": float(shape_index(cells, patches.sides).mean()),
        "frac_am": float(np.average(fractal_dimension(cells, patches.sides, cell_m), weights=cells)),
        "pafrac": perimeter_area_fractal_dimension(cells, patches.sides),
        "enn_mn_m": _mean_distance(patches, cell_m),
        "cohesion_percent": _cohesion(patches, landscape_cells),
    }


def _mean_distance(patches: Patches, cell_m: float) -> float | Reason:
    if patches.nearest is None:
        return Reason.NOT_ASKED_FOR
    if np.isnan(patches.nearest).all():
        return Reason.NO_OTHER_PATCH
    return float(np.nanmean(patches.nearest)) * cell_m


def _cohesion(patches: Patches, landscape_cells: int) -> float | Reason:
    """Return (1 − Σ p / Σ p·√a) / (1 − 1/√Z) in percent, p in sides, a in cells, Z the landscape's cells."""
    if landscape_cells == 1:
        return Reason.ONE_CELL_ONLY
    weighted = float(patches.sides @ np.sqrt(patches.cells))
    return 100 * (1 - int(patches.sides.sum()) / weighted) / (1 - 1 / math.sqrt(landscape_cells))
