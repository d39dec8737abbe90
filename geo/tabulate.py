"""Sums over millions of cells by class and boundary in one pass: every area that is reported comes from here."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Codes, Fraction, Mask

_STRIP_ROWS = 512
"""Rows counted at once: some MB, so that a table costs no copy of the raster."""
Sums = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Key:
    """One uint8 a cell: a class code in the low bits and one bit for each boundary above them."""

    cells: Codes
    code_bits: int
    boundaries: int

    @classmethod
    def of(cls, codes: Codes, code_bits: int, boundaries: Sequence[Mask]) -> "Key":
        """Pack codes (under 2**code_bits) and up to 8 - code_bits boundaries, each (y, x)."""
        cells = codes.copy()
        for position, boundary in enumerate(boundaries):
            cells |= boundary.view(np.uint8) << np.uint8(code_bits + position)
        return cls(cells, code_bits, len(boundaries))


@dataclass(frozen=True, slots=True)
class Table:
    """Cells, and the sum of each weight, by (boundary bits …, class code): axis 0 is the last boundary."""

    cells: Sums
    weights: tuple[Sums, ...]

    @classmethod
    def of(cls, key: Key, weights: Sequence[Fraction] = ()) -> "Table":
        """Count the cells of each class inside and outside each boundary; sum the weights in float64 likewise.

        A NaN weight makes the sums of its own entry NaN and no other: pick the entries that are known.
        """
        size = 2 ** (key.code_bits + key.boundaries)

        def count(top: int) -> list[Sums]:
            strip = key.cells[top : top + _STRIP_ROWS].ravel()
            values = (weight[top : top + _STRIP_ROWS].ravel() for weight in weights)
            cells = np.bincount(strip, minlength=size).astype(np.float64)
            return [cells, *(np.bincount(strip, weights=value, minlength=size).astype(np.float64) for value in values)]

        with ThreadPoolExecutor(cv2.getNumberOfCPUs()) as pool:
            parts = list(pool.map(count, range(0, key.cells.shape[0], _STRIP_ROWS)))
        shape = (2,) * key.boundaries + (2**key.code_bits,)
        cells, *sums = (np.sum(np.array(strips), axis=0).reshape(shape) for strips in zip(*parts, strict=True))
        return cls(cells, tuple(sums))


def within(sums: Sums, inside: Sequence[int | None]) -> Sums:
    """Return the sums by class code where each boundary is in (1), out (0) or either (None), in the key's order."""
    picked = sums
    for wanted in reversed(inside):  # axis 0 is the boundary of the highest bit
        picked = picked.sum(axis=0) if wanted is None else picked[wanted]
    return picked
