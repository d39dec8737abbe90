"""Level 1 of the Degree of Urbanisation: urban centres, urban clusters, rural cells and water, on 1 km² cells.

*Source*: Applying the Degree of Urbanisation, 2021 edition; GHSL Data Package 2022 and 2023.
"""

from dataclasses import dataclass

import numpy as np

from geo.arrays import Codes, Labels, Mask
from geo.settlement.cells import Cells
from geo.settlement.codes import Level1
from geo.settlement.contiguous import contiguous, numbered
from geo.settlement.gaps import fill_gaps
from geo.settlement.majority import five_of_eight, most_of_the_counted
from geo.settlement.parameters import Level1Parameters


@dataclass(frozen=True, slots=True)
class DegreeOfUrbanisation:
    """Level 1 of a place, each array (y, x) on its cells."""

    cells: Cells
    parameters: Level1Parameters
    """With the edition that they belong to."""
    codes: Codes
    """geo.settlement.codes.Level1."""
    centres: Labels
    """Urban centres 1..n, the most populous first. Two that touch after smoothing stay two."""
    clusters: Labels
    """Urban clusters with the centres in them, 1..n, the most populous first: every cell of either class is in one."""

    @property
    def unknown(self) -> Mask:
        """Return the cells that cannot be classed."""
        unknown: Mask = self.codes == Level1.UNKNOWN
        return unknown


def degree_of_urbanisation(cells: Cells, parameters: Level1Parameters | None = None) -> DegreeOfUrbanisation:
    """Return level 1 of the Degree of Urbanisation.

    Args:
        cells: people, built-up and land of 1 km² cells, with a margin where they can have one: what lies beyond the
            array counts no people.
        parameters: the thresholds; None takes those of R2023A.
    """
    parameters = parameters or Level1Parameters()
    centres = urban_centres(cells, parameters)
    clustered = urban_clusters(cells, parameters) > 0
    codes = np.full(centres.shape, Level1.RURAL, np.uint8)
    codes[cells.water(parameters.water_max_land)] = Level1.WATER
    codes[cells.unknown(parameters.water_max_land)] = Level1.UNKNOWN
    codes[clustered] = Level1.URBAN_CLUSTER
    codes[centres > 0] = Level1.URBAN_CENTRE
    together = contiguous(clustered | (centres > 0), parameters.cluster_neighbours)
    return DegreeOfUrbanisation(cells, parameters, codes, centres, numbered(together, cells.population))


def dense_cells(cells: Cells, parameters: Level1Parameters) -> Mask:
    """Return the cells that centres and dense clusters are made of: by their people, or by their built-up land."""
    by_built_up = cells.more_built_than(parameters.built_up_share) & ~cells.unknown(parameters.water_max_land)
    return cells.denser_than(parameters.centre_density) | by_built_up


def urban_centres(cells: Cells, parameters: Level1Parameters) -> Labels:
    """Return the urban centres 1..n, the most populous first, smoothed and filled until nothing changes."""
    found = contiguous(dense_cells(cells, parameters), parameters.centre_neighbours)
    centres = numbered(found, cells.population, parameters.centre_people)
    unknown = cells.unknown(parameters.water_max_land)
    while True:
        smoothed = fill_gaps(_smoothed(centres, cells, parameters), parameters.max_gap_km2, unknown)
        if np.array_equal(smoothed, centres):
            return numbered(centres, cells.population)
        centres = smoothed


def urban_clusters(cells: Cells, parameters: Level1Parameters) -> Labels:
    """Return the contiguous cells of a cluster's density that hold enough people, 1..n, the most populous first."""
    found = contiguous(cells.denser_than(parameters.cluster_density), parameters.cluster_neighbours)
    return numbered(found, cells.population, parameters.cluster_people)


def _smoothed(centres: Labels, cells: Cells, parameters: Level1Parameters) -> Labels:
    if parameters.majority == "none":
        return centres
    joining = ~cells.unknown(parameters.water_max_land)
    if parameters.majority == "R2022A":
        return five_of_eight(centres, joining)
    uncounted = (cells.land < parameters.water_max_land) & (cells.population == 0)
    return most_of_the_counted(centres, joining & ~cells.water(parameters.water_max_land), ~uncounted)
