"""What a publish root can do, wherever it lies: stage, hold, place, replace, list, read, remove.

Files are named by keys relative to the root, with `/`: `agadir/latest.json`. A run is `<city>/<run>`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

_T = TypeVar("_T")
_U = TypeVar("_U")


@dataclass(frozen=True, slots=True)
class Seen:
    """A file of the root as it was read."""

    data: bytes | None
    """None where there is no such file."""
    version: Mapping[str, str] | None = None
    """What the store calls this version of it; None where there is no such file, or the store has no versions."""


class Hold(Protocol):
    """The right to change one run, held against other processes."""

    def check(self) -> None:
        """Make sure that it is still held.

        Raises:
            LostHoldError: another process took it, because this one was silent for too long.
        """

    def place(self, staged: Path) -> None:
        """Put a staged folder in the run's place; the run is there once its manifest is, and that comes last."""

    def remove(self) -> None:
        """Remove the run; it is gone once its manifest is, and that goes first."""


class Root(Protocol):
    """A publish root. What the system refuses is an OSError; what an object store refuses is a StoreError."""

    @property
    def name(self) -> str:
        """The path or address, as messages name it."""

    @property
    def at_once(self) -> int:
        """How many files are best read at once."""

    def exists(self) -> bool:
        """Return whether there is such a folder, or anything at such an address."""

    def address(self, key: str) -> Path | str:
        """Return where a file or folder of the root lies: a path, or an address."""

    def staging(self) -> AbstractContextManager[Path]:
        """Make the folder on this machine in which a run is written; at the end remove it."""

    def hold(self, run: str) -> AbstractContextManager[Hold]:
        """Hold a run's place, after waiting for who holds it.

        Raises:
            LockTimeoutError: another process held it for all of the time.
        """

    def clean(self) -> None:
        """Remove what dead runs left."""

    def under_way(self) -> Mapping[str, bool]:
        """Return the keys under which runs are being written, and whether each of them still lives."""

    def read(self, key: str) -> bytes:
        """Return a file's bytes.

        Raises:
            FileNotFoundError: there is none.
        """

    def see(self, key: str) -> Seen:
        """Return a file as it is now, or that there is none."""

    def put(self, key: str, data: bytes, *, over: Seen | None = None) -> None:
        """Replace a file whole: readers see the old one or the new one. An equal one is left alone if it was seen.

        Raises:
            ChangedError: the file is no longer what it was when it was seen.
        """

    def folders(self, key: str = "") -> tuple[str, ...]:
        """Return the names of the folders in a folder that hold anything, sorted."""

    def files(self, key: str = "", *, deep: bool = False) -> Mapping[str, int]:
        """Return the files in a folder with their sizes in bytes, sorted by name relative to it; `deep`: all below."""

    def digest(self, key: str) -> tuple[int, str]:
        """Return a file's size in bytes and its sha256.

        Raises:
            FileNotFoundError: there is none.
        """

    def fetch(self, key: str, folder: Path) -> Path:
        """Return a file as one of this machine, fetched into `folder` if it is not one already."""


def each(root: Root, act: Callable[[_U], _T], things: Iterable[_U]) -> Iterator[_T]:
    """Yield what `act` returns for each of some things, in their order, as many at once as the root likes."""
    if root.at_once == 1:
        yield from map(act, things)
        return
    with ThreadPoolExecutor(root.at_once) as pool:
        yield from pool.map(act, things)


def read_or_none(root: Root, key: str) -> bytes | None:
    """Return a file's bytes, or None where there is none."""
    try:
        return root.read(key)
    except (FileNotFoundError, NotADirectoryError):
        return None
