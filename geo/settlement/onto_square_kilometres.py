"""A city's stack on 1 km² cells: people, built-up land and land are shared out by area, so that every sum is kept."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from affine import Affine
from odc.geo.geobox import GeoBox
from scipy import sparse

from geo.arrays import Mask, Persons
from geo.reasons import Reason
from geo.settlement.cells import SIDE_M, Cells
from geo.stack import CountedPopulation, GriddedPopulation, Stack

MIN_KNOWN = 0.5
"""Share of a square kilometre that must be known: with less, what is seen does not stand for the cell."""
_STRIP_ROWS = 512
"""Rows summed at once: keeps the working memory at some tens of MB whatever the city's size."""
_MICRON = 6
"""Decimals of a metre to which edges are rounded, so that edges that are one are one."""
Areas = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SquareKilometres:
    """One epoch of a stack on 1 km cells whose edges lie on whole kilometres of its CRS, each array (y, x) float64."""

    year: int
    geobox: GeoBox
    """Covers the stack's grid and its blocks of people."""
    persons: Persons
    """Persons a cell; their sum is that of the stack's blocks."""
    built_up_km2: Areas
    """Known built-up land."""
    land_km2: Areas
    """Land within the stack's grid; what is built up counts as land."""
    built_up_known_km2: Areas
    population_known_km2: Areas
    """Both within the stack's grid; 1 where the whole square kilometre is known."""
    nested: bool
    """Whether every cell and block lies in one square kilometre; else those on an edge were split by their area."""

    def cells(self, min_known: float = MIN_KNOWN) -> Cells:
        """Return the cells to class; of what is known of less than `min_known` of a square kilometre nothing is known.

        At the grid's edge people and land are those inside it, so that the density is that of the part that is seen.
        """
        return Cells(
            np.where(self.population_known_km2 >= min_known, self.persons, np.nan),
            np.where(self.built_up_known_km2 >= min_known, self.built_up_km2, np.nan),
            self.land_km2,
            self.geobox,
        )


@dataclass(frozen=True, slots=True)
class _Sharing:
    """How the cells of one north-up grid are shared out among square kilometres: their share by row and by column."""

    rows: sparse.csc_array
    """(y of the square kilometres, y of the cells)."""
    columns: sparse.csr_array
    """(x of the cells, x of the square kilometres)."""

    @classmethod
    def of(cls, source: GeoBox, target: GeoBox) -> "_Sharing":
        size = float(source.transform.a)
        left = float(source.transform.c - target.transform.c)
        top = float(target.transform.f - source.transform.f)
        rows, columns = source.shape
        down = _shares(top, size, int(rows), int(target.shape[0]))
        across = _shares(left, size, int(columns), int(target.shape[1]))
        return cls(sparse.csc_array(down), sparse.csr_array(across.T))

    @property
    def whole(self) -> bool:
        """Whether no cell is split."""
        return self.rows.nnz == self.rows.shape[1] and self.columns.nnz == self.columns.shape[0]

    def counts(self, mask: Mask) -> Areas:
        """Return the cells of a mask, in parts where they are split."""
        if mask.all():
            return np.outer(self.rows.sum(axis=1), self.columns.sum(axis=0)).astype(np.float64)
        return self.sums(mask)

    def sums(self, values: npt.NDArray[np.generic]) -> Areas:
        """Return the values shared out and summed; NaN counts as 0."""
        total = np.zeros((self.rows.shape[0], self.columns.shape[1]))
        for top in range(0, values.shape[0], _STRIP_ROWS):
            strip = np.nan_to_num(values[top : top + _STRIP_ROWS].astype(np.float64))
            total += (self.rows[:, top : top + _STRIP_ROWS] @ strip) @ self.columns
        return total


def onto_square_kilometres(stack: Stack, year: int) -> SquareKilometres | Reason:
    """Return one epoch of a stack on 1 km² cells, or why there are no people to put there.

    What lies in several square kilometres is split by area: nothing is, where the cells' side divides 1,000 m and their
    edges lie on its multiples. People of a block are spread evenly over it.
    """
    population = stack.population
    if population is None:
        return Reason.NO_POPULATION_DATA
    if isinstance(population, CountedPopulation):
        return Reason.POPULATION_ONLY_FOR_STUDY_AREA
    if year not in population.persons:
        return Reason.NO_POPULATION_FOR_YEAR
    blocks = stack.grid.coarsened(population.factor)
    geobox = _whole_kilometres(blocks)
    sharing, by_block = _Sharing.of(stack.grid.geobox, geobox), _Sharing.of(blocks, geobox)
    fraction, cell_km2 = stack.built_up(year), stack.grid.cell_km2
    return SquareKilometres(
        year,
        geobox,
        by_block.sums(population.persons[year]),
        sharing.sums(fraction) * cell_km2,
        sharing.counts(stack.land(year) | (fraction > 0)) * cell_km2,
        sharing.counts(~np.isnan(fraction)) * cell_km2,
        sharing.counts(_known_people(population, year, stack.grid.shape)) * cell_km2,
        nested=sharing.whole and by_block.whole,
    )


def _whole_kilometres(blocks: GeoBox) -> GeoBox:
    """Return the 1 km cells on whole kilometres of the CRS that cover a grid."""
    rows, columns = blocks.shape
    size, left, top = (float(v) for v in (blocks.transform.a, blocks.transform.c, blocks.transform.f))
    west, north = math.floor(round(left, _MICRON) / SIDE_M), math.ceil(round(top, _MICRON) / SIDE_M)
    east = math.ceil(round(left + columns * size, _MICRON) / SIDE_M)
    south = math.floor(round(top - rows * size, _MICRON) / SIDE_M)
    affine = Affine(SIDE_M, 0, west * SIDE_M, 0, -SIDE_M, north * SIDE_M)
    return GeoBox((north - south, east - west), affine, blocks.crs)


def _shares(start: float, size: float, count: int, kilometres: int) -> sparse.coo_array:
    """Return the share of each of `count` cells, the first at `start` metres, that lies in each kilometre from 0."""
    cell_edges = np.round(start + size * np.arange(count + 1), _MICRON)
    edges = np.unique(np.concatenate([cell_edges, SIDE_M * np.arange(kilometres + 1)]))
    edges = edges[(edges >= cell_edges[0]) & (edges <= cell_edges[-1])]
    middle = (edges[:-1] + edges[1:]) / 2
    cell = np.searchsorted(cell_edges, middle) - 1
    kilometre = np.clip(middle // SIDE_M, 0, kilometres - 1).astype(np.intp)
    share = np.diff(edges) / np.diff(cell_edges)[cell]
    return sparse.coo_array((share, (kilometre, cell)), shape=(kilometres, count))


def _known_people(population: GriddedPopulation, year: int, shape: tuple[int, int]) -> Mask:
    """Return the grid's cells that lie in a block whose population is known, (y, x)."""
    if year not in population.unknown:
        return np.broadcast_to(np.True_, shape)
    known = ~population.unknown[year]
    rows, columns = (np.arange(size) // population.factor for size in shape)
    return known[np.ix_(rows, columns)]
