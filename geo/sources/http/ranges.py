"""Remote rasters as GDAL reads them: what it asks for in one go is fetched at once, and nothing twice.

An error must not pass through GDAL, which would put its own words in its place, or go on with bytes that never came.
It is kept instead, and raised when the raster is closed.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import rasterio
from rasterio.abc import MultiByteRangeResourceContainer
from rasterio.io import DatasetReader

from geo.sources.http.client import Client, Sign
from geo.sources.http.remote import Remote


class RangeOpener:
    """Opens remote rasters; a file that is opened again is asked for no header."""

    def __init__(self, client: Client, sign: Sign | None = None) -> None:
        """Ask with `client`, at addresses signed by `sign`."""
        self._client = client
        self._sign = sign
        self._remotes: dict[str, Remote] = {}
        self._lock = threading.Lock()

    @contextmanager
    def opened(self, url: str, **options: Any) -> Iterator[DatasetReader]:
        """Open the raster at an address, with rasterio's options; several threads may do so at once.

        What was read is right only when this has been left without an error.

        Raises:
            UnreachableError: the host cannot be reached, or stops answering.
            RefusedError: it does not give the file.
            rasterio.errors.RasterioError: the file is no raster, or a damaged one.
        """
        with self._lock:
            remote = self._remotes.setdefault(url, Remote(self._client, url, self._sign))
        remote.size()
        container = _Container(remote)
        try:
            with rasterio.open(remote.place, opener=container, **options) as dataset:
                yield dataset
        finally:
            remote.put_away()
            if container.failure is not None:
                raise container.failure from None


class _Container(MultiByteRangeResourceContainer):  # type: ignore[misc] # rasterio has no types
    """The folder of one remote file, as GDAL sees it: there is nothing beside it, so nothing beside it is asked for."""

    def __init__(self, remote: Remote) -> None:
        self.failure: BaseException | None = None
        self._remote = remote

    def open(self, path: str, mode: str = "rb", **_: object) -> "_File":
        if not self.isfile(path) or mode.strip("b") != "r":
            raise FileNotFoundError(path)
        return _File(self, self._remote)

    def isfile(self, path: str) -> bool:
        return path == self._remote.place

    def isdir(self, _: str) -> bool:
        return False

    def ls(self, _: str) -> list[str]:
        return [self._remote.place]

    def mtime(self, _: str) -> int:
        return 0

    def rm(self, path: str) -> None:
        raise PermissionError(path)

    def size(self, path: str) -> int:
        if not self.isfile(path):
            raise FileNotFoundError(path)
        return self._remote.size()


class _File:
    """A file as GDAL reads it; after a failure it gives nothing more."""

    def __init__(self, container: _Container, remote: Remote) -> None:
        self._container = container
        self._remote = remote
        self._at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._remote.size()}[whence]
        self._at = base + offset
        return self._at

    def read(self, length: int) -> bytes:
        (body,) = self._tried(1, lambda: [self._remote.read(self._at, length)])
        self._at += len(body)
        return body

    def get_byte_ranges(self, offsets: list[int], sizes: list[int]) -> list[bytes]:
        spans = [(start, start + size) for start, size in zip(offsets, sizes, strict=True)]
        return self._tried(len(spans), lambda: self._remote.read_many(spans))

    def _tried(self, count: int, read: Callable[[], list[bytes]]) -> list[bytes]:
        """Return what is read, or nothing that many times."""
        if self._container.failure is None:
            try:
                return read()
            except BaseException as error:  # noqa: BLE001 - an interruption must not pass through GDAL either
                self._container.failure = error
        return [b""] * count
