"""The statistics that GDAL keeps of a band, exact over all known cells: no program must read the file to stretch it."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from outputs.layers.rasters import Raster

_ROWS = 1024
"""Rows that are widened to float64 at a time: a fraction of the array's own memory."""


def band_statistics(raster: Raster) -> dict[str, str]:
    """Return GDAL's STATISTICS_* items; of a raster without a known cell only that none is valid."""
    known = _of_codes(raster) if raster.legend else _of_numbers(raster.array)
    if known is None:
        return {"STATISTICS_VALID_PERCENT": "0"}
    count, low, high, mean, variance = known
    return {
        "STATISTICS_MINIMUM": f"{low:.17g}",
        "STATISTICS_MAXIMUM": f"{high:.17g}",
        "STATISTICS_MEAN": f"{mean:.17g}",
        "STATISTICS_STDDEV": f"{math.sqrt(variance):.17g}",
        "STATISTICS_VALID_PERCENT": f"{100 * count / raster.array.size:.17g}",
    }


def _of_codes(raster: Raster) -> tuple[int, float, float, float, float] | None:
    counts = sum(np.bincount(block.ravel(), minlength=1 << 16) for block in _blocks(raster.array))
    counts = np.asarray(counts)
    counts[int(raster.nodata)] = 0
    codes = np.flatnonzero(counts).astype(np.float64)
    if not codes.size:
        return None
    weights = counts[counts > 0]
    mean = float(np.average(codes, weights=weights))
    variance = float(np.average((codes - mean) ** 2, weights=weights))
    return int(weights.sum()), codes[0], codes[-1], mean, variance


def _of_numbers(array: NDArray[np.generic]) -> tuple[int, float, float, float, float] | None:
    """Return count, least, largest, mean and variance of the cells that are not NaN."""
    count, total, low, high = 0, 0.0, math.inf, -math.inf
    for values in _known(array):
        count, total = count + values.size, total + float(values.sum())
        low, high = min(low, float(values.min(initial=math.inf))), max(high, float(values.max(initial=-math.inf)))
    if not count:
        return None
    mean = total / count
    squares = sum(float(np.square(values - mean).sum()) for values in _known(array))
    return count, low, high, mean, squares / count


def _known(array: NDArray[np.generic]) -> Iterator[NDArray[np.float64]]:
    for block in _blocks(array):
        values = block.astype(np.float64)
        yield values[~np.isnan(values)]


def _blocks(array: NDArray[np.generic]) -> Iterator[NDArray[np.generic]]:
    for start in range(0, array.shape[0], _ROWS):
        yield array[start : start + _ROWS]
