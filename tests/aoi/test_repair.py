from pathlib import Path

import pytest
import shapely
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from aoi.errors import AreaFileError
from aoi.repair import one_polygon, valid, vertex_count
from aoi.where import Where

HERE = Where(Path("area.gpkg")).at("x")


def test_a_valid_polygon_passes_unchanged() -> None:
    polygon, notes, repaired = one_polygon(box(0, 0, 1, 1), HERE)
    assert polygon == box(0, 0, 1, 1)
    assert (notes, repaired) == ((), False)


def test_a_bow_tie_becomes_its_two_triangles() -> None:
    polygon, notes, repaired = one_polygon(Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), HERE)
    assert repaired
    assert notes == ("The geometry was invalid (self-intersection) and has been repaired.",)
    assert polygon.is_valid
    assert polygon.area == pytest.approx(2.0)
    assert len(polygon.geoms) == 2


def test_overlapping_parts_are_counted_once() -> None:
    polygon, _, repaired = one_polygon(MultiPolygon([box(0, 0, 2, 1), box(1, 0, 3, 1)]), HERE)
    assert repaired
    assert polygon.area == pytest.approx(3.0)


def test_heights_are_dropped_and_said() -> None:
    polygon, notes, _ = one_polygon(shapely.force_3d(box(0, 0, 1, 1), 5.0), HERE)
    assert not polygon.has_z
    assert notes == ("Heights were dropped.",)


def test_heights_of_nought_are_not_worth_a_word() -> None:
    polygon, notes, _ = one_polygon(shapely.force_3d(box(0, 0, 1, 1), 0.0), HERE)
    assert not polygon.has_z
    assert notes == ()


def test_of_a_collection_the_polygons_are_kept_and_the_rest_is_said() -> None:
    nested = GeometryCollection([Point(9, 9), GeometryCollection([box(0, 0, 1, 1), LineString([(0, 0), (5, 5)])])])
    polygon, notes, repaired = one_polygon(nested, HERE)
    assert polygon == box(0, 0, 1, 1)
    assert notes == ("Parts that are no polygons were left out: LineString, Point.",)
    assert not repaired


NAN = Polygon([(0, 0), (1, float("nan")), (1, 1)])
INFINITE = Polygon([(0, 0), (1, float("inf")), (1, 1)])
EMPTY_TOLD = "it has no geometry that can be read; draw its polygon, or choose another feature"
NAN_TOLD = "its coordinates have values that are no numbers (NaN or infinite); export it again"


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        (None, EMPTY_TOLD),
        (Polygon(), EMPTY_TOLD),
        (GeometryCollection([Polygon()]), EMPTY_TOLD),
        (Point(0, 0), "it is made of Point, not of polygons; give the polygon that encloses the study area"),
        (
            LineString([(0, 0), (1, 1)]),
            "it is made of LineString, not of polygons; give the polygon that encloses the study area",
        ),
        (NAN, NAN_TOLD),
        (INFINITE, NAN_TOLD),
        (Polygon([(0, 0), (1, 1), (2, 2)]), "its polygon encloses nothing; draw it again"),
    ],
)
def test_what_has_no_area_is_refused(geometry: shapely.Geometry | None, told: str) -> None:
    with pytest.raises(AreaFileError) as caught:
        one_polygon(geometry, HERE)
    assert str(caught.value) == f"area.gpkg, feature x: {told}"


def test_valid_leaves_a_valid_polygon_alone() -> None:
    polygon = box(0, 0, 1, 1)
    assert valid(polygon) is polygon


def test_corners_are_counted_without_the_closing_points() -> None:
    holed = box(0, 0, 3, 3).difference(box(1, 1, 2, 2))
    assert vertex_count(box(0, 0, 1, 1)) == 4
    assert vertex_count(holed) == 8
    assert vertex_count(MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)])) == 8
