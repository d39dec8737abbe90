"""Clusters of the urban extent, their joining by the inclusion rule, and the one that is the city.

*Source*: Angel et al., Atlas of Urban Expansion, 2016; the closed form of the buffer's width is WRI's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from rasterio import features
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import MultiPolygon, Point, Polygon

from geo.arrays import Labels, Mask

Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Clusters:
    """The contiguous pieces (8-neighbour) of an urban extent, largest first."""

    labels: Labels
    """(y, x): 0 none, else the cluster's number 1..n."""
    areas_km2: npt.NDArray[np.float64]
    """By number - 1."""
    polygons: tuple[Polygon | MultiPolygon, ...]
    """Outlines along the cells' edges, by number - 1, in the grid's CRS."""
    groups: Numbers
    """By number - 1: the number of the largest cluster it is joined with."""

    def members(self, group: int) -> Numbers:
        """Return the numbers of the clusters that are joined in a group, ascending."""
        return cast("Numbers", np.flatnonzero(self.groups == group) + 1)

    def mask(self, group: int) -> Mask:
        """Return the cells of a group."""
        inside = np.zeros(len(self.areas_km2) + 1, np.bool_)
        inside[self.members(group)] = True
        return cast("Mask", inside[self.labels])


def label_clusters(urbanized: Mask) -> tuple[Labels, npt.NDArray[np.int64]]:
    """Return the clusters (8-neighbour) of a mask numbered 1..n largest first, and their cells by number - 1."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(urbanized.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    cells = stats[1:, cv2.CC_STAT_AREA].astype(np.int64)
    order = np.argsort(-cells, kind="stable")
    number = np.zeros(len(cells) + 1, np.int32)
    number[order + 1] = np.arange(1, len(cells) + 1)
    return cast("Labels", number[labels]), cells[order]


def find_clusters(urbanized: Mask, affine: Affine, inclusion_factor: float) -> Clusters:
    """Return the clusters of an urban extent with their outlines, joined by the inclusion rule.

    Args:
        urbanized: the urban extent of all clusters, (y, x).
        affine: the grid's, cell → CRS in metres.
        inclusion_factor: see `join_clusters`.
    """
    labels, cells = label_clusters(urbanized)
    areas = cells.astype(np.float64) * abs(affine.a * affine.e) / 1e6
    polygons = outlines(labels, affine)
    return Clusters(labels, areas, polygons, join_clusters(polygons, areas, inclusion_factor))


def outlines(labels: Labels, affine: Affine) -> tuple[Polygon | MultiPolygon, ...]:
    """Return each label's cells as one valid geometry, in the order of the labels 1..n."""
    parts: dict[int, list[Polygon]] = {}
    for shape, label in features.shapes(labels, mask=labels > 0, connectivity=4, transform=affine):
        rings = shape["coordinates"]
        parts.setdefault(int(label), []).append(Polygon(rings[0], rings[1:]))
    found = (parts[label] for label in sorted(parts))
    return tuple(pieces[0] if len(pieces) == 1 else MultiPolygon(pieces) for pieces in found)


def join_clusters(
    polygons: Sequence[Polygon | MultiPolygon],
    areas_km2: npt.NDArray[np.float64],
    inclusion_factor: float = 0.06659,
) -> Numbers:
    """Return for each cluster the number (1..n) of the largest cluster that it is joined with.

    Round each cluster lies a buffer of width `inclusion_factor`·sqrt(area), which round a disc makes a quarter of its
    area. Clusters whose buffers meet are one; its area, and so its buffer, is then that of both; and so on until
    nothing changes. The polygons must be sorted by area, largest first.
    """
    count = len(polygons)
    groups = np.arange(count)
    if count == 0:
        return cast("Numbers", groups)
    geometries = np.array(polygons, dtype=object)
    shapely.prepare(geometries)
    tree = shapely.STRtree(geometries)
    while True:
        group_area = np.bincount(groups, weights=areas_km2 * 1e6, minlength=count)
        width = inclusion_factor * np.sqrt(group_area)[groups]
        one, other = tree.query(geometries, predicate="dwithin", distance=width + width.max())
        candidates = (one < other) & (groups[one] != groups[other])
        one, other = one[candidates], other[candidates]
        meet = shapely.dwithin(geometries[one], geometries[other], width[one] + width[other])
        if not meet.any():
            return cast("Numbers", groups + 1)
        groups = _united(groups, one[meet], other[meet])


def _united(groups: Numbers, one: Numbers, other: Numbers) -> Numbers:
    """Return the groups with those of each pair united, each named by its first (largest) member."""
    count = len(groups)
    links = (np.concatenate([np.arange(count), one]), np.concatenate([groups, other]))
    _, component = connected_components(
        coo_array((np.ones(len(links[0])), links), shape=(count, count)), directed=False
    )
    first = np.full(component.max() + 1, count)
    np.minimum.at(first, component, np.arange(count))
    return cast("Numbers", first[component])


def city_group(clusters: Clusters, centre: Point, reach_m: float) -> tuple[int | None, float]:
    """Return the group of the cluster at the city's centre, and the centre's distance to it in metres.

    The group is None where no cluster lies within `reach_m` of the centre (grid CRS).
    """
    if not clusters.polygons:
        return None, float("inf")
    distances = shapely.distance(np.array(clusters.polygons, dtype=object), centre)
    nearest = int(np.argmin(distances))
    distance = float(distances[nearest])
    return (int(clusters.groups[nearest]), distance) if distance <= reach_m else (None, distance)
