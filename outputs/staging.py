"""Staging: the folder in which a run is written, locked while its run lives, cleaned by the next run once it is dead.

    <root>/.lock                   held for the moments in which the root itself changes
    <root>/.staging/<token>.lock   held as long as the run that writes into <token> lives
    <root>/.staging/<token>/       the run's files until they are swapped in

The system lets go of a lock when its process dies, however it dies; so a lock that can be taken is a dead run's.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from outputs.errors import LockTimeoutError
from outputs.layout import LOCK, STAGING

LOCK_TIMEOUT_S = 120.0
"""The root's lock is held for a swap and the index: seconds. Two minutes of waiting mean that something hangs."""


@contextmanager
def locked(root: Path, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
    """Hold the root's lock.

    Raises:
        LockTimeoutError: another run held it for all of the time.
    """
    lock = FileLock(root / LOCK, timeout=timeout_s)
    try:
        lock.acquire()
    except Timeout as error:
        raise LockTimeoutError(root, timeout_s) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def staging(root: Path, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[Path]:
    """Make a locked staging folder, and clean up after dead runs; at the end remove what is left of one's own."""
    token = secrets.token_hex(8)
    with locked(root, timeout_s):
        (root / STAGING).mkdir(exist_ok=True)
        clean(root)
        lock = FileLock(root / STAGING / f"{token}.lock")
        lock.acquire()
        folder = root / STAGING / token
        folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        (root / STAGING / f"{token}.lock").unlink(missing_ok=True)


def clean(root: Path) -> None:
    """Remove the stagings of dead runs. The root's lock must be held: a new run is between its lock and its folder."""
    for name in stale(root):
        folder = root / STAGING / name
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
        else:
            folder.unlink(missing_ok=True)
        (root / STAGING / f"{name}.lock").unlink(missing_ok=True)


def stale(root: Path) -> tuple[str, ...]:
    """Return the names of stagings whose run is dead, sorted."""
    place = root / STAGING
    if not place.is_dir():
        return ()
    names = {path.name.removesuffix(".lock") for path in place.iterdir()}
    return tuple(sorted(name for name in names if not _lives(place / f"{name}.lock")))


def sync_tree(folder: Path) -> None:
    """Flush every file and folder to the disk, so that a rename never outlives what it names."""
    for parent, _, names in os.walk(folder):
        for name in names:
            sync(Path(parent, name))
        sync(Path(parent))


def sync(path: Path) -> None:
    """Flush one file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_bytes(root: Path, path: Path, data: bytes) -> None:
    """Replace a file of the root whole: readers see the old bytes or the new ones. The root's lock must be held."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    (root / STAGING).mkdir(exist_ok=True)
    temporary = root / STAGING / f"{secrets.token_hex(8)}.part"
    temporary.write_bytes(data)
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


def _lives(lock_file: Path) -> bool:
    if not lock_file.exists():
        return False
    lock = FileLock(lock_file, timeout=0)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return True
    lock.release()
    return False
