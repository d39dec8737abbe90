"""What travels from the sources to the measuring: the epochs of one city on one grid, checked at the border."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from geo.arrays import Fraction, Mask, Persons
from geo.errors import GridError
from geo.grid import Grid
from geo.land_cover import LandCover
from geo.population_years import Origin
from geo.references import Caveat, SourceReference


@dataclass(frozen=True, slots=True)
class GriddedPopulation:
    """Persons per cell on blocks of `factor` × `factor` grid cells from the grid's upper left corner."""

    factor: int
    persons: Mapping[int, Persons]
    """Year → (y, x) float64, 0 where none are counted; the shape is that of `Grid.coarsened(factor)`."""
    unknown: Mapping[int, Mask] = field(default_factory=dict)
    """Year → the blocks whose population the source does not know; a year that is missing knows them all."""


@dataclass(frozen=True, slots=True)
class CountedPopulation:
    """Persons of the whole study area by year, from a table (a census)."""

    persons: Mapping[int, float]


Population = GriddedPopulation | CountedPopulation | None


@dataclass(frozen=True, slots=True)
class Stack:
    """The epochs of one city from one source on its grid."""

    grid: Grid
    data: xr.Dataset
    """Dims (epoch, y, x): `built_up` float32 0-1, NaN unknown; `land` bool, True where not water (unknown is True)."""
    study_area: Mask
    """(y, x), True inside."""
    population: Population
    built_up_threshold: float
    """The source's own fraction at which a cell is a built-up pixel."""
    can_shrink: bool
    """Whether the source's built-up may go back between epochs."""
    projected: tuple[int, ...]
    """The epochs that are projections."""
    sources: tuple[SourceReference, ...]
    population_gaps: Mapping[int, float] = field(default_factory=dict)
    """Year → share of the study area's built-up land whose population is unknown, and so not counted."""
    population_origins: Mapping[int, Origin] = field(default_factory=dict)
    """Year → how its population came to be, where it is from rasters."""
    land_cover: Mapping[int, LandCover] = field(default_factory=dict)
    """Year at which a period starts → the land that was not built up at the nearest epoch of a source of classes."""
    incomparable: tuple[tuple[int, int], ...] = ()
    """Pairs of epochs (ascending) that are compared although the source says that their difference is no growth."""
    caveats: tuple[Caveat, ...] = ()
    """What the reading found doubtful."""

    def __post_init__(self) -> None:
        """Check every array against the grid.

        Raises:
            GridError: an array's shape or dtype is not the grid's, or the epochs do not ascend.
        """
        expected = (len(self.years), *self.grid.shape)
        for name, dtype in (("built_up", np.float32), ("land", np.bool_)):
            array = self.data[name]
            if array.shape != expected or array.dtype != dtype:
                msg = f"stack: expected {name} {expected} {dtype.__name__}, saw {array.shape} {array.dtype}"
                raise GridError(msg)
        if self.study_area.shape != self.grid.shape:
            msg = f"stack: expected a study area of {self.grid.shape} cells, saw {self.study_area.shape}"
            raise GridError(msg)
        if list(self.years) != sorted(set(self.years)):
            msg = f"stack: expected epochs that ascend, saw {list(self.years)}"
            raise GridError(msg)

    @property
    def years(self) -> tuple[int, ...]:
        """The epochs, ascending."""
        return tuple(int(year) for year in self.data["epoch"].to_numpy())

    def built_up(self, year: int) -> Fraction:
        """Return the built-up fraction of a year, (y, x) float32, NaN unknown (a view)."""
        fraction: Fraction = self.data["built_up"].sel(epoch=year).to_numpy()
        return fraction

    def land(self, year: int) -> Mask:
        """Return the land of a year, (y, x) bool (a view)."""
        land: Mask = self.data["land"].sel(epoch=year).to_numpy()
        return land
