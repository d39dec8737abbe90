"""Outlines on a map: the rings of a polygon at the detail that a line can show, painted over the map's pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from affine import Affine
from rasterio.features import rasterize
from shapely.geometry.base import BaseGeometry as Geometry

from outputs.report.furniture import Frame
from outputs.report.paper import Paper
from outputs.report.pixels import Rgb

HALO = "#ffffff"
_CLOSED_PIXELS = 5
"""Width of a gap in an outline that the line itself would fill."""
_LEAST_RING_PIXELS = 150.0
"""Area of an island or hole below which its outline is a blot."""
_LINE_TOLERANCE = 0.8
"""Pixels by which an outline may depart from the stairs of its cells."""
_BEYOND_FRAME = 12
"""Pixels round the map within which outlines are followed, so that none is cut off along the frame."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A line on the map, in the frame's CRS."""

    geometry: Geometry
    colour: str
    dashed: bool = False


def painted(image: Rgb, outlines: Sequence[Outline], frame: Frame) -> Rgb:
    """Return a map with its outlines, full ones with a light halo."""
    from matplotlib.collections import LineCollection  # noqa: PLC0415 (matplotlib loads only for pictures)

    rows, columns = frame.pixels
    paper = Paper(columns, rows)
    paper.lay(image, 0, 0)
    for outline in outlines:
        rings = _rings(outline.geometry, frame)
        for colour, width in (((HALO, 4.2), (outline.colour, 2.0)), ((outline.colour, 1.6),))[outline.dashed]:
            style = (0, (7, 4)) if outline.dashed else "solid"
            paper.axes.add_collection(
                LineCollection(rings, colors=colour, linewidths=width, linestyles=style), autolim=False
            )
    return paper.pixels()


def _rings(geometry: Geometry, frame: Frame) -> list[npt.NDArray[np.float64]]:
    """Return a geometry's rings in pixels from the map's lower left corner, at the detail that a line can show.

    Gaps and inlets narrower than the line are closed, and islands and holes too small to see are left out.
    """
    rows, columns = frame.pixels
    size, pad = frame.metres_per_pixel, _BEYOND_FRAME
    corner = Affine(size, 0, frame.west - pad * size, 0, -size, frame.north + pad * size)
    inside = rasterize([geometry], (rows + 2 * pad, columns + 2 * pad), transform=corner, dtype="uint8")
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_CLOSED_PIXELS, _CLOSED_PIXELS))
    contours, _ = cv2.findContours(
        cv2.morphologyEx(inside, cv2.MORPH_CLOSE, brush), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
    )
    rings = []
    for contour in contours:
        if cv2.contourArea(contour) >= _LEAST_RING_PIXELS:
            x, y = cv2.approxPolyDP(contour, _LINE_TOLERANCE, closed=True)[:, 0].T.astype(float)
            ring = np.stack([x - pad + 0.5, rows - (y - pad + 0.5)], axis=1)
            rings.append(np.vstack([ring, ring[:1]]))
    return rings
