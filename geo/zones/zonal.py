"""Built-up land, land and people of one epoch by zone, for all zones at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.arrays import Codes, Mask
from geo.codes import ExtentClass
from geo.indicators.sdg_11_3_1 import built_up_per_capita_m2
from geo.measurement import EpochFigures
from geo.reasons import Reason
from geo.stack import CountedPopulation, GriddedPopulation, Stack
from geo.zones.shares import Rows, Shares, Sums

_CLASSES = max(ExtentClass) + 1
_KNOWN = slice(1, None)
"""Of sums by class: all but UNKNOWN, which is 0."""
_ALL = 1 - 1e-6
"""Share of a zone that is all of it, but for rounding."""


@dataclass(frozen=True, slots=True)
class ZonalEpoch:
    """One epoch by zone; areas in cells."""

    year: int
    observed: bool
    by_class: Sums
    """(zone, ExtentClass): what is known at every epoch; the rest of the zone stands under UNKNOWN."""
    built_up: Sums
    """(zone,): of what is known at every epoch."""
    people: Sums | Reason
    """(zone,): persons."""
    without_people: Sums
    """(zone,): whose people the source does not know."""
    built_up_without_people: Sums
    """(zone,): of that, built-up."""

    @property
    def cells(self) -> Sums:
        """(zone,): all of the zone that lies in the study area."""
        whole: Sums = self.by_class.sum(axis=1)
        return whole

    @property
    def land(self) -> Sums:
        """(zone,): what is known at every epoch and not water."""
        land: Sums = self.by_class[:, _KNOWN].sum(axis=1) - self.by_class[:, ExtentClass.WATER]
        return land

    @property
    def unknown_share(self) -> Sums:
        """(zone,): share of the zone that is unknown at some epoch, 0-1."""
        return _share(self.by_class[:, ExtentClass.UNKNOWN], self.cells)

    @property
    def population_gap(self) -> Sums:
        """(zone,): share of its built-up land whose people are unknown, 0-1."""
        return _share(self.built_up_without_people, self.built_up)


def zonal_epoch(stack: Stack, year: int, shares: Shares, *, counted: Mask, classes: Codes) -> ZonalEpoch:
    """Return one epoch by zone.

    Args:
        stack: the epochs of the city.
        year: which of them.
        shares: the zones' shares of its cells.
        counted: the cells that are known at every epoch, (y, x); others leave every epoch.
        classes: the epoch's ExtentClass by cell, (y, x).
    """
    fraction = stack.built_up(year)

    def known_classes(rows: slice) -> Codes:
        return np.where(counted[rows], classes[rows], np.uint8(ExtentClass.UNKNOWN))

    def built_up(rows: slice) -> npt.NDArray[np.float32]:
        return fraction[rows]

    people = _people(stack, year)
    weights = [None, built_up] if isinstance(people, Reason) else [None, built_up, people]
    cells, built, *persons = shares.sums(weights, known_classes, _CLASSES)
    without, built_without = _without_people(stack, year, shares, counted)
    return ZonalEpoch(
        year=year,
        observed=year not in stack.projected,
        by_class=cells,
        built_up=built[:, _KNOWN].sum(axis=1),
        people=people if isinstance(people, Reason) else persons[0][:, _KNOWN].sum(axis=1),
        without_people=without,
        built_up_without_people=built_without,
    )


def _people(stack: Stack, year: int) -> Rows | Reason:
    """Return the persons of each cell, spread evenly over its block, or why there are none."""
    population = stack.population
    if population is None:
        return Reason.NO_POPULATION_DATA
    if year not in population.persons:
        return Reason.NO_POPULATION_FOR_YEAR
    if isinstance(population, CountedPopulation):
        return Reason.POPULATION_ONLY_FOR_STUDY_AREA
    return on_cells(population.persons[year] / population.factor**2, population.factor, stack.grid.shape)


def _without_people(stack: Stack, year: int, shares: Shares, counted: Mask) -> tuple[Sums, Sums]:
    population = stack.population
    unknown = population.unknown.get(year) if isinstance(population, GriddedPopulation) else None
    if not isinstance(population, GriddedPopulation) or unknown is None or not unknown.any():
        return np.zeros(shares.zones), np.zeros(shares.zones)
    fraction = stack.built_up(year)
    gaps = on_cells(unknown, population.factor, stack.grid.shape)

    def built_up(rows: slice) -> npt.NDArray[np.float32]:
        return np.where(counted[rows] & gaps(rows), fraction[rows], np.float32(0))

    cells, built = shares.sums([gaps, built_up])
    return cells[:, 0], built[:, 0]


def on_cells(blocks: npt.NDArray[np.generic], factor: int, shape: tuple[int, int]) -> Rows:
    """Return a layer that gives each cell the value of its block of `factor` × `factor` cells, some rows at a time."""
    if factor == 1:
        return lambda rows: blocks[rows]

    def values(rows: slice) -> npt.NDArray[np.generic]:
        at = np.arange(*rows.indices(shape[0])) // factor
        wide: npt.NDArray[np.generic] = np.repeat(blocks[at[0] : at[-1] + 1], factor, axis=1)
        return wide[at - at[0], : shape[1]]

    return values


def figures(epoch: ZonalEpoch, cell_km2: float) -> tuple[EpochFigures, ...]:
    """Return the figures of an epoch, one row a zone in the order given; of what is undefined, why.

    A zone of which nothing is known has no built-up area, and one of which no people are known has no population:
    neither is 0.
    """
    return tuple(_row(epoch, zone, cell_km2) for zone in range(len(epoch.by_class)))


def _row(epoch: ZonalEpoch, zone: int, cell_km2: float) -> EpochFigures:
    areas = (epoch.by_class[zone] * cell_km2).tolist()
    whole, unknown = sum(areas), areas[ExtentClass.UNKNOWN]
    built_up = Reason.NO_LAND if unknown >= _ALL * whole else float(epoch.built_up[zone]) * cell_km2
    people = built_up if isinstance(built_up, Reason) else _people_of(epoch, zone)
    per_capita = built_up if isinstance(built_up, Reason) else built_up_per_capita_m2(built_up, people)
    rated = {"built_up_km2": built_up, "population": people, "built_up_per_capita_m2": per_capita}
    return EpochFigures(
        year=epoch.year,
        observed=epoch.observed,
        boundary="zone",
        boundary_rule="fixed",
        boundary_km2=whole,
        urban_km2=areas[ExtentClass.URBAN],
        suburban_km2=areas[ExtentClass.SUBURBAN],
        rural_built_up_km2=areas[ExtentClass.RURAL],
        fringe_open_km2=areas[ExtentClass.FRINGE_OPEN],
        captured_open_km2=areas[ExtentClass.CAPTURED_OPEN],
        urbanized_open_space_km2=areas[ExtentClass.FRINGE_OPEN] + areas[ExtentClass.CAPTURED_OPEN],
        rural_open_km2=areas[ExtentClass.RURAL_OPEN],
        water_km2=areas[ExtentClass.WATER],
        unknown_km2=unknown,
        undefined={name: value.value for name, value in rated.items() if isinstance(value, Reason)},
        **{name: None if isinstance(value, Reason) else value for name, value in rated.items()},
    )


def _people_of(epoch: ZonalEpoch, zone: int) -> float | Reason:
    if isinstance(epoch.people, Reason):
        return epoch.people
    without, whole = float(epoch.without_people[zone]), float(epoch.by_class[zone].sum())
    if without > 0 and without >= _ALL * whole:
        return Reason.NO_POPULATION_FOR_YEAR
    return float(epoch.people[zone])


def _share(part: Sums, whole: Sums) -> Sums:
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)
