"""A publish root in an object store: a run is there once its manifest is; shared files are replaced on condition."""

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outputs.errors import ChangedError, LostHoldError, StoreError
from outputs.layout import MANIFEST, STAGING
from outputs.store.bucket import Bucket
from outputs.store.lease import Lease, leased, run_of
from outputs.store.patience import Patience
from outputs.store.root import Hold, Seen


class ObjectRoot:
    """All that lies below an address such as s3://bucket/prefix."""

    at_once = 8

    def __init__(self, url: str, patience: Patience, *, allow_http: bool = False) -> None:
        """Open it; nothing is asked of the store yet.

        Raises:
            StoreError: the environment lacks what the store needs to be opened.
        """
        self.name = url
        self._patience = patience
        self._bucket = Bucket(url, patience, allow_http=allow_http)

    def exists(self) -> bool:
        """Return whether anything lies there."""
        return any(self._bucket.list("", deep=False))

    def address(self, key: str) -> str:
        """Return a file's address."""
        return f"{self.name}/{key}"

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Make a temporary folder on this machine."""
        with tempfile.TemporaryDirectory(prefix="umran-") as folder:
            yield Path(folder)

    @contextmanager
    def hold(self, run: str) -> Iterator[Hold]:
        """Hold a run's marker; other runs go on beside it."""
        with leased(self._bucket, run, self._patience) as lease:
            yield _ObjectHold(self._bucket, lease)

    def clean(self) -> None:
        """Remove what dead runs left; what fails is left to the next run."""
        with suppress(StoreError):
            for key, lives in self.under_way().items():
                if not lives:
                    with suppress(ChangedError):
                        self._remove_dead(key)

    def under_way(self) -> Mapping[str, bool]:
        """Return the markers of runs, and whether their holders live, as far as this machine's clock can tell."""
        _, markers = self._bucket.list(STAGING)
        oldest = datetime.now(UTC) - timedelta(seconds=self._patience.lease_s + self._patience.skew_s)
        return {marker["path"]: marker["last_modified"] >= oldest for marker in markers}

    def read(self, key: str) -> bytes:
        """Return an object's bytes."""
        data = self._bucket.get(key).data
        if data is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self.address(key))
        return data

    def see(self, key: str) -> Seen:
        """Return an object with its version."""
        return self._bucket.get(key)

    def put(self, key: str, data: bytes, *, over: Seen | None = None) -> None:
        """Write an object; with `over` on condition that it is still what was seen."""
        if not over or over.data != data:
            self._bucket.put(key, data, over=over)

    def folders(self, key: str = "") -> tuple[str, ...]:
        """Return the common prefixes of keys, one level down."""
        found, _ = self._bucket.list(key, deep=False)
        return tuple(sorted(path.rpartition("/")[2] for path in found))

    def files(self, key: str = "", *, deep: bool = False) -> Mapping[str, int]:
        """Return the objects below a key with their sizes."""
        _, found = self._bucket.list(key, deep=deep)
        start = len(key) + 1 if key else 0
        return {entry["path"][start:]: entry["size"] for entry in sorted(found, key=lambda entry: entry["path"])}

    def digest(self, key: str) -> tuple[int, str]:
        """Return an object's size and sha256; its bytes pass through."""
        return self._bucket.digest(key)

    def fetch(self, key: str, folder: Path) -> Path:
        """Return a copy of an object in `folder`, under its own name."""
        path = folder / key.rpartition("/")[2]
        self._bucket.digest(key, path)
        return path

    def _remove_dead(self, key: str) -> None:
        """Take a dead run's marker over, remove what it uploaded unless that became a run, and let the marker go."""
        lease = Lease(self._bucket, run_of(key), self._bucket.get(key))
        if self._bucket.get(f"{lease.run}/{MANIFEST}").data is None:
            _remove_run(self._bucket, lease.run)
        lease.release()


class _ObjectHold:
    """A run's marker is held: no other process changes the run."""

    def __init__(self, bucket: Bucket, lease: Lease) -> None:
        self._bucket, self._lease = bucket, lease

    def check(self) -> None:
        """Renew the marker."""
        self._lease.check()

    def place(self, staged: Path) -> None:
        """Upload all files, then the manifest, which makes them a run; what is there and does not belong, goes.

        A damaged run is mended in place: its manifest stays until the new one replaces it.
        """
        run = self._lease.run
        earlier = self._bucket.get(f"{run}/{MANIFEST}")
        self._lease.abandoned = earlier.data is None
        try:
            extra = self._upload(staged)
            self.check()
            self._bucket.put(f"{run}/{MANIFEST}", (staged / MANIFEST).read_bytes(), over=earlier)
        except BaseException:
            if self._lease.abandoned:
                self._undo()
            raise
        self._lease.abandoned = False
        self._bucket.delete(extra)

    def remove(self) -> None:
        """Remove the manifest, then all other files; a process that dies between leaves its marker to tell."""
        self.check()
        self._lease.abandoned = True
        _remove_run(self._bucket, self._lease.run)
        self._lease.abandoned = False

    def _upload(self, staged: Path) -> list[str]:
        """Upload all files but the manifest; return the keys of those that were there and are no part of the run."""
        run = self._lease.run
        _, found = self._bucket.list(run)
        paths = {f"{run}/{path.relative_to(staged).as_posix()}": path for path in staged.rglob("*") if path.is_file()}
        manifest = paths.pop(f"{run}/{MANIFEST}")
        with ThreadPoolExecutor(ObjectRoot.at_once) as pool:
            for _ in pool.map(self._bucket.put, paths.keys(), paths.values()):
                pass
        return [entry["path"] for entry in found if entry["path"] not in {*paths, f"{run}/{manifest.name}"}]

    def _undo(self) -> None:
        """Remove what was uploaded of a run that came to nothing; what cannot be removed, a later run will find."""
        with suppress(StoreError, LostHoldError):
            self.remove()


def _remove_run(bucket: Bucket, run: str) -> None:
    bucket.delete([f"{run}/{MANIFEST}"])
    _, found = bucket.list(run)
    bucket.delete([entry["path"] for entry in found])
