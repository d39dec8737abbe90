"""The main roads: cheapest ways from the city to every settlement and out of the map, round hills, over few bridges."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from geo.arrays import Mask
from geo.sources.simulated.curves import Curve, smoothed
from geo.sources.simulated.noise import Stream, random_words
from geo.sources.simulated.plan import Plan, Point
from geo.sources.simulated.terrain import Ground

_PLAIN, _BRIDGE, _SEA = 100, 900, 60_000
"""Costs of a step of 100 m."""
_PER_SLOPE_PERCENT = 45
_REUSED = 35
"""Cost of following a road that is there, percent of that of a new one."""
_NEIGHBOURS = ((0, 1, 10), (1, 0, 10), (1, 1, 14), (1, -1, 14))


def main_roads(plan: Plan, ground: Ground) -> Mask:
    """Return the cells of the main roads, bridges included."""
    cost = _cost(plan, ground)
    canvas = np.zeros(plan.frame.shape, dtype=np.uint8)
    for width, targets in _stages(plan):
        paths = _paths(cost, _node(plan, (plan.city.x, plan.city.y)), [_node(plan, target) for target in targets])
        for path in paths:
            _draw(canvas, path, plan.frame.population_factor, width)
            rows, columns = np.asarray(path).T
            cost[rows, columns] = np.minimum(cost[rows, columns], _PLAIN * _REUSED // 100)
    return canvas.view(np.bool_)


def _stages(plan: Plan) -> tuple[tuple[int, list[Point]], ...]:
    """Return width (cells) and targets of the roads in the order in which they were made."""
    towns = [(place.x, place.y) for place in plan.settlements if place.kind == "town"]
    villages = [(place.x, place.y) for place in plan.settlements if place.kind == "village"]
    return (2, list(plan.roads.exits)), (1, towns), (1, villages)


def _cost(plan: Plan, ground: Ground) -> npt.NDArray[np.int64]:
    """Return the cost of crossing each block of 100 m; the random part leaves no two ways equal."""
    middle = plan.frame.population_factor // 2
    at = (slice(middle, None, plan.frame.population_factor),) * 2
    cost = _PLAIN + _PER_SLOPE_PERCENT * ground.slope_percent[at].astype(np.int64)
    cost += random_words(plan.seed, Stream.ROADS, plan.frame.coarse_shape) // 4
    cost = np.where(ground.river_cells[at] < middle + 1, _BRIDGE, cost)
    cost = np.where(ground.park[at], cost * 8, cost)
    return np.where(ground.sea_cells[at] < middle + 1, _SEA, cost)


def _node(plan: Plan, point: Point) -> tuple[int, int]:
    """Return row and column of the block of 100 m that holds a point."""
    rows, columns = plan.frame.coarse_shape
    x, y = (int(value * plan.frame.cells_per_km) // plan.frame.population_factor for value in point)
    return min(y, rows - 1), min(x, columns - 1)


def _paths(
    cost: npt.NDArray[np.int64], start: tuple[int, int], ends: list[tuple[int, int]]
) -> list[list[tuple[int, int]]]:
    """Return the cheapest ways from a start to each end, as blocks (row, column)."""
    columns = cost.shape[1]
    came_from = dijkstra(_graph(cost), directed=False, indices=start[0] * columns + start[1], return_predecessors=True)[
        1
    ]
    paths = []
    for end in ends:
        node = end[0] * columns + end[1]
        path = []
        while node >= 0:
            path.append(divmod(int(node), columns))
            node = came_from[node]
        paths.append(path)
    return paths


def _graph(cost: npt.NDArray[np.int64]) -> Any:  # noqa: ANN401 (scipy's sparse arrays)
    """Return the graph of blocks, each joined to its eight neighbours at the mean of both costs × distance."""
    rows, columns = cost.shape
    nodes = np.arange(rows * columns).reshape(rows, columns)
    starts, ends, weights = [], [], []
    for down, right, length in _NEIGHBOURS:
        here = (slice(0, rows - down), slice(max(0, -right), columns - max(0, right)))
        there = (slice(down, rows), slice(max(0, right), columns - max(0, -right)))
        starts.append(nodes[here].ravel())
        ends.append(nodes[there].ravel())
        weights.append(((cost[here] + cost[there]) * length).ravel())
    triple = (np.concatenate(weights), (np.concatenate(starts), np.concatenate(ends)))
    return coo_array(triple, shape=(nodes.size, nodes.size)).tocsr()


def _draw(canvas: npt.NDArray[np.uint8], path: list[tuple[int, int]], factor: int, width: int) -> None:
    """Draw a way through blocks as a smooth line of cells."""
    course: Curve = np.asarray(path, dtype=np.float64)[:, ::-1] * factor + factor / 2
    thinned = np.vstack([course[:-1:2], course[-1:]])
    cells = np.rint(smoothed(thinned, 3)).astype(np.int32)
    cv2.polylines(canvas, [cells.reshape(-1, 1, 2)], isClosed=False, color=1, thickness=width)
