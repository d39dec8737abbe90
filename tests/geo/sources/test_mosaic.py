"""Tiles onto the city's grid: joined cell by cell where they share cells, averaged by what they cover elsewhere."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from affine import Affine
from rasterio.enums import Resampling
from rasterio.warp import reproject

from geo.errors import RasterError
from geo.grid import grid_for
from geo.lattice import Lattice, joined
from geo.sources.declaration import BuiltUpValues
from geo.sources.mosaic import MARGIN, built_up_on_grid, overlapping, pieces_over
from geo.sources.raster import Raster, open_raster

UTM = pyproj.CRS("EPSG:32618")
FRACTION = BuiltUpValues(values="fraction")
CLASSES = BuiltUpValues(values="classes", built_up_classes=(50,), other_classes=(10,), water_classes=(80,))
WriteRaster = Callable[..., Path]


def unique(rows: int, columns: int) -> np.ndarray:
    return (np.arange(rows * columns, dtype=np.float32) / (rows * columns)).reshape(rows, columns)


def tiles(write_raster: WriteRaster, folder: Path, values: np.ndarray, split: int, **raster: object) -> list[Raster]:
    """Write the left and the right part of an array as two rasters side by side."""
    size, (x, y) = float(raster.pop("size", 100.0)), raster.pop("corner", (500_000.0, 1_150_000.0))  # type: ignore[arg-type]
    parts = ((values[:, :split], x), (values[:, split:], x + split * size))
    return [
        open_raster(str(write_raster(folder / f"{n}.tif", part, size=size, corner=(left, y), **raster)))
        for n, (part, left) in enumerate(parts)
    ]


def on_grid(rasters: list[Raster], meaning: BuiltUpValues, area: shapely.Geometry | None = None):  # noqa: ANN201
    whole = shapely.union_all([raster.lattice.footprint for raster in rasters])
    area = whole if area is None else area
    grid = grid_for(area, joined([raster.lattice for raster in rasters]))
    pieces = pieces_over(rasters, grid, MARGIN if grid.resampled else 0)
    return built_up_on_grid(pieces, meaning, year=2000, grid=grid, area=area), grid


def test_two_tiles_of_the_same_cells_are_one_raster(write_raster: WriteRaster, tmp_path: Path) -> None:
    values = unique(30, 50)
    built, grid = on_grid(tiles(write_raster, tmp_path, values, 20), FRACTION)
    assert not grid.resampled
    assert np.array_equal(built.fraction, values)
    assert built.own_km2 is None


def test_a_tile_that_is_not_there_is_unknown_never_zero(write_raster: WriteRaster, tmp_path: Path) -> None:
    values = unique(30, 50)
    left, right = tiles(write_raster, tmp_path, values, 20)
    whole = shapely.union_all([left.lattice.footprint, right.lattice.footprint])
    built, _ = on_grid([left], FRACTION, whole)
    assert np.array_equal(built.fraction[:, :20], values[:, :20])
    assert np.isnan(built.fraction[:, 20:]).all()


def test_cells_that_two_tiles_share_are_read_once(write_raster: WriteRaster, tmp_path: Path) -> None:
    """The left tile reaches ten cells into the right one's square, with other values there."""
    values = unique(30, 50)
    beyond = values[:, :30].copy()
    beyond[:, 20:] = 0.999
    left = open_raster(str(write_raster(tmp_path / "left.tif", beyond)))
    right = open_raster(str(write_raster(tmp_path / "right.tif", values[:, 20:], corner=(502_000.0, 1_150_000.0))))
    squares = ((500_000.0, 1_147_000.0, 502_000.0, 1_150_000.0), (502_000.0, 1_147_000.0, 505_000.0, 1_150_000.0))
    cut = [Raster(r.path, r.lattice, r.dtype, r.nodata, square=s) for r, s in zip((left, right), squares, strict=True)]
    built, _ = on_grid(cut, FRACTION)
    assert np.array_equal(built.fraction, values)


def test_tiles_that_are_resampled_equal_a_plain_warp_of_the_whole(write_raster: WriteRaster, tmp_path: Path) -> None:
    codes = np.random.default_rng(4).choice(np.array([10, 50, 80], np.uint8), (120, 160))
    raster = {"size": 0.0005, "corner": (-75.0, 10.0), "crs": "EPSG:4326"}
    built, grid = on_grid(tiles(write_raster, tmp_path, codes, 70, **raster), CLASSES)
    assert grid.resampled
    plain = np.full(grid.shape, np.nan, np.float32)
    reproject(
        (codes == 50).astype(np.float32),
        plain,
        src_crs="EPSG:4326",
        src_transform=Affine(0.0005, 0, -75, 0, -0.0005, 10),
        src_nodata=np.nan,
        dst_crs=grid.crs.to_wkt(),
        dst_transform=grid.affine,
        dst_nodata=np.nan,
        resampling=Resampling.average,
    )
    assert np.array_equal(np.isnan(built.fraction), np.isnan(plain))
    assert np.nanmax(np.abs(built.fraction - plain)) < 1e-6


def test_tiles_of_two_utm_zones_meet_without_a_seam(write_raster: WriteRaster, tmp_path: Path) -> None:
    """A field of one constant share on both sides of the meridian of 72° W has that share at the border too."""
    border = pyproj.Transformer.from_crs("EPSG:4326", UTM, always_xy=True).transform(-72, 10)
    zone_19 = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32619", always_xy=True).transform(-72, 10)
    share = np.full((200, 200), 0.25, np.float32)
    left = write_raster(
        tmp_path / "18.tif", share, size=30, corner=(round(border[0]) - 5_700, round(border[1]) + 3_000)
    )
    right = write_raster(
        tmp_path / "19.tif",
        share,
        size=30,
        corner=(round(zone_19[0]) - 300, round(zone_19[1]) + 3_000),
        crs="EPSG:32619",
    )
    area = shapely.box(-72.02, 9.99, -71.98, 10.01)
    rasters = [open_raster(str(left)), open_raster(str(right))]
    built, grid = on_grid(rasters, FRACTION, area)
    inside = grid.mask(area)
    assert grid.resampled
    assert not np.isnan(built.fraction[inside]).any()
    assert built.fraction[inside] == pytest.approx(0.25, abs=1e-6)


def test_first_years_become_the_built_up_land_of_each_epoch(write_raster: WriteRaster, tmp_path: Path) -> None:
    meaning = BuiltUpValues(values="first_year", first_years=(1985, 2015))
    years = np.array([[0, 1985, 1990, 2015]], np.uint16)
    raster = open_raster(str(write_raster(tmp_path / "a.tif", years)))
    grid = grid_for(raster.lattice.footprint, [raster.lattice])
    pieces = pieces_over([raster], grid, 0)
    of_year = {
        year: built_up_on_grid(pieces, meaning, year=year, grid=grid, area=raster.lattice.footprint).fraction.tolist()
        for year in (1985, 1990, 2014, 2015)
    }
    assert of_year == {1985: [[0, 1, 0, 0]], 1990: [[0, 1, 1, 0]], 2014: [[0, 1, 1, 0]], 2015: [[0, 1, 1, 1]]}


def test_a_first_year_outside_its_span_is_refused(write_raster: WriteRaster, tmp_path: Path) -> None:
    meaning = BuiltUpValues(values="first_year", first_years=(1985, 2015))
    raster = open_raster(str(write_raster(tmp_path / "evo.tif", np.array([[0, 34, 1990]], np.uint16))))
    grid = grid_for(raster.lattice.footprint, [raster.lattice])
    with pytest.raises(RasterError, match=r"evo.tif: expected years from 1985 to 2015, or 0 for never, saw 34"):
        built_up_on_grid(pieces_over([raster], grid, 0), meaning, year=2000, grid=grid, area=raster.lattice.footprint)


def test_rasters_that_all_lie_elsewhere_are_named(write_raster: WriteRaster, tmp_path: Path) -> None:
    rasters = tiles(write_raster, tmp_path, unique(30, 50), 20)
    grid = grid_for(shapely.box(10, 10, 10.1, 10.1), [rasters[0].lattice])
    with pytest.raises(
        RasterError, match=r"0.tif, 1.tif: expected a raster over the study area, saw rasters elsewhere"
    ):
        pieces_over(rasters, grid, 0)


@pytest.mark.parametrize(
    ("column", "row", "there", "here"),
    [
        (2, 1, np.s_[1:4, 2:6], np.s_[0:9, 0:8]),
        (-1, -2, np.s_[0:1, 0:3], np.s_[2:12, 1:11]),
        (-9, 0, np.s_[0:3, 0:0], np.s_[0:10, 9:19]),
    ],
)
def test_overlapping_slices_fit_each_other(
    column: int, row: int, there: tuple[slice, slice], here: tuple[slice, slice]
) -> None:
    whole = Lattice(UTM, Affine(100, 0, 0, 0, -100, 0), (10, 10))
    part = Lattice(UTM, whole.affine @ Affine.translation(column, row), (3, 4))
    assert overlapping(part, whole) == (there, here)
    target, source = np.zeros(whole.shape), np.ones(part.shape)
    target[there] = source[here]
    assert target.sum() == source[here].size


def test_lattices_are_joined_only_where_their_cells_are_the_same() -> None:
    one = Lattice(UTM, Affine(100, 0, 0, 0, -100, 0), (10, 10))
    beside = Lattice(UTM, Affine(100, 0, 1000, 0, -100, 500), (10, 10))
    shifted = Lattice(UTM, Affine(100, 0, 1050, 0, -100, 0), (10, 10))
    (both,) = joined([one, beside])
    assert (both.affine, both.shape) == (Affine(100, 0, 0, 0, -100, 500), (15, 20))
    assert joined([one, shifted]) == (one, shifted)
    assert joined([one]) == (one,)
