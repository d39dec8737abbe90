"""Which three years a city reports: T3 is the last epoch, T1 and T2 are chosen among the epochs before it.

The last epoch is always T3, because the fixed boundary is its own. Of the earlier ones those are taken that give, in
this order: periods that the source lets be compared, observed years, intervals of at least five years (UN-Habitat
recommends cycles of 5 or 10), intervals of equal length (a ratio grows with its interval), and the latest years.
"""

from collections.abc import Collection, Sequence
from itertools import combinations, pairwise

Years = tuple[int | None, int | None, int]
"""T1, T2, T3; None where there are too few epochs."""
Period = tuple[int, int]

_CYCLE_YEARS = 5
"""The shorter of the cycles that UN-Habitat recommends."""


def analysis_years(
    epochs: Sequence[int], *, projected: Collection[int] = (), incomparable: Collection[Period] = ()
) -> Years:
    """Return T1, T2 and T3.

    Args:
        epochs: the years that were measured, ascending, at least one.
        projected: those that the source projects.
        incomparable: the pairs of epochs whose difference the source says is no growth.

    >>> analysis_years([2000, 2005, 2010, 2015, 2020])
    (2010, 2015, 2020)
    >>> analysis_years([1975, 1990, 2000, 2015])
    (1990, 2000, 2015)
    >>> analysis_years([2010, 2020])
    (None, 2010, 2020)
    """
    *earlier, last = epochs
    if not earlier:
        return None, None, last
    if len(earlier) == 1:
        return None, earlier[0], last

    def cost(pair: Period) -> tuple[int, ...]:
        periods = list(pairwise((*pair, last)))
        lengths = [end - start for start, end in periods]
        return (
            sum(_holds(period, incomparable) for period in periods),
            sum(year in projected for year in pair),
            sum(max(0, _CYCLE_YEARS - length) for length in lengths),
            abs(lengths[0] - lengths[1]),
            sum(lengths),
        )

    first, second = min(combinations(reversed(earlier), 2), key=lambda pair: cost((pair[1], pair[0])))[::-1]
    return first, second, last


def _holds(period: Period, incomparable: Collection[Period]) -> bool:
    """Return whether a change that is no growth lies within a period, if only as a part of it."""
    return any(period[0] <= start and end <= period[1] for start, end in incomparable)
