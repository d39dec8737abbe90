"""What can be wrong with data: one base error and its leaves; each message is one line that a user can act on."""

from typing import Self


class GeoError(Exception):
    """Rasters or parameters that cannot be measured."""


class RasterError(GeoError):
    """A raster is not what its source declares."""

    def __init__(self, file: str, expected: str, seen: str, remedy: str) -> None:
        """Name the file, what was expected, what was seen and what to do."""
        self.file = file
        self.expected = expected
        self.seen = seen
        self.remedy = remedy
        super().__init__(f"{file}: expected {expected}, saw {seen}; {remedy}")

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, str, str]]:
        """Let it pass between processes."""
        return type(self), (self.file, self.expected, self.seen, self.remedy)


class SourceError(GeoError):
    """A source's declaration is wrong, or it cannot serve what is asked of it."""


class CacheError(GeoError):
    """What was read cannot be kept."""


class GridError(GeoError):
    """No grid can be made, or an array does not fit the grid."""


class ArchiveError(GeoError):
    """An archive does not give what is asked of it."""


class UnreachableError(ArchiveError):
    """An archive's host cannot be reached at all, or stops answering."""

    def __init__(self, host: str, reason: str) -> None:
        """Name the host and why."""
        self.host = host
        self.reason = reason
        super().__init__(f"{host} cannot be reached ({reason})")

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Let it pass between processes."""
        return type(self), (self.host, self.reason)


class OfflineError(SourceError):
    """A source's archive cannot be reached: the message says which, and what works instead."""


class RefusedError(ArchiveError):
    """An archive answers with a status that trying again does not change, or with something that is no answer."""

    def __init__(self, place: str, status: int | None, reason: str) -> None:
        """Name the place (host and path, never a query), the status and what it means."""
        self.place = place
        self.status = status
        self.reason = reason
        super().__init__(f"{place}: {reason}")

    def __reduce__(self) -> tuple[type[Self], tuple[str, int | None, str]]:
        """Let it pass between processes."""
        return type(self), (self.place, self.status, self.reason)
