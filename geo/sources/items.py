"""The currency of the road: STAC items, one or more an epoch, whatever the source; and a source that is open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pystac
import rasterio
from shapely import intersection_all, union_all
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import SourceError
from geo.sources.declaration import SourceDeclaration
from geo.sources.raster import Opener, open_raster

EPOCH = "umran:epoch"
"""The item's property that holds its year."""
BUILT_UP_ASSETS = ("built_up", "land_cover")
"""Keys of the asset that built-up land is read from."""
POPULATION_ASSET = "population"
CLASSES_ASSET = "classes"
"""Of classes that are no land cover."""
Items = Mapping[int, tuple[pystac.Item, ...]]
"""Year → the items that together cover the study area: one a tile."""


@dataclass(frozen=True, slots=True)
class OpenedSource:
    """A source whose items are known."""

    declaration: SourceDeclaration
    items: Items
    """By year, ascending."""
    counted_population: Mapping[int, float] | None = None
    """Persons of the study area by year, where a table gives them."""
    opener: Opener = field(default=rasterio.open, compare=False)
    """How its files are opened."""
    absent: tuple[str, ...] = ()
    """Tiles of the study area that its archive has of no epoch: open sea, by the archive's own rule."""
    remote: bool = False
    """Whether its files lie in an archive: what is read of them is then kept in the cache."""

    @property
    def footprint(self) -> Geometry:
        """What every epoch of built-up land covers, EPSG:4326."""
        epochs = [union_all([shape(item.geometry or {}) for item in self.items[year]]) for year in self.land_years]
        return intersection_all(epochs)

    @property
    def land_years(self) -> tuple[int, ...]:
        """The years of which it has built-up land."""
        return tuple(year for year, items in self.items.items() if any(built_up_asset(item) for item in items))

    def only(self, years: Collection[int]) -> "OpenedSource":
        """Return the source with the built-up land of these years only; its population stays, to interpolate from."""
        kept = {}
        for year, items in self.items.items():
            left = items if year in years else tuple(_without_land(item) for item in items)
            if any(item.assets for item in left):
                kept[year] = left
        return replace(self, items=kept)


def _without_land(item: pystac.Item) -> pystac.Item:
    copy = item.clone()
    copy.assets = {key: asset for key, asset in copy.assets.items() if key not in BUILT_UP_ASSETS}
    return copy


def built_up_asset(item: pystac.Item) -> pystac.Asset | None:
    """Return the asset that built-up land is read from, if the item has one."""
    return next((item.assets[key] for key in BUILT_UP_ASSETS if key in item.assets), None)


def asset_path(asset: pystac.Asset) -> str:
    """Return the path or address of an asset's file."""
    return str(asset.get_absolute_href() or asset.href)


def raster_item(declaration: SourceDeclaration, year: int, assets: Mapping[str, str]) -> pystac.Item:
    """Return the item of an epoch from its files (asset key → path), the first being that of built-up land.

    Raises:
        RasterError: a file cannot be opened, or its header is not what it must be.
    """
    footprints = [open_raster(path).lattice.footprint for path in assets.values()]
    item = epoch_item(f"{declaration.id}-{year}", year, footprints[0])
    for key, path in assets.items():
        item.add_asset(key, pystac.Asset(href=path, media_type=pystac.MediaType.GEOTIFF, roles=["data"]))
    return item


def epoch_item(name: str, year: int, footprint: Geometry) -> pystac.Item:
    """Return an item of a year over an EPSG:4326 footprint, without assets."""
    return pystac.Item(
        id=name,
        geometry=mapping(footprint),
        bbox=list(footprint.bounds),
        datetime=datetime(year, 7, 1, tzinfo=UTC),
        properties={EPOCH: year},
    )


def open_catalogue(declaration: SourceDeclaration, catalogue: Path) -> OpenedSource:
    """Open a static STAC catalogue on disk whose items are the epochs of a source.

    Raises:
        SourceError: the catalogue has no items with an epoch.
    """
    found = pystac.Catalog.from_file(str(catalogue)).get_items(recursive=True)
    items = {int(item.properties[EPOCH]): (item,) for item in found if EPOCH in item.properties}
    if not items:
        msg = f"{catalogue.name}: expected STAC items with the property {EPOCH}, saw none"
        raise SourceError(msg)
    return OpenedSource(declaration, dict(sorted(items.items())))
