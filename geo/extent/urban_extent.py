"""The urban extent of one epoch: its classes, its clusters, and the joined cluster that is the city."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import shapely
from shapely import Point

from geo.arrays import Codes, Fraction, Mask
from geo.codes import ExtentClass
from geo.extent.classes import Circles, extent_classes, one_of, urbanized
from geo.extent.clusters import Clusters, city_group, find_clusters
from geo.growth.openness import openness
from geo.measurement import CityExtent, Cluster
from geo.reasons import Reason
from geo.stack import Stack

CENTRE_REACH_M = 5_000.0
"""How far from the city's centre its cluster may begin: centres are placed by hand, and early cities are small."""
_BUILT = (ExtentClass.URBAN, ExtentClass.SUBURBAN, ExtentClass.RURAL)


@dataclass(frozen=True, slots=True)
class UrbanExtent:
    """The urban extent of one epoch."""

    year: int
    codes: Codes
    """geo.codes.ExtentClass, unknown outside the study area."""
    city: Mask
    """The city's own extent; all False where it has none."""
    clusters: tuple[Cluster, ...]
    city_extent: CityExtent | None
    centre_distance_m: float
    """From the city's centre to the nearest cluster; 0 inside."""
    openness: float | Reason
    """Open share of the land in the circles round the built-up cells of the city's extent, 0-1."""

    @property
    def built(self) -> Mask:
        """The built-up pixels inside the study area."""
        return one_of(self.codes, _BUILT)

    def touches_edge_of(self, area: Mask) -> bool:
        """Whether the city's extent has a neighbour (8) outside the study area or the grid."""
        outside = np.pad((~area).view(np.uint8), 1, constant_values=1)
        reach = cv2.dilate(outside, np.ones((3, 3), np.uint8))[1:-1, 1:-1].view(np.bool_)
        return bool(np.any(reach & self.city))


def built_up_pixels(fraction: Fraction, threshold: float) -> Mask:
    """Return the cells whose built-up fraction is known and reaches the threshold."""
    return fraction >= np.float32(threshold)


def urban_extent(stack: Stack, year: int, *, centre: Point | None, how: Circles) -> UrbanExtent:
    """Return the urban extent of a year.

    Args:
        stack: the epochs; cells of its grid outside the study area take part in the circles, and in nothing else.
        year: one of its epochs.
        centre: the city's centre in the grid's CRS; None takes the largest joined cluster for the city.
        how: the thresholds, with the built-up threshold resolved, and the circles.
    """
    fraction = stack.built_up(year)
    unknown = np.isnan(fraction)
    built = built_up_pixels(fraction, cast("float", how.parameters.built_up_threshold))
    codes = extent_classes(built, stack.land(year), known=~unknown if unknown.any() else None, how=how)
    codes[~stack.study_area] = ExtentClass.UNKNOWN
    clusters = find_clusters(urbanized(codes), stack.grid.affine, how.parameters.inclusion_factor)
    group, distance = _city(clusters, centre)
    city = clusters.mask(group) if group is not None else np.zeros(codes.shape, np.bool_)
    extent = _extent(year, clusters, group)
    open_share = Reason.NO_URBAN_EXTENT if extent is None else openness(*how.last, built & city)
    return UrbanExtent(year, codes, city, _cluster_rows(year, clusters, group), extent, distance, open_share)


def _city(clusters: Clusters, centre: Point | None) -> tuple[int | None, float]:
    if centre is not None:
        return city_group(clusters, centre, CENTRE_REACH_M)
    if not clusters.polygons:
        return None, float("inf")
    area = np.bincount(clusters.groups, weights=clusters.areas_km2)
    return int(np.argmax(area)), 0.0


def _cluster_rows(year: int, clusters: Clusters, city: int | None) -> tuple[Cluster, ...]:
    return tuple(
        Cluster(year, number, int(group), int(group) == city, float(area), polygon)
        for number, (group, area, polygon) in enumerate(
            zip(clusters.groups, clusters.areas_km2, clusters.polygons, strict=True),
            start=1,
        )
    )


def _extent(year: int, clusters: Clusters, group: int | None) -> CityExtent | None:
    if group is None:
        return None
    members = clusters.members(group) - 1
    parts = [part for member in members for part in shapely.get_parts(clusters.polygons[member])]
    area = float(clusters.areas_km2[members].sum())
    geometry = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    return CityExtent(year, area, len(members), geometry)
