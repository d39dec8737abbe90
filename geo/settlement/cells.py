"""What the Degree of Urbanisation classes: people, built-up and land of 1 km² cells, and what of it is unknown."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from geo.arrays import Mask, Persons
from geo.errors import GridError

Share = npt.NDArray[np.floating]
"""Share of a cell, 0-1, NaN where unknown."""
SIDE_M = 1_000.0
"""Side of a cell, metres: the thresholds hold for cells of this size."""
SLACK = 1e-9
"""Relative shortfall at which a sum still reaches a threshold: what adding floats in another order may cost."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The 1 km² cells of a place, each array (y, x), north up.

    Unknown people or unknown land make a cell unknown: it is dense for no threshold and joins no centre. Unknown
    built-up only keeps a cell from being dense by its built-up land. A cell without any land is water whatever is
    unknown of it, unless people or built-up are known there. People without land are dense for every threshold.
    """

    population: Persons
    """Persons a cell, NaN where unknown."""
    built_up: Share
    """Share of the cell (not of its land) that is built up."""
    land: Share
    """Share of the cell that is permanent land."""
    geobox: GeoBox
    """Where the cells lie."""

    def __post_init__(self) -> None:
        """Check the arrays against the geobox.

        Raises:
            GridError: there is no cell, an array has another shape, or the cells are not 1 km squares, north up.
        """
        rows, columns = (int(size) for size in self.geobox.shape)
        for name in ("population", "built_up", "land"):
            shape = getattr(self, name).shape
            if shape != (rows, columns) or 0 in shape:
                msg = f"Degree of Urbanisation: expected {name} of {(rows, columns)} cells, at least one, saw {shape}"
                raise GridError(msg)
        if tuple(self.geobox.transform[i] for i in (0, 1, 3, 4)) != (SIDE_M, 0.0, 0.0, -SIDE_M):
            msg = f"Degree of Urbanisation: expected cells of 1 km, north up, saw {self.geobox.transform[:6]}; regrid"
            raise GridError(msg)

    def denser_than(self, density: float) -> Mask:
        """Return the cells with at least so many persons per km² of land."""
        dense: Mask = (self.population > 0) & (self.population >= density * self.land * (1 - SLACK))
        return dense

    def more_built_than(self, share: float | None) -> Mask:
        """Return the cells at least such a share of whose land is built up; None: no cell."""
        if share is None:
            return np.zeros(self.land.shape, np.bool_)
        built: Mask = (self.built_up > 0) & (self.built_up >= share * self.land * (1 - SLACK))
        return built

    def water(self, max_land: float) -> Mask:
        """Return the cells with less than such a share of land, nobody and nothing built."""
        nothing = (self.population == 0) & (self.built_up == 0)
        nothing_known = ~(self.population > 0) & ~(self.built_up > 0)
        water: Mask = ((self.land < max_land) & nothing) | ((self.land == 0) & nothing_known)
        return water

    def unknown(self, max_land: float) -> Mask:
        """Return the cells of unknown population or land that are not water for certain."""
        unknown: Mask = (np.isnan(self.population) | np.isnan(self.land)) & ~self.water(max_land)
        return unknown
