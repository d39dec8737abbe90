"""What can go wrong when publishing: one base error; each message is one line that a user can act on."""

import errno
import os
import shutil
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


class PublishError(OutputsError):
    """Publishing failed; what was published before is untouched."""

    @classmethod
    def from_os(cls, root: Path, error: OSError) -> "PublishError":
        """Say in one line what the operating system refused, where, and what to do."""
        where = error.filename or root
        why = os.strerror(error.errno) if error.errno else str(error)
        remedy = _REMEDIES.get(error.errno or 0, "see the system's message and try again")
        return cls(f"publishing to {root}: {why} at {where}: {remedy}; what was published before is untouched")

    @classmethod
    def from_format(cls, root: Path, error: FormatError) -> "PublishError":
        """Say in one line which file could not be written; the usual reason is a disk without space."""
        free = shutil.disk_usage(root).free // 1_000_000
        remedy = f"is the disk full ({free} MB free)? Free some space or publish elsewhere (UMRAN_PUBLISH_ROOT, --out)"
        return cls(f"publishing to {root}: {error}; {remedy}; what was published before is untouched")


class LockTimeoutError(PublishError):
    """Another run holds the publish root for longer than we wait."""

    def __init__(self, root: Path, seconds: float) -> None:
        """Name the root and the wait."""
        self.root = root
        super().__init__(
            f"publishing to {root}: another run has held its lock for more than {seconds:g} s; try again later",
        )
