"""Errors pass between processes as they are."""

import pickle

import pytest

from geo.errors import GeoError, OfflineError, RasterError, RefusedError, SourceError, UnreachableError


@pytest.mark.parametrize(
    "error",
    [
        RasterError("a.tif", "one band", "two", "extract it"),
        UnreachableError("archive.test", "timed out"),
        RefusedError("archive.test/a.tif", 404, "no such file (404)"),
        OfflineError("ghsl: the archive cannot be reached"),
        SourceError("no such source"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_pickling(error: GeoError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
