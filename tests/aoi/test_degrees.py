from pathlib import Path

import pyproj
import pytest
import shapely
from shapely import box

from aoi.degrees import check_not_swapped, in_degrees
from aoi.errors import AreaFileError
from aoi.where import Where

HERE = Where(Path("area.gpkg")).at("x")
WGS84 = pyproj.CRS.from_epsg(4326)
UTM_18N = pyproj.CRS.from_epsg(32618)
SWAP_REMEDY = "write longitude first, then latitude"
PROJECTED_REMEDY = "state its CRS in the file, or export it in longitude and latitude (EPSG:4326)"
RANGE_REMEDY = "give longitude within -180 to 180 and latitude within -90 to 90"
CROSSING = "it crosses the antimeridian (longitude 180); cut it there and give the part with the city"


@pytest.mark.parametrize(
    ("polygon", "told"),
    [
        (
            box(14, 120, 15, 121),
            f"longitude and latitude are swapped (x 14 to 15, y 120 to 121); {SWAP_REMEDY}",
        ),
        (
            box(-23, -110, -22, -109),
            f"longitude and latitude are swapped (x -23 to -22, y -110 to -109); {SWAP_REMEDY}",
        ),
        (
            box(500_000, 9_975_000, 520_000, 9_990_000),
            f"its coordinates (500000, 9975000) are no degrees and look projected; {PROJECTED_REMEDY}",
        ),
        (box(179, -18, 181, -16), CROSSING),
        (box(-181, -18, -179, -16), CROSSING),
        (box(-179.9, -18, 179.9, -16), CROSSING),
        (
            box(281, -1, 282, 0),
            f"its coordinates are out of range (longitude 281 to 282, latitude -1 to 0); {RANGE_REMEDY}",
        ),
        (
            box(100, 91, 101, 92),
            f"its coordinates are out of range (longitude 100 to 101, latitude 91 to 92); {RANGE_REMEDY}",
        ),
    ],
)
def test_degrees_that_cannot_be_meant_are_refused(polygon: shapely.Polygon, told: str) -> None:
    with pytest.raises(AreaFileError) as caught:
        in_degrees(polygon, WGS84, HERE)
    assert str(caught.value) == f"area.gpkg, feature x: {told}"


def test_two_parts_on_both_sides_of_the_antimeridian_are_refused() -> None:
    fiji = shapely.MultiPolygon([box(179, -18, 180, -17), box(-180, -18, -179, -17)])
    with pytest.raises(AreaFileError, match="it crosses the antimeridian"):
        in_degrees(fiji, WGS84, HERE)


def test_a_projected_polygon_over_the_antimeridian_is_refused() -> None:
    fiji_grid = pyproj.CRS.from_epsg(3460)
    with pytest.raises(AreaFileError, match="it crosses the antimeridian"):
        in_degrees(box(2_050_000, 3_900_000, 2_150_000, 3_950_000), fiji_grid, HERE)


def test_degrees_under_a_projected_crs_are_recognised() -> None:
    with pytest.raises(AreaFileError) as caught:
        in_degrees(box(-78.6, -0.2, -78.4, 0), UTM_18N, HERE)
    assert str(caught.value) == (
        "area.gpkg, feature x: its coordinates (-78.6, -0.2) look like degrees, but its CRS is EPSG:32618 "
        "(WGS 84 / UTM zone 18N); state the CRS that they are in"
    )


def test_coordinates_beyond_their_projection_are_refused() -> None:
    with pytest.raises(AreaFileError) as caught:
        in_degrees(box(5e7, 5e7, 6e7, 6e7), pyproj.CRS.from_user_input("ESRI:54009"), HERE)
    assert str(caught.value) == (
        "area.gpkg, feature x: its coordinates do not fit its CRS ESRI:54009 (World_Mollweide); "
        "state the CRS that they are in"
    )


def test_another_planet_is_refused() -> None:
    moon = pyproj.CRS.from_user_input("IAU_2015:30100")
    with pytest.raises(AreaFileError, match=r"its CRS .* cannot be brought to longitude and latitude"):
        in_degrees(box(0, 0, 1, 1), moon, HERE)


def test_a_point_of_the_grid_comes_to_where_it_is() -> None:
    """The UTM zone's central meridian is 500,000 m east, whatever the latitude; the equator 0 m north."""
    moved = in_degrees(box(500_000, 0, 510_000, 10_000), UTM_18N, HERE)
    west, south, _, _ = moved.bounds
    assert (west, south) == pytest.approx((-75.0, 0.0), abs=1e-9)


def test_long_projected_edges_keep_their_bend() -> None:
    """In Lambert's conic the straight edge of 200 km lies north of the chord between its corners' degrees."""
    conic = pyproj.CRS.from_epsg(3034)
    moved = in_degrees(box(3_900_000, 3_000_000, 4_100_000, 3_200_000), conic, HERE)
    assert shapely.get_num_coordinates(moved) > 100
    back = pyproj.Transformer.from_crs(4326, conic, always_xy=True)
    for x, y in moved.exterior.coords:
        east, north = back.transform(x, y)
        off = min(abs(east - 3_900_000), abs(east - 4_100_000), abs(north - 3_000_000), abs(north - 3_200_000))
        assert off < 0.01


def test_a_far_reaching_zigzag_is_not_cut_into_endless_pieces() -> None:
    zigzag = shapely.Polygon([(x * 10, (x % 2) * 5e6) for x in range(1000)] + [(5000, -1e6)])
    moved = in_degrees(zigzag, UTM_18N, HERE)
    assert shapely.get_num_coordinates(moved) < 30_000


def test_a_swap_that_fits_the_globe_is_seen_when_the_city_is_known() -> None:
    amman = (35.93, 31.95)
    with pytest.raises(AreaFileError) as caught:
        check_not_swapped(box(31.8, 35.8, 32.1, 36.1), amman, HERE)
    assert str(caught.value) == (
        f"area.gpkg, feature x: longitude and latitude are swapped (x 31.8 to 32.1, y 35.8 to 36.1); {SWAP_REMEDY}"
    )


def test_a_right_area_is_not_taken_for_a_swapped_one() -> None:
    check_not_swapped(box(35.8, 31.8, 36.1, 32.1), (35.93, 31.95), HERE)
    check_not_swapped(box(10.0, 10.1, 10.2, 10.3), (10.1, 10.2), HERE)  # near the diagonal, both ways are near


def test_an_area_far_from_the_city_either_way_is_not_called_swapped() -> None:
    check_not_swapped(box(0, 50, 1, 51), (35.93, 31.95), HERE)
