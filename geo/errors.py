"""What can be wrong with data: one base error and its leaves; each message is one line that a user can act on."""


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


class SourceError(GeoError):
    """A source's declaration is wrong, or it cannot serve what is asked of it."""


class GridError(GeoError):
    """No grid can be made, or an array does not fit the grid."""
