"""Whether a raster that arrives is what its source declares: CRS, cell, type, and the place that its tile has."""

import math
from dataclasses import replace

import pyproj

from geo.errors import RasterError
from geo.sources.declaration import RasterFacts
from geo.sources.raster import Bounds, Raster

_CELL_TOLERANCE = 1e-3
"""Relative difference from the declared side of a cell."""
_PLACE_TOLERANCE = 2.0
"""Cells by which a tile's edges in degrees may lie inside or outside its square: makers round their cells."""
_EXACT = 0.01
"""The same where tiles are cut in whole metres."""
_REMEDY = "the archive gives something else than was declared: check the mirror, or report it"


def check_facts(raster: Raster, facts: RasterFacts) -> None:
    """Compare a raster's header with what its source declares.

    Raises:
        RasterError: another CRS, cell size or type.
    """
    lattice = raster.lattice
    if facts.crs is not None and not lattice.crs.equals(pyproj.CRS(facts.crs), ignore_axis_order=True):
        raise RasterError(raster.name, facts.crs, lattice.crs.name, _REMEDY)
    if facts.cell is not None:
        sides = (abs(lattice.affine.a), abs(lattice.affine.e))
        if not all(math.isclose(side, facts.cell, rel_tol=_CELL_TOLERANCE) for side in sides):
            seen = f"{sides[0]:g} × {sides[1]:g}"
            raise RasterError(raster.name, f"cells of {facts.cell:g}", seen, _REMEDY)
    if facts.dtypes and raster.dtype not in facts.dtypes:
        raise RasterError(raster.name, " or ".join(facts.dtypes), raster.dtype, _REMEDY)


def placed(raster: Raster, bounds: Bounds | None, overlap: float = 0.0) -> Raster:
    """Return a tile that is read within its own square only, after checking that it lies where its scheme has it.

    Args:
        raster: the tile.
        bounds: its square, in its CRS; None where the scheme has none.
        overlap: by how much it reaches beyond its square on each side, in the CRS's units.

    Raises:
        RasterError: it lies elsewhere, or is smaller or larger than its square.
    """
    if bounds is None:
        return raster
    lattice = raster.lattice
    rows, columns = lattice.shape
    west, north = lattice.affine @ (0, 0)
    east, south = lattice.affine @ (columns, rows)
    seen = (west, south, east, north)
    cells = _EXACT if lattice.crs.is_projected else _PLACE_TOLERANCE
    slack = overlap + cells * abs(lattice.affine.a)
    if any(abs(one - other) > slack for one, other in zip(seen, bounds, strict=True)):
        expected, found = (", ".join(f"{value:g}" for value in corners) for corners in (bounds, seen))
        raise RasterError(raster.name, f"a tile over {expected}", f"one over {found}", _REMEDY)
    return replace(raster, square=bounds)
