"""Which share of which cell each zone takes, exactly; and sums over cells by zone.

A cell that no outline cuts belongs to a zone as a whole: such cells are counted by the zone's number, in one pass for
all zones. Only for the others are shares computed (exactextract), so that many layers cost little more than one.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from rasterio.features import rasterize
from shapely.geometry.base import BaseGeometry as Geometry

from geo.arrays import Mask
from geo.grid import Grid
from geo.zones.zone import polygonal

_STRIP_ROWS = 128
"""Rows summed at once: some MB, so that no layer is copied."""
_TILE = 256
"""Cells to the side of a tile in which large zones are taken piece by piece."""
Rows = Callable[[slice], npt.NDArray[Any]]
"""A layer as it is asked for: its values in some rows, (rows, x)."""
Sums = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Cut:
    """The cells that outlines cut, ascending, and the share of each that lies in a zone."""

    cells: Places
    """Row · columns + column."""
    zones: Places
    """Which zone it is: its position among those given, from 1."""
    shares: Sums


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Zones that overlap in no whole cell."""

    whole: npt.NDArray[np.unsignedinteger[Any]]
    """(y, x): the zone that the cell wholly lies in, from 1; 0 where none, or where an outline cuts it."""
    cut: _Cut


@dataclass(frozen=True, slots=True)
class Shares:
    """The cells of a set of zones."""

    sheets: tuple[_Sheet, ...]
    zones: int
    shape: tuple[int, int]

    @classmethod
    def of(cls, zones: Sequence[Geometry], grid: Grid, *, area: Geometry, study_area: Mask) -> "Shares":
        """Share out the cells of the study area among zones.

        A cell counts in the study area wholly or not at all, by its centre (`study_area`). Where the area's edge cuts
        it, a zone takes of it what the zone's part is of the part inside. So zones that part the area sum to exactly
        the study area's own figures.

        Args:
            zones: valid polygons in the grid's CRS, cut to the area; they may overlap.
            grid: the city's.
            area: the study area, in the grid's CRS.
            study_area: its cells, (y, x).
        """
        edge = _cut_cells([area], _touched([area], grid), grid)
        sheets = tuple(_sheet(whole, cut, edge=edge, study_area=study_area) for whole, cut in _apart(zones, grid))
        return cls(sheets, len(zones), grid.shape)

    def sums(self, weights: Sequence[Rows | None], codes: Rows | None = None, classes: int = 1) -> list[Sums]:
        """Return the sum of each weight by zone and class, (zone, class) float64; None counts cells.

        Args:
            weights: what is summed; a NaN makes the sum of its own zone and class NaN, and no other.
            codes: classes from 0 to under `classes`; None takes all cells for one class.
            classes: how many there are.
        """
        size = (self.zones + 1) * classes
        totals = np.zeros((len(weights), size))
        tops = range(0, self.shape[0], _STRIP_ROWS)

        def part(sheet: _Sheet, top: int) -> list[Sums]:
            rows = slice(top, top + _STRIP_ROWS)
            of_whole, of_cut, cells, shares = self._keys(sheet, rows, codes, classes)
            found = []
            for values in (None if weight is None else weight(rows).ravel() for weight in weights):
                of_shares = shares if values is None else values[cells] * shares
                found.append(_summed(values, of_whole, size) + _summed(of_shares, of_cut, size))
            return found

        with ThreadPoolExecutor(cv2.getNumberOfCPUs()) as pool:
            for sheet in self.sheets:
                for sums in pool.map(part, [sheet] * len(tops), tops):
                    totals += np.array(sums)
        return [total.reshape(-1, classes)[1:] for total in totals]

    def _keys(
        self, sheet: _Sheet, rows: slice, codes: Rows | None, classes: int
    ) -> tuple[Places, Places, Places, Sums]:
        """Return the keys of a strip's cells and of its cut cells, where those lie in the strip, and their shares."""
        columns = self.shape[1]
        first, last = np.searchsorted(sheet.cut.cells, (rows.start * columns, rows.stop * columns))
        cells = sheet.cut.cells[first:last] - rows.start * columns
        of_whole, of_cut = sheet.whole[rows].ravel().astype(np.int64), sheet.cut.zones[first:last]
        if codes is not None:
            values = codes(rows).ravel()
            of_whole = of_whole * classes + values
            of_cut = of_cut * classes + values[cells]
        return of_whole, of_cut, cells, sheet.cut.shares[first:last]


def _summed(values: npt.NDArray[Any] | None, keys: Places, size: int) -> Sums:
    return np.bincount(keys, weights=values, minlength=size).astype(np.float64)


def _sheet(whole: npt.NDArray[Any], cut: _Cut, *, edge: _Cut, study_area: Mask) -> _Sheet:
    """Leave out what is not in the study area, and share out the cells on its edge as if they were wholly inside."""
    whole[~study_area] = 0
    shares = cut.shares
    cells, at = np.unique(edge.cells, return_inverse=True)
    if len(cells):
        part = np.bincount(at, weights=edge.shares)
        near = np.minimum(np.searchsorted(cells, cut.cells), len(cells) - 1)
        inside = np.where((cells[near] == cut.cells) & (part[near] > 0), part[near], 1.0)
        shares = np.minimum(shares / inside, 1.0)  # never over 1, whatever rounding left
    counted = study_area.ravel()[cut.cells]
    return _Sheet(whole, _Cut(cut.cells[counted], cut.zones[counted], shares[counted]))


def _apart(zones: Sequence[Geometry], grid: Grid) -> Iterator[tuple[npt.NDArray[Any], _Cut]]:
    """Deal zones out so that no two of a lot hold the same whole cell; most often one lot takes all."""
    waiting = list(range(1, len(zones) + 1))
    while waiting:
        lot, waiting = waiting, []
        while True:
            touched = _touched([zones[number - 1] for number in lot], grid)
            whole, other = (_numbered(zones, order, grid) for order in (lot, lot[::-1]))
            whole[touched], other[touched] = 0, 0
            clash = whole != other
            if not clash.any():
                break
            behind = _behind(np.stack((whole[clash], other[clash]), axis=-1))
            waiting = sorted({*waiting, *behind})
            lot = [number for number in lot if number not in behind]
        cut = _cut_cells([zones[number - 1] for number in lot], touched, grid)
        yield whole, _Cut(cut.cells, np.array(lot)[cut.zones - 1], cut.shares)


def _behind(pairs: npt.NDArray[Any]) -> set[int]:
    """Return of pairs of zones that clash the later one, unless its clash is over because the earlier one goes."""
    behind: set[int] = set()
    for one, other in np.unique(np.sort(pairs, axis=-1), axis=0).tolist():
        if one not in behind:
            behind.add(other)
    return behind


def _numbered(zones: Sequence[Geometry], order: Sequence[int], grid: Grid) -> npt.NDArray[Any]:
    """Return the number of the zone in which each cell's centre lies, of several that of the last one; 0 in none."""
    dtype = np.uint16 if len(zones) <= np.iinfo(np.uint16).max else np.uint32
    burnt = ((zones[number - 1], number) for number in order)
    numbers: npt.NDArray[Any] = rasterize(burnt, grid.shape, transform=grid.affine, dtype=dtype)
    return numbers


def _touched(zones: Sequence[Geometry], grid: Grid) -> Mask:
    """Return the cells that an outline touches."""
    lines = shapely.boundary(np.array(zones, dtype=object))
    touched = rasterize(lines, grid.shape, transform=grid.affine, all_touched=True, dtype=np.uint8)
    return touched.view(np.bool_)  # type: ignore[no-any-return]


def _cut_cells(zones: Sequence[Geometry], touched: Mask, grid: Grid) -> _Cut:
    """Return the shares of the touched cells that lie in zones."""
    west, south, east, north = grid.geobox.extent.boundingbox.bbox
    source = NumPyRasterSource(touched.view(np.uint8), west, south, east, north, nodata=0)
    pieces, numbers = _pieces(np.array(zones, dtype=object), grid)
    features = [{"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(piece)} for piece in pieces]
    found = [one["properties"] for one in exact_extract(source, features, ["cell_id", "coverage"])]
    numbers = np.repeat(numbers, [len(one["cell_id"]) for one in found])
    cells, shares = (np.concatenate([one[name] for one in found]) for name in ("cell_id", "coverage"))
    order = np.argsort(cells, kind="stable")
    return _Cut(cells[order], numbers[order], shares[order])


def _pieces(zones: npt.NDArray[np.object_], grid: Grid) -> tuple[npt.NDArray[np.object_], Places]:
    """Return small zones whole, and of large ones what lies in the tiles of cells that their outline crosses.

    So a ring of a kilometre's width does not cost as much as the city in its midst. With each piece comes its zone's
    number, from 1.
    """
    west, south, east, north = shapely.bounds(zones).T
    side = _TILE * grid.resolution_m
    large = np.maximum(east - west, north - south) > 2 * side
    rows, columns = (np.arange(0, size, _TILE) for size in grid.shape)
    corners = np.meshgrid(grid.affine.c + columns * grid.resolution_m, grid.affine.f - rows * grid.resolution_m)
    left, top = (edges.ravel() for edges in corners)
    tiles = shapely.box(left, top - side, left + side, top)
    crossed, tile = shapely.STRtree(tiles).query(shapely.boundary(zones[large]), predicate="intersects")
    parts = shapely.intersection(zones[large][crossed], tiles[tile])
    pieces = np.array([*zones[~large], *map(polygonal, parts)], dtype=object)
    numbers = np.concatenate([np.flatnonzero(~large), np.flatnonzero(large)[crossed]]) + 1
    some = ~shapely.is_empty(pieces)
    return pieces[some], numbers[some]
