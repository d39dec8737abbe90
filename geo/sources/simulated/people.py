"""Where the people live: in what is built, the more to a building the nearer to a centre; whole persons."""

import numpy as np
import numpy.typing as npt

from geo.arrays import Mask
from geo.sources.simulated.noise import Stream, random_words
from geo.sources.simulated.plan import Plan

Counts = npt.NDArray[np.float32]
"""Persons a cell, whole numbers."""

_BREADTH_KM = {"city": 4.2, "town": 1.2, "village": 0.5}
_HEIGHT = {"city": 1.0, "town": 0.75, "village": 0.5}
_EVERYWHERE = 0.28
"""Persons to a building far from any centre, those of the city's centre being 1.28."""


def persons_at(plan: Plan, built: Mask, persons: int) -> Counts:
    """Return `persons` in all, shared out over the cells of 100 m by what is built there; (y, x)."""
    factor = plan.frame.population_factor
    rows, columns = plan.frame.coarse_shape
    cells = built.reshape(rows, factor, columns, factor).sum(axis=(1, 3), dtype=np.int64)
    luck = random_words(plan.seed, Stream.PEOPLE, (rows, columns)).astype(np.int64) + 384
    weight = cells * luck * np.rint(_attraction(plan) * 1024).astype(np.int64)
    return shared_out(persons, weight).astype(np.float32)


def shared_out(total: int, weight: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Share out a whole number by weight, in whole numbers: the largest remainders take what is left."""
    whole = int(weight.sum())
    share, remainder = np.divmod(weight * total, whole)
    left = total - int(share.sum())
    largest = np.argsort(-remainder, axis=None, kind="stable")[:left]
    share.ravel()[largest] += 1
    return share


def _attraction(plan: Plan) -> npt.NDArray[np.float64]:
    """Return persons to a building, relative, for each block of 100 m."""
    rows, columns = plan.frame.coarse_shape
    scale = plan.frame.cells_per_km / plan.frame.population_factor
    x = (np.arange(columns) + 0.5)[np.newaxis, :] / scale
    y = (np.arange(rows) + 0.5)[:, np.newaxis] / scale
    most = np.zeros((rows, columns))
    for place in plan.settlements:
        apart = ((x - place.x) ** 2 + (y - place.y) ** 2) / _BREADTH_KM[place.kind] ** 2
        most = np.maximum(most, _HEIGHT[place.kind] / (1 + apart))
    return most + _EVERYWHERE
