"""The simulated city from its plan to its epochs, readable top to bottom."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo.arrays import Codes
from geo.sources.simulated.blocks import blocks_of
from geo.sources.simulated.cover import cover_at, gardens_of, natural_cover
from geo.sources.simulated.growth import growth_of
from geo.sources.simulated.people import Counts, persons_at
from geo.sources.simulated.plan import Plan
from geo.sources.simulated.roads import main_roads
from geo.sources.simulated.terrain import ground_of
from geo.sources.simulated.truth import EpochTruth, epoch_truth


@dataclass(frozen=True, slots=True)
class SimulatedCity:
    """What the generator made."""

    plan: Plan
    land_cover: Mapping[int, Codes]
    """Year → (y, x) uint8, ESA WorldCover's codes; no cell is nodata."""
    population: Mapping[int, Counts]
    """Year → (y, x) float32, whole persons a cell of 100 m."""
    truth: tuple[EpochTruth, ...]
    """What each epoch is meant to hold, counted before any cell is given its code."""


def simulate(plan: Plan) -> SimulatedCity:
    """Make the city; the same plan gives the same cells everywhere."""
    ground = ground_of(plan)
    roads = main_roads(plan, ground)
    blocks = blocks_of(plan)
    growth = growth_of(plan, ground, blocks=blocks, roads=roads)
    natural = natural_cover(plan, ground, blocks=blocks, roads=roads)
    gardens = gardens_of(plan, blocks)
    grounds = ground.buildable & ~roads
    water = ground.water
    land_cover, population, truth = {}, {}, []
    for epoch in plan.epochs:
        built = growth.built(blocks, epoch.year)
        town = grounds & growth.developed[epoch.year][blocks.of_cell]
        land_cover[epoch.year] = cover_at(natural, gardens, town=town, built=built)
        population[epoch.year] = persons_at(plan, built, epoch.persons)
        truth.append(epoch_truth(plan, epoch, built=built, water=water))
    return SimulatedCity(plan, land_cover, population, tuple(truth))
