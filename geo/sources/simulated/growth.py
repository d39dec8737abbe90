"""How the city grows: block by block, near what is built, along roads, on flat land, at times far out in the fields."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Mask
from geo.sources.simulated.blocks import Blocks, Bytes, Integers
from geo.sources.simulated.noise import Stream, fractal_noise, random_words
from geo.sources.simulated.plan import Plan, Settlement
from geo.sources.simulated.terrain import Ground, distance_cells

Floats = npt.NDArray[np.float64]

_FOUNDING_SHARES = (0.3, 0.55, 0.8)
"""Steps before the first epoch, as shares of its area; from then on two steps an epoch."""
_MATURING = (0.62, 0.85, 1.0)
"""Share of its final density that a block has when it is developed and in the steps after."""
_NEAR_BLOCKS = 7
"""Side of the square of 100 m blocks in which building attracts building."""
_FULL = 255
_FARM_ROAD_CELLS = 110
"""Lone farms lie nearer than this to a main road,"""
_FARM_FLATNESS = 0.3
"""and where the lure of flat ground (0-1) is more than this."""


@dataclass(frozen=True, slots=True)
class Growth:
    """What is built by block at every epoch."""

    shares: dict[int, Bytes]
    """Year → (block) of 255: the share of the block's cells that is built; it never falls."""
    developed: dict[int, Mask]
    """Year → (block): with streets and gardens, not a lone farm."""
    allowed: Mask
    """(y, x): where a building may stand."""

    def built(self, blocks: Blocks, year: int) -> Mask:
        """Return the built-up cells of a year, (y, x)."""
        mask: Mask = self.allowed & (blocks.rank < self.shares[year][blocks.of_cell])
        return mask


@dataclass(frozen=True, slots=True)
class _Sites:
    """What decides on a block, apart from what is built round it."""

    cells: Integers
    """Cells on which a building may stand."""
    lure: Floats
    """Roads, slope and luck, 0-1."""
    final_share: Floats
    """Of 255, when the block is mature."""
    farm_order: Integers
    """Luck with which a lone farm is built, 0-65535; the lowest first."""


def growth_of(plan: Plan, ground: Ground, *, blocks: Blocks, roads: Mask) -> Growth:
    """Grow the city through all epochs."""
    allowed = ground.buildable & ~roads & ~blocks.street
    sites = _sites(plan, ground, blocks, roads, allowed)
    since = np.full(blocks.count, -1, dtype=np.int32)
    shares: dict[int, Bytes] = {}
    developed: dict[int, Mask] = {}
    for step, (year, target_cells, closes) in enumerate(_steps(plan)):
        farms = _farm_shares(sites, year)
        share = _shares(sites, since, step, farms)
        score = sites.lure * _pull(plan, blocks, year) * (0.15 + 0.85 * _nearness(plan, blocks, since, year))
        _develop(sites, since, step, _Order(score, share, target_cells))
        if closes:
            shares[year] = np.rint(_shares(sites, since, step, farms)).astype(np.uint8)
            developed[year] = since >= 0
    return Growth(shares, developed, allowed)


def _steps(plan: Plan) -> list[tuple[int, int, bool]]:
    """Return (year, cells to be built by then, whether an epoch ends) of every step."""
    areas = [epoch.built_up_km2 / plan.frame.cell_km2 for epoch in plan.epochs]
    first = plan.epochs[0].year
    steps = [(first, int(areas[0] * share), False) for share in _FOUNDING_SHARES] + [(first, int(areas[0]), True)]
    for number in range(1, len(areas)):
        before, after = areas[number - 1 : number + 1]
        year = plan.epochs[number].year
        steps += [(year, int((before + after) / 2), False), (year, int(after), True)]
    return steps


def _sites(plan: Plan, ground: Ground, blocks: Blocks, roads: Mask, allowed: Mask) -> _Sites:
    at = (blocks.row, blocks.column)
    cells = np.bincount(blocks.of_cell.ravel(), weights=allowed.ravel(), minlength=blocks.count).astype(np.int32)
    road_cells = distance_cells(roads)[at].astype(np.float64)
    by_road = 1 / (1 + (road_cells / 40) ** 2)
    steep = 1 / (1 + (ground.slope_percent[at] / 6.0) ** 2)
    taste = fractal_noise(plan.seed, Stream.GROWTH, plan.frame.shape, wavelength=130, octaves=4)[at].astype(np.float64)
    luck = random_words(plan.seed, Stream.GROWTH + 50, (blocks.count,), np.uint16) / 65536
    lure = (0.2 + 0.8 * by_road) * steep * np.clip(0.55 + 0.8 * taste, 0.10, 1.3) * (0.6 + 0.8 * luck)
    order = random_words(plan.seed, Stream.FARMS, (blocks.count,), np.uint16).astype(np.int32)
    farm_order = np.where((road_cells < _FARM_ROAD_CELLS) & (steep > _FARM_FLATNESS), order, 65536 + order).astype(
        np.int32
    )
    return _Sites(cells, lure, _final_shares(plan, blocks), farm_order)


def _final_shares(plan: Plan, blocks: Blocks) -> Floats:
    """Return how densely blocks are built in the end: nearly all in the old core, a third in the suburbs."""
    choice = random_words(plan.seed, Stream.GROWTH + 70, (int(blocks.district.max()) + 1,))[blocks.district] / 255
    own = random_words(plan.seed, Stream.GROWTH + 80, (blocks.count,)) / 255
    core = np.zeros(blocks.count)
    for place in plan.settlements:
        breadth = {"city": 3.3, "town": 0.8, "village": 0.3}[place.kind]
        height = {"city": 1.0, "town": 0.62, "village": 0.4}[place.kind]
        core = np.maximum(core, height / (1 + _apart_km2(plan, blocks, place) / breadth**2))
    share = (0.42 + 0.58 * core) * (0.75 + 0.4 * choice) * (0.85 + 0.3 * own)
    return np.clip(share, 0.12, 0.96) * _FULL


def _apart_km2(plan: Plan, blocks: Blocks, place: Settlement) -> Floats:
    """Return the squared distance of blocks to a settlement, km²."""
    scale = plan.frame.cells_per_km
    apart: Floats = (blocks.column / scale - place.x) ** 2 + (blocks.row / scale - place.y) ** 2
    return apart


def _pull(plan: Plan, blocks: Blocks, year: int) -> Floats:
    """Return how strongly the settlements of a year draw building, 0-1."""
    pull = np.zeros(blocks.count)
    for place in plan.settlements:
        if place.founded <= year:
            apart = _apart_km2(plan, blocks, place) / place.reach**2
            pull = np.maximum(pull, place.pull / (1 + apart) ** 2)
    return pull


def _nearness(plan: Plan, blocks: Blocks, since: Integers, year: int) -> Floats:
    """Return how much of the surroundings is developed, 0-1; a newly founded settlement counts as a start."""
    factor = plan.frame.population_factor
    at = (blocks.row // factor, blocks.column // factor)
    here = np.zeros(plan.frame.coarse_shape, dtype=np.float32)
    np.maximum.at(here, at, (since >= 0).astype(np.float32))
    side = (_NEAR_BLOCKS, _NEAR_BLOCKS)
    count = cv2.boxFilter(here, -1, side, normalize=False, borderType=cv2.BORDER_CONSTANT)
    near = count[at].astype(np.float64) / _NEAR_BLOCKS**2
    for place in plan.settlements:
        if place.founded <= year:
            near = np.maximum(
                near,
                (0.7 if place.kind == "city" else 1.0)
                / (1 + _apart_km2(plan, blocks, place) / (0.45 * place.reach) ** 2),
            )
    return near


@dataclass(frozen=True, slots=True)
class _Order:
    """Which blocks come first, what is built on each already (of 255), and how many cells there shall be in all."""

    score: Floats
    share: Floats
    target_cells: int


def _develop(sites: _Sites, since: Integers, step: int, order: _Order) -> None:
    """Develop the best blocks until the target is reached; `since` takes the step's number there."""
    wanted = order.target_cells * (_FULL + 1) - int(np.rint(sites.cells * order.share).astype(np.int64).sum())
    free = (since < 0) & (sites.cells > 0)
    first = np.argsort(np.where(free, -np.rint(order.score * 1e6), 1).astype(np.int64), kind="stable")
    first = first[: int(free.sum())]
    gain = sites.cells * np.maximum(sites.final_share * _MATURING[0] - order.share, 0)
    chosen = first[np.cumsum(np.rint(gain).astype(np.int64)[first]) <= wanted]
    since[chosen] = step


def _shares(sites: _Sites, since: Integers, step: int, farms: Floats) -> Floats:
    """Return the built share of each block (of 255) after a step."""
    age = np.clip(step - since, 0, len(_MATURING) - 1)
    share: Floats = np.where(since >= 0, sites.final_share * np.asarray(_MATURING)[age], 0)
    return np.maximum(share, farms)


def _farm_shares(sites: _Sites, year: int) -> Floats:
    """Return the share (of 255) that lone farms fill: few at first, some more every year."""
    few = 3500 + 30 * (year - 1990)
    return np.where(sites.farm_order < few, 16.0, 0.0)
