"""The archive of a declared source: which of its files a place needs, each opened once and described in its item.

What was found is kept in the cache by source, epoch and place, so that a second run asks nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pystac
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import RasterError, RefusedError, SourceError
from geo.sources.access import CatalogueAccess, DegreeTiles, StacAccess, TileAccess
from geo.sources.cache import GridCache
from geo.sources.cover import require_cover
from geo.sources.declaration import SourceDeclaration
from geo.sources.described import describe
from geo.sources.facts import check_facts, placed
from geo.sources.http.client import Client
from geo.sources.items import BUILT_UP_ASSETS, CLASSES_ASSET, POPULATION_ASSET, Items, epoch_item
from geo.sources.raster import Opener, Raster, open_raster
from geo.sources.stac.catalogue import open_static
from geo.sources.stac.search import search_items
from geo.sources.tiles import tiles_of

_AT_ONCE = 4
"""Headers that are opened, or zips that are downloaded, at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """Over what an archive is asked."""

    area: Geometry
    """EPSG:4326."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3 codes of the countries that it lies in, for archives by country."""


@dataclass(frozen=True, slots=True)
class Way:
    """How an archive is asked."""

    client: Client
    cache: GridCache | None
    """Where what was found is kept; None for files that may change under their names."""
    opener: Opener
    base: str | None = None
    """The address of a mirror, in place of the declared one."""
    says_absent: tuple[int, ...] = (404,)
    """The statuses that mean that a tile is not there."""
    forget: Callable[[str], None] = lambda _: None
    """Throws away what was kept of an address, after it turned out to be something else."""


def archive_items(declaration: SourceDeclaration, place: Place, years: Sequence[int], way: Way) -> Items:
    """Return the items of these years over a place, each described by its file's header, one a tile.

    A tile that the archive legitimately has not (open sea) has no item.

    Raises:
        SourceError: an epoch has no file here, or lacks one that it needs.
        RasterError: a file is not what the source declares.
        ArchiveError: the archive cannot be reached, or refuses.
    """
    kept = {year: _kept(declaration, place, year, way) for year in years}
    missing = [year for year, items in kept.items() if items is None]
    found = _found(declaration, place, missing, way) if missing else {}
    described = {year: _described(declaration, year, found[year], way) for year in missing}
    whole = {year: described.get(year) or kept[year] or () for year in years}
    _require_same_tiles(declaration, whole)
    for year, items in described.items():
        if not isinstance(declaration.access, TileAccess):  # an item may say that it covers more than its file does
            require_cover(items, place.area, source=declaration.id, epoch=year)
        _keep(declaration, place, year, items, way)
    return whole


def _keep(declaration: SourceDeclaration, place: Place, year: int, items: tuple[pystac.Item, ...], way: Way) -> None:
    """Keep what was found; not where an address has a query, which may hold a signature."""
    signed = any("?" in asset.href for item in items for asset in item.assets.values())
    if way.cache is None or signed:
        return
    content = [item.to_dict(include_self_link=False) for item in items]
    facts = {"title": f"files of {year}", "base": way.base, "items": content}
    way.cache.put(declaration.id, _key(declaration, place, year), {}, facts)


def _require_same_tiles(declaration: SourceDeclaration, items: Items) -> None:
    """Check that no epoch lacks a tile that another one has: where there once was land there is no open sea.

    Raises:
        SourceError: one does; it is named.
    """
    if not isinstance(declaration.access, TileAccess):
        return
    prefix = {year: f"{declaration.id}-{year}-" for year in items}
    names = {year: {item.id.removeprefix(prefix[year]) for item in found} for year, found in items.items()}
    every = set().union(*names.values())
    for year, own in names.items():
        if lost := sorted(every - own):
            msg = (
                f"{declaration.id}: expected of {year} the tiles that other epochs have, saw no {', '.join(lost)}; "
                "see whether a mirror lacks them, or leave that epoch out"
            )
            raise SourceError(msg)


def absent_tiles(declaration: SourceDeclaration, place: Place, years: Sequence[int], items: Items) -> tuple[str, ...]:
    """Return the names of the tiles of a place that the archive has of no epoch."""
    access = declaration.access
    if not isinstance(access, TileAccess) or not years:
        return ()
    there = {item.id for found in items.values() for item in found}
    tiles = tiles_of(access, place.area, year=years[0], countries=place.countries)
    return tuple(tile.name for tile in tiles if f"{declaration.id}-{years[0]}-{tile.name}" not in there)


def _key(declaration: SourceDeclaration, place: Place, year: int) -> dict[str, Any]:
    return {
        "role": "files",
        "version": declaration.version,
        "declared": declaration.model_dump(mode="json", include={"access", "raster"}),
        "epoch": year,
        "area": shapely.to_wkb(place.area, hex=True, byte_order=1),
        "countries": list(place.countries) if _by_country(declaration) else [],
    }


def _by_country(declaration: SourceDeclaration) -> bool:
    return isinstance(declaration.access, TileAccess) and declaration.access.scheme.kind == "country"


def _kept(declaration: SourceDeclaration, place: Place, year: int, way: Way) -> tuple[pystac.Item, ...] | None:
    """Return the items that were found before, at today's base address."""
    entry = way.cache.get(declaration.id, _key(declaration, place, year)) if way.cache else None
    if entry is None:
        return None
    items = tuple(pystac.Item.from_dict(content) for content in entry.facts["items"])
    access = declaration.access
    if isinstance(access, TileAccess):
        then, now = entry.facts["base"] or access.base, way.base or access.base
        for item in items:
            for asset in item.assets.values():
                asset.href = f"{now}{asset.href.removeprefix(then)}"
    return items


def _found(declaration: SourceDeclaration, place: Place, years: Sequence[int], way: Way) -> Items:
    """Return the items that a place needs, not yet opened."""
    access = declaration.access
    if isinstance(access, TileAccess):
        return {year: _tile_items(declaration, access, place, year, way.base) for year in years}
    if isinstance(access, StacAccess):
        return search_items(declaration, place.area, years=years, client=way.client, base=way.base)
    if isinstance(access, CatalogueAccess):
        return open_static(declaration, place.area, years=years, client=way.client, base=way.base)
    msg = f"{declaration.id}: expected an archive, saw none declared"
    raise SourceError(msg)


def _tile_items(
    declaration: SourceDeclaration, access: TileAccess, place: Place, year: int, base: str | None
) -> tuple[pystac.Item, ...]:
    key = _asset_key(declaration)
    items = []
    for tile in tiles_of(access, place.area, year=year, countries=place.countries, base=base):
        item = epoch_item(f"{declaration.id}-{year}-{tile.name}", year, tile.square or place.area)
        asset = pystac.Asset(href=tile.addresses[0], media_type=pystac.MediaType.GEOTIFF, roles=["data"])
        asset.extra_fields[_TILE] = {"name": tile.name, "addresses": tile.addresses, "bounds": tile.bounds}
        item.add_asset(key, asset)
        items.append(item)
    return tuple(items)


def _asset_key(declaration: SourceDeclaration) -> str:
    if declaration.classes is not None:
        return CLASSES_ASSET
    return POPULATION_ASSET if declaration.built_up is None else BUILT_UP_ASSETS[0]


_TILE = "umran:tile"
"""On an asset: what its tile scheme says of it."""


def _described(
    declaration: SourceDeclaration, year: int, items: Sequence[pystac.Item], way: Way
) -> tuple[pystac.Item, ...]:
    """Open each item's file and write its header into the item; leave out tiles that are legitimately absent."""
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        present = list(pool.map(lambda item: _describe(declaration, item, way), items))
    except BaseException:  # an interrupt too: those that still wait for an answer are not waited for
        way.client.close()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    described = tuple(item for item, there in zip(items, present, strict=True) if there)
    if not described:
        access = declaration.access
        why = access.absent_means if isinstance(access, TileAccess) else None
        names = ", ".join(item.id for item in items)
        msg = (
            f"{declaration.id}: expected a file of {year} over the study area, saw none of {names}: the archive has no "
            f"tile there ({why or 'missing'}), or the mirror lacks it; take a study area on land, or another source"
        )
        raise SourceError(msg)
    return described


def _describe(declaration: SourceDeclaration, item: pystac.Item, way: Way) -> bool:
    for asset in item.assets.values():
        tile = asset.extra_fields.pop(_TILE, {"name": item.id, "addresses": [asset.href], "bounds": None})
        raster = _first_there(declaration, tile, way)
        if raster is None:
            return False
        try:
            check_facts(raster, declaration.raster)
            raster = placed(raster, tile["bounds"], _overlap(declaration))
        except RasterError:
            way.forget(raster.path)
            raise
        describe(asset, raster)
        item.geometry = mapping(raster.lattice.footprint)
    return True


def _overlap(declaration: SourceDeclaration) -> float:
    access = declaration.access
    degrees = isinstance(access, TileAccess) and isinstance(access.scheme, DegreeTiles)
    return access.scheme.overlap if degrees else 0.0  # type: ignore[union-attr]


def _first_there(declaration: SourceDeclaration, tile: Mapping[str, Any], way: Way) -> Raster | None:
    """Return the raster at the first of a tile's addresses that has one; None where its absence means something."""
    access = declaration.access
    values = declaration.built_up or declaration.classes or declaration.population
    nodata = None if values is None else values.nodata
    refused: RefusedError | None = None
    for address in tile["addresses"]:
        try:
            return open_raster(address, nodata, opener=way.opener)
        except RefusedError as error:
            if not (isinstance(access, TileAccess) and error.status in way.says_absent):
                raise
            refused = error
    if isinstance(access, TileAccess) and access.absent_means is not None:
        return None
    msg = f"{declaration.id}: expected a file {tile['name']}, saw none ({refused}); see whether a mirror lacks it"
    raise SourceError(msg)
