"""Archives that zip their tiles: each is downloaded whole, once, unpacked by its CRC, and shared by all cities."""

import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import rasterio
from filelock import FileLock
from rasterio.io import DatasetReader

from geo.errors import RasterError
from geo.sources.cache import GridCache
from geo.sources.http.client import Client
from geo.sources.http.download import download
from geo.sources.raster import file_name

Tell = Callable[[str], None]
_MB = 1_000_000
_SUFFIXES = (".tif", ".tiff")


class ZippedTiles:
    """The tiles of one source, by address: downloaded on first use."""

    def __init__(self, source: str, *, client: Client, cache: GridCache, partial: Path, tell: Tell) -> None:
        """Keep tiles in `cache`, and in `partial` what of a download has arrived."""
        self._source = source
        self._client = client
        self._cache = cache
        self._partial = partial
        self._tell = tell

    @contextmanager
    def opened(self, address: str, **options: object) -> Iterator[DatasetReader]:
        """Open the GeoTIFF in the zip at an address.

        Raises:
            RasterError: what arrived is no zip of one GeoTIFF, or is damaged.
            ArchiveError: the archive does not give it.
        """
        with self._held(address) as path, rasterio.open(path, **options) as dataset:
            yield dataset

    def fetched(self, address: str) -> Path:
        """Return the path of a tile, after downloading it if it is not here yet."""
        with self._held(address) as path:
            return path

    def forget(self, address: str) -> None:
        """Throw away the tile of an address."""
        self._cache.drop_file(self._source, self._name(address))

    @contextmanager
    def _held(self, address: str) -> Iterator[Path]:
        """Hold the tile of an address, after downloading it if it is not here yet; other runs wait meanwhile."""
        name = self._name(address)
        kept = self._cache.file(self._source, name)
        if kept is not None:
            yield kept
            return
        self._partial.mkdir(parents=True, exist_ok=True)
        with FileLock(self._partial / f"{name}.lock"):
            yield self._cache.file(self._source, name) or self._downloaded(address, name)

    def _downloaded(self, address: str, name: str) -> Path:
        packed = self._partial / file_name(address)
        download(self._client, address, packed, on_progress=self._progress(name))
        try:
            return self._cache.keep_file(self._source, name, lambda target: _unpack(packed, target))
        finally:
            packed.unlink(missing_ok=True)

    @staticmethod
    def _name(address: str) -> str:
        return f"{Path(file_name(address)).stem}.tif"

    def _progress(self, name: str) -> Callable[[int, int | None], None]:
        def say(done: int, total: int | None) -> None:
            of = f" of {total / _MB:.0f}" if total else ""
            self._tell(f"{self._source}: {name} {done / _MB:.0f}{of} MB")

        return say


def _unpack(packed: Path, target: Path) -> None:
    """Copy the one GeoTIFF of a zip; its CRC is checked on the way."""
    try:
        with zipfile.ZipFile(packed) as archive:
            rasters = [name for name in archive.namelist() if name.lower().endswith(_SUFFIXES)]
            if [Path(name).stem for name in rasters] != [packed.stem]:
                seen = ", ".join(rasters) or "none"
                remedy = "a mirror is wrong, or the archive changed: report it"
                raise RasterError(packed.name, f"a zip with one GeoTIFF, {packed.stem}", seen, remedy)
            with archive.open(rasters[0]) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise RasterError(packed.name, "a whole zip", f"a damaged one ({error})", "run it again") from error
