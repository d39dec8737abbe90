"""Several sources of one city side by side: each by its own epochs nearest to a period, and how far they lie apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from itertools import pairwise, product
from statistics import median, median_low
from typing import get_args

from geo.boundary import Boundary
from geo.comparison import ComparedRow, ComparedSource, Comparison, PeriodKind, Quantity, Spread
from geo.errors import SourceError
from geo.indicators.any_period import Period, SourceFigures
from geo.reasons import Flag, Reason

TOLERANCE_YEARS = 2
"""Most sources have an epoch every five years: within two of a year there is never more than one of them."""
_BOUNDARIES: tuple[Boundary, ...] = ("urban_extent", "study_area")
_OF_A_RATIO = frozenset({"lcrpgr"})
_GROWS_WITH_INTERVAL = frozenset({"lcr", "lcrpgr"})
_LEAST_SOURCES = 2
_LEAST_FOR_A_MEDIAN = 3
_EMPTY = tuple(
    field.name
    for field in fields(ComparedRow)
    if field.name not in {"source", "boundary", "boundary_rule", "start", "end", "period", "undefined", "flags"}
)


def compare(sources: Sequence[SourceFigures], *, tolerance_years: int = TOLERANCE_YEARS) -> Comparison:
    """Compare sources of one city; the first is the run's own, and its epochs make the periods.

    For each end of a period the source's nearest epoch stands, the earlier of two as near, if it is no further than
    `tolerance_years` nor than half the period: a source's interval always overlaps the period that it stands for.

    Raises:
        SourceError: fewer than two sources, or one of them twice.
    """
    ids = [source.id for source in sources]
    if len(ids) < _LEAST_SOURCES or len(set(ids)) < len(ids):
        msg = f"comparison: expected at least two different sources, saw {', '.join(ids) or 'none'}; name each once"
        raise SourceError(msg)
    own, *others = sources
    kinds = _periods(own.years, [source.years for source in others], tolerance_years)
    rows: list[ComparedRow] = []
    spreads: list[Spread] = []
    for boundary, (period, kind) in product(_BOUNDARIES, kinds.items()):
        found = [
            row_over((period, kind), source, boundary=boundary, tolerance_years=tolerance_years) for source in sources
        ]
        rows += found
        spreads += _spreads(found)
    return Comparison(tolerance_years, tuple(map(_compared, sources)), tuple(rows), tuple(spreads))


def nearest_epochs(period: Period, years: Iterable[int], tolerance_years: int = TOLERANCE_YEARS) -> Period | None:
    """Return the epochs that stand for a period, or None where there are no two near enough.

    >>> nearest_epochs((2000, 2010), (1999, 2001, 2011))
    (1999, 2011)
    >>> nearest_epochs((2000, 2001), (1999, 2002)) is None
    True
    """
    ascending = sorted(years)
    within = min(tolerance_years, (period[1] - period[0]) // 2)
    start, end = (min(ascending, key=lambda own: (abs(own - year), own)) for year in period)
    near = abs(start - period[0]) <= within and abs(end - period[1]) <= within
    return (start, end) if near and start < end else None


def _periods(own: Sequence[int], others: Sequence[Sequence[int]], tolerance: int) -> Mapping[Period, PeriodKind]:
    """Return the periods that are compared, by start and length, with their kinds."""
    kinds: dict[Period, PeriodKind] = {}
    for group in (others, *([years] for years in others)):
        common = [year for year in own if all(_is_near(year, years, tolerance) for years in group)]
        if common and all(nearest_epochs((common[0], common[-1]), years, tolerance) for years in group):
            kinds[common[0], common[-1]] = "common_span"
    kinds |= dict.fromkeys(pairwise(own), "consecutive")
    if len(own) > 1:
        kinds[own[0], own[-1]] = "whole_span"
    return dict(sorted(kinds.items()))


def _is_near(year: int, years: Sequence[int], tolerance: int) -> bool:
    return any(abs(year - other) <= tolerance for other in years)


def row_over(
    which: tuple[Period, PeriodKind],
    source: SourceFigures,
    *,
    boundary: Boundary,
    tolerance_years: int = TOLERANCE_YEARS,
) -> ComparedRow:
    """Return a source's figures over its epochs nearest to a period, or why it has none."""
    (start, end), kind = which
    head = (source.id, boundary, "fixed", start, end, kind)
    years = nearest_epochs((start, end), source.years, tolerance_years)
    if years is None:
        reasons = dict.fromkeys(_EMPTY, Reason.NO_COMMON_EPOCHS.value)
        return ComparedRow(*head, **dict.fromkeys(_EMPTY), undefined=reasons)  # type: ignore[arg-type]
    figures = source.between(*years, boundary)
    last = source.epoch(years[1], boundary)
    found = asdict(figures) | {
        "match": "exact" if years == (start, end) else "nearest",
        "own_start": years[0],
        "own_end": years[1],
        "own_years": figures.years,
        "boundary_km2": last.boundary_km2,
    }
    reasons = {**last.undefined, **figures.undefined}
    doubts = {
        Flag.NEAREST_EPOCHS: years != (start, end),
        Flag.UNEQUAL_INTERVALS: figures.years != end - start,
    }
    return ComparedRow(
        *head,  # type: ignore[arg-type]
        **{name: found[name] for name in _EMPTY},
        undefined={name: reasons[name] for name in _EMPTY if found[name] is None},
        flags=(*figures.flags, *(flag.value for flag, doubtful in doubts.items() if doubtful)),
    )


def _spreads(rows: Sequence[ComparedRow]) -> Iterator[Spread]:
    for quantity in get_args(Quantity):
        yield _spread(quantity, [row for row in rows if _counts(row, quantity)], rows[0])


def _counts(row: ComparedRow, quantity: Quantity) -> bool:
    """Whether a row has the value, and, where it is a ratio, one that does not explode."""
    unstable = quantity in _OF_A_RATIO and Flag.UNSTABLE_RATIO in row.flags
    return getattr(row, quantity) is not None and not unstable


def _spread(quantity: Quantity, rows: Sequence[ComparedRow], head: ComparedRow) -> Spread:
    values = sorted(getattr(row, quantity) for row in rows)
    found: dict[str, float | None] = dict.fromkeys(("minimum", "median", "maximum", "range", "ratio"))
    undefined: dict[str, str] = {}
    if len(values) < _LEAST_SOURCES:
        undefined = dict.fromkeys(found, Reason.ONE_SOURCE_ONLY.value)
    else:
        low, high = values[0], values[-1]
        found |= {"minimum": low, "maximum": high, "range": high - low}
        if len(values) < _LEAST_FOR_A_MEDIAN:
            undefined["median"] = Reason.TWO_SOURCES_ONLY.value
        else:
            found["median"] = median_low(values) if quantity in _OF_A_RATIO else median(values)
        if low * high > 0:
            found["ratio"] = max(abs(low), abs(high)) / min(abs(low), abs(high))
        else:
            undefined["ratio"] = Reason.SIGNS_DIFFER.value
    return Spread(
        boundary=head.boundary,
        boundary_rule=head.boundary_rule,
        start=head.start,
        end=head.end,
        period=head.period,
        quantity=quantity,
        sources=len(values),
        undefined=undefined,
        flags=_flags_of(rows, quantity),
        **found,
    )


def _flags_of(rows: Sequence[ComparedRow], quantity: Quantity) -> tuple[str, ...]:
    """Return the doubts of all rows; of unequal intervals only where the quantity depends on the interval."""
    doubts = {flag for row in rows for flag in row.flags} - {Flag.UNSTABLE_RATIO}
    if quantity not in _GROWS_WITH_INTERVAL:
        doubts -= {Flag.UNEQUAL_INTERVALS}
    return tuple(flag.value for flag in Flag if flag in doubts)


def _compared(source: SourceFigures) -> ComparedSource:
    return ComparedSource(source.id, source.references, source.years, source.projected, source.caveats)
