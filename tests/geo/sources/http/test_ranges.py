"""Remote rasters: the right cells, few bytes, nothing asked for twice, and errors that are our own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from geo.errors import RefusedError, UnreachableError
from geo.sources.http.client import Client
from geo.sources.http.pieces import Pieces
from geo.sources.http.ranges import RangeOpener
from geo.sources.raster import open_raster, read_over

MakeClient = Callable[..., Client]
WINDOW = Window(300, 300, 900, 900)
HEAD = 32768
BLOCK = 256


def cells(noise: np.ndarray, window: Window = WINDOW) -> np.ndarray:
    rows, columns = window.toslices()
    return noise[rows, columns]


def bytes_of_blocks(path: Path, window: Window) -> int:
    """Return the bytes of the blocks under a window, as GDAL's own metadata tells them."""
    total = 0
    with rasterio.open(path) as dataset:
        for (row, column), block in dataset.block_windows(1):
            if rasterio.windows.intersect(window, block):
                total += int(dataset.get_tag_item(f"BLOCK_SIZE_{column}_{row}", "TIFF", bidx=1))
    return total


def bytes_twice(archive: Any) -> int:
    """Return how many bytes were sent more than once, by the server's log."""
    once, twice = Pieces(), 0
    for request in archive.requests():
        first, _, last = request["range"].removeprefix("bytes=").partition("-")
        span = (int(first), int(last) + 1)
        twice += span[1] - span[0] - sum(stop - start for start, stop in once.missing(span))
        once.add(span[0], bytes(span[1] - span[0]))
    return twice


def test_a_window_is_the_cells_of_the_file(client: Client, archive: Any, cog: Path, noise: np.ndarray) -> None:
    assert cog.exists()
    with RangeOpener(client).opened(archive.address("folder/tile.tif")) as dataset:
        np.testing.assert_array_equal(dataset.read(1, window=WINDOW), cells(noise))


def test_of_a_large_file_only_the_blocks_under_the_window_are_fetched(client: Client, archive: Any, cog: Path) -> None:
    with RangeOpener(client).opened(archive.address("folder/tile.tif")) as dataset:
        dataset.read(1, window=WINDOW)
    needed = bytes_of_blocks(cog, WINDOW)
    assert cog.stat().st_size > 4 * needed
    assert needed <= archive.sent() <= 1.5 * needed
    assert bytes_twice(archive) == 0


def test_an_overview_is_read_in_place_of_the_blocks_below_it(client: Client, archive: Any, cog: Path) -> None:
    with rasterio.open(cog, overview_level=1) as dataset:
        expected = dataset.read(1)
    with RangeOpener(client).opened(archive.address("folder/tile.tif"), overview_level=1) as dataset:
        np.testing.assert_array_equal(dataset.read(1), expected)
    assert archive.sent() < 1.5 * expected.nbytes


def test_nothing_but_the_file_itself_is_asked_for(client: Client, archive: Any, cog: Path) -> None:
    with RangeOpener(client).opened(archive.address("folder/tile.tif")) as dataset:
        dataset.read_masks(1, window=WINDOW)
        dataset.tags()
        assert dataset.files
    assert {request["path"] for request in archive.requests()} == {f"/folder/{cog.name}"}
    assert {request["method"] for request in archive.requests()} == {"GET"}


def test_opened_again_no_header_is_asked_for(client: Client, archive: Any, cog: Path, noise: np.ndarray) -> None:
    opener = RangeOpener(client)
    raster = open_raster(archive.address("folder/tile.tif"), opener=opener.opened)
    assert [request["range"] for request in archive.requests()] == [f"bytes=0-{HEAD - 1}"]
    piece = read_over(raster, (403_000.0, 3_388_000.0, 412_000.0, 3_397_000.0))
    np.testing.assert_array_equal(piece.values, cells(noise))
    assert [request["range"] for request in archive.requests()].count(f"bytes=0-{HEAD - 1}") == 1
    assert bytes_twice(archive) == 0
    assert cog.stat().st_size > HEAD


def test_blocks_are_asked_for_at_once_but_no_more_than_allowed(
    make_client: MakeClient, archive: Any, cog: Path
) -> None:
    archive.inject(latency_ms=50)
    with RangeOpener(make_client(in_flight=3)).opened(archive.address(f"folder/{cog.name}")) as dataset:
        dataset.read(1)
    assert max(request["active"] for request in archive.requests()) == 3


def test_several_threads_read_several_files_of_one_folder(
    client: Client, archive: Any, cog: Path, noise: np.ndarray
) -> None:
    names = [f"copy{number}.tif" for number in range(6)]
    for number, name in enumerate(names):
        with rasterio.open(cog) as source, rasterio.open(cog.with_name(name), "w", **source.profile) as copy:
            copy.write(noise + number, 1)
    opener = RangeOpener(client)
    together = threading.Barrier(len(names))

    def read(name: str) -> np.ndarray:
        with opener.opened(archive.address(f"folder/{name}")) as dataset:
            together.wait(20)
            return np.asarray(dataset.read(1, window=WINDOW))

    with ThreadPoolExecutor(len(names)) as pool:
        for number, values in enumerate(pool.map(read, names)):
            np.testing.assert_array_equal(values, cells(noise) + number)


def test_one_file_may_be_open_in_several_threads(client: Client, archive: Any, cog: Path, noise: np.ndarray) -> None:
    opener = RangeOpener(client)

    def read(column: int) -> np.ndarray:
        with opener.opened(archive.address(f"folder/{cog.name}")) as dataset:
            return np.asarray(dataset.read(1, window=Window(column, 0, 256, 256)))

    columns = range(0, 1792, 256)
    with ThreadPoolExecutor(4) as pool:
        for column, values in zip(columns, pool.map(read, columns), strict=True):
            np.testing.assert_array_equal(values, noise[:256, column : column + 256])
    assert bytes_twice(archive) < 100  # what the format writes before and after each block is read with both


def test_a_missing_file_is_refused_in_our_words(client: Client, archive: Any) -> None:
    with (
        pytest.raises(RefusedError, match=r"^127.0.0.1:\d+/folder/none.tif: no such file \(404\)$"),
        RangeOpener(client).opened(archive.address("folder/none.tif")),
    ):
        pass
    assert len(archive.requests()) == 1


@pytest.mark.parametrize("name", ["coded.tif", "bare.tif"])
@pytest.mark.parametrize(
    ("fault", "error"), [("404", RefusedError), ("503", RefusedError), ("reset", UnreachableError)]
)
def test_blocks_that_do_not_come_are_an_error_of_ours_and_never_values(
    client: Client, archive: Any, noise: np.ndarray, *, name: str, fault: str, error: type[Exception]
) -> None:
    options = {"tiled": True, "blockxsize": 256, "blockysize": 256, "crs": "EPSG:3857", "count": 1, "dtype": "uint16"}
    if name == "coded.tif":
        options["compress"] = "zstd"
    shape = {"height": 2048, "width": 2048, "transform": rasterio.Affine(10, 0, 5, 0, -10, 5)}
    with rasterio.open(archive.root / name, "w", **options, **shape) as dataset:
        dataset.write(noise, 1)
    reached = False
    with pytest.raises(error), RangeOpener(client).opened(archive.address(name)) as dataset:  # noqa: PT012 - likewise
        archive.inject(always=fault)
        dataset.read(1, window=WINDOW)
        reached = True
    assert not reached or name == "bare.tif"


def test_what_is_no_raster_is_so_in_gdals_words(client: Client, archive: Any) -> None:
    (archive.root / "text.tif").write_text("no raster " * 10_000)
    with pytest.raises(RasterioError), RangeOpener(client).opened(archive.address("text.tif")):
        pass


def test_a_file_cut_short_by_its_archive_is_said_to_end_early(client: Client, archive: Any, cog: Path) -> None:
    (archive.root / "cut.tif").write_bytes(cog.read_bytes()[:-100_000])
    with (
        pytest.raises(RefusedError, match="the file ends before what its header promises"),
        RangeOpener(client).opened(archive.address("cut.tif")) as dataset,
    ):
        dataset.read(1)


def test_an_empty_file_is_refused(client: Client, archive: Any) -> None:
    (archive.root / "empty.tif").write_bytes(b"")
    with pytest.raises(RefusedError, match="an empty file"), RangeOpener(client).opened(archive.address("empty.tif")):
        pass


def test_a_small_file_without_ranges_is_read_whole_and_once(
    client: Client, archive: Any, cog: Path, noise: np.ndarray
) -> None:
    archive.inject(always="no-range")
    assert cog.stat().st_size < 12_000_000
    small = archive.root / "small.tif"
    with rasterio.open(cog) as source:
        profile = source.profile | {"width": 512, "height": 512}
        with rasterio.open(small, "w", **profile) as dataset:
            dataset.write(noise[:512, :512], 1)
    opener = RangeOpener(client)
    for _ in range(2):
        with opener.opened(archive.address("small.tif")) as dataset:
            np.testing.assert_array_equal(dataset.read(1), noise[:512, :512])
    assert len(archive.requests()) == 1


def test_signatures_that_expire_while_reading_are_renewed(
    make_client: MakeClient, archive: Any, cog: Path, noise: np.ndarray
) -> None:
    archive.inject(sig_uses=3)
    lock, number = threading.Lock(), 0

    def sign(address: str, renew: bool) -> str:  # noqa: FBT001
        nonlocal number
        with lock:
            number += renew
            return f"{address}?sig={number}"

    opener = RangeOpener(make_client(in_flight=2), sign)
    with opener.opened(archive.address(f"folder/{cog.name}")) as dataset:
        np.testing.assert_array_equal(dataset.read(1), noise)
        assert "sig" not in dataset.name
    assert number >= 2


def test_an_interruption_while_gdal_reads_gets_through(
    client: Client, archive: Any, cog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    opened = RangeOpener(client).opened(archive.address(f"folder/{cog.name}"))
    with pytest.raises(KeyboardInterrupt), opened as dataset:  # noqa: PT012 - it is raised at the end of this block
        monkeypatch.setattr(client, "together", interrupted)
        dataset.read(1)


@pytest.mark.parametrize("seed", range(1, 13))
def test_with_a_fifth_of_requests_broken_the_cells_are_right(
    make_client: MakeClient, archive: Any, cog: Path, noise: np.ndarray, seed: int
) -> None:
    kinds = ["503", "reset", "reset-late", "truncate", "wrong-range", "429"]
    archive.inject(seed=seed, rate=0.2, kinds=kinds)
    with RangeOpener(make_client()).opened(archive.address(f"folder/{cog.name}")) as dataset:
        for top in range(0, 2048, BLOCK):
            values = dataset.read(1, window=Window(0, top, 2048, BLOCK))
            np.testing.assert_array_equal(values, noise[top : top + BLOCK])
    assert [request for request in archive.requests() if request["fault"]]
