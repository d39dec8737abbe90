"""Smooth curves through points given by hand: Catmull-Rom splines, which are polynomials and so exact everywhere."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Curve = npt.NDArray[np.float64]
"""Points along a curve, (n, 2)."""


def spline_through(points: Sequence[tuple[float, float]], steps: int) -> Curve:
    """Return a curve through all points but the first and the last, which only shape its ends; `steps` a piece."""
    given = np.asarray(points, dtype=np.float64)
    t = (np.arange(steps) / steps)[:, np.newaxis]
    pieces = []
    for a, b, c, d in zip(given, given[1:], given[2:], given[3:], strict=False):
        cubic = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t
        pieces.append(cubic / 2)
    return np.vstack([*pieces, given[-2:-1]])


def smoothed(path: Curve, rounds: int) -> Curve:
    """Return a path with its corners cut (Chaikin), its ends where they were."""
    for _ in range(rounds):
        near, far = path[:-1] * 0.75 + path[1:] * 0.25, path[:-1] * 0.25 + path[1:] * 0.75
        cut = np.stack([near, far], axis=1).reshape(-1, 2)
        path = np.vstack([path[:1], cut, path[-1:]])
    return path
