"""Which figures a picture shows: those of one measure within the boundary that is shown first."""

from collections.abc import Mapping

from geo.figure import Figure
from geo.measurement import Measurement
from outputs.boundaries import rank
from outputs.report.marks import YearNames
from outputs.report.story import scope_name

Period = tuple[int | None, int]
"""Start (None for a figure of one epoch) and end."""


def main_boundary(measurement: Measurement, measure: str) -> tuple[str, str] | None:
    """Return the boundary and rule, first in the order of tables, in which a measure has a value."""
    found = {
        (row.boundary, row.boundary_rule)
        for row in measurement.figures
        if row.measure == measure and (row.value is not None or row.low is not None)
    }
    return min(found, key=lambda where: (rank(where[0]), where[1] != "fixed"), default=None)


def of(measurement: Measurement, measure: str, within: tuple[str, str]) -> list[Figure]:
    """Return a measure's figures within a boundary, the longest period last; those without a value are left out."""
    found = [
        row
        for row in measurement.figures
        if row.measure == measure and (row.boundary, row.boundary_rule) == within and row.value is not None
    ]
    lengths = {row.end - (row.start or row.end) for row in found}
    longest = max(lengths, default=0) if len(lengths) > 1 else None
    return sorted(found, key=lambda row: (row.end - (row.start or row.end) == longest, row.end, row.start or 0))


def by_zone(measurement: Measurement, measure: str, within: tuple[str, str]) -> Mapping[Period, dict[str, float]]:
    """Return epoch or period → zone → value."""
    found: dict[Period, dict[str, float]] = {}
    for row in of(measurement, measure, within):
        if row.zone and row.value is not None:
            found.setdefault((row.start, row.end), {})[row.zone] = row.value
    return found


def in_words(measurement: Measurement, within: tuple[str, str]) -> str:
    """Return a boundary and its rule in words."""
    return scope_name(*within, YearNames(measurement.projected).year(measurement.years[-1]))
