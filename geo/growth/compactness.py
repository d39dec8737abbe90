"""How round a city is: proximity, exchange, cohesion and spin, each 1 for a disc and less for any other shape.

*Source*: Angel, Parent and Civco 2010, Canadian Geographer 54:441-461.

Cells are squares, not points, so that one cell already has the values of a square.
"""

import math
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy import fft

from geo.arrays import Mask, Persons
from geo.population import share_inside
from geo.reasons import Reason

MAX_SIDE = 512
"""Cells on the longer side of what is worked on; a larger shape is taken in blocks of cells of even density."""
WITHIN_A_CELL = (2 + math.sqrt(2) + 5 * math.asinh(1)) / 15
"""Mean distance between two points of a unit square, 0.5214."""
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Compactness:
    """The indices of one shape, 0-1."""

    proximity: float
    """Mean distance to the centre: (2r/3) over it, r being the radius of the disc of the same area."""
    exchange: float
    """Share of the area that lies inside that disc round the centre."""
    cohesion: float
    """Mean distance between two points of the shape: (128/45π)·r over it."""
    spin: float
    """Mean squared distance to the centroid: r²/2 over it. It is the normalised moment of inertia as well."""


def compactness(shape: Mask, centre: tuple[float, float] | None = None) -> Compactness | Reason:
    """Return the indices of the True cells of a mask, (y, x). They do not depend on the cells' size.

    Args:
        shape: the city's extent, in one piece or several.
        centre: x, y of the city's centre in cells from the upper left corner, for proximity and exchange; None takes
            the shape's centroid, as the paper does.
    """
    rows, columns = (np.flatnonzero(shape.any(axis=axis)) for axis in (1, 0))
    if len(rows) == 0:
        return Reason.NO_URBAN_EXTENT
    inner = np.ascontiguousarray(shape[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    factor = math.ceil(max(inner.shape) / MAX_SIDE)
    weight = share_inside(inner, factor)
    weight = weight / weight.sum()
    radius = math.sqrt(np.count_nonzero(inner) / math.pi) / factor
    x, y = (np.arange(count) + 0.5 for count in (weight.shape[1], weight.shape[0]))
    centroid = float(weight.sum(axis=0) @ x), float(weight.sum(axis=1) @ y)
    spread = weight.sum(axis=0) @ (x - centroid[0]) ** 2 + weight.sum(axis=1) @ (y - centroid[1]) ** 2 + 1 / 6
    middle = centroid if centre is None else ((centre[0] - columns[0]) / factor, (centre[1] - rows[0]) / factor)
    distance = np.hypot(x[None, :] - middle[0], y[:, None] - middle[1])
    return Compactness(
        proximity=2 * radius / 3 / float(np.sum(weight * _mean_distances(weight.shape, middle))),
        exchange=float(np.sum(weight * np.clip(radius - distance + 0.5, 0, 1))),
        cohesion=128 / (45 * math.pi) * radius / _mean_interpoint_distance(weight),
        spin=radius**2 / 2 / float(spread),
    )


def _mean_distances(shape: tuple[int, int], middle: tuple[float, float]) -> Values:
    """Return for each unit cell the mean distance of its points to `middle` (x, y): differences of an integral."""
    x: Values = np.arange(shape[1] + 1, dtype=np.float64)[None, :] - middle[0]
    y: Values = np.arange(shape[0] + 1, dtype=np.float64)[:, None] - middle[1]
    diagonal = np.hypot(x, y)
    integral = (x * y * diagonal + _cubed_log(x, y, diagonal) + _cubed_log(y, x, diagonal)) / 3
    return np.diff(np.diff(integral, axis=0), axis=1)


def _cubed_log(a: Values, b: Values, diagonal: Values) -> Values:
    """Return a³ · asinh(b / |a|) / 2, which is 0 at a = 0: a part of the integral of the distance over a rectangle."""
    size = np.abs(a)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = a**3 * np.arcsinh(b / size) / 2
    return cast("Values", np.where(np.broadcast_to(size, diagonal.shape) == 0, 0.0, value))


def _mean_interpoint_distance(weight: Persons) -> float:
    """Return the mean distance between two points of a density on unit cells (its sum is 1).

    The autocorrelation says how much of all pairs of cells lies at each offset; it takes one FFT and not a sum over
    pairs. At an offset d > 0 the mean distance between points of two cells is d + 1/(12d) and a term in 1/d³, by
    Taylor's series about their centres.
    """
    size = [fft.next_fast_len(2 * side, real=True) for side in weight.shape]
    spectrum = fft.rfft2(weight, size, workers=-1)
    pairs = fft.irfft2(np.abs(spectrum) ** 2, size, workers=-1)
    y, x = (np.minimum(np.arange(n), n - np.arange(n)).astype(np.float64) for n in size)
    squared = x[None, :] ** 2 + y[:, None] ** 2
    squared[0, 0] = 1.0
    distance = np.sqrt(squared)
    mixed = 4 - 15 * (x[None, :] * y[:, None] / squared) ** 2
    mean = distance + 1 / (12 * distance) + mixed / (720 * distance * squared)
    mean[0, 0] = WITHIN_A_CELL
    return float(np.sum(pairs * mean))
