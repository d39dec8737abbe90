"""SDG indicator 11.3.1: land consumption rate over population growth rate, and its secondary indicators.

*Source*: UN-Habitat, SDG indicator metadata 11-03-01, 2021-03-01; the marginal rate is Schiavina et al. 2019.

Each function returns its value, or the Reason why it has none; never 0, infinity or an exception for data that exist.
"""

import math
from dataclasses import dataclass

from geo.reasons import Reason

UNSTABLE_PGR = 0.001
"""|PGR| (a fraction a year) under which the ratio explodes and is flagged: 0.1 % a year."""


@dataclass(frozen=True, slots=True)
class Change:
    """A quantity at both ends of a period: built-up area in km² or m², or persons."""

    start: float
    end: float
    years: int


def land_consumption_rate(built_up: Change) -> float | Reason:
    """Return LCR = ((V2 - V1) / V1) / t, a fraction a year.

    >>> land_consumption_rate(Change(start=10.0, end=15.0, years=10))
    0.05
    """
    if built_up.start == 0:
        return Reason.ZERO_BUILT_UP_AT_START
    return (built_up.end - built_up.start) / built_up.start / built_up.years


def land_consumption_rate_log(built_up: Change) -> float | Reason:
    """Return ln(V2 / V1) / t, a fraction a year: the second definition in circulation, never mixed with LCR.

    >>> round(land_consumption_rate_log(Change(start=10.0, end=15.0, years=10)), 6)
    0.040547
    """
    if built_up.start == 0:
        return Reason.ZERO_BUILT_UP_AT_START
    if built_up.end == 0:
        return Reason.ZERO_BUILT_UP
    return math.log(built_up.end / built_up.start) / built_up.years


def population_growth_rate(population: Change) -> float | Reason:
    """Return PGR = ln(P2 / P1) / t, a fraction a year.

    >>> round(population_growth_rate(Change(start=100_000, end=125_000, years=10)), 6)
    0.022314
    """
    if population.start == 0 or population.end == 0:
        return Reason.ZERO_POPULATION
    return math.log(population.end / population.start) / population.years


def rate_ratio(land: float | Reason, people: float | Reason) -> float | Reason:
    """Return LCRPGR = LCR / PGR, unitless; where a rate is undefined its reason passes on, the land's first.

    >>> rate_ratio(0.05, 0.02)
    2.5
    >>> rate_ratio(0.05, 0.0)
    <Reason.NO_POPULATION_CHANGE: 'no_population_change'>
    """
    if isinstance(land, Reason):
        return land
    if isinstance(people, Reason):
        return people
    return Reason.NO_POPULATION_CHANGE if people == 0 else land / people


def built_up_per_capita_m2(built_up_km2: float, population: float | Reason) -> float | Reason:
    """Return the built-up area per person, m².

    >>> built_up_per_capita_m2(12.0, 100_000)
    120.0
    """
    if isinstance(population, Reason):
        return population
    return Reason.ZERO_POPULATION if population == 0 else built_up_km2 * 1e6 / population


def total_change_percent(built_up: Change) -> float | Reason:
    """Return (V2 - V1) / V1 in %.

    >>> total_change_percent(Change(start=10.0, end=15.0, years=10))
    50.0
    """
    if built_up.start == 0:
        return Reason.ZERO_BUILT_UP_AT_START
    return (built_up.end - built_up.start) / built_up.start * 100


def marginal_land_per_new_inhabitant_m2(built_up_km2: Change, population: Change) -> float | Reason:
    """Return the built-up area added for each person added, m².

    >>> marginal_land_per_new_inhabitant_m2(Change(10.0, 15.0, 10), Change(100_000, 125_000, 10))
    200.0
    """
    added = population.end - population.start
    if added <= 0:
        return Reason.NO_NEW_INHABITANTS
    return (built_up_km2.end - built_up_km2.start) * 1e6 / added
