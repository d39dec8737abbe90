"""Whether the items of an epoch cover a study area; where they do not, how much of it is missing, and where."""

from collections.abc import Iterable

import pystac
from shapely import make_valid, union_all
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import SourceError

SLIVER = 0.0005
"""Degrees: half the width of a gap that is none. Catalogues round their footprints, and cut curved edges short."""


def footprint(item: pystac.Item) -> Geometry:
    """Return what an item covers, EPSG:4326.

    Raises:
        SourceError: it says nothing that is a surface.
    """
    try:
        outline = make_valid(shape(item.geometry or {}))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        outline = None
    if outline is None or not outline.area:
        msg = f"item {item.id}: expected a geometry that is a surface, saw none; its catalogue must say what it covers"
        raise SourceError(msg)
    return outline


def require_cover(items: Iterable[pystac.Item], area: Geometry, *, source: str, epoch: int) -> None:
    """Check that the footprints of an epoch's items together cover a study area (EPSG:4326).

    Raises:
        SourceError: they do not, but for slivers; it names the share that is missing and the box that it lies in.
    """
    gaps = area.difference(union_all([footprint(item) for item in items]))
    missing = gaps.buffer(-SLIVER, join_style="mitre").buffer(SLIVER, join_style="mitre")
    if missing.is_empty:
        return
    share = missing.area / area.area  # in degrees: a city is small, so the scale is the same above and below
    west, south, east, north = missing.bounds
    msg = (
        f"{source} {epoch}: expected items over the whole study area, saw none over {max(share, 0.001):.1%} of it "
        f"(longitude {west:.3f} to {east:.3f}, latitude {south:.3f} to {north:.3f}); "
        "take another epoch or source, or a smaller area"
    )
    raise SourceError(msg)
