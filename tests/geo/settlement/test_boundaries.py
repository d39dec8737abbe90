from collections.abc import Callable

import numpy as np
import pytest
from affine import Affine
from odc.geo.geobox import GeoBox

from geo.errors import GridError
from geo.grid import Grid
from geo.reasons import Reason
from geo.settlement.boundaries import CitySettlement, urban_centre, urban_cluster
from geo.settlement.cells import Cells
from geo.settlement.degree_of_urbanisation import DegreeOfUrbanisation, degree_of_urbanisation
from geo.settlement.onto_square_kilometres import onto_square_kilometres
from geo.stack import Stack

WEST, NORTH = 500_000.0, 2_300_000.0


def grid(shape: tuple[int, int], resolution: float, *, left: float = WEST, crs: str = "EPSG:32627") -> Grid:
    geobox = GeoBox(shape, Affine(resolution, 0, left, 0, -resolution, NORTH), crs)
    return Grid(geobox, "drawn by hand", resampled=False, area_distortion=0.0)


def mask_of(found: CitySettlement | Reason) -> np.ndarray:
    assert isinstance(found, CitySettlement)
    return found.inside[:]


@pytest.fixture
def two_cities(make_cells: Callable[..., Cells]) -> DegreeOfUrbanisation:
    """Return a city of 60,000 in the first square kilometre, its suburb, and one of 90,000 in the ninth."""
    return degree_of_urbanisation(make_cells([[60_000, 400, 0, 0, 0, 0, 0, 0, 90_000]]))


def test_the_centre_that_holds_the_citys_centre(two_cities: DegreeOfUrbanisation) -> None:
    mask = mask_of(urban_centre(two_cities, grid((2, 18), 500), (WEST + 100, NORTH - 100)))
    assert np.flatnonzero(mask[0]).tolist() == [0, 1]
    assert (mask[0] == mask[1]).all()


def test_the_cluster_has_the_suburb_too(two_cities: DegreeOfUrbanisation) -> None:
    mask = mask_of(urban_cluster(two_cities, grid((2, 18), 500), (WEST + 100, NORTH - 100)))
    assert np.flatnonzero(mask[0]).tolist() == [0, 1, 2, 3]


def test_the_nearest_within_five_kilometres(two_cities: DegreeOfUrbanisation) -> None:
    # At 3.2 km the first centre is 2.2 km away and the second 4.8 km.
    cells = grid((1, 9), 1000)
    assert np.flatnonzero(mask_of(urban_centre(two_cities, cells, (WEST + 3_200, NORTH - 500)))).tolist() == [0]
    assert np.flatnonzero(mask_of(urban_centre(two_cities, cells, (WEST + 4_600, NORTH - 500)))).tolist() == [8]
    # Of two equally near the more populous.
    assert np.flatnonzero(mask_of(urban_centre(two_cities, cells, (WEST + 4_500, NORTH - 500)))).tolist() == [8]
    assert np.flatnonzero(mask_of(urban_centre(two_cities, cells, (WEST + 14_000, NORTH - 500)))).tolist() == [8]
    assert urban_centre(two_cities, cells, (WEST + 14_001, NORTH - 500)) is Reason.NO_URBAN_CENTRE


def test_without_a_place_the_most_populous(two_cities: DegreeOfUrbanisation) -> None:
    assert np.flatnonzero(mask_of(urban_centre(two_cities, grid((1, 9), 1000), None))).tolist() == [8]


def test_a_cell_belongs_by_its_middle(two_cities: DegreeOfUrbanisation) -> None:
    # Cells of 300 m from 400 m west of the first square kilometre: middles at -250, 50, 350, 650, 950, 1250.
    mask = mask_of(urban_centre(two_cities, grid((1, 6), 300, left=WEST - 400), (WEST, NORTH)))
    assert mask.tolist() == [[False, True, True, True, True, False]]


def test_no_centre_has_its_reason_and_a_grid_elsewhere_too(make_cells: Callable[..., Cells]) -> None:
    village = degree_of_urbanisation(make_cells([[600, 0]]))
    assert urban_centre(village, grid((1, 2), 1000), None) is Reason.NO_URBAN_CENTRE
    assert urban_cluster(village, grid((1, 2), 1000), (WEST, NORTH)) is Reason.NO_URBAN_CLUSTER
    city = degree_of_urbanisation(make_cells([[60_000]]))
    assert urban_centre(city, grid((1, 2), 1000, left=WEST + 9_000), (WEST, NORTH)) is Reason.NO_URBAN_CENTRE


def test_another_crs_is_refused(two_cities: DegreeOfUrbanisation) -> None:
    with pytest.raises(GridError, match="EPSG:32628"):
        urban_centre(two_cities, grid((1, 9), 1000, crs="EPSG:32628"), None)


def test_a_boundary_at_the_edge_of_what_was_classed_is_told(make_cells: Callable[..., Cells]) -> None:
    def at_edge(people: np.ndarray) -> bool:
        found = urban_centre(degree_of_urbanisation(make_cells(people)), grid((5, 5), 1000), None)
        assert isinstance(found, CitySettlement)
        return found.at_edge

    people = np.zeros((5, 5))
    people[2, 2] = 60_000
    assert not at_edge(people)
    assert at_edge(np.roll(people, 2, axis=(0, 1)))
    people[1, 1] = np.nan
    assert at_edge(people)


def test_from_a_stack_to_its_boundary_and_back(make_stack: Callable[..., Stack]) -> None:
    # 3 × 3 km at 100 m; the middle square kilometre has 700 people a hectare.
    persons = np.zeros((30, 30))
    persons[10:20, 10:20] = 700
    stack = make_stack({2000: persons > 0}, persons={2000: persons})
    result = degree_of_urbanisation(onto_square_kilometres(stack, 2000).cells())
    mask = mask_of(urban_centre(result, stack.grid, (WEST + 1_500, NORTH - 1_500)))
    assert mask.tolist() == (persons > 0).tolist()
