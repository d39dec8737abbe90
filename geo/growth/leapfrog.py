"""How far leapfrog growth lies from the city that it left."""

from dataclasses import dataclass

import cv2
import numpy as np

from geo.arrays import Mask
from geo.growth.patches import label_patches
from geo.reasons import Reason


@dataclass(frozen=True, slots=True)
class LeapfrogDistance:
    """Distances of the leapfrog patches to the earlier extent, metres, from cell centre to nearest cell centre."""

    patches: int
    mean_m: float
    """Mean over patches."""
    area_weighted_mean_m: float
    max_m: float


def leapfrog_distance(leapfrog: Mask, earlier_extent: Mask, resolution_m: float) -> LeapfrogDistance | Reason:
    """Return how far the patches (8-neighbour) of leapfrog cells lie from the earlier extent, by their nearest cell.

    Args:
        leapfrog: the cells of geo.codes.ExpansionType.LEAPFROG, (y, x).
        earlier_extent: the city's urban extent at the earlier epoch, (y, x).
        resolution_m: side of a cell.
    """
    if not earlier_extent.any():
        return Reason.NO_URBAN_EXTENT
    labels, cells = label_patches(leapfrog)
    if len(cells) == 0:
        return Reason.NO_LEAPFROG
    distance = cv2.distanceTransform((~earlier_extent).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    patch_of_cell = labels[leapfrog]
    order = np.argsort(patch_of_cell, kind="stable")
    starts = np.concatenate([[0], np.cumsum(cells)[:-1]])
    nearest = np.minimum.reduceat(distance[leapfrog][order].astype(np.float64), starts) * resolution_m
    return LeapfrogDistance(
        patches=len(cells),
        mean_m=float(nearest.mean()),
        area_weighted_mean_m=float(np.average(nearest, weights=cells)),
        max_m=float(nearest.max()),
    )
