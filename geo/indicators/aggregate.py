"""SDG 11.3.1 over several cities: national figures, and by size of city, weighted by population.

*Source*: UN-Habitat, SDG indicator metadata 11-03-01, 2021-03-01: national and regional figures come from all cities,
or from a national sample of cities, weighted by population.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from geo.errors import GeoError
from geo.indicators.rates import Rates
from geo.indicators.sdg_11_3_1 import rate_ratio
from geo.reasons import Reason


@dataclass(frozen=True, slots=True)
class SizeClass:
    """Cities of a size, by their population at the end of the period."""

    id: str
    name: str
    from_population: float
    below_population: float
    """Infinite for the largest."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """SDG 11.3.1 over several cities."""

    cities: tuple[str, ...]
    """Those that are counted, by id."""
    left_out: Mapping[str, str]
    """City → reason code, for those that lack a rate."""
    population: float
    """Of the cities counted, at the end."""
    lcr: float | Reason
    """Mean of the cities' rates, weighted."""
    pgr: float | Reason
    lcrpgr: float | Reason
    """The weighted LCR over the weighted PGR."""
    mean_lcrpgr: float | Reason
    """Weighted mean of the ratios of the cities that have one: one city that stands still can rule it."""


def aggregate(cities: Mapping[str, Rates], weights: Mapping[str, float] | None = None) -> Aggregate:
    """Return the figures over several cities.

    Args:
        cities: city → its row, all of one boundary, rule and period.
        weights: city → weight, where a sampled city stands for others too; None takes its population at the end.

    Raises:
        GeoError: the rows differ in boundary, rule or period.
    """
    _check_alike(cities)
    left_out = {city: reason for city, row in cities.items() if (reason := _lacks(row)) is not None}
    counted = {city: row for city, row in cities.items() if city not in left_out}
    people = {city: row.population_end or 0.0 for city, row in counted.items()}
    weight = [(people if weights is None else weights)[city] for city in counted]
    if not counted or sum(weight) == 0:
        none = Reason.NO_CITY_COUNTED
        return Aggregate((), left_out, 0.0, none, none, none, none)
    lcr, pgr = (
        float(np.average([getattr(row, name) for row in counted.values()], weights=weight)) for name in ("lcr", "pgr")
    )
    ratios = [
        (row.lcrpgr, share) for row, share in zip(counted.values(), weight, strict=True) if row.lcrpgr is not None
    ]
    return Aggregate(
        cities=tuple(counted),
        left_out=left_out,
        population=sum(people.values()),
        lcr=lcr,
        pgr=pgr,
        lcrpgr=rate_ratio(lcr, pgr),
        mean_lcrpgr=_weighted_mean(ratios),
    )


def _weighted_mean(values: list[tuple[float, float]]) -> float | Reason:
    total = sum(weight for _, weight in values)
    return Reason.NO_POPULATION_CHANGE if total == 0 else sum(value * weight for value, weight in values) / total


def aggregate_by_size(cities: Mapping[str, Rates]) -> dict[str, Aggregate]:
    """Return the figures of each size class that has a city, smallest first; class id → figures.

    A city whose population is not known is in no class.
    """
    classes = {one.id: {c: row for c, row in cities.items() if _holds(one, row)} for one in size_classes()}
    return {name: aggregate(members) for name, members in classes.items() if members}


def _holds(size: SizeClass, row: Rates) -> bool:
    people = row.population_end
    return people is not None and size.from_population <= people < size.below_population


def _lacks(row: Rates) -> str | None:
    return next((row.undefined[name] for name in ("lcr", "pgr") if name in row.undefined), None)


def _check_alike(cities: Mapping[str, Rates]) -> None:
    kinds = {(row.boundary, row.boundary_rule, row.start, row.end) for row in cities.values()}
    if len(kinds) > 1:
        seen = "; ".join(sorted(f"{boundary}, {rule}, {start}–{end}" for boundary, rule, start, end in kinds))
        msg = f"figures over cities: expected one boundary and period, saw {seen}; give rows of the same kind"
        raise GeoError(msg)


@cache
def size_classes() -> tuple[SizeClass, ...]:
    """Return the size classes of size_classes.toml, smallest first."""
    text = files("geo.indicators").joinpath("size_classes.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)["size_class"]
    bounds = [float(entry["from_population"]) for entry in entries] + [float("inf")]
    return tuple(SizeClass(entry["id"], entry["name"], bounds[k], bounds[k + 1]) for k, entry in enumerate(entries))
