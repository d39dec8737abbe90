"""What a raster's values mean: classes, shares or square metres become the built-up fraction and the land mask."""

from collections.abc import Sequence

import numpy as np

from geo.arrays import Fraction, Mask
from geo.errors import RasterError
from geo.grid import Lattice
from geo.sources.declaration import BuiltUpValues
from geo.sources.raster import Values

_FULL = {"fraction": 1.0, "percent": 100.0}
_OVER = 1e-6
"""Share of the full value by which rounding may overshoot it."""
_MAX_LISTED = 5


def built_up_fraction(
    values: Values,
    known: Mask,
    meaning: BuiltUpValues,
    *,
    lattice: Lattice,
    file: str,
) -> tuple[Fraction, Mask]:
    """Return the built-up fraction (float32 0-1, NaN unknown) and the land (True where not water), each (y, x).

    Args:
        values: the raster's values.
        known: where they are not nodata.
        meaning: what the source declares of them.
        lattice: the raster's grid, for values in square metres.
        file: its name, for messages.

    Raises:
        RasterError: a value outside the legend, or outside 0 to the full value.
    """
    if meaning.values == "classes":
        return _from_classes(values, known, meaning, file)
    full = _FULL.get(meaning.values) or abs(lattice.affine.a * lattice.affine.e)
    seen = values[known]
    if seen.size and (seen.min() < 0 or seen.max() > full * (1 + _OVER)):
        expected = f"{meaning.values} from 0 to {full:g}"
        remedy = "declare its nodata value, or what its values mean"
        raise RasterError(file, expected, f"values from {seen.min():g} to {seen.max():g}", remedy)
    fraction = np.where(known, values, np.nan).astype(np.float32)
    fraction /= np.float32(full)
    np.minimum(fraction, 1, out=fraction)
    return fraction, np.ones(values.shape, np.bool_)


def _from_classes(values: Values, known: Mask, meaning: BuiltUpValues, file: str) -> tuple[Fraction, Mask]:
    codes = _whole_numbers(values, known, file)
    _check_legend(codes, known, meaning, file)
    size = int(codes.max(initial=0)) + 1
    built, unknown, water = (
        _table(size, classes) for classes in (meaning.built_up_classes, meaning.unknown_classes, meaning.water_classes)
    )
    fraction = built.astype(np.float32)[codes]
    unknown_cells = unknown[codes]
    unknown_cells |= ~known
    fraction[unknown_cells] = np.nan
    return fraction, ~(water[codes] & known)


def _table(size: int, classes: Sequence[int]) -> Mask:
    table = np.zeros(size, np.bool_)
    table[[code for code in classes if code < size]] = True
    return table


def _whole_numbers(values: Values, known: Mask, file: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint16]]:
    if values.dtype.kind == "u" and values.dtype.itemsize <= np.dtype(np.uint16).itemsize:
        return values  # type: ignore[return-value]
    seen = np.where(known, values, values.dtype.type(0))
    codes = np.clip(seen, 0, np.iinfo(np.uint16).max).astype(np.uint16)
    if not np.array_equal(codes, seen):
        odd = seen[codes != seen][0]
        raise RasterError(file, "class codes (whole numbers, 0-65535)", f"{odd:g}", "declare what its values mean")
    return codes


def _check_legend(codes: Values, known: Mask, meaning: BuiltUpValues, file: str) -> None:
    counts = np.bincount(codes[known].ravel() if not known.all() else codes.ravel())
    strange = [int(code) for code in np.flatnonzero(counts) if int(code) not in meaning.legend]
    if strange:
        listed = ", ".join(f"{code} ({counts[code]:,} cells)" for code in strange[:_MAX_LISTED])
        more = f" and {len(strange) - _MAX_LISTED} more" if len(strange) > _MAX_LISTED else ""
        legend = ", ".join(map(str, sorted(meaning.legend)))
        remedy = "add them to other_classes, water_classes or unknown_classes, or declare the nodata value"
        raise RasterError(file, f"the declared classes {legend}", f"{listed}{more}", remedy)
