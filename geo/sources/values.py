"""What a raster's values mean: classes, shares or square metres become the built-up fraction and the land mask."""

from collections.abc import Collection
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Fraction, Mask
from geo.errors import RasterError
from geo.grid import MAX_AREA_DISTORTION
from geo.lattice import Lattice
from geo.sources.area_check import cell_areas_km2
from geo.sources.declaration import BuiltUpValues
from geo.sources.raster import Piece, Values

Codes16 = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
_FULL = {"fraction": 1.0, "percent": 100.0}
_OVER = 1e-3
"""Share of the full value by which rounding, or another way of taking a cell's area, may overshoot it."""
_MAX_LISTED = 5


def built_up_fraction(piece: Piece, meaning: BuiltUpValues, *, file: str, year: int = 0) -> tuple[Fraction, Mask]:
    """Return the built-up fraction (float32 0-1, NaN unknown) and the land (True where not water), each (y, x).

    Args:
        piece: what was read of the raster.
        meaning: what the source declares of its values.
        file: its name, for messages.
        year: the epoch, for values that are the year in which a cell was first built up.

    Raises:
        RasterError: a value outside the legend, or outside 0 to the full value.
    """
    if meaning.values == "classes":
        return _from_classes(piece, meaning, file)
    if meaning.first_years is not None:
        return _from_first_years(piece, meaning, file=file, year=year)
    values, known, lattice = piece
    full = _full_value(meaning, lattice)
    fraction = np.where(known, values, np.nan).astype(np.float64) / full[:, None]
    if known.any() and (np.nanmin(fraction) < 0 or np.nanmax(fraction) > 1 + _OVER):
        seen = values[known]
        expected = f"{meaning.values} from 0 to {full.max():g}"
        remedy = "declare its nodata value, or what its values mean"
        raise RasterError(file, expected, f"values from {seen.min():g} to {seen.max():g}", remedy)
    return np.minimum(fraction, 1, out=fraction).astype(np.float32), np.ones(values.shape, np.bool_)


def _full_value(meaning: BuiltUpValues, lattice: Lattice) -> npt.NDArray[np.float64]:
    """Return the value of a cell that is wholly built up, by row: for square metres the cell's area.

    It is the area that the grid counts with: nominal where the lattice's areas are true, else that on the ellipsoid.
    """
    rows = lattice.shape[0]
    if meaning.values != "square_metres":
        return np.full(rows, _FULL[meaning.values])
    nominal = lattice.cell_km2
    true = cell_areas_km2(lattice)
    kept = nominal is not None and np.abs(nominal / true - 1).max() < MAX_AREA_DISTORTION
    return np.full(rows, cast("float", nominal) * 1e6) if kept else true * 1e6


def _from_classes(piece: Piece, meaning: BuiltUpValues, file: str) -> tuple[Fraction, Mask]:
    codes, known = checked_codes(piece, meaning.legend, file), piece.known
    share = np.zeros(int(np.iinfo(codes.dtype).max) + 1, np.float32)
    water = np.zeros(len(share), np.bool_)
    for table, classes, value in (
        (share, meaning.built_up_classes, 1),
        (share, meaning.unknown_classes, np.nan),
        (water, meaning.water_classes, True),
    ):
        table[[code for code in classes if code < len(table)]] = value
    fraction: Fraction = _looked_up(share, codes)
    land: Mask = _looked_up(~water, codes)
    if not known.all():
        fraction[~known] = np.nan
        land |= ~known
    return fraction, land


def _from_first_years(piece: Piece, meaning: BuiltUpValues, *, file: str, year: int) -> tuple[Fraction, Mask]:
    codes, known = _whole_numbers(piece.values, piece.known, file), piece.known
    first, last = meaning.first_years or (0, 0)
    built = codes != meaning.never
    strange = known & built & ((codes < first) | (codes > last))
    if strange.any():
        seen = ", ".join(map(str, np.unique(codes[strange])[:_MAX_LISTED]))
        expected = f"years from {first} to {last}, or {meaning.never} for never"
        raise RasterError(file, expected, seen, "declare its nodata value, or what its values mean")
    fraction = (built & (codes <= year)).astype(np.float32)
    fraction[~known] = np.nan
    return fraction, np.ones(codes.shape, np.bool_)


def _looked_up(table: npt.NDArray[Any], codes: Codes16) -> npt.NDArray[Any]:
    if codes.dtype == np.uint8:
        found: npt.NDArray[Any] = cv2.LUT(codes, table.view(np.uint8) if table.dtype == np.bool_ else table)
        return found.view(table.dtype)
    return np.take(table, codes)


def _whole_numbers(values: Values, known: Mask, file: str) -> Codes16:
    """Return the values as uint8 or uint16 class codes; unknown cells may hold any code."""
    if values.dtype in (np.uint8, np.uint16):
        return values  # type: ignore[return-value]
    seen = np.where(known, values, values.dtype.type(0))
    codes = np.clip(seen, 0, np.iinfo(np.uint16).max).astype(np.uint16)
    if not np.array_equal(codes, seen):
        odd = seen[codes != seen][0]
        raise RasterError(file, "class codes (whole numbers, 0-65535)", f"{odd:g}", "declare what its values mean")
    return codes


def checked_codes(piece: Piece, legend: Collection[int], file: str) -> Codes16:
    """Return a piece's values as class codes; unknown cells may hold any.

    Raises:
        RasterError: a code that is not in the legend, or no whole number.
    """
    codes = _whole_numbers(piece.values, piece.known, file)
    _check_legend(codes, piece.known, legend, file)
    return codes


def _check_legend(codes: Codes16, known: Mask, legend: Collection[int], file: str) -> None:
    declared = np.zeros(int(np.iinfo(codes.dtype).max) + 1, np.bool_)
    declared[[code for code in legend if code < len(declared)]] = True
    strange_cells = known & ~_looked_up(declared, codes)
    if not strange_cells.any():
        return
    strange, counts = np.unique(codes[strange_cells], return_counts=True)
    pairs = list(zip(strange.tolist(), counts.tolist(), strict=True))
    listed = ", ".join(f"{code} ({count:,} cells)" for code, count in pairs[:_MAX_LISTED])
    more = f" and {len(pairs) - _MAX_LISTED} more" if len(pairs) > _MAX_LISTED else ""
    listed_legend = ", ".join(map(str, sorted(legend)))
    remedy = "add them to other_classes, water_classes or unknown_classes, or declare the nodata value"
    raise RasterError(file, f"the declared classes {listed_legend}", f"{listed}{more}", remedy)
