"""A second source's published figures of a city, and SDG 11.3.1 from them: shown beside ours, never mixed with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from geo.comparison import ComparedRow
from geo.indicators.sdg_11_3_1 import (
    UNSTABLE_PGR,
    Change,
    land_consumption_rate,
    land_consumption_rate_log,
    population_growth_rate,
    rate_ratio,
)
from geo.reasons import Flag, Reason

Rate = float | Reason


@dataclass(frozen=True, slots=True)
class PublishedEpoch:
    """What a source publishes of a city in one year."""

    year: int
    built_up_km2: float
    population: float


@dataclass(frozen=True, slots=True)
class PublishedPeriod:
    """SDG 11.3.1 between two epochs of a published source."""

    start: int
    end: int
    lcr: float | None
    pgr: float | None
    lcrpgr: float | None
    lcr_log: float | None
    lcrpgr_log: float | None
    undefined: Mapping[str, str] = field(default_factory=dict)
    """Field name → reason code, for each field that is None."""
    flags: tuple[str, ...] = ()
    """Reasons to doubt the row, as codes."""

    @property
    def headline(self) -> float | Reason:
        """LCRPGR where it may be shown as a single number, else why not."""
        if self.lcrpgr is None:
            return Reason(self.undefined["lcrpgr"])
        return Reason.PGR_NOT_DISTINGUISHABLE if Flag.UNSTABLE_RATIO in self.flags else self.lcrpgr


@dataclass(frozen=True, slots=True)
class Published:
    """What one source publishes of a city, and this run's own figures nearest to it: side by side, never mixed."""

    source: str
    """Its name and release."""
    citation: str
    licence: str
    boundary: str
    """In what its figures are counted, for people."""
    epochs: tuple[PublishedEpoch, ...]
    """Ascending."""
    periods: tuple[PublishedPeriod, ...]
    """As `published_periods` gives them."""
    own: tuple[ComparedRow, ...] = ()
    """The run's figures over its epochs nearest to each of `periods` (whose years are `start` and `end`), by period and
    then by boundary, which is seldom the source's."""


def published_periods(years: Sequence[int], epochs: Sequence[PublishedEpoch]) -> tuple[PublishedPeriod, ...]:
    """Return each period between consecutive epochs of the source, then its whole span if that is not one of them.

    Args:
        years: the epochs that the source has, ascending, whether or not it has figures of this city in each.
        epochs: the figures that it has.

    A source that gives no error has its ratio headlined from |PGR| of 0.1 % a year on.
    """
    by_year = {epoch.year: epoch for epoch in epochs}
    pairs = list(pairwise(years))
    whole = [(years[0], years[-1])] if len(pairs) > 1 else []
    return tuple(_period(start, end, by_year) for start, end in [*pairs, *whole])


def _period(start: int, end: int, by_year: Mapping[int, PublishedEpoch]) -> PublishedPeriod:
    one, two = by_year.get(start), by_year.get(end)
    rates: dict[str, Rate]
    flags = []
    if one is None or two is None:
        rates = dict.fromkeys(("lcr", "pgr", "lcrpgr", "lcr_log", "lcrpgr_log"), Reason.NO_FIGURES_FOR_YEAR)
    else:
        land = Change(one.built_up_km2, two.built_up_km2, end - start)
        lcr, lcr_log = land_consumption_rate(land), land_consumption_rate_log(land)
        pgr = population_growth_rate(Change(one.population, two.population, end - start))
        ratios = {"lcrpgr": rate_ratio(lcr, pgr), "lcrpgr_log": rate_ratio(lcr_log, pgr)}
        rates = {"lcr": lcr, "pgr": pgr, "lcr_log": lcr_log, **ratios}
        if isinstance(pgr, float) and abs(pgr) < UNSTABLE_PGR:
            flags.append(Flag.UNSTABLE_RATIO.value)
        if one.built_up_km2 == two.built_up_km2:
            flags.append(Flag.REPEATED_BUILT_UP.value)
    return PublishedPeriod(
        start,
        end,
        **{name: None if isinstance(value, Reason) else value for name, value in rates.items()},
        undefined={name: value.value for name, value in rates.items() if isinstance(value, Reason)},
        flags=tuple(flags),
    )
