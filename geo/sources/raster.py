"""One raster file: opened, checked against what its source declares, and read as values on its own lattice."""

import hashlib
import math
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import pyproj
import rasterio
from affine import Affine
from rasterio.enums import MaskFlags
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import DatasetReader
from rasterio.windows import Window

from geo.arrays import Mask
from geo.errors import RasterError
from geo.lattice import Lattice

Values = npt.NDArray[np.generic]
_OUR_OPENER = re.compile(r"/vsi\S*?(?=[':,;]|\s|$)")
"""How GDAL calls an address that it reads through us."""
warnings.filterwarnings("ignore", category=NotGeoreferencedWarning)  # such a raster is refused here, by name
_SLACK = 1e-3
"""Cells: bounds that end at a cell's edge, but for rounding, do not reach the next."""


Bounds = tuple[float, float, float, float]
"""West, south, east, north."""
Opener = Callable[..., AbstractContextManager[DatasetReader]]
"""Opens a path or an address, with rasterio's own options."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A single-band raster that has passed the checks of its header."""

    path: str
    """A file's path, or an address."""
    lattice: Lattice
    dtype: str
    nodata: float | None
    square: Bounds | None = None
    """In its CRS: the cells whose centre lies inside are read, others are a neighbouring tile's; None reads all."""
    overviews: tuple[int, ...] = ()
    """Factors of the coarser copies in the file, ascending."""
    level: int | None = None
    """Position of the overview that is read; None reads the full resolution."""
    opener: Opener = field(default=rasterio.open, compare=False)

    def coarsened(self, most: float) -> "Raster":
        """Return the raster at its coarsest overview whose factor is at most `most`, or itself."""
        fitting = [level for level, factor in enumerate(self.overviews) if factor <= most]
        if not fitting or self.level is not None:
            return self
        factor = self.overviews[fitting[-1]]
        rows, columns = (math.ceil(size / factor) for size in self.lattice.shape)
        scale = Affine.scale(self.lattice.shape[1] / columns, self.lattice.shape[0] / rows)
        lattice = Lattice(self.lattice.crs, self.lattice.affine @ scale, (rows, columns))
        return replace(self, lattice=lattice, level=fitting[-1])

    @property
    def name(self) -> str:
        """The file's name without its folder: what messages and manifests show."""
        return file_name(self.path)


def file_name(path: str) -> str:
    """Return the name of a file without its folder, or of an address without what follows it."""
    return PurePosixPath(urlsplit(path).path).name if "://" in path else Path(path).name


class Piece(NamedTuple):
    """A part of a raster."""

    values: Values
    """(y, x), the file's own dtype."""
    known: Mask
    """False where nodata."""
    lattice: Lattice
    """Where its cells lie."""


@contextmanager
def _readable(path: str) -> Iterator[None]:
    """Turn what GDAL says of a file into one line with a remedy."""
    try:
        yield
    except RasterioError as error:
        name = file_name(path)
        if "://" not in path and not Path(path).exists():
            raise RasterError(name, "a file", "none", f"check the path {path}") from error
        reason = _OUR_OPENER.sub(name, " ".join(str(error.__cause__ or error).split()))
        raise RasterError(name, "a complete raster that GDAL reads", reason, "download or export it again") from error


def open_raster(path: str, nodata: float | None = None, *, opener: Opener = rasterio.open) -> Raster:
    """Open a raster and check its header.

    Args:
        path: a file, or an address that `opener` can open.
        nodata: overrides the file's own nodata value.
        opener: how it is opened.

    Raises:
        RasterError: no such file, not a raster, no CRS, more than one band, complex or text values, no geotransform.
    """
    name = file_name(path)
    with _readable(path), opener(path) as dataset:
        if dataset.crs is None:
            raise RasterError(name, "a CRS", "none", "assign it, for example with gdal_edit.py -a_srs")
        if dataset.count != 1:
            raise RasterError(name, "one band", f"{dataset.count} bands", "extract it with gdal_translate -b")
        dtype = dataset.dtypes[0]
        if np.dtype(dtype).kind not in "uif":
            raise RasterError(name, "whole or real numbers", dtype, "convert it with gdal_translate -ot")
        if dataset.transform.is_identity or dataset.transform.is_degenerate:
            raise RasterError(name, "a georeferenced raster", "no usable geotransform", "georeference it")
        if (dataset.scales[0], dataset.offsets[0]) != (1.0, 0.0):
            seen = f"a scale of {dataset.scales[0]:g} and an offset of {dataset.offsets[0]:g}"
            raise RasterError(name, "values as they are", seen, "apply them with gdal_translate -unscale")
        crs = pyproj.CRS.from_user_input(dataset.crs.to_wkt())
        if not (crs.is_projected or crs.is_geographic) or crs.is_geocentric:
            raise RasterError(name, "a projected or geographic CRS", crs.name, "assign the right one, or reproject it")
        lattice = Lattice(crs, dataset.transform, (dataset.height, dataset.width))
        declared = dataset.nodata if nodata is None else nodata
        return Raster(path, lattice, dtype, declared, overviews=tuple(dataset.overviews(1)), opener=opener)


def read_over(raster: Raster, bounds: Bounds, margin: int = 0) -> Piece:
    """Return the part of a raster that lies over bounds (in its CRS), widened by some cells.

    NaN, the nodata value and what the file's own mask leaves out are unknown.

    Raises:
        RasterError: the raster lies elsewhere, ends early, or has damaged blocks.
    """
    window = _window(raster, bounds, margin)
    if window is None:
        seen = "a raster elsewhere"
        raise RasterError(raster.name, "a raster over the study area", seen, "check its CRS, or the area")
    options = {} if raster.level is None else {"overview_level": raster.level}
    with _readable(raster.path), raster.opener(raster.path, **options) as dataset:
        values: Values = dataset.read(1, window=window)
        masked = MaskFlags.per_dataset in dataset.mask_flag_enums[0]
        mask = dataset.read_masks(1, window=window) if masked else None
    known = np.ones(values.shape, np.bool_)
    if np.issubdtype(values.dtype, np.floating):
        known &= np.isfinite(values)
    if raster.nodata is not None and np.isfinite(raster.nodata):
        known &= values != raster.nodata
    if mask is not None:
        known &= mask > 0
    affine = raster.lattice.affine @ Affine.translation(window.col_off, window.row_off)
    return Piece(values, known, Lattice(raster.lattice.crs, affine, values.shape))


def reaches(raster: Raster, bounds: Bounds, margin: int = 0) -> bool:
    """Return whether a raster has cells over bounds (in its CRS), widened by some cells."""
    return _window(raster, bounds, margin) is not None


def _window(raster: Raster, bounds: Bounds, margin: int) -> Window | None:
    """Return the raster's cells over the bounds and within its square; None if there are none."""
    lattice = raster.lattice
    columns, rows = _edges(lattice, bounds)
    left, top = (max(0, math.floor(min(v) + _SLACK) - margin) for v in (columns, rows))
    right = min(lattice.shape[1], math.ceil(max(columns) - _SLACK) + margin)
    bottom = min(lattice.shape[0], math.ceil(max(rows) - _SLACK) + margin)
    if raster.square is not None:
        columns, rows = _edges(lattice, raster.square)
        left, top = max(left, math.ceil(min(columns) - 0.5)), max(top, math.ceil(min(rows) - 0.5))
        right, bottom = min(right, math.ceil(max(columns) - 0.5)), min(bottom, math.ceil(max(rows) - 0.5))
    return Window(left, top, right - left, bottom - top) if left < right and top < bottom else None


def _edges(lattice: Lattice, bounds: Bounds) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the columns and the rows of the corners of bounds, in cells."""
    west, south, east, north = bounds
    corners = [~lattice.affine @ corner for corner in ((west, south), (west, north), (east, south), (east, north))]
    columns, rows = zip(*corners, strict=True)
    return columns, rows


def file_digest(path: str) -> tuple[int, str]:
    """Return a file's size in bytes and its sha256."""
    with _readable(path), Path(path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest
