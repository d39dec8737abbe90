import pyproj
import pytest
import shapely
from affine import Affine
from shapely import box

from geo.errors import GridError
from geo.grid import area_distortion, grid_for
from geo.lattice import Lattice, blocks

UTM = pyproj.CRS("EPSG:32618")
DEGREES = pyproj.CRS("EPSG:4326")
MERCATOR = pyproj.CRS("EPSG:3857")


def lattice(
    size: float = 100,
    corner: tuple[float, float] = (500_000, 1_150_000),
    shape: tuple[int, int] = (300, 400),
    crs: pyproj.CRS = UTM,
) -> Lattice:
    return Lattice(crs, Affine(size, 0, corner[0], 0, -size, corner[1]), shape)


def test_the_sources_own_grid_is_kept_where_areas_are_true() -> None:
    own = lattice()
    grid = grid_for(own.footprint, [own, own])
    assert (grid.resampled, grid.shape, grid.affine, grid.crs_name) == (False, own.shape, own.affine, "EPSG:32618")
    assert grid.area_distortion < 0.001
    assert "nothing is resampled" in grid.reason
    assert grid.cell_km2 == 0.01
    assert grid.mask(own.footprint).all()


def test_a_window_is_the_cells_of_the_source_whose_centres_lie_in_the_area() -> None:
    own = lattice()
    inner = Lattice(UTM, own.affine @ Affine.translation(10.25, 20.75), (30, 40)).footprint
    grid = grid_for(inner, [own])
    assert ~own.affine @ (grid.affine.c, grid.affine.f) == (10 - 7, 21 - 7)  # 700 m of context
    assert grid.shape == (30 + 14, 40 + 14)
    assert grid.mask(inner)[7:-7, 7:-7].all()
    assert grid.mask(inner).sum() == 30 * 40


def test_a_footprint_of_60_km_gives_back_its_raster_cell_for_cell() -> None:
    own = lattice(10, corner=(600_000, 2_300_000), shape=(6_000, 6_000))
    grid = grid_for(own.footprint, [own], lattice(100, corner=(600_000, 2_300_000), shape=(600, 600)))
    assert grid.shape == own.shape
    assert grid.mask(own.footprint).all()


@pytest.mark.parametrize("offset", [(0, 0), (3, 7), (-4, 9)])
def test_the_window_holds_population_cells_whole(offset: tuple[int, int]) -> None:
    own = lattice()
    people = Lattice(UTM, own.affine @ Affine.translation(*offset) @ Affine.scale(10), (40, 50))
    assert blocks(own, people) == 10
    inner = Lattice(UTM, own.affine @ Affine.translation(101, 102), (55, 66)).footprint
    grid = grid_for(inner, [own], people)
    column, row = ~people.affine @ (grid.affine.c, grid.affine.f)
    assert (column % 1, row % 1) == (0, 0)
    assert grid.shape[0] % 10 == grid.shape[1] % 10 == 0
    assert grid.mask(inner).sum() == 55 * 66


def test_cells_that_do_not_nest_are_told_apart() -> None:
    fine = lattice(10)
    assert blocks(fine, lattice(100)) == 10
    assert blocks(fine, lattice(95)) is None
    assert blocks(fine, lattice(100, corner=(500_003, 1_150_000))) is None
    assert blocks(fine, lattice(100, crs=MERCATOR)) is None


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (lattice(corner=(500_050, 1_150_000)), "the rasters lie on different grids"),
        (lattice(100.0051), "the rasters lie on different grids"),
        (lattice(crs=pyproj.CRS("EPSG:32617")), "the rasters lie on different grids"),
    ],
)
def test_epochs_on_different_grids_meet_on_an_equal_area_grid(other: Lattice, why: str) -> None:
    own = lattice()
    grid = grid_for(own.footprint, [own, other])
    assert grid.resampled
    assert why in grid.reason
    assert grid.resolution_m == pytest.approx(100, rel=0.011)
    assert grid.area_distortion < 1e-8
    assert not grid.mask(own.footprint).all()
    assert grid.mask(own.footprint).sum() * grid.cell_km2 == pytest.approx(1_200 / 0.99962, rel=1e-3)


def test_degrees_become_an_equal_area_grid_of_the_same_fineness() -> None:
    worldcover = Lattice(DEGREES, Affine(1 / 12_000, 0, -9.9, 0, -1 / 12_000, 30.6), (7_200, 7_200))
    grid = grid_for(box(-9.7, 30.3, -9.4, 30.5), [worldcover])
    assert grid.resampled
    assert "not projected" in grid.reason
    assert grid.resolution_m == pytest.approx(8.6)  # sqrt(9.26 m × 8.0 m), two digits


def test_a_projection_that_distorts_areas_is_not_used() -> None:
    north = box(-0.1, 60.0, 0.1, 60.1)
    web = Lattice(MERCATOR, Affine(100, 0, -20_000, 0, -100, 8_420_000), (400, 400))
    assert area_distortion(MERCATOR, north) > 2
    grid = grid_for(north, [web])
    assert grid.resampled
    assert "distorts areas" in grid.reason


def test_mollweide_is_kept_though_its_areas_are_those_of_a_sphere() -> None:
    ghsl = Lattice(pyproj.CRS("ESRI:54009"), Affine(100, 0, 5_959_000, 0, -100, 5_200_000), (2_000, 2_000))
    grid = grid_for(box(76.7, 43.1, 77.1, 43.4), [ghsl])
    assert not grid.resampled
    assert grid.area_distortion == pytest.approx(0.0005, abs=1e-4)
    assert "within 0.05%" in grid.reason
    at_the_equator = grid_for(box(-78.6, -0.3, -78.3, 0.0), [ghsl])
    assert not at_the_equator.resampled
    assert at_the_equator.area_distortion == pytest.approx(0.0067, abs=1e-4)  # (6378137 / 6371007)² and flattening


def test_too_many_cells_are_refused_with_a_remedy() -> None:
    huge = lattice(1, shape=(30_000, 30_000))
    with pytest.raises(GridError, match=r"expected at most 400,000,000 .* give a smaller area or a coarser source"):
        grid_for(huge.footprint, [huge])


def test_a_cell_is_inside_by_its_centre() -> None:
    own = lattice(shape=(2, 2))
    half = Lattice(UTM, own.affine, (2, 2)).footprint
    grid = grid_for(half, [own])
    west, south, east, north = shapely.bounds(half)
    left = box(west, south - 1, west + (east - west) * 0.3, north + 1)
    assert grid.mask(left).tolist() == [[True, False], [True, False]]
