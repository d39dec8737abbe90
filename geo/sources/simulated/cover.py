"""What covers the land at each epoch, in ESA WorldCover's codes: nature and fields first, the city over them."""

from enum import IntEnum

import numpy as np

from geo.arrays import Codes, Mask
from geo.sources.simulated.blocks import Blocks
from geo.sources.simulated.noise import Field, Stream, fractal_noise, random_words
from geo.sources.simulated.plan import Plan
from geo.sources.simulated.terrain import Ground


class Cover(IntEnum):
    """ESA WorldCover's classes, those that the city has."""

    NODATA = 0
    TREE = 10
    SHRUB = 20
    GRASS = 30
    CROP = 40
    BUILT_UP = 50
    BARE = 60
    WATER = 80
    WETLAND = 90


_FIELDS = (Cover.CROP, Cover.CROP, Cover.CROP, Cover.CROP, Cover.CROP, Cover.GRASS, Cover.CROP, Cover.BARE)
"""What a field may be, in equal parts; the last only where it is dry."""
_GARDENS = (Cover.GRASS, Cover.GRASS, Cover.TREE, Cover.GRASS, Cover.SHRUB, Cover.TREE, Cover.BARE, Cover.GRASS)
"""What a cell between houses may be, in equal parts."""


_STEEP_PERCENT, _HIGH_M = 9, 130
"""From about here on nobody ploughs; moist ground a little earlier."""
_FOREST, _SCRUB = 0.1, -0.35
"""On slopes: wildness above which trees grow, and below which not even shrubs."""
_GROVE, _HEATH = 0.95, -0.85
"""The same on farmland: only the moistest ground keeps its trees, only the driest is left to shrubs."""
_TREE_LINE_M = 520
_RIVERSIDE_CELLS, _RIVERSIDE = 5, 0.4
"""Trees stand along the river where it is moister than this."""
_PARK_TREES = 0.1
_MARSH_RIVER_CELLS, _MARSH_SEA_CELLS, _MARSH = 30, 260, 0.55
"""Marshes: this near to the river and the sea, at most 1 m high, moister than this."""
_CLIFF_M = 6
"""A shore as high as this has no beach."""


def natural_cover(plan: Plan, ground: Ground, *, blocks: Blocks, roads: Mask) -> Codes:
    """Return the cover without any building, (y, x)."""
    shape = plan.frame.shape
    moist = fractal_noise(plan.seed, Stream.VEGETATION, shape, wavelength=150, octaves=7)
    moist += np.float32(0.5) / (1 + (ground.river_cells / np.float32(70)) ** 2)
    grain = random_words(plan.seed, Stream.VEGETATION + 50, shape).astype(np.float32) / np.float32(255) - np.float32(
        0.5
    )
    wild = moist + np.float32(0.22) * grain
    cover = _fields(plan, blocks, wild)
    _grow_wild(cover, ground, wild)
    cover[ground.height_m - 160 * moist + 60 * grain > _TREE_LINE_M] = Cover.BARE
    cover[_marsh(ground, moist)] = Cover.WETLAND
    cover[_beach(ground, moist)] = Cover.BARE
    groves = fractal_noise(plan.seed, Stream.PARKS + 50, shape, wavelength=32, octaves=3) + grain
    cover[ground.park] = np.where(groves > _PARK_TREES, Cover.TREE, Cover.GRASS)[ground.park]
    cover[roads] = Cover.BARE
    cover[ground.water] = Cover.WATER  # bridges too
    return cover


def _grow_wild(cover: Codes, ground: Ground, wild: Field) -> None:
    """Let trees, shrubs and grass grow where nobody farms, in place."""
    slopes = (ground.slope_percent + 5 * wild >= _STEEP_PERCENT) | (ground.height_m + 60 * wild > _HIGH_M)
    cover[slopes] = np.where(wild > _FOREST, Cover.TREE, np.where(wild > _SCRUB, Cover.SHRUB, Cover.GRASS))[slopes]
    cover[(wild > _GROVE) & ~slopes] = Cover.TREE
    cover[(wild < _HEATH) & ~slopes] = Cover.SHRUB
    cover[(ground.river_cells < _RIVERSIDE_CELLS) & (wild > _RIVERSIDE)] = Cover.TREE


def cover_at(natural: Codes, gardens: Codes, *, town: Mask, built: Mask) -> Codes:
    """Return the cover of an epoch, (y, x), from where its town and its buildings are."""
    cover: Codes = np.where(town, gardens, natural)
    cover[built] = Cover.BUILT_UP
    return cover


def gardens_of(plan: Plan, blocks: Blocks) -> Codes:
    """Return what each cell is when it lies in a town and is not built: street, lawn, trees, yard."""
    choice = random_words(plan.seed, Stream.GARDENS, plan.frame.shape)
    gardens: Codes = np.asarray(_GARDENS, dtype=np.uint8)[choice % len(_GARDENS)]
    gardens[blocks.street] = Cover.BARE
    return gardens


def _fields(plan: Plan, blocks: Blocks, wild: Field) -> Codes:
    """Return farmland: one use a field, a field being a block."""
    choice = random_words(plan.seed, Stream.FIELDS, (blocks.count,))
    fields = np.asarray(_FIELDS, dtype=np.uint8)[choice % len(_FIELDS)]
    fields[(choice % len(_FIELDS) == len(_FIELDS) - 1) & (wild[blocks.row, blocks.column] > 0)] = Cover.CROP
    cover: Codes = fields[blocks.of_cell]
    return cover


def _marsh(ground: Ground, moist: Field) -> Mask:
    """Return marshes: low ground by the river's mouth."""
    near = (ground.river_cells < _MARSH_RIVER_CELLS) & (ground.sea_cells < _MARSH_SEA_CELLS)
    marsh: Mask = near & (ground.height_m <= 1) & (moist > _MARSH)
    return marsh


def _beach(ground: Ground, moist: Field) -> Mask:
    """Return sand along gentle shores, 10 to 50 m wide."""
    beach: Mask = (ground.sea_cells <= 3 + 2 * moist) & (ground.height_m < _CLIFF_M)
    return beach
