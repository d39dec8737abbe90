"""pylandstats' metrics of one raster that the project has too, as a process of its own."""

import json
import sys
from pathlib import Path

import numpy as np
import pylandstats

SHARED = {
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
}
"""At both levels: the peer's name → the project's."""
NEAREST = {"euclidean_nearest_neighbor_mn": "enn_mn_m"}
CLASSES = {"total_area": "ca_ha", "proportion_of_landscape": "pland_percent"}
WHOLE = {"total_area": "ta_ha"}
APART = ["shannon_diversity_index", "contagion"]
"""Computed, not compared: the peer takes the classes' shares from joins, FRAGSTATS and the project from areas."""


def main(raster: Path, target: Path, *, nearest: bool) -> None:
    """Write the metrics under the project's names."""
    landscape = pylandstats.Landscape(np.load(raster), res=(10, 10), nodata=0)
    both = SHARED | NEAREST if nearest else SHARED
    classes = landscape.compute_class_metrics_df(metrics=[*CLASSES, *both])
    whole = landscape.compute_landscape_metrics_df(metrics=[*WHOLE, *both, *APART]).drop(columns=APART)
    rows = classes.rename(columns=CLASSES | both).to_dict("records")
    rows += whole.rename(columns=WHOLE | both).to_dict("records")
    target.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), nearest=sys.argv[3] == "all")
