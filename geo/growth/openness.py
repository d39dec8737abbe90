"""How open and how full the urban fabric is: openness round its built-up cells, saturation of its extent.

*Source*: Angel, Parent and Civco 2012, Environment and Urbanization 24:249-283; Angel et al., Atlas of Urban
Expansion, 2016.
"""

import numpy as np

from geo.arrays import Mask
from geo.extent.circle_share import Counts
from geo.reasons import Reason


def openness(built_counts: Counts, land_counts: Counts, built: Mask) -> float | Reason:
    """Return the mean over built-up cells of the open share of the land in their 1 km² circle, 0-1.

    Args:
        built_counts: built-up cells in the circle round each cell, from `geo.extent.circle_share.circle_counts`.
        land_counts: land cells (known, built-up ones included) in it.
        built: the built-up cells to take the mean over, such as those of the city's extent; each lies on land.
    """
    land = land_counts[built]
    if land.size == 0:
        return Reason.ZERO_BUILT_UP
    return float(1 - np.mean(built_counts[built] / land))


def saturation(built_up_km2: float, extent_km2: float) -> float | Reason:
    """Return the share of the urban extent that is built up, 0-1.

    >>> saturation(30.0, 50.0)
    0.6
    """
    return Reason.NO_URBAN_EXTENT if extent_km2 == 0 else built_up_km2 / extent_km2
