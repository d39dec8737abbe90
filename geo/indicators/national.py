"""National figures of SDG 11.3.1 from the cities that were run: country by country, period by period, by size of city.

Cities are put together only where their rows are alike: one source, the fixed urban extent, the same two years.

*Source*: UN-Habitat, SDG indicator metadata 11-03-01, 2021-03-01.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.boundary import Boundary, BoundaryRule
from geo.indicators.aggregate import Aggregate, aggregate, aggregate_by_size
from geo.indicators.rates import Rates
from geo.indicators.sdg_11_3_1 import UNSTABLE_PGR
from geo.reasons import Flag, Reason

BOUNDARY: Boundary = "urban_extent"
RULE: BoundaryRule = "fixed"
"""The reporting rule of UN-Habitat's template."""
ALL_SIZES = "all"


@dataclass(frozen=True, slots=True)
class CityRows:
    """A city with its rows, of any boundary and period; without rows where its run failed."""

    city: str
    country: str
    """ISO 3166-1 alpha-3."""
    source: str
    """What its rows rest on, for people; empty where its run failed."""
    rows: tuple[Rates, ...]


@dataclass(frozen=True, slots=True)
class National:
    """SDG 11.3.1 over the cities of a country, all of them or those of one size."""

    country: str
    source: str
    boundary: Boundary
    boundary_rule: BoundaryRule
    start: int
    end: int
    size_class: str
    """`all`, or the id of a class of size_classes.toml."""
    figures: Aggregate
    flags: tuple[Flag, ...]
    """The doubts of the cities that are counted, and of the ratio itself."""


def national(cities: Sequence[CityRows]) -> tuple[National, ...]:
    """Return the figures of each country and source, longer periods first, all sizes before each size."""
    found: list[National] = []
    for country, source in sorted({(city.country, city.source) for city in cities if city.rows}):
        own = [city for city in cities if city.country == country and city.source in (source, "")]
        found += _of_country(country, source, own)
    return tuple(found)


def _of_country(country: str, source: str, cities: Sequence[CityRows]) -> Iterator[National]:
    rows = {city.city: {(row.start, row.end): row for row in city.rows if _counts(row)} for city in cities}
    periods = {period for by_period in rows.values() for period in by_period}
    for start, end in sorted(periods, key=lambda period: (period[0] - period[1], period)):
        members = {city: by_period[start, end] for city, by_period in rows.items() if (start, end) in by_period}
        without = {city: Reason.PERIOD_NOT_MEASURED.value for city in rows if city not in members}
        whole = aggregate(members)
        sizes = {
            ALL_SIZES: replace(whole, left_out={**whole.left_out, **without}),
            **aggregate_by_size(members),
        }
        for size, figures in sizes.items():
            flags = _flags(members, figures)
            yield National(country, source, BOUNDARY, RULE, start, end, size, figures, flags)


def _counts(row: Rates) -> bool:
    return (row.boundary, row.boundary_rule) == (BOUNDARY, RULE)


def _flags(members: Mapping[str, Rates], figures: Aggregate) -> tuple[Flag, ...]:
    doubts = {flag for city in figures.cities for flag in members[city].flags} - {Flag.UNSTABLE_RATIO}
    if isinstance(figures.pgr, float) and abs(figures.pgr) < UNSTABLE_PGR:
        doubts.add(Flag.UNSTABLE_RATIO)
    return tuple(flag for flag in Flag if flag in doubts)
