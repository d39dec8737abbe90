"""Random numbers and smooth noise that are the same on every machine: raw PCG64 words, and only + − × on them."""

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]
"""A smooth quantity over the cells, (y, x)."""


class Stream(IntEnum):
    """One stream of random numbers for each purpose, so that a change to one leaves the others as they are."""

    RELIEF = 1
    SHORE = 2
    RIVER = 3
    WARP = 4
    DISTRICTS = 5
    BUILDINGS = 6
    GROWTH = 7
    VEGETATION = 8
    FIELDS = 9
    GARDENS = 10
    PEOPLE = 11
    ROADS = 12
    FARMS = 13
    PARKS = 14


def random_words(seed: int, stream: int, shape: tuple[int, ...], dtype: type[Any] = np.uint8) -> npt.NDArray[Any]:
    """Return uniform unsigned integers of `dtype`; PCG64's raw words are numpy's promise for all versions."""
    count = int(np.prod(shape))
    size = np.dtype(dtype).itemsize
    words = np.random.PCG64([seed, stream]).random_raw(-(-count * size // 8))
    values = np.asarray(words, dtype="<u8").view(np.dtype(dtype).newbyteorder("<"))
    return values[:count].reshape(shape).astype(dtype, copy=False)


def fractal_noise(seed: int, stream: int, shape: tuple[int, int], *, wavelength: int, octaves: int) -> Field:
    """Return noise of about -1 to 1; each octave has half the wavelength (cells) and height of the one before."""
    total = np.zeros(shape, dtype=np.float32)
    height = np.float32(1.0)
    for octave in range(octaves):
        step = max(wavelength >> octave, 2)
        total += height * _smooth_noise(seed, stream * 100 + octave, shape, step)
        height *= np.float32(0.5)
    return total


def _smooth_noise(seed: int, stream: int, shape: tuple[int, int], step: int) -> Field:
    """Return cubic B-splines through random values that lie `step` cells apart."""
    rows, columns = (size // step + 4 for size in shape)
    lattice = random_words(seed, stream, (rows, columns), np.uint16).astype(np.float32) / np.float32(
        16384
    ) - np.float32(2)
    along_y = _spline(lattice, shape[0], step)
    return np.ascontiguousarray(_spline(np.ascontiguousarray(along_y.T), shape[1], step).T)


def _spline(lattice: Field, size: int, step: int) -> Field:
    """Interpolate along axis 0 from `step` cells apart to every cell."""
    cell = np.arange(size)
    first = cell // step
    t = ((cell % step) / step)[:, np.newaxis]
    s = 1 - t
    weights = (s * s * s / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * s * s * s - 6 * s * s + 4) / 6, t * t * t / 6)
    total = np.zeros((size, lattice.shape[1]), dtype=np.float32)
    for offset, weight in enumerate(weights):
        total += lattice[first + offset] * weight.astype(np.float32)
    return total
