"""People within a boundary: each block of cells gives the share of its people that its cells inside make up."""

import numpy as np

from geo.arrays import Mask, Persons
from geo.reasons import Reason
from geo.stack import CountedPopulation, Population


def share_inside(mask: Mask, factor: int) -> Persons:
    """Return the share of each block of `factor` × `factor` cells that is inside the mask, (y, x) float64, 0-1.

    Blocks start at the upper left corner; the last ones may overhang the array, and what overhangs is outside.
    """
    if factor == 1:
        return mask.astype(np.float64)
    rows, columns = mask.shape
    by_row = np.add.reduceat(mask.view(np.uint8), np.arange(0, rows, factor), axis=0, dtype=np.uint32)
    cells = np.add.reduceat(by_row, np.arange(0, columns, factor), axis=1)
    return cells / factor**2


def people_within(population: Population, year: int, boundary: Mask, *, is_study_area: bool) -> float | Reason:
    """Return the persons within a boundary in a year, or why there is no such number.

    People are spread evenly over their block (people a cell are conserved); a table's count stands for the study area.
    """
    if population is None:
        return Reason.NO_POPULATION_DATA
    if year not in population.persons:
        return Reason.NO_POPULATION_FOR_YEAR
    if isinstance(population, CountedPopulation):
        return population.persons[year] if is_study_area else Reason.POPULATION_ONLY_FOR_STUDY_AREA
    persons = population.persons[year]
    return float(np.sum(persons * share_inside(boundary, population.factor)))
