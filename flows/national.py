"""The last step of a batch: national figures of its cities and the reporting table, published and told."""

from collections.abc import Iterable, Sequence

from aoi import registry
from aoi.city import NO_COUNTRY
from aoi.errors import AoiError
from flows import wording
from flows.result import Result
from flows.settings import settings
from geo.indicators.aggregate import size_classes
from geo.indicators.national import ALL_SIZES, CityRows, national
from outputs.national import publish_national
from outputs.reporting.publish import publish_reporting
from outputs.tables.national import NationalRow, national_rows


def national_figures(results: Sequence[Result], failed: Iterable[str]) -> tuple[NationalRow, ...]:
    """Return and publish the figures of every country, and publish the reporting table of all that the root holds.

    Cities outside all countries are left out of the national figures.

    Args:
        results: the cities that were run; they are published in one root.
        failed: the ids of those that failed.

    Raises:
        PublishError: the publish root cannot be written.
    """
    run = [CityRows(one.city, one.iso3, "; ".join(one.sources), one.indicators) for one in results]
    missing = [CityRows(city, _country(city), "", ()) for city in failed]
    rows = national_rows(national([city for city in (*run, *missing) if city.country != NO_COUNTRY]))
    if rows:
        publish_national(rows, results[0].root)
    if results:
        publish_reporting(results[0].root)
    return rows


def headlines(rows: Sequence[NationalRow]) -> list[NationalRow]:
    """Return the longest period of each country and source: all its cities, then each size if they differ in it."""
    found: list[NationalRow] = []
    for country, source in dict.fromkeys((row.country, row.source) for row in rows):
        own = [row for row in rows if (row.country, row.source) == (country, source)]
        longest = [row for row in own if (row.start, row.end) == (own[0].start, own[0].end)]
        sizes = [row for row in longest if row.size_class != ALL_SIZES]
        found += [longest[0], *(sizes if len(sizes) > 1 else ())]
    return found


def title(row: NationalRow) -> str:
    """Return whose figures a row has: `PHL, 2 of 3 cities`, `PHL, cities of 1 to 5 million: 2`."""
    if row.size_class != ALL_SIZES:
        size = next(one.name for one in size_classes() if one.id == row.size_class)
        return f"{row.country}, cities of {size[0].lower()}{size[1:]}: {row.city_count}"
    total = row.city_count + len(row.left_out)
    count = f"{row.city_count} of {total}" if row.left_out else str(total)
    return f"{row.country}, {count} {'city' if total == 1 else 'cities'}"


def told(row: NationalRow) -> str:
    """Return a row's figures as one line for people, the cities that are left out with their reason."""
    rates = f"LCR {wording.rate(row.lcr)}  PGR {wording.rate(row.pgr)}  LCRPGR {wording.ratio(row.lcrpgr)}"
    return "  ".join(filter(None, (f"{row.start}–{row.end}", rates, remarks(row))))


def remarks(row: NationalRow) -> str:
    """Return which cities a row leaves out and why, why a rate is undefined, and what is to be doubted."""
    without = [f"without {city}: {reason}" for city, reason in row.left_out.items()]
    undefined = [f"{name}: {row.undefined[name]}" for name in ("lcr", "pgr", "lcrpgr") if name in row.undefined]
    return "; ".join((*without, *undefined, *row.flags)).replace("_", " ")


def _country(city: str) -> str:
    try:
        return registry.city(city, own=settings().cities_dir).iso3
    except AoiError:
        return NO_COUNTRY
