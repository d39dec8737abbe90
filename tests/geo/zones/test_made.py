from collections.abc import Callable

import h3
import numpy as np
import pytest
import shapely
from shapely import Polygon

from geo.errors import GeoError
from geo.grid import Grid
from geo.lattice import DEGREES, moved
from geo.zones import made
from geo.zones.made import hexagons, rings, sectors
from geo.zones.zone import Zone

MakeGrid = Callable[..., Grid]


@pytest.fixture(scope="module")
def grid(make_grid: MakeGrid) -> Grid:
    return make_grid((100, 100))


@pytest.fixture(scope="module")
def area(grid: Grid) -> Polygon:
    """An L of 8 km in degrees, whose inner corner is open."""
    square, notch = (
        shapely.box(501_000, 2_291_000, 509_000, 2_299_000),
        shapely.box(505_000, 2_295_000, 509_000, 2_299_000),
    )
    return moved(square.difference(notch), grid.crs, DEGREES)


@pytest.fixture(scope="module")
def centre(grid: Grid) -> tuple[float, float]:
    place = moved(shapely.Point(503_000, 2_293_000), grid.crs, DEGREES)
    return place.x, place.y


def assert_part(zones: tuple[Zone, ...], area: Polygon, grid: Grid) -> None:
    """No gap, no overlap, nothing beyond; to a square millimetre in 48 km²."""
    outline = grid.project(area)
    assert len({zone.id for zone in zones}) == len(zones)
    assert sum(zone.geometry.area for zone in zones) == pytest.approx(outline.area, rel=1e-9)
    union = shapely.union_all([zone.geometry for zone in zones])
    assert union.symmetric_difference(outline).area < 1e-3


@pytest.mark.parametrize("resolution", [3, 6, 8, 9])
def test_hexagons_part_the_study_area(resolution: int, area: Polygon, grid: Grid) -> None:
    """At resolution 3 a cell is 12,000 km²: the whole area lies in one, or in the few whose border it is on."""
    zones = hexagons(area, grid, resolution)
    assert_part(zones, area, grid)
    assert all(zone.kind == "hexagon" and h3.get_resolution(zone.id) == resolution for zone in zones)
    assert [zone.id for zone in zones] == sorted(zone.id for zone in zones)


def test_a_hexagon_inside_is_h3s_own(area: Polygon, grid: Grid) -> None:
    zones = {zone.id: zone for zone in hexagons(area, grid, 9)}
    cell = h3.latlng_to_cell(*reversed(moved(shapely.Point(503_000, 2_293_000), grid.crs, DEGREES).coords[0]), 9)
    corners = moved(shapely.Polygon([c[::-1] for c in h3.cell_to_boundary(cell)]), DEGREES, grid.crs)
    assert zones[cell].geometry.equals_exact(corners, 1e-6)
    assert zones[cell].geometry.area / 1e6 == pytest.approx(h3.cell_area(cell, "km^2"), rel=5e-3)  # of a sphere


def test_hexagons_that_only_their_edge_touches_are_there_too(area: Polygon, grid: Grid) -> None:
    by_centre = set(h3.geo_to_cells(area, 8))
    assert by_centre < {zone.id for zone in hexagons(area, grid, 8)}


def test_rings_part_the_study_area_and_are_named_by_their_distance(
    area: Polygon, grid: Grid, centre: tuple[float, float]
) -> None:
    zones = rings(area, grid, centre)
    assert_part(zones, area, grid)
    assert [zone.id for zone in zones[:2]] == ["ring-1", "ring-2"]
    assert zones[0].names == {"en": "0–1 km"}
    assert zones[1].names == {"en": "1–2 km"}
    assert zones[0].geometry.area == pytest.approx(np.pi * 1e6, rel=1e-5)
    assert zones[1].geometry.area == pytest.approx(3 * np.pi * 1e6, rel=1e-5)


def test_sectors_part_the_study_area_clockwise_from_north(
    area: Polygon, grid: Grid, centre: tuple[float, float]
) -> None:
    zones = sectors(area, grid, centre, 4)
    assert_part(zones, area, grid)
    assert [zone.names["en"] for zone in zones] == ["315°–45°", "45°–135°", "135°–225°", "225°–315°"]
    assert zones[0].geometry.covers(shapely.Point(503_000, 2_298_000))
    assert zones[1].geometry.covers(shapely.Point(508_000, 2_293_000))


@pytest.mark.parametrize("count", [2, 3, 16, 360])
def test_any_number_of_sectors_parts_the_study_area(
    count: int, area: Polygon, grid: Grid, centre: tuple[float, float]
) -> None:
    assert_part(sectors(area, grid, centre, count), area, grid)


@pytest.mark.parametrize("place", [(520_000, 2_293_000), (503_000, 2_250_000)])
def test_a_centre_outside_leaves_out_what_the_area_does_not_reach(
    place: tuple[float, float], area: Polygon, grid: Grid
) -> None:
    away = moved(shapely.Point(place), grid.crs, DEGREES)
    assert_part(rings(area, grid, (away.x, away.y)), area, grid)
    assert_part(sectors(area, grid, (away.x, away.y)), area, grid)


def test_what_cannot_be_made_is_refused_in_one_line(
    area: Polygon, grid: Grid, centre: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "MAX_ZONES", 100)
    with pytest.raises(GeoError, match="hexagons: expected a resolution from 0 to 15, saw 16"):
        hexagons(area, grid, 16)
    with pytest.raises(
        GeoError, match=r"hexagons of resolution 9: expected at most 100 over the study area, saw about"
    ):
        hexagons(area, grid, 9)
    for width in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(GeoError, match="rings: expected a width above 0 m"):
            rings(area, grid, centre, width)
    with pytest.raises(GeoError, match="rings of 10 m: expected at most 100"):
        rings(area, grid, centre, 10)
    with pytest.raises(GeoError, match="sectors: expected 2 to 360, saw 1"):
        sectors(area, grid, centre, 1)
