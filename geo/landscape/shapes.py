"""How compact and how convoluted a patch is, from its area in cells and its perimeter in sides of cells."""

from typing import cast

import numpy as np
import numpy.typing as npt

from geo.reasons import Reason

Counts = npt.NDArray[np.int64]
Ratios = npt.NDArray[np.float64]
FEWEST_PATCHES = 10
"""FRAGSTATS gives no perimeter-area fractal dimension of fewer: a regression through them says nothing."""


def least_sides(cells: Counts | int) -> Counts:
    """Return the perimeter of the most compact patch of that many cells, in sides.

    The closed form of FRAGSTATS' min p: 4n for a square of n², 4n + 2 up to n(n + 1) cells, 4n + 4 above.

    >>> import numpy as np
    >>> least_sides(np.array([1, 2, 4, 5, 7])).tolist()
    [4, 6, 8, 10, 12]
    """
    half = np.ceil(2 * np.sqrt(cells)).astype(np.int64)
    return cast("Counts", 2 * half)


def shape_index(cells: Counts, sides: Counts) -> Ratios:
    """Return SHAPE: the perimeter over that of the most compact patch of the same area; 1 is the most compact."""
    return sides / least_sides(cells)


def fractal_dimension(cells: Counts, sides: Counts, cell_m: float) -> Ratios:
    """Return FRAC = 2 ln(p / 4) / ln a, p in m, a in m²: 1 for a square of any size, towards 2 as the rim folds."""
    area = np.log(cells * cell_m**2)
    rim = np.log(sides * cell_m / 4)
    dimension: Ratios = np.divide(2 * rim, area, out=np.ones_like(area), where=cells > 1)
    return dimension


def perimeter_area_fractal_dimension(cells: Counts, sides: Counts) -> float | Reason:
    """Return PAFRAC = 2 / the slope of ln area on ln perimeter over all patches (least squares)."""
    if len(cells) < FEWEST_PATCHES:
        return Reason.TOO_FEW_PATCHES
    if np.ptp(cells) == 0 or np.ptp(sides) == 0:
        return Reason.PATCHES_ALIKE
    rim, area = np.log(sides), np.log(cells)
    rim -= rim.mean()
    covariance, variance = float(rim @ area), float(rim @ rim)
    return 2 * variance / covariance if abs(covariance) > 1e-9 * variance else Reason.PATCHES_ALIKE
