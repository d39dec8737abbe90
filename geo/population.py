"""People within a boundary: each block of cells gives the share of its people that its cells inside make up."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.arrays import Mask, Persons
from geo.reasons import Reason
from geo.stack import CountedPopulation, Population

Counts = npt.NDArray[np.unsignedinteger[Any]]


def share_inside(mask: Mask, factor: int) -> Persons:
    """Return the share of each block of `factor` × `factor` cells that is inside the mask, (y, x) float64, 0-1.

    Blocks start at the upper left corner; the last ones may overhang the array, and what overhangs is outside.
    """
    if factor == 1:
        return mask.astype(np.float64)
    by_row = _summed(mask.view(np.uint8), factor, np.uint8 if factor <= np.iinfo(np.uint8).max else np.uint32)
    cells = _summed(by_row.T, factor, np.uint32).T
    return cells / factor**2


def _summed(values: Counts, factor: int, dtype: type[np.unsignedinteger[Any]]) -> Counts:
    """Return the sums of each `factor` rows, in a type that holds them; the last sum may be over fewer."""
    whole = len(values) // factor * factor
    sums: Counts = values[:whole].reshape(-1, factor, values.shape[1]).sum(axis=1, dtype=dtype)
    if whole == len(values):
        return sums
    return np.concatenate([sums, values[whole:].sum(axis=0, dtype=dtype, keepdims=True)])


def people_within(population: Population, year: int, boundary: Mask, *, is_study_area: bool) -> float | Reason:
    """Return the persons within a boundary in a year, or why there is no such number.

    People are spread evenly over their block (people a cell are conserved); a table's count stands for the study area.
    """
    return people_in_share(population, year, lambda factor: share_inside(boundary, factor), is_study_area=is_study_area)


def people_in_share(
    population: Population, year: int, share: Callable[[int], Persons], *, is_study_area: bool
) -> float | Reason:
    """Return what `people_within` does of a boundary whose share of each block is known or made when it is wanted."""
    if population is None:
        return Reason.NO_POPULATION_DATA
    if year not in population.persons:
        return Reason.NO_POPULATION_FOR_YEAR
    if isinstance(population, CountedPopulation):
        return population.persons[year] if is_study_area else Reason.POPULATION_ONLY_FOR_STUDY_AREA
    return float(np.sum(population.persons[year] * share(population.factor)))
