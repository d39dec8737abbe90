"""A raster's header kept in its STAC item, so that what was once opened need not be opened again to know its grid."""

from typing import Any

import pyproj
import pystac
import rasterio
from affine import Affine

from geo.lattice import Lattice
from geo.sources.items import BUILT_UP_ASSETS, CLASSES_ASSET, POPULATION_ASSET, OpenedSource, asset_path
from geo.sources.raster import Opener, Raster, open_raster

ADDRESSES = "umran:addresses"
"""On an asset: the addresses at which its file is looked for, in order, where there are several."""
_HEADER = "umran:header"
_SQUARE = "umran:square"


def describe(asset: pystac.Asset, raster: Raster) -> None:
    """Write a raster's header, and the address at which it was found, into its asset."""
    asset.href = raster.path
    asset.extra_fields.pop(ADDRESSES, None)
    asset.extra_fields[_HEADER] = {
        "proj:wkt2": raster.lattice.crs.to_wkt(),
        "proj:transform": list(raster.lattice.affine[:6]),
        "proj:shape": list(raster.lattice.shape),
        "data_type": raster.dtype,
        "nodata": raster.nodata,
        "overviews": list(raster.overviews),
        _SQUARE: None if raster.square is None else list(raster.square),
    }


def raster_of(asset: pystac.Asset, nodata: float | None, opener: Opener = rasterio.open) -> Raster:
    """Return the raster of an asset: from its description if it has one, else by opening it.

    Raises:
        RasterError: it had to be opened, and is not what it must be.
    """
    header: dict[str, Any] | None = asset.extra_fields.get(_HEADER)
    if header is None:
        return open_raster(asset_path(asset), nodata, opener=opener)
    rows, columns = header["proj:shape"]
    square = header[_SQUARE]
    return Raster(
        path=asset_path(asset),
        lattice=Lattice(
            pyproj.CRS.from_wkt(header["proj:wkt2"]), Affine(*header["proj:transform"]), (int(rows), int(columns))
        ),
        dtype=header["data_type"],
        nodata=header["nodata"],
        square=None if square is None else (square[0], square[1], square[2], square[3]),
        overviews=tuple(header["overviews"]),
        opener=opener,
    )


def built_up_rasters(source: OpenedSource) -> dict[int, tuple[Raster, ...]]:
    """Return the rasters of built-up land by year, one a tile."""
    values = source.declaration.built_up
    return _rasters(source, BUILT_UP_ASSETS, None if values is None else values.nodata)


def population_rasters(source: OpenedSource) -> dict[int, tuple[Raster, ...]]:
    """Return the rasters of population by year, one a tile."""
    values = source.declaration.population
    return _rasters(source, (POPULATION_ASSET,), None if values is None else values.nodata)


def class_rasters(source: OpenedSource) -> dict[int, tuple[Raster, ...]]:
    """Return the rasters of classes by year, one a tile."""
    values = source.declaration.classes
    return _rasters(source, (CLASSES_ASSET,), None if values is None else values.nodata)


def _rasters(source: OpenedSource, keys: tuple[str, ...], nodata: float | None) -> dict[int, tuple[Raster, ...]]:
    found = {}
    for year, items in source.items.items():
        assets = [item.assets[key] for item in items for key in keys if key in item.assets]
        if assets:
            found[year] = tuple(raster_of(asset, nodata, source.opener) for asset in assets)
    return found
