"""The year that an item stands for; and from found items to the epochs of a source, as the road reads them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

import pystac
from pystac.utils import str_to_datetime
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import SourceError
from geo.sources.access import CatalogueAccess, StacAccess
from geo.sources.cover import footprint, require_cover
from geo.sources.declaration import SourceDeclaration
from geo.sources.items import EPOCH, POPULATION_ASSET, Items, epoch_item
from geo.sources.stac.reading import is_web
from geo.sources.strict import plain_line

_ONE_EPOCH = timedelta(days=550)
"""A longer interval is no year with its borders, and its middle says nothing."""


def year_of(item: pystac.Item) -> int | None:
    """Return the year that an item stands for: its epoch, else the middle of its interval, else its date.

    An annual product may end where the next one begins (2023-01-01/2024-01-01), so neither end tells.
    """
    if EPOCH in item.properties:
        return int(item.properties[EPOCH])
    start, end = (item.properties.get(key) for key in ("start_datetime", "end_datetime"))
    if start and end:
        first, last = str_to_datetime(start), str_to_datetime(end)
        if last - first <= _ONE_EPOCH:
            return (first + (last - first) / 2).year
    return item.datetime.year if item.datetime else None


def by_year(
    declaration: SourceDeclaration,
    found: Iterable[pystac.Item],
    area: Geometry,
    *,
    years: Sequence[int],
    locate: Callable[[str], str] = str,
) -> Items:
    """Return the items of each year, with only the wanted assets, under the keys that the road reads.

    Args:
        declaration: of the source, with access by search or catalogue.
        found: items, perhaps of other years and places too.
        area: EPSG:4326.
        years: those that are wanted; none takes all that are there.
        locate: turns the address of a file into the one at which it is read.

    Raises:
        SourceError: an item that says not what it must, a wanted year without items, or items that leave a gap.
    """
    epochs: dict[int, dict[tuple[str, str], pystac.Item]] = defaultdict(dict)
    for item in found:
        item.id = plain_line(str(item.id))
        year = _year(item)
        outline = footprint(item)
        if (years and year not in years) or not outline.intersects(area) or outline.touches(area):
            continue
        kept = epoch_item(item.id, year, outline)
        for key, asset in _assets(declaration, item, locate).items():
            kept.add_asset(key, asset)
        epochs[year][item.id, next(iter(kept.assets.values())).href] = kept
    _require_years(declaration.id, years, sorted(epochs))
    chosen = {year: tuple(epochs[year][key] for key in sorted(epochs[year])) for year in sorted(epochs)}
    for year, items in chosen.items():
        require_cover(items, area, source=declaration.id, epoch=year)
    _require_population(declaration, chosen)
    return chosen


def _year(item: pystac.Item) -> int:
    try:
        year = year_of(item)
    except (TypeError, ValueError, OverflowError):
        year = None
    if year is None:
        msg = (
            f"item {item.id}: expected a datetime, or a start and an end about a year apart, saw neither; "
            f"give it the property {EPOCH}"
        )
        raise SourceError(msg)
    return year


def _require_years(source: str, wanted: Sequence[int], seen: Sequence[int]) -> None:
    missing = sorted(set(wanted) - set(seen))
    if missing or not seen:
        there = ", ".join(map(str, seen)) or "none"
        asked = ", ".join(map(str, missing)) or "any year"
        msg = f"{source}: expected items of {asked} over the study area, saw items of {there}; choose other epochs"
        raise SourceError(msg)


def _require_population(declaration: SourceDeclaration, chosen: Items) -> None:
    """Check that a declared population asset is there, and not in a part of an epoch's items only."""
    name = getattr(declaration.access, "population_asset", None)
    some = False
    for year, items in chosen.items():
        without = [item.id for item in items if POPULATION_ASSET not in item.assets]
        some |= not without
        if name and 0 < len(without) < len(items):
            msg = (
                f"{declaration.id} {year}: expected the asset {name} in all items or in none, saw none in {without[0]}"
            )
            raise SourceError(msg)
    if name and not some:
        msg = (
            f"{declaration.id}: expected the asset {name}, saw no item with it; name the right one as population_asset"
        )
        raise SourceError(msg)


def _assets(
    declaration: SourceDeclaration, item: pystac.Item, locate: Callable[[str], str]
) -> Mapping[str, pystac.Asset]:
    """Return the wanted assets of an item by the road's keys; of population, only what the item has."""
    access = declaration.access
    if not isinstance(access, StacAccess | CatalogueAccess):
        msg = f"{declaration.id}: expected access by STAC search or catalogue, saw another"
        raise SourceError(msg)
    first = "built_up" if declaration.built_up else POPULATION_ASSET if declaration.population else "land_cover"
    wanted = {first: access.asset}
    if first != POPULATION_ASSET and access.population_asset in item.assets:
        wanted[POPULATION_ASSET] = str(access.population_asset)
    if access.asset not in item.assets:
        seen = plain_line(", ".join(sorted(item.assets))) or "none"
        msg = f"item {item.id}: expected the asset {access.asset}, saw {seen}; name the right one as asset"
        raise SourceError(msg)
    return {
        key: pystac.Asset(_href(item, name, locate), media_type=item.assets[name].media_type, roles=["data"])
        for key, name in wanted.items()
    }


def _href(item: pystac.Item, name: str, locate: Callable[[str], str]) -> str:
    """Return the absolute address or path of an asset; what comes over the web never names a file of this machine."""
    href = item.assets[name].get_absolute_href() or ""
    here = item.get_self_href() or "https://"
    if not is_web(href) and (is_web(here) or "://" in href or not href):
        seen = plain_line(item.assets[name].href.partition("?")[0])
        msg = f"item {item.id}: expected {name} at a web address (http or https), saw {seen}"
        raise SourceError(msg)
    if is_web(href) and "@" in urlsplit(href).netloc:
        msg = (
            f"item {item.id}: expected {name} at an address without a user, saw one; credentials are configured by host"
        )
        raise SourceError(msg)
    return locate(href)
