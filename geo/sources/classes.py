"""Rasters of classes that are no land cover, such as a settlement model: read as they are, on their own grid."""

import numpy as np
from shapely.geometry.base import BaseGeometry as Geometry

from geo.arrays import Codes
from geo.errors import SourceError
from geo.grid import Grid, grid_for
from geo.lattice import joined
from geo.sources.cache import GridCache
from geo.sources.declaration import ClassValues
from geo.sources.described import class_rasters
from geo.sources.epochs import EpochReader, Tell
from geo.sources.items import OpenedSource
from geo.sources.mosaic import Pieces, overlapping
from geo.sources.values import checked_codes

NODATA = 0
"""In what is returned: no tile knows."""


def load_classes(
    source: OpenedSource, area: Geometry, *, cache: GridCache | None = None, tell: Tell = lambda _: None
) -> tuple[Grid, dict[int, Codes]]:
    """Return the grid of a study area (EPSG:4326), which is the source's own, and the class codes of each epoch on it.

    Raises:
        RasterError: a raster is not what the source declares.
        SourceError: the source has no classes, or its cells cannot be taken as they are.
        ArchiveError: it cannot be read.
    """
    values = source.declaration.classes
    if values is None:
        msg = f"{source.declaration.id}: expected a source of classes, saw {source.declaration.title}"
        raise SourceError(msg)
    rasters = class_rasters(source)
    lattices = [lattice for tiles in rasters.values() for lattice in joined([tile.lattice for tile in tiles])]
    grid = grid_for(area, lattices)
    if grid.resampled:
        msg = f"{source.declaration.id}: expected classes on cells that are kept as they are, saw others: {grid.reason}"
        raise SourceError(msg)
    reader = EpochReader(source, grid, area, cache=cache, tell=tell)

    def on_grid(pieces: Pieces) -> Codes:
        return _on_grid(pieces, values, grid)

    return grid, {year: reader.classes(year, tiles, on_grid) for year, tiles in rasters.items()}


def _on_grid(pieces: Pieces, values: ClassValues, grid: Grid) -> Codes:
    codes = np.full(grid.shape, NODATA, np.uint8)
    for name, piece in pieces:
        read = checked_codes(piece, values.legend, name)
        there, here = overlapping(piece.lattice, grid)
        codes[there] = np.where(piece.known, read, NODATA)[here]
    return codes
