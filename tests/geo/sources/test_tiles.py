from itertools import combinations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import SourceError
from geo.sources.access import TileAccess
from geo.sources.tiles import Tile, tiles_of, widened

SOUTH_WEST = {"kind": "degrees", "step": 2, "corner": "south_west", "name": "{lon}_{lat}"}
NORTH_WEST = {
    "kind": "degrees",
    "step": 10,
    "corner": "north_west",
    "latitude": "{degrees:02d}{hemisphere}",
    "longitude": "{degrees:03d}{hemisphere}",
}
GHSL = {"kind": "ghsl"}
UTM = {"kind": "utm"}
COUNTRY = {"kind": "country"}


def access(scheme: dict[str, object], **changes: object) -> TileAccess:
    base: dict[str, object] = {"kind": "tiles", "base": "https://archive.test/data", "path": "{tile}_{year}.tif"}
    return TileAccess.model_validate(base | {"scheme": scheme} | changes)


def tiles(scheme: dict[str, object], area: Geometry) -> tuple[Tile, ...]:
    return tiles_of(access(scheme), area, year=2020)


def names(scheme: dict[str, object], area: Geometry) -> list[str]:
    return [tile.name for tile in tiles(scheme, area)]


def round_point(lon: float, lat: float, size: float = 0.1) -> Geometry:
    return shapely.box(lon - size, lat - size, lon + size, lat + size)


def test_a_tile_is_named_by_its_south_west_corner() -> None:
    (tile,) = tiles(SOUTH_WEST, round_point(13.5, 18.5))
    assert tile.name == "12_18"
    assert tile.addresses == ("https://archive.test/data/12_18_2020.tif",)
    assert tile.bounds == (12, 18, 14, 20)
    assert tile.square is not None
    assert tile.square.equals(shapely.box(12, 18, 14, 20))


def test_a_tile_is_named_by_its_north_west_corner() -> None:
    assert names(NORTH_WEST, round_point(13.5, 18.5)) == ["20N_010E"]
    assert names(NORTH_WEST, round_point(-13.5, -18.5)) == ["10S_020W"]


def test_where_equator_and_greenwich_meet_are_four_tiles_from_north_to_south_and_west_to_east() -> None:
    assert names(SOUTH_WEST, round_point(0, 0)) == ["-2_0", "0_0", "-2_-2", "0_-2"]
    assert names(NORTH_WEST, round_point(0, 0)) == ["10N_010W", "10N_000E", "00N_010W", "00N_000E"]


def test_zero_is_north_and_east() -> None:
    scheme = SOUTH_WEST | {"latitude": "{hemisphere}{degrees:02d}", "longitude": "{hemisphere}{degrees:03d}"}
    assert names(scheme, round_point(0, 0)) == ["W002_N00", "E000_N00", "W002_S02", "E000_S02"]


def test_a_margin_of_a_kilometre_reaches_over_a_border_and_two_do_not() -> None:
    degree_km = 110.574
    assert names(SOUTH_WEST, shapely.box(1, 1, 1.5, 2 - 0.9 / degree_km)) == ["0_2", "0_0"]
    assert names(SOUTH_WEST, shapely.box(1, 1, 1.5, 2 - 1.1 / degree_km)) == ["0_0"]
    # At 60° a degree of longitude is half as long.
    assert names(SOUTH_WEST, shapely.box(1, 60.5, 2 - 1.9 / degree_km, 61)) == ["0_60", "2_60"]
    assert names(SOUTH_WEST, shapely.box(1, 60.5, 2 - 2.3 / degree_km, 61)) == ["0_60"]


def test_a_tile_that_only_the_bounding_box_touches_is_left_out() -> None:
    corner = shapely.Polygon([(1, 1), (1.5, 1), (1.5, 1.4), (3, 1.4), (3, 1.5), (1, 1.5)])
    ell = corner.union(shapely.box(1, 1, 1.2, 3))
    assert names(SOUTH_WEST, ell) == ["0_2", "0_0", "2_0"]


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        # x, y of ESRI:54009 in kilometres: (18041 + x) / 1000 and (9000 - y) / 1000, rounded up.
        (0.05, 0.05, "R9_C19"),  # 5, 6
        (-9.6, 30.4, "R6_C18"),  # -878, 3691
        (-82.4, 23.1, "R7_C11"),  # -7842, 2826
        (27.5, -29.3, "R13_C21"),  # 2532, -3562
        (174.8, -36.9, "R14_C34"),  # 15250, -4440
    ],
)
def test_a_ghsl_tile_is_named_by_row_and_column(lon: float, lat: float, name: str) -> None:
    assert names(GHSL, round_point(lon, lat, 0.01)) == [name]


def test_ghsl_tiles_have_the_places_that_its_schema_gives_them() -> None:
    (tile,) = tiles(GHSL, round_point(-9.6, 30.4))
    assert tile.bounds == (-1_041_000, 3_000_000, -41_000, 4_000_000)


def test_the_equator_divides_ghsl_tiles() -> None:
    assert names(GHSL, round_point(-78.5, 0)) == ["R9_C11", "R10_C11"]


def test_a_ghsl_tile_that_hangs_over_the_edge_of_the_globe_is_cut_there() -> None:
    (tile,) = tiles(GHSL, round_point(179, -16.5))  # Fiji: the tile's east lies beyond longitude 180
    assert tile.square is not None
    assert shapely.is_valid(tile.square)
    assert tile.square.bounds[2] == pytest.approx(180, abs=1e-3)


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (-9.6, 30.4, "29R"),
        (-179.5, -79.5, "01C"),
        (179.5, 83.5, "60X"),
        (0.5, 0.5, "31N"),
        (0.5, -0.5, "31M"),
        (3.5, 60, "31V"),  # MGRS has 32V here: zones are plain in this scheme
        (147, -20, "55K"),
    ],
)
def test_utm_tiles_are_named_by_zone_and_band(lon: float, lat: float, name: str) -> None:
    assert names(UTM, round_point(lon, lat)) == [name]


def test_bands_are_eight_degrees_without_i_and_o_and_the_last_is_twelve() -> None:
    bands = [names(UTM, round_point(0.5, -76 + 8 * number))[0][2] for number in range(20)]
    assert "".join(bands) == "CDEFGHJKLMNPQRSTUVWX"
    assert names(UTM, round_point(0.5, 80)) == ["31X"]


def test_where_zones_and_bands_meet_are_four_tiles() -> None:
    assert names(UTM, round_point(36, 32)) == ["36S", "37S", "36R", "37R"]
    assert [tile.bounds for tile in tiles(UTM, round_point(36, 32))] == [None] * 4


def test_a_country_has_one_raster_and_a_city_at_a_border_two() -> None:
    found = tiles_of(
        access(COUNTRY, path="{year}/{ISO3}/{iso3}_{tile}.tif"),
        round_point(27.5, -29.3),
        year=2020,
        countries=("LSO", "ZAF", "LSO"),
    )
    assert [tile.addresses for tile in found] == [
        ("https://archive.test/data/2020/LSO/lso_LSO.tif",),
        ("https://archive.test/data/2020/ZAF/zaf_ZAF.tif",),
    ]
    assert {(tile.square, tile.bounds) for tile in found} == {(None, None)}


def test_paths_may_name_what_each_scheme_has() -> None:
    area = round_point(-9.6, 30.4)
    for scheme, path, filled in (
        (GHSL, "R{row}/C{column}/{next_year}.zip", "R6/C18/2021.zip"),
        (UTM, "{zone}-{band}.tif", "29-R.tif"),
        (SOUTH_WEST, "{lat}/{lon}.tif", "30/-10.tif"),
    ):
        (tile,) = tiles_of(access(scheme, path=path), area, year=2020)
        assert tile.addresses == (f"https://archive.test/data/{filled}",)


def test_other_paths_follow_in_their_order_and_a_mirror_replaces_the_base() -> None:
    declared = access(
        SOUTH_WEST, path="{tile}/{tile}.tif", also=("{tile}.tif",), paths_by_epoch={1999: "old/{tile}.tif"}
    )
    (tile,) = tiles_of(declared, round_point(1, 1), year=2020, base="http://mirror.test/x/")
    assert tile.addresses == ("http://mirror.test/x/0_0/0_0.tif", "http://mirror.test/x/0_0.tif")
    (tile,) = tiles_of(declared, round_point(1, 1), year=1999)
    assert tile.addresses[0] == "https://archive.test/data/old/0_0.tif"


def test_a_place_or_an_epoch_without_tiles_is_refused_in_one_line() -> None:
    crossing = shapely.MultiPolygon([shapely.box(179, 1, 180, 2), shapely.box(-180, 1, -179, 2)])
    with pytest.raises(SourceError, match=r"^expected a study area on one side of the antimeridian .* run its two"):
        tiles(SOUTH_WEST, crossing)
    with pytest.raises(SourceError, match="on one side of the antimeridian"):
        tiles(GHSL, shapely.box(179, 1, 181, 2))
    with pytest.raises(SourceError, match="on one side of the antimeridian"):
        tiles(GHSL, shapely.Polygon())
    with pytest.raises(SourceError, match=r"between the latitudes -80 and 84, saw one from 83\.91 to 84\.21"):
        tiles(UTM, shapely.box(10, 83.92, 10.1, 84.2))
    with pytest.raises(SourceError, match=r"expected the countries .* name them in the city's file \(countries\)$"):
        tiles(COUNTRY, round_point(1, 1))
    only = access(SOUTH_WEST, path=None, paths_by_epoch={2019: "{tile}.tif"})
    with pytest.raises(SourceError, match=r"expected the path of an epoch, saw none for 2020; it has \[2019\]"):
        tiles_of(only, round_point(1, 1), year=2020)


def test_a_city_at_the_antimeridian_is_widened_no_farther_than_it() -> None:
    assert names(SOUTH_WEST, shapely.box(179, 1, 180, 1.5)) == ["178_0"]


def test_a_path_that_cannot_be_filled_fails_where_it_is_declared() -> None:
    for scheme, changes, told in (
        (GHSL, {"path": "{lat}.tif"}, r"expected only column, next_year, row, tile, year in braces, saw lat"),
        (SOUTH_WEST, {"also": ("{zone}.tif",)}, "in braces, saw zone"),
        (SOUTH_WEST | {"name": "{row}"}, {}, "expected only lat, lon in braces, saw row"),
        (SOUTH_WEST | {"latitude": "{lat}"}, {}, "expected only degrees, hemisphere, signed in braces, saw lat"),
        (UTM, {"path": None}, "give path, or paths_by_epoch"),
    ):
        with pytest.raises(ValidationError, match=told):
            access(scheme, **changes)


@given(
    scheme=st.sampled_from([SOUTH_WEST, NORTH_WEST, GHSL, UTM]),
    lon=st.floats(-170, 170),
    lat=st.floats(-65, 65),
    width=st.floats(0.02, 1.5),
    height=st.floats(0.02, 1.5),
)
def test_squares_cover_the_area_and_do_not_overlap(
    scheme: dict[str, object], lon: float, lat: float, width: float, height: float
) -> None:
    area = shapely.box(lon, lat, lon + width, lat + height)
    found = tiles(scheme, area)
    squares = [tile.square for tile in found if tile.square is not None]
    assert len(squares) == len(found) == len({tile.name for tile in found})
    assert widened(area).difference(shapely.union_all(squares)).area < 1e-6 * area.area
    for one, other in combinations(squares, 2):
        assert one.intersection(other).area < 1e-9
    assert all(square.intersects(widened(area)) for square in squares)
