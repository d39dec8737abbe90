"""This run's own figures beside those that others published: over the nearest epochs, within our own boundaries."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.boundary import Boundary
from geo.comparison import ComparedRow, PeriodKind
from geo.indicators.any_period import SourceFigures
from geo.indicators.published import Published
from geo.indicators.spread import row_over

BOUNDARIES: tuple[Boundary, ...] = ("urban_extent", "urban_centre")
"""The reporting rule's own, and the Degree of Urbanisation's, which published databases of cities use."""


def beside(own: SourceFigures, published: Sequence[Published]) -> tuple[Published, ...]:
    """Return published figures with the run's own beside them.

    Args:
        own: the run's figures.
        published: what others published of the same city, each source apart.
    """
    measured = {row.boundary for row in own.indicators}
    boundaries = [boundary for boundary in BOUNDARIES if boundary in measured]
    return tuple(replace(one, own=tuple(_rows(own, one, boundaries))) for one in published)


def _rows(own: SourceFigures, published: Published, boundaries: Sequence[Boundary]) -> Iterator[ComparedRow]:
    periods = [(period.start, period.end) for period in published.periods]
    whole = (min(start for start, _ in periods), max(end for _, end in periods)) if periods else None
    for years in periods:
        kind: PeriodKind = "whole_span" if years == whole else "consecutive"
        for boundary in boundaries:
            yield row_over((years, kind), own, boundary=boundary)
