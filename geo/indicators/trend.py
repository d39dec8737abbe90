"""Built-up land and people carried on to a year ahead: an extrapolation of past rates, given as a band, no forecast."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from geo.indicators.sdg_11_3_1 import Change, land_consumption_rate_log, population_growth_rate
from geo.measurement import EpochFigures
from geo.reasons import Reason

HORIZON = 2030
"""The year of the Sustainable Development Goals."""
_MIN_EPOCHS = 3
"""The last period and the whole span are the same one below it, and a band would be a single number."""
_HA_PER_KM2 = 100.0


@dataclass(frozen=True, slots=True)
class Band:
    """From the lowest to the highest of what the rates give."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trend:
    """What the rates of the last period and of the whole span lead to, within one boundary."""

    start: int
    """The last observed epoch, from which both rates are carried on."""
    year: int
    last_period: tuple[int, int]
    whole_span: tuple[int, int]
    built_up_km2: Band
    population: Band | Reason
    excess_ha: Band | Reason
    """Built-up land beyond that at which LCRPGR from `start` to `year` would be 1; negative where it stays below."""


@dataclass(frozen=True, slots=True)
class _Rates:
    """A quantity at the last epoch, with its relative rates over the last period and over the whole span."""

    value: float
    rates: tuple[float, float]

    def at(self, years: int) -> list[float]:
        return [self.value * math.exp(rate * years) for rate in self.rates]


def trend(figures: Sequence[EpochFigures], year: int = HORIZON) -> Trend | Reason:
    """Return the trend of a series within one boundary (of one rule), epochs ascending.

    Land and people each grow at a constant relative rate, ln(V2 / V1) / t and ln(P2 / P1) / t: once that of the last
    observed period, once that of the whole observed span. Projected epochs take no part. The excess is
    V(year) - V(start) · (1 + PGR · t), over every pairing of a land rate with a population rate, since the two need not
    turn together.
    """
    observed = [row for row in figures if row.observed and row.built_up_km2 is not None]
    if len(observed) < _MIN_EPOCHS:
        return Reason.TOO_FEW_EPOCHS
    first, before, last = observed[0], observed[-2], observed[-1]
    ahead = year - last.year
    if ahead <= 0:
        return Reason.NOTHING_TO_EXTRAPOLATE
    land = _rates((first, before, last), "built_up_km2", land_consumption_rate_log)
    if isinstance(land, Reason):
        return land
    people = _rates((first, before, last), "population", population_growth_rate)
    return Trend(
        start=last.year,
        year=year,
        last_period=(before.year, last.year),
        whole_span=(first.year, last.year),
        built_up_km2=_band(land.at(ahead)),
        population=people if isinstance(people, Reason) else _band(people.at(ahead)),
        excess_ha=people if isinstance(people, Reason) else _excess_ha(land, people, ahead),
    )


def _rates(
    rows: tuple[EpochFigures, EpochFigures, EpochFigures],
    name: str,
    rate: Callable[[Change], float | Reason],
) -> _Rates | Reason:
    missing = [Reason(row.undefined[name]) for row in rows if name in row.undefined]
    if missing:
        return missing[0]
    first, before, last = rows
    value = getattr(last, name)
    period, span = (rate(Change(getattr(row, name), value, last.year - row.year)) for row in (before, first))
    if isinstance(period, Reason):
        return period
    return span if isinstance(span, Reason) else _Rates(value, (period, span))


def _excess_ha(land: _Rates, people: _Rates, years: int) -> Band:
    allowed = [land.value * (1 + rate * years) for rate in people.rates]
    return _band([(built - limit) * _HA_PER_KM2 for built, limit in product(land.at(years), allowed)])


def _band(values: Iterable[float]) -> Band:
    ordered = sorted(values)
    return Band(ordered[0], ordered[-1])
