"""Sums over millions of cells by class and boundary in one pass: every area that is reported comes from here."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Codes, Fraction, Mask

_STRIP_ROWS = 64
"""Rows counted at once: their keys and weights stay in the processor's cache."""
_BITS = 16
Sums = npt.NDArray[np.float64]


class Inside(Protocol):
    """A boundary's cells, asked for by rows: a mask, or what makes one as it is wanted."""

    def __getitem__(self, rows: slice, /) -> Mask:
        """Return the cells of some rows that are inside, (rows, x)."""
        ...


@dataclass(frozen=True, slots=True)
class Key:
    """One uint16 a cell, made as it is counted: a class code in the low bits, above them one bit for each boundary."""

    codes: Codes
    """(y, x), under 2**code_bits."""
    code_bits: int
    boundaries: Sequence[Inside]
    """Up to 16 - code_bits of them."""

    def __post_init__(self) -> None:
        """Check that the bits suffice.

        Raises:
            ValueError: they do not.
        """
        if self.size > 2**_BITS:
            msg = f"table: expected at most {_BITS - self.code_bits} boundaries, saw {len(self.boundaries)}"
            raise ValueError(msg)

    @property
    def size(self) -> int:
        """How many keys there are."""
        return 1 << (self.code_bits + len(self.boundaries))

    def cells(self, rows: slice) -> npt.NDArray[np.uint16]:
        """Return the keys of the cells of some rows, in one dimension."""
        keys = self.codes[rows].astype(np.uint16)
        for position, boundary in enumerate(self.boundaries):
            keys |= boundary[rows].astype(np.uint16) << np.uint16(self.code_bits + position)
        return keys.ravel()


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

        def count(top: int) -> Sums:
            rows = slice(top, top + _STRIP_ROWS)
            keys = key.cells(rows)
            cells = np.bincount(keys, minlength=key.size)
            sums = (np.bincount(keys, weights=weight[rows].ravel(), minlength=key.size) for weight in weights)
            return np.array([cells, *sums], np.float64)

        with ThreadPoolExecutor(cv2.getNumberOfCPUs()) as pool:
            total = reduce(np.add, pool.map(count, range(0, key.codes.shape[0], _STRIP_ROWS)))
        shape = (2,) * len(key.boundaries) + (2**key.code_bits,)
        cells, *sums = (part.reshape(shape) for part in total)
        return cls(cells, tuple(sums))


def within(sums: Sums, inside: Sequence[int | None]) -> Sums:
    """Return the sums by class code where each boundary is in (1), out (0) or either (None), in the key's order."""
    picked = sums
    for wanted in reversed(inside):  # axis 0 is the boundary of the highest bit
        picked = picked.sum(axis=0) if wanted is None else picked[wanted]
    return picked


def wholly(table: Table, wanted: dict[int, int]) -> list[int | None]:
    """Return what `within` takes for some boundaries of a table, by their position; the others may be either."""
    return [wanted.get(position) for position in range(table.cells.ndim - 1)]
