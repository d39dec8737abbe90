"""Cells that differ, counted on fingers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outputs.history.pixels import RasterChange, compare

NAN = float("nan")
Make = Callable[..., bytes]


@pytest.fixture
def differ(make_raster: Make, tmp_path: Path) -> Callable[[bytes, bytes], RasterChange]:
    del make_raster

    def compared(old: bytes, new: bytes) -> RasterChange:
        (tmp_path / "old.tif").write_bytes(old)
        (tmp_path / "new.tif").write_bytes(new)
        return compare("a.tif", tmp_path / "old.tif", tmp_path / "new.tif")

    return compared


def test_cells_that_differ_are_counted_with_their_share_and_area(
    make_raster: Make, differ: Callable[..., RasterChange]
) -> None:
    """Of six cells one is known to nobody; one changes its class, one is known in the later run only."""
    found = differ(make_raster([[1, 2, 3], [0, 0, 4]]), make_raster([[1, 2, 2], [0, 5, 4]]))
    assert found == RasterChange("a.tif", 2, 2 / 5, 0.02, None)
    assert not found.same


def test_unknown_fractions_are_equal_to_each_other(make_raster: Make, differ: Callable[..., RasterChange]) -> None:
    old, new = [[0.5, NAN, 0.25]], [[0.5, NAN, 0.75]]
    found = differ(make_raster(old, dtype="float32"), make_raster(new, dtype="float32"))
    assert found == RasterChange("a.tif", 1, 0.5, 0.01, None)
    assert differ(make_raster(old, dtype="float32"), make_raster(old, dtype="float32")).same


def test_files_of_other_bytes_may_have_equal_cells(make_raster: Make, differ: Callable[..., RasterChange]) -> None:
    rows = [[1.0] * 600] * 600
    one, other = make_raster(rows), make_raster(rows, compress="DEFLATE")
    assert one != other
    assert differ(one, other) == RasterChange("a.tif", 0, 0.0, 0.0, None)


def test_rows_beyond_the_first_strip_are_compared_too(make_raster: Make, differ: Callable[..., RasterChange]) -> None:
    rows = [[1.0] * 2 for _ in range(1025)]
    changed = [*rows[:-1], [1.0, 2.0]]
    assert differ(make_raster(rows), make_raster(changed)).cells == 1


def test_all_cells_unknown_is_no_difference(make_raster: Make, differ: Callable[..., RasterChange]) -> None:
    assert differ(make_raster([[0, 0]]), make_raster([[0, 0]], compress="DEFLATE")) == RasterChange(
        "a.tif", 0, 0.0, 0.0, None
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"crs": "EPSG:32628"}, "grids differ: EPSG:32627 and EPSG:32628"),
        ({"west": 500_100}, "grids differ: they lie elsewhere, or have other cells"),
        ({"rows": [[1, 2]]}, "grids differ: 1 × 3 cells and 1 × 2 cells"),
        ({"count": 2}, "bands differ: 1 and 2"),
    ],
)
def test_rasters_of_other_grids_are_not_compared(
    make_raster: Make, differ: Callable[..., RasterChange], changes: dict[str, object], why: str
) -> None:
    rows = [[1, 2, 3]]
    found = differ(make_raster(rows), make_raster(changes.pop("rows", rows), **changes))
    assert found == RasterChange("a.tif", None, None, None, why)
    assert not found.same


def test_cells_in_degrees_have_no_one_area(make_raster: Make, differ: Callable[..., RasterChange]) -> None:
    found = differ(make_raster([[1, 2]], crs="EPSG:4326"), make_raster([[1, 3]], crs="EPSG:4326"))
    assert (found.cells, found.share, found.km2) == (1, 0.5, None)
