"""Zipped tiles: downloaded whole, once, kept by tile, shared by cities; what is no zip of one GeoTIFF is refused."""

import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely

from geo.errors import RasterError, RefusedError
from geo.sources.archive import Place
from geo.sources.cache import GridCache
from geo.sources.declarations import declared_sources
from geo.sources.http.client import Client
from geo.sources.means import Means, Session
from geo.sources.network import Network, Patience
from geo.sources.road import Order, pull
from geo.sources.zipped import ZippedTiles
from tests.geo.sources.archive import mirror, write_archive
from tests.geo.sources.archive_server import Archive, start_archive

WriteRaster = Callable[..., Path]
QUICK = Network(patience=Patience(attempts=3, backoff_s=0.01))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "files").mkdir()
    with start_archive(folder / "files", folder / "log.jsonl") as running:
        yield running


class Tiles:
    """A cache of its own, and zips that it is filled from."""

    def __init__(self, archive: Archive, folder: Path, write_raster: WriteRaster) -> None:
        archive.inject()
        self.archive = archive
        self.folder = folder
        self.values = np.random.default_rng(3).integers(0, 60_000, (300, 300), dtype=np.uint16)
        self.tif = write_raster(folder / "made" / "R1_C1.tif", self.values)
        self.zip = archive.root / folder.name / "R1_C1.zip"
        self.zip.parent.mkdir()
        self.told: list[str] = []
        self.address = f"{archive.url}/{folder.name}/R1_C1.zip"

    def pack(self, *names: str) -> None:
        with zipfile.ZipFile(self.zip, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in names:
                packed.write(self.tif, name)

    def fetched(self) -> Path:
        with Client(QUICK) as client:
            return self.of(client).fetched(self.address)

    def of(self, client: Client) -> ZippedTiles:
        cache = GridCache(self.folder / "rasters", 10_000_000)
        return ZippedTiles("tiles", client=client, cache=cache, partial=self.folder / "partial", tell=self.told.append)

    @property
    def left(self) -> list[str]:
        """What lies in the folder of downloads, without locks."""
        return sorted(path.name for path in (self.folder / "partial").iterdir() if path.suffix != ".lock")


@pytest.fixture
def tiles(archive: Archive, tmp_path: Path, write_raster: WriteRaster) -> Tiles:
    return Tiles(archive, tmp_path, write_raster)


def test_the_one_geotiff_of_a_zip_is_kept_and_the_zip_is_not(tiles: Tiles) -> None:
    tiles.pack("readme.pdf", "folder/R1_C1.TIF")
    path = tiles.fetched()
    with rasterio.open(path) as dataset:
        np.testing.assert_array_equal(dataset.read(1), tiles.values)
    assert path.read_bytes() == tiles.tif.read_bytes()
    assert tiles.left == []
    assert tiles.told[-1].startswith("tiles: R1_C1.tif ")
    assert len(tiles.archive.requests()) >= 1


def test_a_tile_that_is_here_is_not_asked_for(tiles: Tiles) -> None:
    tiles.pack("R1_C1.tif")
    first = tiles.fetched()
    tiles.archive.inject()
    assert tiles.fetched() == first
    assert tiles.archive.requests() == []


def test_a_damaged_tile_is_downloaded_again(tiles: Tiles) -> None:
    tiles.pack("R1_C1.tif")
    path = tiles.fetched()
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(content)
    assert tiles.fetched().read_bytes() == tiles.tif.read_bytes()


def test_two_that_want_a_tile_at_once_download_it_once(tiles: Tiles) -> None:
    tiles.pack("R1_C1.tif")
    tiles.fetched()
    single = len(tiles.archive.requests())
    GridCache(tiles.folder / "rasters", 0).clear()
    tiles.archive.inject()
    with Client(QUICK) as client, ThreadPoolExecutor(4) as pool:
        shared = tiles.of(client)
        found = set(pool.map(lambda _: shared.fetched(tiles.address), range(4)))
    assert len(found) == 1
    assert len(tiles.archive.requests()) == single


@pytest.mark.parametrize(
    ("names", "seen"),
    [(("a.tif", "b.tiff"), "a.tif, b.tiff"), (("readme.pdf",), "none")],
    ids=["two", "none"],
)
def test_a_zip_without_exactly_one_geotiff_is_refused(tiles: Tiles, names: tuple[str, ...], seen: str) -> None:
    tiles.pack(*names)
    with pytest.raises(RasterError, match=rf"^R1_C1.zip: expected a zip with one GeoTIFF, R1_C1, saw {seen}; a mirror"):
        tiles.fetched()
    assert tiles.left == []
    assert not list((tiles.folder / "rasters").rglob("*.tif"))


@pytest.mark.parametrize("damage", ["flipped", "cut", "no zip", "empty"])
def test_a_damaged_zip_is_refused_and_nothing_of_it_stays(tiles: Tiles, damage: str) -> None:
    tiles.pack("R1_C1.tif")
    content = bytearray(tiles.zip.read_bytes())
    if damage == "flipped":
        content[len(content) // 2] ^= 255
    tiles.zip.write_bytes({"cut": content[:-100], "no zip": b"II*\0" * 50, "empty": b""}.get(damage, content))
    with pytest.raises(RasterError, match=r"^R1_C1.zip: expected a whole zip, saw a damaged one \(.+\); run it again$"):
        tiles.fetched()
    assert tiles.left == []
    assert not list((tiles.folder / "rasters").rglob("*.tif"))
    tiles.pack("R1_C1.tif")
    assert tiles.fetched().read_bytes() == tiles.tif.read_bytes()


def test_a_page_in_place_of_a_zip_is_refused(tiles: Tiles) -> None:
    tiles.pack("R1_C1.tif")
    tiles.archive.inject(always="html")
    with pytest.raises(RefusedError, match=r"R1_C1\.zip: .*HTML"):
        tiles.fetched()
    assert not list((tiles.folder / "rasters").rglob("*.tif"))


def test_neighbouring_cities_share_what_was_downloaded(archive: Archive, tmp_path: Path) -> None:
    """Both lie on R6_C22; the second is read without a request."""
    declaration = declared_sources()["ghsl"]
    both = shapely.box(35.85, 31.9, 36.05, 32.0)
    root = archive.root / "shared"
    (path, _) = write_archive(root, declaration, both, (2000, 2010))
    assert "R6_C22" in path.name
    base = mirror(declaration, f"{archive.url}/shared")
    means = Means(tmp_path, network=Network(mirrors={"ghsl": base}))

    def of(area: shapely.Geometry) -> Any:
        return pull(Order("ghsl", area, (2000, 2010), population="none"), means)

    archive.inject()
    first = of(shapely.box(35.86, 31.91, 35.94, 31.99))
    downloads = {request["path"].rpartition("/")[2] for request in archive.requests()}
    assert downloads == {f"GHS_BUILT_S_E{year}_GLOBE_R2023A_54009_100_V1_0_R6_C22.zip" for year in (2000, 2010)}
    archive.inject()
    second = of(shapely.box(35.96, 31.91, 36.04, 31.99))
    assert archive.requests() == []
    assert not np.isnan(first.built_up(2010)).all()
    assert not np.array_equal(first.built_up(2010), second.built_up(2010))
    with Session(means) as session:
        session.opened(declaration, Place(both), (2000, 2010))
        assert session.requests == 0
