"""What a zone is: a polygon on the grid with an id and names; and how zones are cut to the study area."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import GeoError

ZoneKind = Literal["district", "hexagon", "ring", "sector"]
"""Given by a city's file or a user, or made on request."""
MAX_ZONES = 50_000
"""More zones than this are no table that anybody reads, and more likely a resolution that was not meant."""
_NOTHING_M2 = 0.01
"""Ground in the study area that is none: what rounding leaves where a zone only touches it."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the land that figures are given for."""

    id: str
    """Unique among zones of its kind."""
    names: Mapping[str, str]
    """Names by language code; a made zone has its English one only, which is made of numbers."""
    kind: ZoneKind
    geometry: Geometry
    """In the grid's CRS."""


@dataclass(frozen=True, slots=True)
class CutZones:
    """Zones cut to the study area, and what was done to get there."""

    zones: tuple[Zone, ...]
    """Those that have ground in the study area, in the order given, each one valid polygon."""
    outside: tuple[str, ...]
    """Ids of the zones that have none, and so are left out."""
    repaired: tuple[str, ...]
    """Ids of the zones whose geometry was invalid."""


def cut_to(zones: Sequence[Zone], area: Geometry) -> CutZones:
    """Cut zones to the study area, in the grid's CRS.

    Raises:
        GeoError: two zones of a kind have one id, one encloses nothing, or there are more than MAX_ZONES.
    """
    _check_ids(zones)
    given = np.array([zone.geometry for zone in zones], dtype=object)
    broken = ~shapely.is_valid(given)
    whole = np.array([polygonal(geometry) for geometry in given], dtype=object)
    empty = [zone.id for zone, geometry in zip(zones, whole, strict=True) if geometry.is_empty]
    if empty:
        msg = f"zone {empty[0]}: expected a polygon, saw one that encloses nothing; draw it again or leave it out"
        raise GeoError(msg)
    shapely.prepare(area)
    within = shapely.covers(area, whole)
    cut = whole.copy()
    cut[~within] = [polygonal(part) for part in shapely.intersection(whole[~within], area)]
    inside = shapely.area(cut) > _NOTHING_M2
    ids = np.array([zone.id for zone in zones], dtype=object)
    return CutZones(
        zones=tuple(replace(zones[at], geometry=cut[at]) for at in np.flatnonzero(inside).tolist()),
        outside=tuple(ids[~inside]),
        repaired=tuple(ids[broken]),
    )


def polygonal(geometry: Geometry) -> Polygon | MultiPolygon:
    """Return the polygons of a geometry, made valid; empty where nothing is enclosed."""
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    if isinstance(geometry, Polygon | MultiPolygon):
        return geometry
    parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if isinstance(part, Polygon)]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _check_ids(zones: Sequence[Zone]) -> None:
    if len(zones) > MAX_ZONES:
        msg = f"zones: expected at most {MAX_ZONES:,}, saw {len(zones):,}; take larger or fewer ones"
        raise GeoError(msg)
    for (kind, name), count in Counter((zone.kind, zone.id) for zone in zones).most_common(1):
        if count > 1:
            msg = f"zones: expected one {kind} of each id, saw {count} of the id {name}; give each its own"
            raise GeoError(msg)
