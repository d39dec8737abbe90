"""The city's urban centre and urban cluster as boundaries on its own grid, beside the urban extent."""

import cv2
import numpy as np
from affine import Affine

from geo.arrays import Labels, Mask
from geo.errors import GridError
from geo.grid import Grid
from geo.reasons import Reason
from geo.settlement.cells import SIDE_M
from geo.settlement.degree_of_urbanisation import DegreeOfUrbanisation

REACH_M = 5_000.0
"""How far from the city's centre its urban centre or cluster may begin."""


def urban_centre_mask(
    result: DegreeOfUrbanisation,
    grid: Grid,
    centre_xy: tuple[float, float] | None,
    *,
    reach_m: float = REACH_M,
) -> Mask | Reason:
    """Return the grid's cells whose middle lies in the urban centre at the city's centre, (y, x), or why there is none.

    Args:
        result: level 1 on cells in the grid's CRS.
        grid: the city's grid.
        centre_xy: the city's centre in that CRS; None takes the most populous urban centre.
        reach_m: how far from the city's centre it may begin; of two equally near the more populous is taken.

    Raises:
        GridError: the cells are in another CRS than the grid.
    """
    mask = _at_centre(result, result.centres, grid=grid, centre_xy=centre_xy, reach_m=reach_m)
    return Reason.NO_URBAN_CENTRE if mask is None else mask


def urban_cluster_mask(
    result: DegreeOfUrbanisation,
    grid: Grid,
    centre_xy: tuple[float, float] | None,
    *,
    reach_m: float = REACH_M,
) -> Mask | Reason:
    """Return the grid's cells whose middle lies in the urban cluster at the city's centre, its urban centres included.

    As `urban_centre_mask` in all else.
    """
    mask = _at_centre(result, result.clusters, grid=grid, centre_xy=centre_xy, reach_m=reach_m)
    return Reason.NO_URBAN_CLUSTER if mask is None else mask


def reaches_edge(result: DegreeOfUrbanisation, grid: Grid, mask: Mask) -> bool:
    """Return whether a boundary has cells in a square kilometre at the edge of what was classed, or beside unknown.

    Then part of it may be missing, and with its people the settlement may even be of another class.
    """
    known = np.pad((~result.unknown).view(np.uint8), 1)
    shut_in = cv2.erode(known, np.ones((3, 3), np.uint8))[1:-1, 1:-1].astype(np.bool_)
    return bool(np.any(mask & ~_sampled(shut_in, result, grid)))


def _at_centre(
    result: DegreeOfUrbanisation,
    labels: Labels,
    *,
    grid: Grid,
    centre_xy: tuple[float, float] | None,
    reach_m: float,
) -> Mask | None:
    if grid.geobox.crs != result.cells.geobox.crs:
        msg = f"boundary: expected cells in the grid's CRS {grid.crs_name}, saw {result.cells.geobox.crs}; regrid them"
        raise GridError(msg)
    number = (
        1
        if centre_xy is None
        else _nearest(labels, result.cells.geobox.transform, centre_xy=centre_xy, reach_m=reach_m)
    )
    if number is None or not labels.any():
        return None
    mask = _sampled(labels == number, result, grid)
    return mask if mask.any() else None


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


def _sampled(mask: Mask, result: DegreeOfUrbanisation, grid: Grid) -> Mask:
    """Return a mask of square kilometres at the middle of each of the grid's cells; False beyond it."""
    to_cells = ~result.cells.geobox.transform @ grid.affine
    rows, columns = grid.shape
    across = np.floor(to_cells.a * (np.arange(columns) + 0.5) + to_cells.c).astype(np.intp)
    down = np.floor(to_cells.e * (np.arange(rows) + 0.5) + to_cells.f).astype(np.intp)
    padded = np.pad(mask, 1)
    limits = padded.shape
    return padded[np.ix_(np.clip(down + 1, 0, limits[0] - 1), np.clip(across + 1, 0, limits[1] - 1))]
