"""One raster: which of its cells are read, at which overview, and how it is called."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.enums import Resampling

from geo.sources.declaration import SourceDeclaration
from geo.sources.items import OpenedSource, raster_item
from geo.sources.load import Wishes, load
from geo.sources.raster import file_name, open_raster, reaches, read_over

WriteRaster = Callable[..., Path]
VALUES = np.arange(64 * 64, dtype=np.float32).reshape(64, 64)
BOUNDS = (500_000.0, 1_143_600.0, 506_400.0, 1_150_000.0)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/data/a/b.tif", "b.tif"),
        ("https://archive.test/a/b.tif?sig=secret", "b.tif"),
        ("b.tif", "b.tif"),
    ],
)
def test_a_name_is_without_folder_host_and_signature(path: str, name: str) -> None:
    assert file_name(path) == name


def test_only_the_cells_of_its_own_square_are_read(write_raster: WriteRaster, tmp_path: Path) -> None:
    """The square ends 40 % into the tenth column: its centre, at 50 %, is the neighbour's."""
    raster = open_raster(str(write_raster(tmp_path / "a.tif", VALUES)))
    cut = replace(raster, square=(500_000.0, 1_143_600.0, 500_940.0, 1_150_000.0))
    assert np.array_equal(read_over(cut, BOUNDS).values, VALUES[:, :9])
    further = replace(raster, square=(500_000.0, 1_143_600.0, 500_960.0, 1_150_000.0))
    assert np.array_equal(read_over(further, BOUNDS).values, VALUES[:, :10])


def test_squares_that_meet_share_no_cell_and_leave_none_out(write_raster: WriteRaster, tmp_path: Path) -> None:
    raster = open_raster(str(write_raster(tmp_path / "a.tif", VALUES)))
    for border in (500_900.0, 500_950.0, 500_960.0, 500_940.0):
        left = replace(raster, square=(500_000.0, 1_143_600.0, border, 1_150_000.0))
        right = replace(raster, square=(border, 1_143_600.0, 506_400.0, 1_150_000.0))
        read = [read_over(half, BOUNDS).values for half in (left, right)]
        assert np.array_equal(np.hstack(read), VALUES)


def test_a_raster_beside_the_bounds_does_not_reach_them(write_raster: WriteRaster, tmp_path: Path) -> None:
    raster = open_raster(str(write_raster(tmp_path / "a.tif", VALUES)))
    west, south, east, north = BOUNDS
    assert reaches(raster, BOUNDS)
    assert not reaches(raster, (east, south, east + 100, north))
    assert not reaches(replace(raster, square=(west, south, west + 200, north)), (west + 300, south, east, north))


@pytest.fixture
def with_overviews(write_raster: WriteRaster, tmp_path: Path) -> Path:
    path = write_raster(tmp_path / "fine.tif", VALUES)
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4, 8], Resampling.nearest)
    return path


def test_the_coarsest_overview_that_is_fine_enough(with_overviews: Path) -> None:
    raster = open_raster(str(with_overviews))
    assert raster.overviews == (2, 4, 8)
    assert [raster.coarsened(most).level for most in (1, 2, 3.9, 4, 100)] == [None, 0, 0, 1, 2]
    quarter = raster.coarsened(4)
    assert quarter.lattice.shape == (16, 16)
    assert quarter.lattice.affine == Affine(400, 0, 500_000, 0, -400, 1_150_000)
    values = read_over(quarter, BOUNDS).values
    assert values.shape == (16, 16)
    assert set(values.ravel()) <= set(VALUES.ravel())


@pytest.mark.parametrize(("made_by", "read"), [("nearest", 1), (None, None), ("mode", None)])
def test_overviews_are_read_only_where_their_making_is_known_and_unbiased(
    write_raster: WriteRaster, tmp_path: Path, made_by: str | None, read: int | None
) -> None:
    """A grid of 1,600 m over cells of 100 m: of the overviews that of 400 m is still at most a fourth of the grid's."""
    path = write_raster(tmp_path / "wide.tif", np.zeros((900, 900), np.float32))
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4, 8], Resampling.nearest)
    words = dict.fromkeys(("title", "version", "licence", "citation", "measures"), "x")
    declared = SourceDeclaration.model_validate(
        {"id": "fine", **words, "built_up": {"values": "square_metres"}, "raster": {"overviews": made_by}}
    )
    levels: list[object] = []

    def opener(name: str, **options: object) -> rasterio.DatasetReader:
        levels.append(options.get("overview_level"))
        return rasterio.open(name, **options)

    items = {year: (raster_item(declared, year, {"built_up": str(path)}),) for year in (2000, 2010)}
    source = OpenedSource(declared, items, opener=opener)
    stack = load(source, source.footprint, wishes=Wishes(resolution_m=1600))
    assert stack.grid.resampled
    assert "cells of 1600 m were asked for" in stack.grid.reason
    assert levels[-1] == read
