"""Grid-ready rasters kept on disk: read once, verified by checksum each time, bounded in size, swapped in whole."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.errors import RasterioError

from geo.errors import CacheError

Arrays = Mapping[str, npt.NDArray[Any]]
_FACTS = "entry.json"
_FORMAT = 2
"""Part of every key: raised when what an entry holds changes."""
_LAYERED = 3
"""Dimensions of an array of layers, (layer, y, x)."""
_IN_USE_S = 600
"""What was used this shortly ago may be open in a run, and stays though the bound is passed for a while."""
_STALE_S = 24 * 3600
"""Age at which what a killed run left half-written is removed."""
_PROFILE: Mapping[str, Any] = {
    "driver": "GTiff",
    "tiled": True,
    "blockxsize": 512,
    "blockysize": 512,
    "compress": "zstd",
    "zstd_level": 1,
    "num_threads": "2",
}
"""36 million averaged cells: written in 0.2 s, read in 0.1 s, a tenth of their size."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was kept: arrays by name, each (y, x) or (layer, y, x), and facts that fit into JSON."""

    arrays: Arrays
    facts: Mapping[str, Any]
    size: int
    """Bytes on disk."""
    sha256: str
    """Over the checksums of its files by name: what identifies the content."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as a list shows it, unread."""

    path: Path
    source: str
    title: str
    size: int
    used: float
    """When it was last written or read, seconds since 1970."""


class GridCache:
    """A folder of entries, `<source>/<digest of the key>/`."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        """Keep entries below `folder`, at most `max_bytes` in all."""
        self._folder = folder
        self._max_bytes = max_bytes

    def get(self, source: str, key: Mapping[str, Any]) -> Entry | None:
        """Return the entry of a key, verified; None if there is none or it is damaged (it is then removed)."""
        path = self._path(source, key)
        if not path.is_dir():
            return None
        try:
            entry = _read(path)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RasterioError):
            shutil.rmtree(path, ignore_errors=True)
            return None
        _touch(path)
        return entry

    def put(self, source: str, key: Mapping[str, Any], arrays: Arrays, facts: Mapping[str, Any]) -> Entry:
        """Keep arrays under a key and return them as an entry; the oldest entries make room.

        `facts["title"]` is what lists show.

        Raises:
            CacheError: the disk is full, or the folder cannot be written.
        """
        written: list[Entry] = []
        self._swap_in(self._path(source, key), lambda staged: written.append(_write(staged, arrays, facts)))
        return written[0]

    def file(self, source: str, name: str) -> Path | None:
        """Return the path of a kept file, verified; None if there is none or it is damaged (it is then removed)."""
        folder = self._folder / source / f"file-{name}"
        if not folder.is_dir():
            return None
        try:
            told = json.loads((folder / _FACTS).read_text(encoding="utf-8"))["files"][name]
            if _sha256(folder / name) == told["sha256"]:
                _touch(folder)
                return folder / name
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass
        shutil.rmtree(folder, ignore_errors=True)
        return None

    def drop_file(self, source: str, name: str) -> None:
        """Remove a kept file."""
        shutil.rmtree(self._folder / source / f"file-{name}", ignore_errors=True)

    def keep_file(self, source: str, name: str, fill: Callable[[Path], None]) -> Path:
        """Let `fill` write a file, keep it whole or not at all, and return its path; the oldest entries make room.

        Raises:
            CacheError: the disk is full, or the folder cannot be written.
        """

        def write(staged: Path) -> None:
            fill(staged / name)
            content = {"files": {name: {"sha256": _sha256(staged / name)}}, "facts": {"title": name}}
            (staged / _FACTS).write_text(json.dumps(content, sort_keys=True), encoding="utf-8")

        folder = self._folder / source / f"file-{name}"
        self._swap_in(folder, write)
        return folder / name

    def listed(self) -> list[Listed]:
        """Return all entries, the last used first."""
        return sorted(self._entries(), key=lambda entry: entry.used, reverse=True)

    def clear(self, source: str | None = None) -> int:
        """Remove the entries of a source, or all; return the bytes that this freed."""
        freed = 0
        for entry in self._entries():
            if source in {None, entry.source}:
                shutil.rmtree(entry.path, ignore_errors=True)
                freed += entry.size
        return freed

    def _swap_in(self, path: Path, write: Callable[[Path], None]) -> None:
        """Let `write` fill a folder beside its place, and rename it in."""
        staged = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            staged = Path(mkdtemp(prefix=".new-", dir=path.parent))
            write(staged)
            try:
                staged.replace(path)
            except OSError:  # another run was first (a folder is there), and has written the same
                if not path.is_dir():
                    raise
        except (OSError, RasterioError) as error:
            raise _unwritable(self._folder, error) from error
        finally:
            if staged is not None:
                shutil.rmtree(staged, ignore_errors=True)
        self._make_room(keep=path)

    def _path(self, source: str, key: Mapping[str, Any]) -> Path:
        text = json.dumps({"format": _FORMAT, **key}, sort_keys=True, separators=(",", ":"))
        return self._folder / source / hashlib.sha256(text.encode()).hexdigest()[:32]

    def _entries(self) -> Iterator[Listed]:
        for path in self._folder.glob("*/*"):
            try:
                used = path.stat().st_mtime
                if path.name.startswith(".new-"):
                    if time.time() - used > _STALE_S:
                        shutil.rmtree(path, ignore_errors=True)
                    continue
                facts = json.loads((path / _FACTS).read_text(encoding="utf-8"))
                size = sum(file.stat().st_size for file in path.iterdir())
                yield Listed(path, path.parent.name, str(facts["facts"]["title"]), size, used)
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                shutil.rmtree(path, ignore_errors=True)

    def _make_room(self, *, keep: Path) -> None:
        total = 0
        for entry in self.listed():
            total += entry.size
            in_use = time.time() - entry.used < _IN_USE_S
            if total > self._max_bytes and entry.path != keep and not in_use:
                shutil.rmtree(entry.path, ignore_errors=True)
                total -= entry.size


def _unwritable(folder: Path, error: Exception) -> CacheError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else " ".join(str(error).split())
    msg = f"{folder}: expected a cache that can be written, saw: {reason}; make room, or set UMRAN_CACHE_DIR to another"
    return CacheError(msg)


def _touch(path: Path) -> None:
    """Note that an entry is used; a cache that cannot be written serves all the same."""
    with suppress(OSError):
        os.utime(path)


def _write(folder: Path, arrays: Arrays, facts: Mapping[str, Any]) -> Entry:
    files = {}
    for name, array in arrays.items():
        path = folder / f"{name}.tif"
        stored = array.view(np.uint8) if array.dtype == np.bool_ else array
        bands = stored if stored.ndim == _LAYERED else stored[None]
        count, rows, columns = bands.shape
        shape = {"count": count, "height": rows, "width": columns, "dtype": stored.dtype.name}
        place = {"transform": Affine.translation(0, rows) @ Affine.scale(1, -1)}
        with rasterio.open(path, "w", **_PROFILE, **shape, **place) as dataset:
            dataset.write(bands)
        files[name] = {
            "sha256": _sha256(path),
            "bool": array.dtype == np.bool_,
            "layered": stored.ndim == _LAYERED,
        }
    content = {"files": files, "facts": dict(facts)}
    (folder / _FACTS).write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
    return Entry(arrays, facts, _size(folder), _identity(files))


def _read(folder: Path) -> Entry:
    content = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
    arrays = {}
    for name, told in content["files"].items():
        path = folder / f"{name}.tif"
        if _sha256(path) != told["sha256"]:
            msg = f"{path}: damaged"
            raise ValueError(msg)
        with rasterio.open(path, num_threads=2) as dataset:
            array = dataset.read() if told["layered"] else dataset.read(1)
        arrays[name] = array.view(np.bool_) if told["bool"] else array
    return Entry(arrays, content["facts"], _size(folder), _identity(content["files"]))


def _identity(files: Mapping[str, Mapping[str, Any]]) -> str:
    return hashlib.sha256("\n".join(f"{name} {files[name]['sha256']}" for name in sorted(files)).encode()).hexdigest()


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
