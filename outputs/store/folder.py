"""A publish root that is a folder: a lock, renames and flushes make each change whole (see outputs/staging.py)."""

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from outputs import staging
from outputs.layout import DAMAGED, STAGING
from outputs.manifest import size_and_sha256
from outputs.store.root import Hold, Seen


@dataclass(frozen=True, slots=True)
class _FolderHold:
    """The lock of the root is held: nothing can change."""

    root: Path
    folder: Path

    def check(self) -> None:
        """Do nothing: the system keeps a lock for as long as its process lives."""

    def place(self, staged: Path) -> None:
        """Rename the staged folder into place; a damaged one that is there is moved aside first."""
        self.folder.parent.mkdir(exist_ok=True)
        if self.folder.exists():
            aside = self.root / DAMAGED / f"{self.folder.parent.name}-{self.folder.name}"
            aside.parent.mkdir(exist_ok=True)
            shutil.rmtree(aside, ignore_errors=True)
            self.folder.rename(aside)
        staged.rename(self.folder)
        staging.sync(self.folder.parent)
        staging.sync(self.root)

    def remove(self) -> None:
        """Rename the run away, then remove it: there is no moment at which half of it is seen."""
        (self.root / STAGING).mkdir(exist_ok=True)
        aside = self.root / STAGING / secrets.token_hex(8)
        self.folder.rename(aside)
        staging.sync(self.folder.parent)
        shutil.rmtree(aside)


class FolderRoot:
    """A folder of this machine."""

    at_once = 1

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held = False

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    def exists(self) -> bool:
        """Return whether there is such a folder."""
        return self.path.is_dir()

    def address(self, key: str) -> Path:
        """Return a file's path."""
        return self.path / key

    def staging(self) -> AbstractContextManager[Path]:
        """Make a folder in the root itself, from which a rename leads to any other place of it."""
        self.path.mkdir(parents=True, exist_ok=True)
        return staging.staging(self.path)

    @contextmanager
    def hold(self, run: str) -> Iterator[Hold]:
        """Hold the root's lock: one change of a folder at a time."""
        with staging.locked(self.path, staging.LOCK_TIMEOUT_S):
            self._held = True
            try:
                yield _FolderHold(self.path, self.path / run)
            finally:
                self._held = False

    def clean(self) -> None:
        """Remove what dead runs left, and damaged runs that were replaced. The run's place must be held."""
        shutil.rmtree(self.path / DAMAGED, ignore_errors=True)
        staging.clean(self.path)

    def under_way(self) -> Mapping[str, bool]:
        """Return the stagings of dead runs; living ones are nobody's business."""
        return {f"{STAGING}/{name}": False for name in staging.stale(self.path)}

    def read(self, key: str) -> bytes:
        """Return a file's bytes."""
        return (self.path / key).read_bytes()

    def see(self, key: str) -> Seen:
        """Return a file as it is now, or that there is none."""
        try:
            return Seen(self.read(key))
        except (FileNotFoundError, NotADirectoryError):
            return Seen(None)

    def put(self, key: str, data: bytes, *, over: Seen | None = None) -> None:
        """Replace a file by a rename, under the root's lock; while that is held nothing changes that was seen."""
        del over
        with nullcontext() if self._held else staging.locked(self.path):
            staging.replace_bytes(self.path, self.path / key, data)

    def folders(self, key: str = "") -> tuple[str, ...]:
        """Return the names of the folders in a folder that hold anything."""
        place = self.path / key
        paths = place.iterdir() if place.is_dir() else ()
        return tuple(sorted(path.name for path in paths if path.is_dir() and any(path.iterdir())))

    def files(self, key: str = "", *, deep: bool = False) -> Mapping[str, int]:
        """Return the files in a folder with their sizes; a link to nothing is a file of size 0."""
        place = self.path / key
        paths = sorted(place.rglob("*") if deep else place.iterdir()) if place.is_dir() else []
        return {path.relative_to(place).as_posix(): path.lstat().st_size for path in paths if not path.is_dir()}

    def digest(self, key: str) -> tuple[int, str]:
        """Return a file's size and sha256."""
        return size_and_sha256(self.path / key)

    def fetch(self, key: str, folder: Path) -> Path:
        """Return the file itself."""
        del folder
        return self.path / key
