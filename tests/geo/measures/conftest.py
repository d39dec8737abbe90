"""Measures of stacks drawn by hand, looked up by their ids."""

from collections.abc import Callable

import pytest

from geo.figure import Figure
from geo.measurement import Measurement

Find = Callable[..., Figure]


def _find(
    measurement: Measurement,
    measure: str,
    end: int,
    *,
    start: int | None = None,
    zone: str = "",
    within: tuple[str, str] | None = None,
) -> Figure:
    found = [
        one
        for one in measurement.figures
        if (one.measure, one.start, one.end, one.zone) == (measure, start, end, zone)
        and within in {None, (one.boundary, one.boundary_rule)}
    ]
    assert len(found) == 1, [(one.boundary, one.boundary_rule, one.start, one.end, one.zone) for one in found]
    return found[0]


@pytest.fixture(scope="session")
def find() -> Find:
    """Return the one figure of a measure at an epoch or in a period."""
    return _find
