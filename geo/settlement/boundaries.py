"""The city's urban centre and urban cluster as boundaries on its own grid, beside the urban extent."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from affine import Affine
from odc.geo.geobox import GeoBox

from geo.arrays import Codes, Labels, Mask
from geo.errors import GridError
from geo.grid import Grid
from geo.reasons import Reason
from geo.settlement.cells import SIDE_M
from geo.settlement.degree_of_urbanisation import DegreeOfUrbanisation

REACH_M = 5_000.0
"""How far from the city's centre its urban centre or cluster may begin."""
Positions = npt.NDArray[np.intp]


def sampled(values: Codes, cells: GeoBox, affine: Affine, shape: tuple[int, int]) -> Codes:
    """Return the codes of square kilometres at the middle of each cell of another grid in their CRS; 0 beyond them."""
    down, across = _at(cells, affine, shape)
    return np.pad(values, 1)[:, across][down]


def _at(cells: GeoBox, affine: Affine, shape: tuple[int, int]) -> tuple[Positions, Positions]:
    """Return the rows and columns of the square kilometres at a grid's middles, a margin of one cell counted."""
    to_cells = ~cells.transform @ affine
    across, down = (
        np.floor(step * (np.arange(count) + 0.5) + offset).astype(np.intp)
        for step, offset, count in ((to_cells.a, to_cells.c, shape[1]), (to_cells.e, to_cells.f, shape[0]))
    )
    down, across = (np.clip(at + 1, 0, side + 1) for at, side in zip((down, across), cells.shape, strict=True))
    return down, across


@dataclass(frozen=True, slots=True)
class Sampled:
    """A mask of square kilometres on the city's grid, made for the rows that are asked for.

    Each of the grid's cells has the value at its middle; it is outside where that lies beyond the square kilometres.
    """

    wide: Mask
    """(y of the square kilometres, x of the grid)."""
    down: Positions
    """By row of the grid: the row in `wide`."""

    @classmethod
    def of(cls, mask: Mask, result: DegreeOfUrbanisation, grid: Grid) -> "Sampled":
        """Sample a mask on the cells of a result at a grid in the same CRS."""
        down, across = _at(result.cells.geobox, grid.affine, grid.shape)
        return cls(np.pad(mask, 1)[:, across], down)

    def __getitem__(self, rows: slice) -> Mask:
        """Return the cells of some rows, (rows, x); `[:]` makes the whole mask."""
        return self.wide[self.down[rows]]

    def any(self) -> bool:
        """Whether it has a cell on the grid."""
        return bool(self.wide[np.unique(self.down)].any())


@dataclass(frozen=True, slots=True)
class CitySettlement:
    """The urban centre or cluster at the city's centre."""

    number: int
    """Its label, and its number in `geo.settlement.polygons.settlements`."""
    inside: Sampled
    """The grid's cells whose middle lies in it."""
    at_edge: bool
    """Whether it has a square kilometre at the edge of what was classed, or beside unknown.

    Then part of it may be missing, and with its people the settlement may even be of another class.
    """


def urban_centre(
    result: DegreeOfUrbanisation,
    grid: Grid,
    centre_xy: tuple[float, float] | None,
    *,
    reach_m: float = REACH_M,
) -> CitySettlement | Reason:
    """Return the urban centre at the city's centre, or why there is none.

    Args:
        result: level 1 on cells in the grid's CRS.
        grid: the city's grid.
        centre_xy: the city's centre in that CRS; None takes the most populous urban centre.
        reach_m: how far from the city's centre it may begin; of two equally near the more populous is taken.

    Raises:
        GridError: the cells are in another CRS than the grid.
    """
    number = _number_at(result, result.centres, grid=grid, centre_xy=centre_xy, reach_m=reach_m)
    found = None if number is None else _settlement(result, result.centres, number, grid)
    return Reason.NO_URBAN_CENTRE if found is None else found


def urban_cluster(
    result: DegreeOfUrbanisation,
    grid: Grid,
    centre_xy: tuple[float, float] | None,
    *,
    reach_m: float = REACH_M,
) -> CitySettlement | Reason:
    """Return the urban cluster at the city's centre, its urban centres included; as `urban_centre` in all else."""
    number = _number_at(result, result.clusters, grid=grid, centre_xy=centre_xy, reach_m=reach_m)
    found = None if number is None else _settlement(result, result.clusters, number, grid)
    return Reason.NO_URBAN_CLUSTER if found is None else found


def _number_at(
    result: DegreeOfUrbanisation,
    labels: Labels,
    *,
    grid: Grid,
    centre_xy: tuple[float, float] | None,
    reach_m: float,
) -> int | None:
    if grid.geobox.crs != result.cells.geobox.crs:
        msg = f"boundary: expected cells in the grid's CRS {grid.crs_name}, saw {result.cells.geobox.crs}; regrid them"
        raise GridError(msg)
    if not labels.any():
        return None
    return (
        1
        if centre_xy is None
        else _nearest(labels, result.cells.geobox.transform, centre_xy=centre_xy, reach_m=reach_m)
    )


def _settlement(result: DegreeOfUrbanisation, labels: Labels, number: int, grid: Grid) -> CitySettlement | None:
    cells = labels == number
    inside = Sampled.of(cells, result, grid)
    known = np.pad((~result.unknown).view(np.uint8), 1)
    shut_in = cv2.erode(known, np.ones((3, 3), np.uint8))[1:-1, 1:-1].astype(np.bool_)
    return CitySettlement(number, inside, bool(np.any(cells & ~shut_in))) if inside.any() else None


def _nearest(labels: Labels, affine: Affine, *, centre_xy: tuple[float, float], reach_m: float) -> int | None:
    """Return the label whose cells come nearest to a place, or None where none comes within reach."""
    rows, columns = np.nonzero(labels)
    column, row = ~affine @ centre_xy
    across, down = (
        np.maximum(np.abs(at - place) - 0.5, 0) for at, place in ((columns + 0.5, column), (rows + 0.5, row))
    )
    distance = np.hypot(across, down) * SIDE_M
    numbers = labels[rows, columns]
    near = np.lexsort((numbers, distance))[:1]
    return int(numbers[near[0]]) if near.size and distance[near[0]] <= reach_m else None
