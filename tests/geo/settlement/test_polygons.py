from collections.abc import Callable

import numpy as np
import pytest
from shapely import box

from geo.settlement.cells import Cells
from geo.settlement.degree_of_urbanisation import degree_of_urbanisation
from geo.settlement.parameters import R2022A
from geo.settlement.polygons import settlements


def test_a_centre_and_its_cluster_as_polygons(make_cells: Callable[..., Cells]) -> None:
    # Two cells of 30,000 by a shore cell of 1,000 on half a km² of land: the centre; beside them one of 500.
    result = degree_of_urbanisation(make_cells([[30_000, 30_000, 1_000, 500]], land=[[1, 1, 0.5, 1]]), R2022A)
    centre, cluster = settlements(result, 2020, centre=1)
    assert (centre.kind, centre.number, centre.area_km2, centre.land_km2) == ("urban_centre", 1, 3.0, 2.5)
    assert (centre.year, centre.in_city, cluster.in_city) == (2020, True, False)
    assert (centre.population, centre.density_per_km2) == (61_000, 24_400)
    assert centre.geometry.equals(box(500_000, 2_299_000, 503_000, 2_300_000))
    assert (cluster.kind, cluster.area_km2, cluster.population) == ("urban_cluster", 4.0, 61_500)
    assert cluster.geometry.contains(centre.geometry)


def test_without_land_there_is_no_density(make_cells: Callable[..., Cells]) -> None:
    centre, _ = settlements(degree_of_urbanisation(make_cells([[60_000]], land=0)), 2020)
    assert centre.density_per_km2 is None


def test_nothing_urban_gives_no_polygon(make_cells: Callable[..., Cells]) -> None:
    assert settlements(degree_of_urbanisation(make_cells([[10, 0]])), 2020) == ()


def test_belgiums_polygons_have_the_area_and_the_people_of_their_cells(belgium: tuple[Cells, np.ndarray]) -> None:
    cells, _ = belgium
    result = degree_of_urbanisation(cells, R2022A)
    found = settlements(result, 2020)
    for kind, labels in (("urban_centre", result.centres), ("urban_cluster", result.clusters)):
        those = [one for one in found if one.kind == kind]
        assert [one.number for one in those] == list(range(1, int(labels.max()) + 1))
        assert sum(one.population for one in those) == pytest.approx(cells.population[labels > 0].sum(), rel=1e-12)
        assert all(one.geometry.is_valid and one.geometry.area == one.area_km2 * 1e6 for one in those)
        people = [one.population for one in those]
        assert people == sorted(people, reverse=True)
