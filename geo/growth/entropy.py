"""Relative Shannon entropy: whether built-up land is gathered in few zones or spread over all.

*Source*: Yeh and Li 2001, Photogrammetric Engineering & Remote Sensing 67:83-90.
"""

import numpy as np
import numpy.typing as npt

from geo.reasons import Reason


def relative_entropy(
    built_up: npt.NDArray[np.float64],
    land: npt.NDArray[np.float64],
) -> tuple[float | Reason, ...]:
    """Return H / ln n of each epoch, 0 (all in one zone) to 1 (the same density in all).

    H = -Σ p ln p, p being a zone's built-up density (share of its land) over the sum of the densities.

    Args:
        built_up: area by (epoch, zone), any unit of area.
        land: area by zone, the same unit.

    The zones are the same at every epoch: those that have land, and built-up land at one epoch at least. So the figure
    does not depend on how much open country the study area holds.

    >>> relative_entropy(np.array([[1.0, 1.0], [4.0, 0.0]]), np.array([4.0, 4.0]))
    (1.0, 0.0)
    """
    zones = (land > 0) & (built_up > 0).any(axis=0)
    count = int(np.count_nonzero(zones))
    density = built_up[:, zones] / land[zones]
    return tuple(_relative(row, count) for row in density)


def _relative(density: npt.NDArray[np.float64], count: int) -> float | Reason:
    total = density.sum()
    if total == 0:
        return Reason.ZERO_BUILT_UP
    if count < 2:  # noqa: PLR2004 - the logarithm of one zone is 0
        return Reason.TOO_FEW_ZONES
    share = density[density > 0] / total
    return float(abs(np.sum(share * np.log(share))) / np.log(count))
