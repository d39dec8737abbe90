"""The land's division: districts, each a lattice of blocks with streets between, which begin as fields and paths."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Mask
from geo.sources.simulated.noise import Stream, fractal_noise, random_words
from geo.sources.simulated.plan import Plan

Integers = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]

_DISTRICT_CELLS = 62
"""Mean distance between districts' middles, cells."""
_DIRECTIONS = ((12, 0), (12, 2), (12, 5), (9, 8), (8, 9), (5, 12), (2, 12), (11, 4), (11, -3), (10, -6))
"""Directions of the streets as (across, down), each about 12 long."""
_UNIT = 12
_BLOCK_CELLS = (9, 10, 11, 12, 14, 16)
"""Sides of blocks, one a district, with the street."""
_WARP_CELLS = 9
"""How far streets bend."""
_SPAN = 64
"""More than the blocks across a district."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Which block a cell lies in, what it is there, and where the blocks are."""

    of_cell: Integers
    """(y, x): 0..count-1."""
    street: Mask
    """(y, x): a street once the block is developed; a field's edge before."""
    rank: Bytes
    """(y, x), 0-255 evenly: a cell is built where its block's share (of 255) exceeds it."""
    row: Integers
    """(block): rows and columns of the blocks' middles."""
    column: Integers
    district: Integers
    """(block): the district's number."""

    @property
    def count(self) -> int:
        """How many blocks there are."""
        return len(self.row)


def blocks_of(plan: Plan) -> Blocks:
    """Divide the land."""
    shape = plan.frame.shape
    district, seeds = _districts(plan)
    across, down, unit, side = _lattice(plan, district, seeds)
    pitch = unit * side
    u, v = across % pitch, down % pitch
    street = (u < unit) | (v < unit) | _edges(district)
    key = district * _SPAN + across // pitch + _SPAN // 2
    key = key * _SPAN + down // pitch + _SPAN // 2
    there = np.bincount(key.ravel(), minlength=int(key.max()) + 1)
    number = (np.cumsum(there > 0) - 1).astype(np.int32)
    of_cell = number[key]
    row, column = _middles(of_cell, shape)
    depth = np.minimum(np.minimum(u, pitch - u), np.minimum(v, pitch - v)) // unit
    return Blocks(of_cell, street, _rank(plan, depth, street), row, column, district[row, column])


def _districts(plan: Plan) -> tuple[Integers, Integers]:
    """Return the number of the nearest seed for each cell (from 0), and the seeds' (row, column)."""
    rows, columns = plan.frame.shape
    grid = (rows // _DISTRICT_CELLS, columns // _DISTRICT_CELLS)
    jitter = random_words(plan.seed, Stream.DISTRICTS, (*grid, 2), np.uint16).astype(np.int64)
    corner = np.stack(np.meshgrid(*(np.arange(n) for n in grid), indexing="ij"), axis=-1)
    seeds = ((corner * 65536 + jitter) * _DISTRICT_CELLS // 65536).reshape(-1, 2).astype(np.int32)
    canvas = np.ones(plan.frame.shape, dtype=np.uint8)
    canvas[seeds[:, 0], seeds[:, 1]] = 0
    _, labels = cv2.distanceTransformWithLabels(canvas, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    label_of_seed = labels[seeds[:, 0], seeds[:, 1]]
    by_label = np.zeros((int(labels.max()) + 1, 2), dtype=np.int32)
    by_label[label_of_seed] = seeds
    return labels.astype(np.int32, copy=False), by_label


def _lattice(plan: Plan, district: Integers, seeds: Integers) -> tuple[Integers, Integers, Integers, Integers]:
    """Return each cell's place in its district's turned lattice (in `_UNIT`ths of a cell), the unit, and the side."""
    choice = random_words(plan.seed, Stream.DISTRICTS + 50, (len(seeds), 2)).astype(np.int32)
    direction = np.asarray(_DIRECTIONS, dtype=np.int32)[choice[:, 0] % len(_DIRECTIONS)]
    side = np.asarray(_BLOCK_CELLS, dtype=np.int32)[choice[:, 1] % len(_BLOCK_CELLS)]
    warp = [
        np.rint(
            fractal_noise(plan.seed, Stream.WARP + 50 * n, plan.frame.shape, wavelength=90, octaves=2) * _WARP_CELLS
        )
        for n in range(2)
    ]
    y = np.arange(plan.frame.rows, dtype=np.int32)[:, np.newaxis] - seeds[district, 0] + warp[0].astype(np.int32)
    x = np.arange(plan.frame.columns, dtype=np.int32)[np.newaxis, :] - seeds[district, 1] + warp[1].astype(np.int32)
    cosine, sine = direction[district, 0], direction[district, 1]
    return cosine * x + sine * y, cosine * y - sine * x, np.full_like(x, _UNIT), side[district]


def _edges(district: Integers) -> Mask:
    edge = np.zeros(district.shape, dtype=np.bool_)
    edge[:-1] |= district[:-1] != district[1:]
    edge[:, :-1] |= district[:, :-1] != district[:, 1:]
    return edge


def _middles(of_cell: Integers, shape: tuple[int, int]) -> tuple[Integers, Integers]:
    """Return the mean row and column of each block."""
    flat = of_cell.ravel()
    cells = np.bincount(flat)
    rows = np.bincount(flat, weights=np.repeat(np.arange(shape[0]), shape[1]))
    columns = np.bincount(flat, weights=np.tile(np.arange(shape[1]), shape[0]))
    return (rows // cells).astype(np.int32), (columns // cells).astype(np.int32)


def _rank(plan: Plan, depth: Integers, street: Mask) -> Bytes:
    """Return the order in which a block's cells are built: houses of 10 and 20 m, those on the street first."""
    rows, columns = plan.frame.shape
    own = random_words(plan.seed, Stream.BUILDINGS, (rows, columns)).astype(np.int32)
    shared = random_words(plan.seed, Stream.BUILDINGS + 50, (rows // 2, columns // 2)).astype(np.int32)
    large = np.repeat(np.repeat(shared, 2, axis=0), 2, axis=1)
    order = np.where(large & 3, large, own) + 55 * np.minimum(depth, 5)
    spread = np.cumsum(np.bincount(order[~street]))
    spread = np.append(spread, np.full(int(order.max()) + 1 - len(spread), spread[-1]))
    evenly: Bytes = ((spread - 1) * 256 // spread[-1]).astype(np.uint8)[order]
    return evenly
