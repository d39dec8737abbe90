"""The array types that travel inside `geo`, named for what they mean. All are (y, x), north up, unless said."""

import numpy as np
import numpy.typing as npt

Fraction = npt.NDArray[np.float32]
"""Share of a cell that is built up, 0-1, NaN where unknown."""
Mask = npt.NDArray[np.bool_]
"""True inside."""
Codes = npt.NDArray[np.uint8]
"""Class codes; 0 is nodata."""
Labels = npt.NDArray[np.int32]
"""Connected components, 1..n; 0 is none."""
Years = npt.NDArray[np.uint16]
"""Calendar years; 0 never, 65535 unknown."""
Persons = npt.NDArray[np.float64]
"""Persons per cell, 0 where none are counted."""
