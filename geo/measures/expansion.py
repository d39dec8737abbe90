"""How and how fast a city grew in each period: new patches, intensity, density achieved, leapfrog distance."""

import cv2
import numpy as np

from geo.arrays import Codes, Mask
from geo.boundary import Within
from geo.codes import ExpansionType
from geo.figure import Figure
from geo.growth.intensity import expansion_area, expansion_density, expansion_intensity
from geo.growth.leapfrog import LeapfrogDistance, leapfrog_distance
from geo.growth.lei import Expansion, Kind, expansion, patch_expansion
from geo.indicators.checks import Period
from geo.indicators.sdg_11_3_1 import Change
from geo.measures.frame import OWN_EXTENT, STUDY_AREA, Frame, Value
from geo.population import people_within
from geo.reasons import Reason
from geo.series import Series

_LEAPFROG = ("leapfrog_distance_mean", "leapfrog_distance_area_weighted_mean", "leapfrog_distance_max")
MEASURES = frozenset(
    {
        "lei_mean",
        "lei_area_weighted_mean",
        "lei_patches",
        "lei_km2",
        "expansion_intensity",
        "expansion_density",
        "leapfrog_patches",
        *_LEAPFROG,
    }
)
NEW = (ExpansionType.INFILL, ExpansionType.EXTENSION, ExpansionType.LEAPFROG, ExpansionType.OUTSIDE)
"""Built up at the later epoch only."""
_OLD = (ExpansionType.UNCHANGED, ExpansionType.INCLUSION, ExpansionType.LOST)


def figures(series: Series) -> list[Figure]:
    """Return the figures of every period.

    The Landscape Expansion Index takes all new patches of the study area (fixed), whatever cluster they belong to. The
    intensity takes every fixed boundary, the land inside it being the zone. The density achieved and the leapfrog
    distance are of what the city's urban extent took in, so of the extent of each epoch.
    """
    return [figure for period in series.periods for figure in _of_period(series, period)]


def of_types(types: Codes, wanted: tuple[ExpansionType, ...]) -> Mask:
    """Return the cells of some expansion types."""
    lookup = np.zeros(256, np.uint8)
    lookup[list(wanted)] = 1
    mask: Mask = cv2.LUT(types, lookup).view(np.bool_)
    return mask


def _of_period(series: Series, period: Period) -> list[Figure]:
    return [*_index(series, period), *_intensity(series, period), *_density(series, period), *_leapfrog(series, period)]


def _index(series: Series, period: Period) -> list[Figure]:
    start, end = period
    frame = Frame.of(series, STUDY_AREA, end, start)
    types = series.types[period]
    old = of_types(types, _OLD)
    land = series.checks.counted & (series.stack.land(end) | old)
    found = expansion(patch_expansion(of_types(types, NEW), old, land))
    rows = frame.figures({"lei_mean": found.mean, "lei_area_weighted_mean": found.area_weighted_mean})
    for zone, kind in _kinds(found).items():
        area = kind.cells * series.stack.grid.cell_km2
        rows += frame.figures({"lei_patches": float(kind.patches), "lei_km2": area}, zone=zone)
    return rows


def _kinds(found: Expansion) -> dict[str, Kind]:
    return {
        "infill": found.infill,
        "edge": found.edge,
        "outlying": found.outlying,
        "without_ring": found.without_ring,
    }


def _intensity(series: Series, period: Period) -> list[Figure]:
    fixed = [where for where in series.boundaries.within if where[1] == "fixed"]
    return [
        Frame.of(series, where, period[1], period[0]).figure("expansion_intensity", _ueii(series, where, period))
        for where in fixed
    ]


def _ueii(series: Series, where: Within, period: Period) -> Value:
    start, end = (series.epochs[year, where] for year in period)
    if start.built_up_km2 is None or end.built_up_km2 is None:
        return Reason(end.undefined["built_up_km2"])
    land = (end.boundary_km2 or 0.0) - (end.water_km2 or 0.0) - (end.unknown_km2 or 0.0)
    return expansion_intensity(Change(start.built_up_km2, end.built_up_km2, period[1] - period[0]), land)


def _density(series: Series, period: Period) -> list[Figure]:
    start, end = period
    frame = Frame.of(series, OWN_EXTENT, end, start, people=True)
    return [frame.figure("expansion_density", _density_achieved(series, period))]


def _density_achieved(series: Series, period: Period) -> Value:
    earlier, later = (series.extents[year] for year in period)
    if earlier.city_extent is None or later.city_extent is None:
        return Reason.NO_URBAN_EXTENT
    added = expansion_area(earlier.city, later.city) & series.checks.counted
    persons = people_within(series.stack.population, period[1], added, is_study_area=False)
    return expansion_density(persons, np.count_nonzero(added) * series.stack.grid.cell_km2)


def _leapfrog(series: Series, period: Period) -> list[Figure]:
    start, end = period
    frame = Frame.of(series, OWN_EXTENT, end, start)
    leapfrog = of_types(series.types[period], (ExpansionType.LEAPFROG,))
    found = leapfrog_distance(leapfrog, series.extents[start].city, series.stack.grid.resolution_m)
    if isinstance(found, LeapfrogDistance):
        distances: dict[str, Value] = dict(
            zip(_LEAPFROG, (found.mean_m, found.area_weighted_mean_m, found.max_m), strict=True)
        )
        return frame.figures({"leapfrog_patches": float(found.patches), **distances})
    none: Value = 0.0 if found is Reason.NO_LEAPFROG else found
    return frame.figures({"leapfrog_patches": none, **dict.fromkeys(_LEAPFROG, found)})
