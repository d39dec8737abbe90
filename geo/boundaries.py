"""Which cells each boundary of a city holds, by year and rule, who lives there, or why there is no such boundary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from geo.arrays import Mask, Persons
from geo.boundary import WITHIN, Boundary, Within
from geo.caveats import caveat
from geo.errors import GridError
from geo.extent.urban_extent import UrbanExtent
from geo.measurement import SettlementKind
from geo.population import people_in_share, share_inside
from geo.reasons import Flag, Reason
from geo.references import Caveat
from geo.settlement.boundaries import CitySettlement
from geo.settlement.city import Settled
from geo.stack import Stack
from geo.tabulate import Inside

Place = tuple[Boundary, int]
"""A boundary as it is in a year."""
_SETTLEMENTS: tuple[SettlementKind, ...] = ("urban_centre", "urban_cluster")


@dataclass(frozen=True, slots=True)
class _Cut:
    """The cells of a boundary that lie in the study area, made for the rows that are asked for."""

    inside: Inside
    study_area: Mask

    def __getitem__(self, rows: slice) -> Mask:
        cut: Mask = self.inside[rows] & self.study_area[rows]
        return cut


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The boundaries of a city at all its epochs; each is cut to the study area."""

    stack: Stack
    within: tuple[Within, ...]
    """Those that are reported, in the order of the tables."""
    cells: Mapping[Place, Inside | Reason]
    """The cells of each, or why it does not exist."""
    counted: Mask
    """The cells that are known at every epoch: people are counted where land is, so that both are of one region."""
    cut_off: frozenset[Place]
    """The urban centres and clusters that may go on where the study area ends or nothing is known."""
    administrative_outside: float = 0.0
    """Share of the administrative area that lies outside the study area, and so is not counted."""
    _shares: dict[Place, Persons] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(
        cls,
        stack: Stack,
        extents: Mapping[int, UrbanExtent],
        settled: Mapping[int, Settled | Reason],
        *,
        counted: Mask,
        administrative: Mask | None = None,
    ) -> "Boundaries":
        """Return the boundaries of a city.

        Args:
            stack: its epochs.
            extents: the urban extent by year.
            settled: the settlements by year, or why there are none.
            counted: the cells of the study area that are known at every epoch.
            administrative: (y, x) on the stack's grid, where the user gave one.

        Raises:
            GridError: the administrative area has another shape than the grid.
        """
        cells: dict[Place, Inside | Reason] = {}
        cut_off: set[Place] = set()
        for year in stack.years:
            extent = extents[year]
            cells["study_area", year] = stack.study_area
            cells["urban_extent", year] = Reason.NO_URBAN_EXTENT if extent.city_extent is None else extent.city
            for boundary in _SETTLEMENTS:
                found = _settlement(settled[year], boundary)
                cells[boundary, year], cut = _within_study_area(found, stack, boundary)
                if cut:
                    cut_off.add((boundary, year))
        outside = 0.0
        if administrative is not None:
            given, outside = _administrative(administrative, stack)
            cells |= {("administrative", year): given for year in stack.years}
        known = {boundary for boundary, _ in cells}
        within = tuple(where for where in WITHIN if where[0] in known)
        return cls(stack, within, cells, counted, frozenset(cut_off), outside)

    def at(self, year: int, where: Within) -> Inside | Reason:
        """Return the cells of a boundary in a year, or why it does not exist."""
        return self.cells[self.place(year, where)]

    def place(self, year: int, where: Within) -> Place:
        """Return which boundary of which year stands for a year: under the fixed rule that of the last epoch."""
        return where[0], self.stack.years[-1] if where[1] == "fixed" else year

    def share(self, place: Place, factor: int) -> Persons:
        """Return the share of each block of `factor` × `factor` cells that lies in a place and is known; kept."""
        if place not in self._shares:
            self._shares[place] = share_inside(cast("Inside", self.cells[place])[:] & self.counted, factor)
        return self._shares[place]

    def people(self, year: int, where: Within) -> float | Reason:
        """Return the persons of a year within a boundary that exists, or why there is no such number."""
        place = self.place(year, where)
        return people_in_share(
            self.stack.population,
            year,
            lambda factor: self.share(place, factor),
            is_study_area=where[0] == "study_area",
        )

    def caveats(self) -> list[Caveat]:
        """Return what a reader must know of them: which settlements are cut off, what of the administrative area is."""
        caveats = []
        for boundary in ("urban_centre", "urban_cluster"):
            years = tuple(year for kind, year in sorted(self.cut_off) if kind == boundary)
            if years:
                caveats.append(caveat(f"{boundary}_at_edge", Flag.SETTLEMENT_AT_EDGE.value, years=years))
        if self.administrative_outside > 0:
            caveats.append(caveat("administrative_cut", share=self.administrative_outside))
        return caveats


def _settlement(settled: Settled | Reason, kind: SettlementKind) -> CitySettlement | Reason:
    if isinstance(settled, Reason):
        return settled
    return settled.centre if kind == "urban_centre" else settled.cluster


def _within_study_area(
    found: CitySettlement | Reason, stack: Stack, kind: SettlementKind
) -> tuple[Inside | Reason, bool]:
    """Return the part of a settlement that lies in the study area, and whether more of it may lie elsewhere."""
    if isinstance(found, Reason):
        return found, False
    if stack.study_area.all():
        return found.inside, found.at_edge
    whole = found.inside[:]
    inside = whole & stack.study_area
    if not inside.any():
        return Reason.NO_URBAN_CENTRE if kind == "urban_centre" else Reason.NO_URBAN_CLUSTER, False
    return _Cut(found.inside, stack.study_area), found.at_edge or not np.array_equal(whole, inside)


def _administrative(given: Mask, stack: Stack) -> tuple[Inside | Reason, float]:
    """Return the part of the area that lies in the study area, and the share of it that does not."""
    if given.shape != stack.grid.shape:
        msg = (
            f"administrative boundary: expected {stack.grid.shape} cells, saw {given.shape}; put it on the city's grid"
        )
        raise GridError(msg)
    inside = given & stack.study_area
    if not inside.any():
        return Reason.NO_ADMINISTRATIVE_AREA, float(given.any())
    return inside, 1 - np.count_nonzero(inside) / np.count_nonzero(given)
