"""What can go wrong when publishing: one base error; each message is one line that a user can act on."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

_REMEDIES = {
    errno.ENOSPC: "the disk is full; free some space or publish elsewhere (UMRAN_PUBLISH_ROOT, --out)",
    errno.EDQUOT: "your disk quota is used up; free some space or publish elsewhere (UMRAN_PUBLISH_ROOT, --out)",
    errno.EFBIG: "the file system refuses files of this size; publish elsewhere (UMRAN_PUBLISH_ROOT, --out)",
    errno.EROFS: "the file system is read-only; publish elsewhere (UMRAN_PUBLISH_ROOT, --out)",
    errno.EACCES: "you may not write there; change its permissions or publish elsewhere (UMRAN_PUBLISH_ROOT, --out)",
    errno.EPERM: "you may not write there; change its permissions or publish elsewhere (UMRAN_PUBLISH_ROOT, --out)",
    errno.ENOTDIR: "there is a file where a folder is expected; move it away or publish elsewhere",
    errno.EEXIST: "there is a file where a folder is expected; move it away or publish elsewhere",
}

_QUOTED = 100
"""Characters of a library's own message that fit one line."""


class OutputsError(Exception):
    """A publication that cannot be written or read."""


class FormatError(OutputsError):
    """The library of a file format could not write a file, and does not say why in a way that programs understand."""

    def __init__(self, file: str, error: Exception) -> None:
        """Name the file and quote the beginning of what the library said."""
        self.file = file
        said = " ".join(str(error).split())[:_QUOTED]
        super().__init__(f"{file} could not be written ({said})")


class UnreadableError(OutputsError):
    """A run's manifest is missing or damaged."""

    def __init__(self, where: Path | str, why: str) -> None:
        """Name the manifest and what it is."""
        self.why = f"expected the run's manifest, but {why}; publish the run again"
        super().__init__(f"{where}: {self.why}")


class RootError(OutputsError):
    """A text names no publish root that can be used."""

    def __init__(self, expected: str, seen: str, remedy: str = "set UMRAN_PUBLISH_ROOT, or --out") -> None:
        """Say what was expected, what was seen (without secrets), and what to do."""
        super().__init__(f"{expected}, saw {seen}; {remedy}")


class ChangedError(OutputsError):
    """Another process changed a file of the publish root since it was seen."""

    def __init__(self, where: str) -> None:
        """Name the file."""
        super().__init__(f"{where}: expected it as it was seen, saw that another run has changed it; publish again")


class StoreError(OutputsError):
    """An object store refused something, or did not answer."""

    def __init__(self, url: str, key: str, act: str, seen: str, remedy: str) -> None:
        """Say what was tried and where, what was seen, and what to do."""
        where = f"{url}/{key}" if key else url
        super().__init__(f"{where}: expected to {act} it, saw {seen}; {remedy}")


class PublishError(OutputsError):
    """Publishing failed; what was published before is untouched."""

    @classmethod
    def from_os(cls, root: Path | str, error: OSError) -> "PublishError":
        """Say in one line what the operating system refused, where, and what to do."""
        where = error.filename or root
        why = os.strerror(error.errno) if error.errno else str(error)
        remedy = _REMEDIES.get(error.errno or 0, "see the system's message and try again")
        return cls(f"publishing to {root}: {why} at {where}: {remedy}; what was published before is untouched")

    @classmethod
    def from_store(cls, root: str, error: "StoreError | ChangedError") -> "PublishError":
        """Say in one line what the object store refused."""
        return cls(f"publishing to {root}: {error}; what was published before is untouched")

    @classmethod
    def from_format(cls, root: Path | str, error: FormatError) -> "PublishError":
        """Say in one line which file could not be written; the usual reason is a disk without space."""
        place = root if isinstance(root, Path) else tempfile.gettempdir()
        free = shutil.disk_usage(place).free // 1_000_000
        remedy = f"is the disk full ({free} MB free)? Free some space or publish elsewhere (UMRAN_PUBLISH_ROOT, --out)"
        return cls(f"publishing to {root}: {error}; {remedy}; what was published before is untouched")


class LockTimeoutError(PublishError):
    """Another run holds the publish root for longer than we wait."""

    def __init__(self, root: Path | str, seconds: float) -> None:
        """Name the root and the wait."""
        self.root = root
        super().__init__(
            f"publishing to {root}: another run has held its lock for more than {seconds:g} s; try again later",
        )


class LostHoldError(PublishError):
    """This run was silent for so long that another one took it for dead."""

    def __init__(self, root: str, run: str) -> None:
        """Name the root and the run."""
        super().__init__(
            f"publishing to {root}: expected to hold {run} still, saw that another process took it after a long "
            "silence of this one; publish it again",
        )
