from collections.abc import Callable

import numpy as np
import pytest
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.features import geometry_mask
from shapely.geometry.base import BaseGeometry

from geo.arrays import Mask
from geo.grid import Grid
from geo.zones import shares as module
from geo.zones.shares import Rows, Shares

MakeGrid = Callable[..., Grid]
TOLERANCE = 1e-6
"""Exactextract's shares are of single precision."""
WEST, NORTH = 500_000, 2_300_000


def box(left: float, top: float, right: float, bottom: float) -> shapely.Polygon:
    """A rectangle by columns and rows of cells of 100 m."""
    return shapely.box(WEST + 100 * left, NORTH - 100 * bottom, WEST + 100 * right, NORTH - 100 * top)


def layer(values: np.ndarray) -> Rows:
    return lambda rows: values[rows]


def inside(area: BaseGeometry, grid: Grid) -> Mask:
    return ~geometry_mask([area], grid.shape, grid.affine)


def shares_of(zones: list[BaseGeometry], grid: Grid, area: BaseGeometry) -> Shares:
    return Shares.of(zones, grid, area=area, study_area=inside(area, grid))


def test_whole_halves_and_quarters_of_cells(make_grid: MakeGrid) -> None:
    """Cells hold 1 2 3 / 4 5 6 / 7 8 9; the zone takes 5 whole, half of 6 and of 8, a quarter of 9."""
    grid = make_grid((3, 3))
    values = np.arange(1.0, 10.0).reshape(3, 3)
    shares = shares_of([box(1, 1, 2.5, 2.5)], grid, box(0, 0, 3, 3))
    cells, summed = shares.sums([None, layer(values)])
    assert cells.tolist() == [[2.25]]
    assert summed.tolist() == [[5 + 3 + 4 + 2.25]]


def test_sums_by_class(make_grid: MakeGrid) -> None:
    grid = make_grid((2, 2))
    codes = np.array([[0, 1], [2, 1]], np.uint8)
    shares = shares_of([box(0, 0, 1, 2), box(1, 0, 2, 1.5)], grid, box(0, 0, 2, 2))
    (cells,) = shares.sums([None], layer(codes), classes=3)
    assert cells.tolist() == [[1, 0, 1], [0, 1.5, 0]]


def test_an_unknown_value_spoils_its_own_zone_and_class_only(make_grid: MakeGrid) -> None:
    grid = make_grid((1, 3))
    values, codes = np.array([[np.nan, 1, 2]], np.float32), np.array([[0, 1, 1]], np.uint8)
    shares = shares_of([box(0, 0, 1.5, 1), box(1.5, 0, 3, 1)], grid, box(0, 0, 3, 1))
    (summed,) = shares.sums([layer(values)], layer(codes), classes=2)
    assert np.isnan(summed[0, 0])
    assert summed[:, 1].tolist() == [0.5, 2.5]


def test_overlapping_zones_each_count_what_lies_in_them(make_grid: MakeGrid) -> None:
    """A city, a district in it, a parish in the district, and a neighbour that reaches into all three."""
    grid = make_grid((20, 20))
    zones = [box(0, 0, 20, 20), box(0, 0, 15, 15), box(0, 0, 10, 10), box(5, 5, 20, 8.5)]
    shares = shares_of(zones, grid, box(0, 0, 20, 20))
    assert len(shares.sheets) == 4
    assert shares.sums([None])[0][:, 0].tolist() == [400, 225, 100, 52.5]


def test_slivers_between_neighbours_need_no_second_pass(make_grid: MakeGrid) -> None:
    grid = make_grid((6, 6))
    shares = shares_of([box(0, 0, 3.2, 6), box(3.1, 0, 6, 6)], grid, box(0, 0, 6, 6))
    assert len(shares.sheets) == 1
    assert shares.sums([None])[0][:, 0] == pytest.approx([19.2, 17.4])


def test_a_cell_on_the_areas_edge_counts_wholly_or_not_at_all(make_grid: MakeGrid) -> None:
    """The area ends at 2.6 cells: the third cell counts as whole, and its zones share it; ending at 2.4 it is out."""
    grid = make_grid((1, 4))
    parted = [box(0, 0, 2.3, 1), box(2.3, 0, 2.6, 1)]
    assert shares_of(parted, grid, box(0, 0, 2.6, 1)).sums([None])[0][:, 0] == pytest.approx([2.5, 0.5])
    assert shares_of([box(0, 0, 2.4, 1)], grid, box(0, 0, 2.4, 1)).sums([None])[0].tolist() == [[2]]


def test_no_zones_give_no_rows(make_grid: MakeGrid) -> None:
    assert shares_of([], make_grid((2, 2)), box(0, 0, 2, 2)).sums([None], layer(np.zeros((2, 2), np.uint8)), 3)[
        0
    ].shape == (0, 3)


def test_large_zones_taken_by_tiles_give_what_whole_ones_give(
    make_grid: MakeGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = make_grid((60, 70))
    centre = shapely.Point(WEST + 3_123, NORTH - 2_987)
    discs = [centre.buffer(radius) for radius in (600, 1_300, 2_700)]
    zones = [discs[0], discs[1].difference(discs[0]), discs[2].difference(discs[1])]
    whole = shares_of(zones, grid, box(0, 0, 70, 60)).sums([None])[0]
    monkeypatch.setattr(module, "_TILE", 7)
    monkeypatch.setattr(module, "_STRIP_ROWS", 8)
    tiled = shares_of(zones, grid, box(0, 0, 70, 60)).sums([None])[0]
    assert tiled == pytest.approx(whole, rel=1e-8)
    assert whole[:, 0] * 1e4 == pytest.approx([zone.area for zone in zones], rel=1e-8)


points = st.lists(st.tuples(st.floats(0, 20), st.floats(0, 15)), min_size=2, max_size=12, unique=True)


@settings(max_examples=60, deadline=None)
@given(points=points, seed=st.integers(0, 2**32 - 1), tile=st.sampled_from([4, 256]))
def test_the_whole_is_the_sum_of_the_parts_and_each_part_is_exactextracts(
    points: list[tuple[float, float]], seed: int, tile: int, make_grid: MakeGrid
) -> None:
    grid, area = make_grid((15, 20)), box(1.3, 0.7, 18.9, 14.2)
    places = shapely.MultiPoint([(WEST + 100 * x, NORTH - 100 * y) for x, y in points])
    cells = shapely.get_parts(shapely.voronoi_polygons(places, extend_to=area.buffer(100)))
    zones = [zone for zone in shapely.intersection(cells, area) if zone.area > 0]
    values = np.random.default_rng(seed).random(grid.shape, np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_TILE", tile)
        whole = values[inside(area, grid)].sum(dtype=np.float64)
        assert shares_of(zones, grid, area).sums([layer(values)])[0].sum() == pytest.approx(whole, rel=TOLERANCE)
        alone = Shares.of(zones, grid, area=grid.geobox.extent.geom, study_area=np.ones(grid.shape, bool))
        west, south, east, north = grid.geobox.extent.boundingbox.bbox
        features = [{"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(z)} for z in zones]
        peer = exact_extract(NumPyRasterSource(values, west, south, east, north), features, ["sum"])
        expected = [feature["properties"]["sum"] for feature in peer]
        assert alone.sums([layer(values)])[0][:, 0] == pytest.approx(expected, rel=TOLERANCE, abs=TOLERANCE)
