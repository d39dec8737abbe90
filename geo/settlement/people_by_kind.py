"""Who lives in which kind of built-up land: urban, suburban or rural, and how densely."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geo.arrays import Codes, Fraction, Mask
from geo.codes import ExtentClass
from geo.population import share_inside
from geo.reasons import Reason
from geo.stack import CountedPopulation, GriddedPopulation, Population

_KINDS = (ExtentClass.URBAN, ExtentClass.SUBURBAN, ExtentClass.RURAL)
_STRIP_CELLS = 4_000_000
"""Cells summed at once: keeps the working memory at some tens of MB whatever the city's size."""
Sums = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PeopleOn:
    """The people on one kind of built-up land."""

    people: float
    built_up_km2: float

    @property
    def density_per_km2(self) -> float | Reason:
        """Persons per km² of built-up land."""
        return self.people / self.built_up_km2 if self.built_up_km2 > 0 else Reason.ZERO_BUILT_UP


@dataclass(frozen=True, slots=True)
class PeopleByKind:
    """The people within a boundary in a year by the kind of built-up land that they live on."""

    urban: PeopleOn
    suburban: PeopleOn
    rural: PeopleOn
    elsewhere: float
    """People of blocks without any built-up pixel inside the boundary."""

    @property
    def built_up(self) -> PeopleOn:
        """All three kinds together."""
        kinds = (self.urban, self.suburban, self.rural)
        return PeopleOn(sum(kind.people for kind in kinds), sum(kind.built_up_km2 for kind in kinds))

    @property
    def whole(self) -> float:
        """Everybody within the boundary."""
        return self.built_up.people + self.elsewhere


@dataclass(frozen=True, slots=True)
class BuiltUp:
    """The built-up land of one year on the city's grid, each array (y, x)."""

    codes: Codes
    """geo.codes.ExtentClass."""
    fraction: Fraction
    """Built-up share of the cell, 0-1, NaN unknown."""
    cell_km2: float
    inside: Mask = field(repr=False)
    """The boundary."""


def people_by_kind(population: Population, year: int, built_up: BuiltUp) -> PeopleByKind | Reason:
    """Return the people on urban, suburban and rural built-up land within a boundary, or why there are no such numbers.

    A block's people inside the boundary are those of `geo.population.people_within`: the share of the block that is
    inside. They are spread over the block's built-up pixels inside the boundary by their built-up area. Where a block
    has none they are `elsewhere`. So the parts sum to the people within the boundary.
    """
    if population is None:
        return Reason.NO_POPULATION_DATA
    if isinstance(population, CountedPopulation):
        return Reason.POPULATION_ONLY_FOR_STUDY_AREA
    if year not in population.persons:
        return Reason.NO_POPULATION_FOR_YEAR
    strips = _strips(built_up.codes.shape, population.factor)
    sums = [_strip(population, year, built_up, rows) for rows in strips]
    people, area = (np.sum([strip[part] for strip in sums], axis=0) for part in (0, 1))
    urban, suburban, rural = (
        PeopleOn(float(count), float(cells) * built_up.cell_km2) for count, cells in zip(people[:3], area, strict=True)
    )
    return PeopleByKind(urban, suburban, rural, float(people[3]))


def _strips(shape: tuple[int, ...], factor: int) -> Sequence[slice]:
    """Return the rows in strips of whole blocks."""
    rows, columns = shape
    height = max(1, _STRIP_CELLS // (columns * factor)) * factor
    return [slice(top, min(top + height, rows)) for top in range(0, rows, height)]


def _strip(population: GriddedPopulation, year: int, built_up: BuiltUp, rows: slice) -> tuple[Sums, Sums]:
    """Return the people on each kind and elsewhere, and the built-up area of each kind in cells, of a strip of rows."""
    factor = population.factor
    blocks = slice(rows.start // factor, -(-rows.stop // factor))
    inside, codes, fraction = built_up.inside[rows], built_up.codes[rows], built_up.fraction[rows]
    persons = population.persons[year][blocks] * share_inside(inside, factor)
    weights = np.array([_by_block(np.where(inside & (codes == kind), fraction, 0.0), factor) for kind in _KINDS])
    whole = weights.sum(axis=0)
    per_weight = np.divide(persons, whole, out=np.zeros_like(persons), where=whole > 0)
    on_kinds = (weights * per_weight).sum(axis=(1, 2))
    return np.append(on_kinds, persons[whole == 0].sum()), weights.sum(axis=(1, 2))


def _by_block(values: Sums, factor: int) -> Sums:
    """Return the sum of each block of `factor` × `factor` cells; the last ones may overhang."""
    if factor == 1:
        return values
    by_row = np.add.reduceat(values, np.arange(0, values.shape[0], factor), axis=0)
    blocks: Sums = np.add.reduceat(by_row, np.arange(0, values.shape[1], factor), axis=1)
    return blocks
