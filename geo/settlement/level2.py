"""Level 2 of the Degree of Urbanisation: what kind of urban cluster, what kind of rural cell.

*Source*: Applying the Degree of Urbanisation, 2021 edition; for semi-dense clusters also the rules since July 2024.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from geo.arrays import Codes, Mask
from geo.settlement.codes import Level2
from geo.settlement.contiguous import contiguous, numbered
from geo.settlement.degree_of_urbanisation import DegreeOfUrbanisation, dense_cells, urban_clusters
from geo.settlement.parameters import Level2Parameters, Neighbours


@dataclass(frozen=True, slots=True)
class SecondLevel:
    """Level 2 of a place."""

    parameters: Level2Parameters
    """With the edition that they belong to."""
    codes: Codes
    """geo.settlement.codes.Level2, (y, x)."""


def second_level(first: DegreeOfUrbanisation, parameters: Level2Parameters | None = None) -> SecondLevel:
    """Return level 2 of a place whose level 1 is known.

    Each class takes what those before it left: urban centres, dense clusters, semi-dense clusters, suburban cells (the
    rest of the urban clusters), villages, dispersed cells, water, mostly uninhabited cells. Since July 2024 a
    semi-dense cluster may be smaller than an urban cluster, and so lie in cells that are rural at level 1.

    Args:
        first: level 1.
        parameters: the thresholds; None takes those that hold since July 2024.
    """
    parameters = parameters or Level2Parameters()
    cells, level1 = first.cells, first.parameters
    dense = _large(first, dense_cells(cells, level1), parameters.dense_people, level1.centre_neighbours)
    village = cells.denser_than(parameters.village_density)
    kinds: list[tuple[Level2, Mask]] = [
        (Level2.DISPERSED, cells.denser_than(parameters.dispersed_density)),
        (Level2.VILLAGE, _large(first, village, parameters.village_people, parameters.village_neighbours)),
        (Level2.SUBURBAN, urban_clusters(cells, level1) > 0),
        (Level2.SEMI_DENSE_CLUSTER, _semi_dense(first, dense, parameters)),
        (Level2.DENSE_CLUSTER, dense),
        (Level2.URBAN_CENTRE, first.centres > 0),
    ]
    codes = np.full(first.codes.shape, Level2.MOSTLY_UNINHABITED, np.uint8)
    codes[cells.water(level1.water_max_land)] = Level2.WATER
    codes[first.unknown] = Level2.UNKNOWN
    for kind, mask in kinds:
        codes[mask] = kind
    return SecondLevel(parameters, codes)


def _large(first: DegreeOfUrbanisation, mask: Mask, people: float, neighbours: Neighbours) -> Mask:
    return numbered(contiguous(mask, neighbours), first.cells.population, people) > 0


def _semi_dense(first: DegreeOfUrbanisation, dense: Mask, parameters: Level2Parameters) -> Mask:
    """Return the semi-dense clusters: those none of whose cells is too near to a centre or dense cluster.

    Nearness is counted in cells, corners included, so that it is a square round each cell.
    """
    population, least = first.cells.population, parameters.semi_dense_people
    found = contiguous(first.cells.denser_than(parameters.semi_dense_density), parameters.semi_dense_neighbours)
    clusters = numbered(found, population, least)
    reach = 2 * parameters.clear_cells + 1
    taken = (dense | (first.centres > 0)).view(np.uint8)
    near = cv2.dilate(taken, np.ones((reach, reach), np.uint8)).view(np.bool_)
    far = np.ones(int(clusters.max()) + 1, np.bool_)
    far[clusters[near]] = False
    far[0] = False
    semi_dense: Mask = far[clusters]
    return semi_dense
