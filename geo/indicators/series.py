"""What looks wrong in a series of epochs by its numbers alone: a jump of the rate, an epoch out of line."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.caveats import Term, caveat
from geo.measurement import Caveat, EpochFigures

JUMP = 0.05
"""Relative growth a year by which a period's rate must differ from those beside it: five percentage points. Real cities
speed up and slow down by less; sensors and methods change by more."""
OUT_OF_LINE = 0.05
"""Share of its own value by which an epoch must lie above or below both its neighbours: more than the turn of
a population that grew and then shrinks a little."""
_NAMES = {"built_up_km2": "built_up", "population": "population"}
"""Field → the first part of its caveats' keys."""


@dataclass(frozen=True, slots=True)
class _Point:
    year: int
    value: float


def series_doubts(figures: Sequence[EpochFigures]) -> list[Caveat]:
    """Return the caveats of a series within one boundary (of one rule), epochs ascending, those of land first."""
    where = Term(f"{figures[0].boundary}_{figures[0].boundary_rule}" if figures else "")
    caveats = []
    for field, name in _NAMES.items():
        values = ((row.year, getattr(row, field)) for row in figures)
        points = [_Point(year, value) for year, value in values if value is not None and value > 0]
        astray = _out_of_line(points)
        caveats += [_astray_caveat(points, k, name, where) for k in astray]
        caveats += _jumps(points, astray, name, where)
    return caveats


def _rises(points: Sequence[_Point], k: int) -> list[float]:
    """Return how far epoch k lies above its two neighbours, as shares of its own value."""
    return [1 - points[other].value / points[k].value for other in (k - 1, k + 1)]


def _out_of_line(points: Sequence[_Point]) -> list[int]:
    """Return the epochs that lie above or below both their neighbours.

    A dip makes a peak of the epoch beside it: of such neighbours only the one that lies farthest out is named.
    """
    size = {}
    for k in range(1, len(points) - 1):
        before, after = _rises(points, k)
        if before * after > 0:
            size[k] = min(abs(before), abs(after))
    return [k for k, out in size.items() if out > max(OUT_OF_LINE, size.get(k - 1, 0.0), size.get(k + 1, 0.0))]


def _astray_caveat(points: Sequence[_Point], k: int, name: str, where: Term) -> Caveat:
    before, after = _rises(points, k)
    return caveat(
        f"{name}_{'above' if before > 0 else 'below'}",
        "epoch_out_of_line",
        year=points[k].year,
        where=where,
        before=points[k - 1].year,
        after=points[k + 1].year,
        from_before=abs(before),
        from_after=abs(after),
    )


def _jumps(points: Sequence[_Point], astray: Sequence[int], name: str, where: Term) -> Iterator[Caveat]:
    """Yield the periods whose rate is out of line, but for those that begin or end with an epoch that is so itself."""
    rates = [math.log(end.value / start.value) / (end.year - start.year) for start, end in pairwise(points)]
    for k, rate in enumerate(rates):
        beside = [rates[other] for other in (k - 1, k + 1) if 0 <= other < len(rates)]
        apart = [rate - other for other in beside]
        explained = not {k, k + 1}.isdisjoint(astray)
        if beside and not explained and (min(apart) > JUMP or max(apart) < -JUMP) and _farthest(rate, beside, rates):
            yield caveat(
                f"{name}_jump",
                "rate_out_of_line",
                start=points[k].year,
                end=points[k + 1].year,
                where=where,
                rate=rate,
                others=tuple(beside),
            )


def _farthest(rate: float, beside: Sequence[float], rates: Sequence[float]) -> bool:
    """Return whether a rate is farther from the middle of all than those beside it: of two, one alone is named."""
    middle = sorted(rates)[(len(rates) - 1) // 2]
    return all(abs(rate - middle) > abs(other - middle) for other in beside)
