"""One raster file: opened, checked against what its source declares, and read as values on its own lattice."""

import hashlib
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyproj
import rasterio
from affine import Affine
from rasterio.enums import MaskFlags
from rasterio.errors import RasterioError
from rasterio.windows import Window

from geo.arrays import Mask
from geo.errors import RasterError
from geo.lattice import Lattice

Values = npt.NDArray[np.generic]
_SLACK = 1e-3
"""Cells: bounds that end at a cell's edge, but for rounding, do not reach the next."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A single-band raster that has passed the checks of its header."""

    path: str
    lattice: Lattice
    dtype: str
    nodata: float | None

    @property
    def name(self) -> str:
        """The file's name without its folder: what messages and manifests show."""
        return Path(self.path).name


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
        name = Path(path).name
        if not Path(path).exists():
            raise RasterError(name, "a file", "none", f"check the path {path}") from error
        reason = " ".join(str(error.__cause__ or error).split())
        raise RasterError(name, "a complete raster that GDAL reads", reason, "download or export it again") from error


def open_raster(path: str, nodata: float | None = None) -> Raster:
    """Open a raster and check its header.

    Args:
        path: a file.
        nodata: overrides the file's own nodata value.

    Raises:
        RasterError: no such file, not a raster, no CRS, more than one band, complex or text values, no geotransform.
    """
    name = Path(path).name
    with _readable(path), rasterio.open(path) as dataset:
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
        return Raster(path, lattice, dtype, dataset.nodata if nodata is None else nodata)


def read_over(raster: Raster, bounds: tuple[float, float, float, float], margin: int = 0) -> Piece:
    """Return the part of a raster that lies over bounds (west, south, east, north in its CRS), widened by some cells.

    NaN, the nodata value and what the file's own mask leaves out are unknown.

    Raises:
        RasterError: the raster lies elsewhere, ends early, or has damaged blocks.
    """
    window = _window(raster.lattice, bounds, margin)
    if window is None:
        seen = "a raster elsewhere"
        raise RasterError(raster.name, "a raster over the study area", seen, "check its CRS, or the area")
    with _readable(raster.path), rasterio.open(raster.path) as dataset:
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


def _window(lattice: Lattice, bounds: tuple[float, float, float, float], margin: int) -> Window | None:
    """Return the raster's cells over the bounds; None if there are none."""
    west, south, east, north = bounds
    corners = [~lattice.affine @ corner for corner in ((west, south), (west, north), (east, south), (east, north))]
    columns, rows = zip(*corners, strict=True)
    left, top = (max(0, math.floor(min(v) + _SLACK) - margin) for v in (columns, rows))
    right = min(lattice.shape[1], math.ceil(max(columns) - _SLACK) + margin)
    bottom = min(lattice.shape[0], math.ceil(max(rows) - _SLACK) + margin)
    return Window(left, top, right - left, bottom - top) if left < right and top < bottom else None


def file_digest(path: str) -> tuple[int, str]:
    """Return a file's size in bytes and its sha256."""
    with _readable(path), Path(path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest
