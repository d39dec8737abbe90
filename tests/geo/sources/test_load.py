"""Rasters good and bad on their way to a Stack: which cell was read, what is refused, and with which words."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from affine import Affine
from rasterio.enums import Resampling
from rasterio.warp import reproject

from geo.errors import RasterError, SourceError
from geo.lattice import Lattice
from geo.measure import measure
from geo.sources.area_check import cell_areas_km2, own_area_km2
from geo.sources.load import load
from geo.sources.local import read_local
from geo.stack import GriddedPopulation, Stack

UTM = pyproj.CRS("EPSG:32618")
WriteSource = Callable[..., Path]
FRACTION = 'values = "fraction"\n'
LAND_COVER = 'values = "classes"\nbuilt_up_classes = [50]\nother_classes = [10]\nwater_classes = [80]\n'
PERCENT = 'values = "percent"\n'


def pulled(path: Path, area: shapely.Geometry | None = None) -> Stack:
    source = read_local(path)
    return load(source, source.footprint if area is None else area)


def part(column: float, row: float, columns: float, rows: float, size: float = 100.0) -> shapely.Geometry:
    """Return a part of the rasters in cells, in EPSG:4326."""
    corner = Affine(size, 0, 500_000, 0, -size, 1_150_000) @ Affine.translation(column, row)
    return Lattice(UTM, corner @ Affine.scale(columns, rows), (1, 1)).footprint


def unique_values(rows: int, columns: int) -> np.ndarray:
    return (np.arange(rows * columns, dtype=np.float32) / (rows * columns)).reshape(rows, columns)


def test_every_pixel_of_the_window_is_the_sources_own(write_source: WriteSource) -> None:
    values = unique_values(40, 50)
    stack = pulled(write_source({2000: values}, built_up=FRACTION), part(7, 11, 20, 15))
    assert not stack.grid.resampled
    assert stack.grid.shape == (15 + 14, 20 + 14)  # 700 m of context on each side
    assert np.array_equal(stack.built_up(2000), values[4:33, 0:34])
    assert np.array_equal(stack.built_up(2000)[stack.study_area].reshape(15, 20), values[11:26, 7:27])


def test_what_the_raster_does_not_cover_is_unknown(write_source: WriteSource) -> None:
    values = unique_values(40, 50)
    stack = pulled(write_source({2000: values}, built_up=FRACTION), part(-3, -2, 20, 15))
    assert stack.grid.shape == (15 + 7, 20 + 7)  # context only where the raster goes on
    assert np.isnan(stack.built_up(2000)[:2]).all()
    assert np.isnan(stack.built_up(2000)[:, :3]).all()
    assert np.array_equal(stack.built_up(2000)[2:, 3:], values[:20, :24])


def test_classes_water_and_unknown_cells(write_source: WriteSource) -> None:
    classes = LAND_COVER + "unknown_classes = [7]\n"
    codes = np.array([[50, 10, 80], [7, 0, 50]], np.uint8)
    stack = pulled(write_source({2000: codes}, built_up=classes, nodata=0))
    assert np.array_equal(stack.built_up(2000), [[1, 0, 0], [np.nan, np.nan, 1]], equal_nan=True)
    assert stack.land(2000).tolist() == [[True, True, False], [True, True, True]]
    assert stack.built_up_threshold == 0.5


@pytest.mark.parametrize(
    ("declared", "full", "dtype"),
    [("fraction", 1.0, "float32"), ("percent", 100, "uint8"), ("square_metres", 10_000, "uint16")],
)
def test_scales_become_the_fraction(write_source: WriteSource, declared: str, full: float, dtype: str) -> None:
    values = np.array([[0, full / 4, full]]).astype(dtype)
    stack = pulled(write_source({2000: values}, built_up=f'values = "{declared}"\n'))
    assert stack.built_up(2000).tolist() == [[0, 0.25, 1]]
    assert stack.built_up_threshold == 0.1


def test_nan_is_unknown_even_without_a_nodata_tag(write_source: WriteSource) -> None:
    stack = pulled(write_source({2000: np.array([[0.5, np.nan, 1]], np.float32)}, built_up=FRACTION))
    assert np.array_equal(stack.built_up(2000), [[0.5, np.nan, 1]], equal_nan=True)


def test_the_declared_nodata_replaces_the_files(write_source: WriteSource) -> None:
    percent = np.array([[0, 50, 127]], np.uint8)
    stack = pulled(write_source({2000: percent}, built_up=PERCENT + "nodata = 127\n", nodata=99))
    assert np.array_equal(stack.built_up(2000), [[0, 0.5, np.nan]], equal_nan=True)


def test_epochs_come_in_their_order_whatever_the_files(write_source: WriteSource) -> None:
    epochs = {year: np.full((2, 2), value, np.uint8) for year, value in ((2015, 1), (1990, 0), (2000, 1))}
    assert pulled(write_source(epochs)).years == (1990, 2000, 2015)


def test_a_grid_shifted_by_half_a_pixel_is_resampled_and_keeps_its_area(
    write_source: WriteSource,
    write_raster: Callable[..., Path],
    tmp_path: Path,
) -> None:
    block = np.zeros((60, 60), np.uint8)
    block[20:40, 20:40] = 1
    path = write_source({1990: block, 2000: block})
    write_raster(tmp_path / "built_2000.tif", block, corner=(500_050.0, 1_149_950.0))
    stack = pulled(path, part(5, 5, 50, 50))
    assert stack.grid.resampled
    assert "different grids" in stack.grid.reason
    areas = [np.nansum(stack.built_up(year)) * stack.grid.cell_km2 for year in stack.years]
    assert areas == pytest.approx([4.0 / 0.9996**2] * 2, rel=1e-3)
    assert stack.caveats == ()
    rows, columns = (np.nonzero(stack.built_up(year) > 0.5) for year in stack.years)
    assert rows[0].mean() != columns[0].mean()  # half a cell apart, not overlaid


def test_resampling_equals_a_plain_rasterio_warp_of_the_same_pixels(write_source: WriteSource) -> None:
    classes = (np.random.default_rng(2).random((300, 300)) < 0.3).astype(np.uint8)
    corner = (-74.0, 10.5)
    path = write_source({2000: classes}, size=1 / 1200, corner=corner, crs="EPSG:4326")
    area = shapely.box(-73.9, 10.3, -73.8, 10.4)
    stack = pulled(path, area)
    assert stack.grid.resampled
    expected = np.full(stack.grid.shape, np.nan, np.float32)
    with rasterio.open(path.parent / "built_2000.tif") as dataset:
        reproject(
            classes.astype(np.float32),
            expected,
            src_transform=dataset.transform,
            src_crs=dataset.crs,
            dst_transform=stack.grid.affine,
            dst_crs=stack.grid.crs.to_wkt(),
            src_nodata=np.nan,
            dst_nodata=np.nan,
            resampling=Resampling.average,
        )
    inside = stack.study_area
    assert np.allclose(stack.built_up(2000)[inside], expected[inside], atol=1e-6)


def test_nodata_is_no_built_up_land_when_resampled(write_source: WriteSource) -> None:
    # The trap: 255 that stays nodata by name only makes 1,680 km² out of 35.
    codes = np.full((200, 200), 255, np.uint8)
    codes[20:180, 20:180] = 0
    codes[80:120, 80:120] = 1
    path = write_source({2000: codes}, size=0.001, corner=(-74.0, 10.5), crs="EPSG:4326", nodata=255)
    stack = pulled(path, shapely.box(-73.96, 10.34, -73.84, 10.46))
    area = np.nansum(stack.built_up(2000)) * stack.grid.cell_km2
    assert area == pytest.approx(0.04 * 0.04 * 111.32 * 110.6 * np.cos(np.radians(10.4)), rel=0.01)
    assert np.nanmax(stack.built_up(2000)) <= 1


def test_water_is_resampled_by_majority(write_source: WriteSource) -> None:
    codes = np.full((100, 100), 10, np.uint8)
    codes[:, 50:] = 80
    path = write_source({2000: codes}, built_up=LAND_COVER, size=0.001, corner=(-74.0, 10.5), crs="EPSG:4326")
    stack = pulled(path, shapely.box(-73.98, 10.42, -73.92, 10.48))
    land = stack.land(2000)[stack.study_area].mean()
    assert land == pytest.approx(0.5, abs=0.02)


def test_people_whose_cells_nest_are_read_as_they_are(
    write_source: WriteSource, write_raster: Callable[..., Path], tmp_path: Path
) -> None:
    people = unique_values(10, 12) * 1_000
    path = write_source({2000: np.ones((40, 48), np.uint8)}, people={2000: people})
    write_raster(tmp_path / "people_2000.tif", people, size=400.0)
    stack = pulled(path, part(9, 9, 6, 6))
    assert isinstance(stack.population, GriddedPopulation)
    assert stack.population.factor == 4
    assert stack.grid.shape == (24, 24)  # 2 to 22 with the context, widened to whole population cells
    assert np.array_equal(stack.population.persons[2000], people[0:6, 0:6])


@pytest.mark.parametrize("shift", [0.0, 37.0])
def test_people_are_conserved_on_regridding(
    write_source: WriteSource, write_raster: Callable[..., Path], tmp_path: Path, shift: float
) -> None:
    people = np.zeros((50, 50), np.float32)
    people[10:40, 10:40] = np.random.default_rng(4).random((30, 30)) * 500
    path = write_source({2000: np.ones((60, 60), np.uint8)}, people={2000: people})
    write_raster(tmp_path / "people_2000.tif", people, size=90.0, corner=(500_000.0 + shift, 1_150_000.0 - shift))
    stack = pulled(path)
    assert isinstance(stack.population, GriddedPopulation)
    assert stack.population.persons[2000].sum() == pytest.approx(float(people.sum()), rel=1e-5)
    measured = measure(stack)
    assert measured.epochs[0].population == pytest.approx(float(people.sum()), rel=1e-5)


def test_people_in_degrees_are_conserved_on_regridding(
    write_source: WriteSource, write_raster: Callable[..., Path], tmp_path: Path
) -> None:
    people = np.zeros((60, 60), np.float32)
    people[20:40, 20:40] = 100
    path = write_source({2000: np.ones((60, 60), np.uint8)}, people={2000: people})
    west, south, *_ = shapely.bounds(part(0, 0, 60, 60))
    write_raster(
        tmp_path / "people_2000.tif", people, size=1 / 1200, corner=(west - 0.001, south + 0.055), crs="EPSG:4326"
    )
    stack = pulled(path)
    assert isinstance(stack.population, GriddedPopulation)
    assert stack.population.persons[2000].sum() == pytest.approx(40_000, rel=1e-3)


def test_a_raster_without_a_crs_is_refused(write_source: WriteSource) -> None:
    with pytest.raises(RasterError, match=r"built_1990\.tif: expected a CRS, saw none; assign it"):
        pulled(write_source({1990: np.ones((3, 3), np.uint8)}, crs=None))


def test_two_bands_are_refused(write_source: WriteSource) -> None:
    with pytest.raises(RasterError, match=r"expected one band, saw 2 bands; extract it"):
        pulled(write_source({1990: np.ones((2, 3, 3), np.uint8)}))


def test_complex_values_are_refused(write_source: WriteSource) -> None:
    with pytest.raises(RasterError, match="expected whole or real numbers, saw complex64"):
        pulled(write_source({1990: np.ones((3, 3), np.complex64)}))


def test_classes_that_are_no_whole_numbers_are_refused(write_source: WriteSource) -> None:
    with pytest.raises(RasterError, match=r"expected class codes .* saw 0\.5; declare what its values mean"):
        pulled(write_source({1990: np.array([[0, 0.5, 1]], np.float32)}))


def test_values_outside_the_legend_are_refused_by_name_and_number(write_source: WriteSource) -> None:
    codes = np.array([[0, 1, 2, 3], [2, 4, 5, 6], [7, 8, 0, 0]], np.uint8)
    with pytest.raises(RasterError) as error:
        pulled(write_source({1990: codes}))
    assert str(error.value) == (
        "built_1990.tif: expected the declared classes 0, 1, saw 2 (2 cells), 3 (1 cells), 4 (1 cells), 5 (1 cells), "
        "6 (1 cells) and 2 more; add them to other_classes, water_classes or unknown_classes, "
        "or declare the nodata value"
    )


@pytest.mark.parametrize(("declared", "value"), [(FRACTION, 1.5), (PERCENT, 127), (PERCENT, -1)])
def test_values_beyond_their_scale_are_refused(write_source: WriteSource, declared: str, value: float) -> None:
    with pytest.raises(RasterError, match=r"expected (fraction|percent) from 0 to .*declare its nodata value"):
        pulled(write_source({1990: np.array([[0, value]], np.float32)}, built_up=declared))


def test_all_nodata_is_refused(write_source: WriteSource) -> None:
    with pytest.raises(RasterError, match="expected at least half of the study area's cells to be known, saw 0%"):
        pulled(write_source({1990: np.full((3, 3), 255, np.uint8)}, nodata=255))


def test_a_raster_elsewhere_is_refused(write_source: WriteSource) -> None:
    path = write_source({1990: np.ones((3, 3), np.uint8)})
    with pytest.raises(RasterError, match="expected a raster over the study area, saw a raster elsewhere"):
        pulled(path, part(1_000, 1_000, 5, 5))


def test_a_raster_that_covers_less_than_half_is_refused(write_source: WriteSource) -> None:
    with pytest.raises(RasterError, match="to be known, saw 25%"):
        pulled(write_source({1990: np.ones((10, 10), np.uint8)}), part(5, 5, 10, 10))


def test_a_truncated_file_is_refused(write_source: WriteSource, tmp_path: Path) -> None:
    path = write_source({1990: np.random.default_rng(1).integers(0, 2, (300, 300)).astype(np.uint8)})
    file = tmp_path / "built_1990.tif"
    file.write_bytes(file.read_bytes()[:40_000])
    with pytest.raises(RasterError, match=r"built_1990\.tif: expected a complete raster that GDAL reads, saw .*again"):
        pulled(path)


def test_what_is_no_raster_is_refused(write_source: WriteSource, tmp_path: Path) -> None:
    path = write_source({1990: np.ones((3, 3), np.uint8)})
    (tmp_path / "built_1990.tif").write_text("<html>not found</html>")
    with pytest.raises(RasterError, match=r"built_1990\.tif: expected a complete raster") as error:
        pulled(path)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_refused(write_source: WriteSource, tmp_path: Path) -> None:
    path = write_source({1990: np.ones((3, 3), np.uint8)})
    (tmp_path / "built_1990.tif").unlink()
    with pytest.raises(RasterError, match=r"built_1990\.tif: expected a file, saw none; check the path"):
        pulled(path)


def test_negative_people_are_refused_unless_they_are_nodata(write_source: WriteSource) -> None:
    built = {1990: np.ones((2, 2), np.int16)}
    people = {1990: np.array([[1, -200], [-200, 5]], np.float32)}
    with pytest.raises(
        RasterError, match=r"people_1990\.tif: expected persons from 0 up, saw -200 in 2 cells; declare"
    ):
        pulled(write_source(built, people=people))
    stack = pulled(write_source(built, people=people, nodata=-200))
    assert measure(stack).epochs[0].population == 6


def test_population_that_covers_only_a_part_is_flagged_or_refused(write_source: WriteSource) -> None:
    built = {year: np.ones((10, 10), np.int16) for year in (1990, 2000)}
    people = {year: np.full((10, 10), 100.0, np.float32) for year in (1990, 2000)}
    people[2000][:3] = np.nan
    measured = measure(pulled(write_source(built, people=people)))
    assert "2000: 30.0%" in next(c.text for c in measured.caveats if c.code == "population_gaps")
    assert all("population_gaps" in i.flags for i in measured.indicators)
    people[2000][:6] = np.nan
    with pytest.raises(RasterError, match=r"people_2000\.tif: expected population of at least half .* saw 40%"):
        pulled(write_source(built, people=people))


def test_a_population_raster_smaller_than_the_city_is_refused(
    write_source: WriteSource, write_raster: Callable[..., Path], tmp_path: Path
) -> None:
    path = write_source({1990: np.ones((10, 10), np.uint8)}, people={1990: np.ones((10, 10), np.float32)})
    write_raster(tmp_path / "people_1990.tif", np.ones((3, 3), np.float32))
    with pytest.raises(RasterError, match="at least half of the built-up land, saw 9%"):
        pulled(path)


def test_a_files_own_mask_is_unknown(write_source: WriteSource, tmp_path: Path) -> None:
    path = write_source({1990: np.full((4, 4), 50, np.uint8)}, built_up=PERCENT)
    mask = np.full((4, 4), 255, np.uint8)
    mask[0] = 0
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(tmp_path / "built_1990.tif", "r+") as dataset:
        dataset.write_mask(mask)
    assert np.isnan(pulled(path).built_up(1990)[0]).all()
    assert (pulled(path).built_up(1990)[1:] == 0.5).all()


def test_scaled_values_are_refused(write_source: WriteSource, tmp_path: Path) -> None:
    path = write_source({1990: np.full((4, 4), 50, np.uint8)}, built_up=PERCENT)
    with rasterio.open(tmp_path / "built_1990.tif", "r+") as dataset:
        dataset.scales = (2.0,)
    with pytest.raises(RasterError, match="expected values as they are, saw a scale of 2 and an offset of 0; apply"):
        pulled(path)


@pytest.mark.parametrize(
    ("crs", "size", "corner"),
    [
        ("EPSG:3857", 100.0, (-8_200_000.0, 5_500_000.0)),
        ("EPSG:2249", 328.0, (750_000.0, 2_950_000.0)),
        ("EPSG:4326", 0.001, (-74.0, 44.0)),
    ],
)
def test_square_metres_are_of_the_cell_on_the_ground(
    write_source: WriteSource, crs: str, size: float, corner: tuple[float, float]
) -> None:
    lattice = Lattice(pyproj.CRS(crs), Affine(size, 0, corner[0], 0, -size, corner[1]), (60, 60))
    full = np.broadcast_to(cell_areas_km2(lattice)[:, None] * 1e6, (60, 60)).astype(np.float32)
    path = write_source({1990: full / 2}, built_up='values = "square_metres"\n', crs=crs, size=size, corner=corner)
    inner = Lattice(lattice.crs, lattice.affine @ Affine.translation(10, 10), (40, 40)).footprint
    stack = pulled(path, inner)
    assert stack.built_up(1990)[stack.study_area] == pytest.approx(0.5, abs=1e-3)
    own = own_area_km2(np.full((60, 60), 0.5, np.float32), lattice, inner)
    assert stack.built_up(1990)[stack.study_area].sum() * stack.grid.cell_km2 == pytest.approx(
        own, rel=0.03
    )  # half a cell at each edge


def test_the_edge_of_the_study_area_is_classed_as_within_the_whole(write_source: WriteSource) -> None:
    cells = (np.random.default_rng(8).random((60, 60)) < 0.4).astype(np.uint8)
    path = write_source({1990: cells, 2000: cells | (np.random.default_rng(9).random((60, 60)) < 0.1)})
    whole = measure(pulled(path))
    cut = measure(pulled(path, part(20, 20, 20, 20)))
    expected = whole.layers.extent_classes[2000][20:40, 20:40]
    found = cut.layers.extent_classes[2000][cut.study_area].reshape(20, 20)
    built = np.isin(expected, [1, 2, 3])
    assert np.array_equal(found[built], expected[built])


def test_a_duplicate_of_another_epoch_is_measured_with_a_warning(write_source: WriteSource) -> None:
    same = np.array([[1, 0], [0, 0]], np.uint8)
    measured = measure(pulled(write_source({1990: same, 2000: same})))
    assert "identical_epochs" in {caveat.code for caveat in measured.caveats}


def test_population_of_other_years_only_is_refused(write_source: WriteSource) -> None:
    path = write_source({1990: np.ones((2, 2), np.uint8)}, people={2001: np.ones((2, 2), np.float32)})
    with pytest.raises(SourceError, match=r"population of \[2001\] meets no built-up epoch \[1990\]"):
        pulled(path)


def test_the_inputs_are_told_by_name_size_and_digest(write_source: WriteSource, tmp_path: Path) -> None:
    built = np.ones((2, 2), np.uint8)
    (reference,) = pulled(write_source({1990: built, 2000: built}, people={1990: built.astype(float)})).sources
    assert [(file.name, file.role, file.year) for file in reference.files] == [
        ("built_1990.tif", "built_up", 1990),
        ("built_2000.tif", "built_up", 2000),
        ("people_1990.tif", "population", 1990),
    ]
    content = (tmp_path / "built_1990.tif").read_bytes()
    assert (reference.files[0].size, reference.files[0].sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_lausannes_two_grids_are_never_silently_overlaid(shared_data: Path, write_source: WriteSource) -> None:
    toml = write_source({2006: np.ones((2, 2), np.uint8), 2012: np.ones((2, 2), np.uint8)})
    text = toml.read_text(encoding="utf-8")
    folder = shared_data / "lausanne_grids"
    with rasterio.open(folder / "ls100_06.tif") as dataset:
        classes = np.unique(dataset.read(1)).tolist()
    others = [code for code in classes if code not in (0, 1)]
    text = text.replace("other_classes = [0]", f"other_classes = {others}\nnodata = 0")
    text = text.replace("built_2006.tif", str(folder / "ls100_06.tif")).replace(
        "built_2012.tif", str(folder / "ls100_12.tif")
    )
    toml.write_text(text, encoding="utf-8")
    stack = pulled(toml)
    assert stack.grid.resampled
    assert "the rasters lie on different grids" in stack.grid.reason
