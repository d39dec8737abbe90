"""The Degree of Urbanisation of one epoch of a city: both levels, and what lies at the city's centre."""

from dataclasses import dataclass

from geo.measurement import Settlement
from geo.parameters import MeasureParameters
from geo.reasons import Reason
from geo.settlement.boundaries import CitySettlement, urban_centre, urban_cluster
from geo.settlement.degree_of_urbanisation import DegreeOfUrbanisation, degree_of_urbanisation
from geo.settlement.level2 import SecondLevel, second_level
from geo.settlement.onto_square_kilometres import onto_square_kilometres
from geo.settlement.polygons import settlements
from geo.stack import Stack


@dataclass(frozen=True, slots=True)
class Settled:
    """The settlements of one epoch."""

    first: DegreeOfUrbanisation
    second: SecondLevel
    centre: CitySettlement | Reason
    """The urban centre at the city's centre, or why there is none."""
    cluster: CitySettlement | Reason
    settlements: tuple[Settlement, ...]


def settled(
    stack: Stack, year: int, centre_xy: tuple[float, float] | None, parameters: MeasureParameters
) -> Settled | Reason:
    """Return the settlements of an epoch, or why people cannot be put on square kilometres.

    Args:
        stack: the epochs; all cells of its grid take part, also those outside the study area.
        year: one of its epochs.
        centre_xy: the city's centre in the grid's CRS; None takes the most populous centre and cluster.
        parameters: the thresholds of both levels.
    """
    squares = onto_square_kilometres(stack, year)
    if isinstance(squares, Reason):
        return squares
    first = degree_of_urbanisation(squares.cells(), parameters.level1)
    centre = urban_centre(first, stack.grid, centre_xy)
    cluster = urban_cluster(first, stack.grid, centre_xy)
    numbers = {
        name: found.number
        for name, found in (("centre", centre), ("cluster", cluster))
        if isinstance(found, CitySettlement)
    }
    return Settled(first, second_level(first, parameters.level2), centre, cluster, settlements(first, year, **numbers))
