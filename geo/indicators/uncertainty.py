"""What the errors of its inputs make of SDG 11.3.1: quantiles of the rates and the ratio, probabilities of regimes.

The inputs are drawn many times and the rates computed of each draw (Monte Carlo), because the ratio of two uncertain
rates has no mean and no useful error: its denominator may be 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri
from scipy.stats import qmc

from geo.errors import GeoError
from geo.indicators.sdg_11_3_1 import Change, land_consumption_rate, population_growth_rate, rate_ratio
from geo.reasons import Reason

QUANTILES = (0.025, 0.5, 0.975)
"""The median and the ends of the 95 % interval."""
DRAWS_LOG2 = 17
"""131,072 draws: the ends of the ratio's interval are then within 2 % for an interval as wide as city A's."""
SEED = 1131
"""Fixed, so that the same inputs give the same figures."""
Values = npt.NDArray[np.float64]
_DIRECTIONS = np.array([[-1, 1, 0, 0], [0, 0, -1, 1], [1, 1, 0, 0], [0, 0, 1, 1]]) / np.sqrt(2)
"""What each dimension of the points moves: the change of built-up, that of population, and both levels. The rates
hang on the changes, and Sobol points are evenest in their first dimensions: so quantiles are twice as exact."""


class Regime(StrEnum):
    """How land and people change together: the signs of both rates, and which is the larger.

    So the ratio lies in one of the four intervals that -1, 0 and 1 part.
    """

    LAND_FASTER = "land_grows_faster_than_people"
    """LCR > PGR > 0: ratio over 1."""
    PEOPLE_FASTER = "people_grow_faster_than_land"
    """PGR >= LCR >= 0: ratio 0 to 1."""
    LAND_GROWS_FASTER_THAN_PEOPLE_SHRINK = "land_grows_faster_than_people_shrink"
    """Ratio under -1, PGR < 0."""
    LAND_GROWS_SLOWER_THAN_PEOPLE_SHRINK = "land_grows_slower_than_people_shrink"
    """Ratio -1 to 0, PGR < 0."""
    LAND_SHRINKS_FASTER_THAN_PEOPLE_GROW = "land_shrinks_faster_than_people_grow"
    """Ratio under -1, LCR < 0."""
    LAND_SHRINKS_SLOWER_THAN_PEOPLE_GROW = "land_shrinks_slower_than_people_grow"
    """Ratio -1 to 0, LCR < 0."""
    BOTH_SHRINK_LAND_FASTER = "both_shrink_land_faster"
    """LCR < PGR < 0: ratio over 1."""
    BOTH_SHRINK_PEOPLE_FASTER = "both_shrink_people_faster"
    """PGR <= LCR < 0: ratio 0 to 1."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """An input with its error."""

    value: float
    relative_error: float
    """Standard error over the value: 0.05 is 5 %."""


@dataclass(frozen=True, slots=True)
class UncertainPeriod:
    """The inputs of SDG 11.3.1 in one period."""

    built_up_start: Uncertain
    built_up_end: Uncertain
    population_start: Uncertain
    population_end: Uncertain
    years: int


@dataclass(frozen=True, slots=True)
class Correlations:
    """How the errors hang together, -1 to 1. What repeats at both dates (same sensor, same model) cancels in a rate."""

    built_up: float = 0.0
    """Between the two dates' built-up areas."""
    population: float = 0.0
    """Between the two dates' populations."""
    built_up_population: float = 0.0
    """Between either built-up area and either population."""

    def matrix(self) -> Values:
        """Return the matrix in the order of UncertainPeriod's fields."""
        cross = self.built_up_population
        return np.array(
            [
                [1.0, self.built_up, cross, cross],
                [self.built_up, 1.0, cross, cross],
                [cross, cross, 1.0, self.population],
                [cross, cross, self.population, 1.0],
            ]
        )


INDEPENDENT = Correlations()


@dataclass(frozen=True, slots=True)
class Spread:
    """A rate or ratio: its value, and where it lies with its inputs' errors."""

    value: float
    """Of the inputs as they are."""
    low: float
    """2.5 % quantile."""
    median: float
    high: float
    """97.5 % quantile."""


@dataclass(frozen=True, slots=True)
class RatesSpread:
    """SDG 11.3.1 of one period with its uncertainty."""

    lcr: Spread
    pgr: Spread
    lcrpgr: Spread | Reason
    regimes: Mapping[Regime, float] = field(default_factory=dict)
    """Regime → its probability; they sum to 1."""
    draws: int = 0
    left_out: float = 0.0
    """Share of the draws in which an area or a population was not positive: they have no rates."""

    @property
    def pgr_distinguishable(self) -> bool:
        """Whether the 95 % interval of PGR does not hold 0."""
        return self.pgr.low > 0 or self.pgr.high < 0

    @property
    def headline(self) -> float | Reason:
        """LCRPGR where it may be shown as a single number, else why not."""
        if isinstance(self.lcrpgr, Reason):
            return self.lcrpgr
        return self.lcrpgr.value if self.pgr_distinguishable else Reason.PGR_NOT_DISTINGUISHABLE


def rates_spread(
    period: UncertainPeriod,
    correlations: Correlations = INDEPENDENT,
    *,
    draws_log2: int = DRAWS_LOG2,
    seed: int = SEED,
) -> RatesSpread | Reason:
    """Return LCR, PGR and LCRPGR of a period with their spread and the probability of each regime.

    Args:
        period: the inputs with their errors, which are normal.
        correlations: of these errors.
        draws_log2: the number of draws is 2 to this power (Sobol points are even over such a number).
        seed: scrambles the points.

    Raises:
        GeoError: the correlations contradict each other.
    """
    inputs = (period.built_up_start, period.built_up_end, period.population_start, period.population_end)
    land, people = (Change(one.value, two.value, period.years) for one, two in (inputs[:2], inputs[2:]))
    lcr, pgr = land_consumption_rate(land), population_growth_rate(people)
    if isinstance(lcr, Reason):
        return lcr
    if isinstance(pgr, Reason):
        return pgr
    values, errors = np.array([(entry.value, entry.relative_error) for entry in inputs]).T[:, :, None]
    drawn = values * (1 + errors * (_root(correlations) @ _standard_normals(draws_log2, seed)))
    positive = (drawn > 0).all(axis=0)
    v1, v2, p1, p2 = drawn[:, positive]
    lcrs, pgrs = (v2 / v1 - 1) / period.years, np.log(p2 / p1) / period.years
    return RatesSpread(
        lcr=_spread(lcr, lcrs),
        pgr=_spread(pgr, pgrs),
        lcrpgr=_ratio(rate_ratio(lcr, pgr), lcrs, pgrs),
        regimes=_regimes(lcrs, pgrs),
        draws=len(positive),
        left_out=1 - float(np.mean(positive)),
    )


@lru_cache(maxsize=2)
def _standard_normals(draws_log2: int, seed: int) -> Values:
    """Return standard normal draws, (4, draw), the same for every period: Sobol points, far evener than random ones."""
    points = qmc.Sobol(len(_DIRECTIONS), scramble=True, rng=seed).random_base2(draws_log2)
    normals: Values = _DIRECTIONS.T @ ndtri(points).T
    normals.flags.writeable = False
    return normals


def _root(correlations: Correlations) -> Values:
    """Return the symmetric matrix that gives independent rows of draws the correlations wanted."""
    values, vectors = np.linalg.eigh(correlations.matrix())
    if values.min() < -1e-9:  # noqa: PLR2004 - rounding
        msg = (
            f"correlations {correlations.built_up:g}, {correlations.population:g} and "
            f"{correlations.built_up_population:g}: expected such as can occur together, saw a matrix that is not "
            "positive semidefinite; lower the one between built-up and population"
        )
        raise GeoError(msg)
    root: Values = (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T
    return root


def _spread(value: float, draws: Values) -> Spread:
    low, median, high = np.quantile(draws, QUANTILES)
    return Spread(value, float(low), float(median), float(high))


def _ratio(value: float | Reason, lcrs: Values, pgrs: Values) -> Spread | Reason:
    if isinstance(value, Reason):
        return value
    changing = pgrs != 0
    return _spread(value, lcrs[changing] / pgrs[changing])


def _regimes(lcrs: Values, pgrs: Values) -> dict[Regime, float]:
    codes = 4 * (lcrs < 0) + 2 * (pgrs < 0) + (np.abs(lcrs) <= np.abs(pgrs))
    share = np.bincount(codes, minlength=len(_BY_CODE)) / len(codes)
    return dict(zip(_BY_CODE, cast("list[float]", share.tolist()), strict=True))


_BY_CODE = (
    Regime.LAND_FASTER,
    Regime.PEOPLE_FASTER,
    Regime.LAND_GROWS_FASTER_THAN_PEOPLE_SHRINK,
    Regime.LAND_GROWS_SLOWER_THAN_PEOPLE_SHRINK,
    Regime.LAND_SHRINKS_FASTER_THAN_PEOPLE_GROW,
    Regime.LAND_SHRINKS_SLOWER_THAN_PEOPLE_GROW,
    Regime.BOTH_SHRINK_LAND_FASTER,
    Regime.BOTH_SHRINK_PEOPLE_FASTER,
)
"""By 4 · (LCR < 0) + 2 · (PGR < 0) + (|LCR| <= |PGR|)."""
