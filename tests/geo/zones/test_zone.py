from pathlib import Path

import geopandas
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import GeoError
from geo.zones.zone import Zone, cut_to

AREA = shapely.box(0, 0, 100, 100)
BOW_TIE = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])


def district(name: str, geometry: BaseGeometry) -> Zone:
    return Zone(name, {"en": name}, "district", geometry)


def test_zones_are_cut_to_the_study_area_and_those_beside_it_left_out() -> None:
    inside, across = district("inside", shapely.box(0, 0, 10, 10)), district("across", shapely.box(90, 0, 110, 10))
    touching = district("touching", shapely.box(100, 0, 120, 10))
    cut = cut_to([touching, inside, across], AREA)
    assert [(zone.id, zone.geometry.area) for zone in cut.zones] == [("inside", 100), ("across", 100)]
    assert cut.outside == ("touching",)
    assert cut.repaired == ()


def test_a_bow_tie_is_repaired_to_its_two_triangles_and_said() -> None:
    cut = cut_to([district("tie", BOW_TIE)], AREA)
    assert cut.repaired == ("tie",)
    assert cut.zones[0].geometry.is_valid
    assert cut.zones[0].geometry.area == pytest.approx(50)


def test_a_zone_that_encloses_nothing_is_refused_by_name() -> None:
    flat = shapely.Polygon([(0, 0), (10, 0), (0, 0)])
    with pytest.raises(GeoError, match=r"^zone flat: expected a polygon, saw one that encloses nothing; draw it"):
        cut_to([district("whole", AREA), district("flat", flat)], AREA)


def test_two_zones_of_one_id_are_refused() -> None:
    with pytest.raises(GeoError, match="expected one district of each id, saw 2 of the id a"):
        cut_to([district("a", AREA), district("a", AREA)], AREA)


def test_no_zones_are_no_zones() -> None:
    assert cut_to([], AREA).zones == ()


def test_what_is_left_of_a_zone_is_its_polygons_alone() -> None:
    """The study area touches one arm of the zone along a line and cuts the other."""
    fork = shapely.union_all([shapely.box(-10, 0, 0, 30), shapely.box(-10, 0, 20, 10)])
    (zone,) = cut_to([district("fork", fork)], AREA).zones
    assert zone.geometry.equals(shapely.box(0, 0, 20, 10))


def test_the_broken_zone_of_quito_is_repaired(shared_data: Path) -> None:
    frame = geopandas.read_file(shared_data / "quito_boundaries" / "zonales_quito.geojson").to_crs(32717)
    zones = [district(name, geometry) for name, geometry in zip(frame["zonal"], frame.geometry, strict=True)]
    cut = cut_to(zones, shapely.box(*frame.total_bounds))
    assert len(cut.zones) == 8
    assert len(cut.repaired) == 1
    assert all(zone.geometry.is_valid for zone in cut.zones)
