"""How two runs' rasters differ: cells, their share, their area; only where both lie on the same grid."""

import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.windows import Window

from outputs.manifest import FileEntry, Manifest
from outputs.store.root import Root

_ROWS = 512
"""Rows that are compared at once."""


@dataclass(frozen=True, slots=True)
class RasterChange:
    """A raster of two runs, or of one of them only."""

    path: str
    """Relative to the run's folder."""
    cells: int | None
    """Cells that differ; one that is known in one run only differs. None where they cannot be compared."""
    share: float | None
    """Of the cells that either run knows."""
    km2: float | None
    """None also where the cells have no one area in square metres."""
    why: str | None
    """Why the cells cannot be compared."""

    @property
    def same(self) -> bool:
        """Whether no cell differs."""
        return self.cells == 0


def raster_changes(root: Root, old: Manifest, new: Manifest) -> tuple[RasterChange, ...]:
    """Return how every raster of two runs of a city differs, by path; files of the same bytes are not opened."""
    before, after = _rasters(old), _rasters(new)
    changes = []
    for path in sorted(before.keys() | after.keys()):
        if path not in before or path not in after:
            changes.append(_not_compared(path, f"only in {(new if path in after else old).run}"))
        elif before[path].sha256 == after[path].sha256:
            changes.append(RasterChange(path, 0, 0.0, 0.0, None))
        else:
            changes.append(_fetched(root, path, *(f"{run.city}/{run.run}/{path}" for run in (old, new))))
    return tuple(changes)


def compare(path: str, old: Path, new: Path) -> RasterChange:
    """Return how two files differ, named by the path that they have in their runs.

    Raises:
        RasterioError: one of them cannot be read.
    """
    with rasterio.open(old) as before, rasterio.open(new) as after:
        unlike = _unlike(before, after)
        if unlike:
            return _not_compared(path, unlike)
        cell_m2 = _cell_m2(before)
        differ, known = map(sum, zip(*_counted(before, after), strict=True))
    km2 = None if cell_m2 is None else differ * cell_m2 / 1e6
    return RasterChange(path, differ, differ / known if known else 0.0, km2, None)


def _fetched(root: Root, path: str, old: str, new: str) -> RasterChange:
    """Return how two files of the root differ; copies of them last only as long as they are compared."""
    with tempfile.TemporaryDirectory(prefix="umran-") as one, tempfile.TemporaryDirectory(prefix="umran-") as two:
        try:
            return compare(path, root.fetch(old, Path(one)), root.fetch(new, Path(two)))
        except (RasterioError, OSError) as error:
            why = f"cannot be read ({type(error).__name__}); see `umran publication verify`"
            return _not_compared(path, why)


def _rasters(manifest: Manifest) -> dict[str, FileEntry]:
    return {file.path: file for file in manifest.files if file.path.endswith(".tif")}


def _not_compared(path: str, why: str) -> RasterChange:
    return RasterChange(path, None, None, None, why)


def _unlike(old: DatasetReader, new: DatasetReader) -> str:
    """Return in which way two grids are not the same; empty where they are."""
    if old.crs != new.crs:
        return f"grids differ: {old.crs} and {new.crs}"
    if old.shape != new.shape:
        return "grids differ: " + " and ".join(f"{rows} × {columns} cells" for rows, columns in (old.shape, new.shape))
    if not old.transform.almost_equals(new.transform):
        return "grids differ: they lie elsewhere, or have other cells"
    if old.count != new.count:
        return f"bands differ: {old.count} and {new.count}"
    return ""


def _cell_m2(dataset: DatasetReader) -> float | None:
    if dataset.crs is None or not dataset.crs.is_projected:
        return None
    _, metres = dataset.crs.linear_units_factor
    area: float = abs(dataset.transform.determinant) * metres**2
    return area


def _counted(old: DatasetReader, new: DatasetReader) -> Iterator[tuple[int, int]]:
    """Yield of each strip of rows: the cells that differ, and those that either file knows."""
    for start in range(0, old.height, _ROWS):
        window = Window(0, start, old.width, min(_ROWS, old.height - start))
        before, after = old.read(window=window), new.read(window=window)
        known, too = _known(before, old.nodata), _known(after, new.nodata)
        differ = (known != too) | (known & too & (before != after))
        yield int(differ.any(axis=0).sum()), int((known | too).any(axis=0).sum())


def _known(cells: npt.NDArray[np.generic], nodata: float | None) -> npt.NDArray[np.bool_]:
    """Return which cells (band, y, x) are not nodata."""
    if nodata is None:
        return np.ones(cells.shape, dtype=bool)
    return np.asarray(~np.isnan(cells) if math.isnan(nodata) else cells != nodata)
