"""The currency of the road: one STAC item an epoch, whatever the source; and a source that is open to be pulled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pystac
from shapely import intersection_all
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import SourceError
from geo.sources.declaration import SourceDeclaration
from geo.sources.raster import open_raster

EPOCH = "umran:epoch"
"""The item's property that holds its year."""
BUILT_UP_ASSETS = ("built_up", "land_cover")
"""Keys of the asset that built-up land is read from."""
POPULATION_ASSET = "population"


@dataclass(frozen=True, slots=True)
class OpenedSource:
    """A source whose items are known."""

    declaration: SourceDeclaration
    items: Mapping[int, pystac.Item]
    """By year, ascending."""
    counted_population: Mapping[int, float] | None = None
    """Persons of the study area by year, where a table gives them."""

    @property
    def footprint(self) -> Geometry:
        """What every epoch covers, EPSG:4326."""
        return intersection_all([shape(item.geometry or {}) for item in self.items.values()])


def built_up_asset(item: pystac.Item) -> pystac.Asset:
    """Return the asset that built-up land is read from."""
    return next(item.assets[key] for key in BUILT_UP_ASSETS if key in item.assets)


def asset_path(asset: pystac.Asset) -> str:
    """Return the path of an asset's file."""
    return str(asset.get_absolute_href() or asset.href)


def raster_item(declaration: SourceDeclaration, year: int, assets: Mapping[str, str]) -> pystac.Item:
    """Return the item of an epoch from its files (asset key → path), the first being that of built-up land.

    Raises:
        RasterError: a file cannot be opened, or its header is not what it must be.
    """
    footprints = [open_raster(path).lattice.footprint for path in assets.values()]
    item = pystac.Item(
        id=f"{declaration.id}-{year}",
        geometry=mapping(footprints[0]),
        bbox=list(footprints[0].bounds),
        datetime=datetime(year, 7, 1, tzinfo=UTC),
        properties={EPOCH: year},
    )
    for key, path in assets.items():
        item.add_asset(key, pystac.Asset(href=path, media_type=pystac.MediaType.GEOTIFF, roles=["data"]))
    return item


def open_catalogue(declaration: SourceDeclaration, catalogue: Path) -> OpenedSource:
    """Open a static STAC catalogue on disk whose items are the epochs of a source.

    Raises:
        SourceError: the catalogue has no items with an epoch.
    """
    found = pystac.Catalog.from_file(str(catalogue)).get_items(recursive=True)
    items = {int(item.properties[EPOCH]): item for item in found if EPOCH in item.properties}
    if not items:
        msg = f"{catalogue.name}: expected STAC items with the property {EPOCH}, saw none"
        raise SourceError(msg)
    return OpenedSource(declaration, dict(sorted(items.items())))
