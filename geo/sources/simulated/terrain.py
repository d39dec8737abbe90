"""The ground before any city: heights, sea, river, steep slopes and parks."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from geo.arrays import Mask
from geo.sources.simulated.curves import Curve, spline_through
from geo.sources.simulated.noise import Field, Stream, fractal_noise, random_words
from geo.sources.simulated.plan import Plan

_RIVER_WIDTH = (7, 20)
"""Cells at the source and at the mouth."""
_TRIBUTARY_WIDTH = (2, 4)
_VALLEY_KM = 0.85
"""Within about this distance the river has levelled the ground."""
_BANK_CELLS = 6
"""Nobody builds nearer to the river."""
_BEACH_CELLS = 5
"""Nor to the sea."""
_STEEP_PERCENT = 11
_HIGHEST_M = 200
"""Nobody builds on ground as steep or as high as this."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What nature and the park-keepers give; all (y, x)."""

    height_m: npt.NDArray[np.int16]
    slope_percent: npt.NDArray[np.int16]
    sea: Mask
    river: Mask
    pond: Mask
    park: Mask
    """With its pond."""
    sea_cells: Field
    """Distance to the sea, cells."""
    river_cells: Field
    """Distance to the river, cells."""

    @property
    def water(self) -> Mask:
        """Sea, river or pond."""
        return self.sea | self.river | self.pond

    @property
    def buildable(self) -> Mask:
        """Land that is neither steep, nor high, nor shore, nor river bank, nor park."""
        dry = (self.sea_cells > _BEACH_CELLS) & (self.river_cells > _BANK_CELLS)
        return dry & (self.slope_percent < _STEEP_PERCENT) & (self.height_m < _HIGHEST_M) & ~self.park


def ground_of(plan: Plan) -> Ground:
    """Make the ground."""
    river = _river(plan)
    river_cells = distance_cells(river)
    height = _height(plan, river_cells)
    sea = _open_sea(height)
    height = np.where(sea, np.minimum(height, -1), np.maximum(height, 1)).astype(np.int16)
    park, pond = _parks(plan)
    land_river = river & ~sea
    return Ground(
        height_m=height,
        slope_percent=_slope_percent(height),
        sea=sea,
        river=land_river,
        pond=pond,
        park=park,
        sea_cells=distance_cells(sea),
        river_cells=distance_cells(land_river),
    )


def distance_cells(mask: Mask) -> Field:
    """Return the distance of every cell to the nearest one of a mask, cells (chamfer 5 × 5), in eighths."""
    distance = cv2.distanceTransform((~mask).view(np.uint8), cv2.DIST_L2, 5)
    return (np.rint(distance * 8) / 8).astype(np.float32)  # OpenCV's builds differ by some 1e-5


def kilometres(plan: Plan) -> tuple[Field, Field]:
    """Return x (1, columns) and y (rows, 1) of the cells' centres, km from the upper left corner."""
    scale = np.float32(plan.frame.cells_per_km)
    x = (np.arange(plan.frame.columns, dtype=np.float32) + np.float32(0.5)) / scale
    y = (np.arange(plan.frame.rows, dtype=np.float32) + np.float32(0.5)) / scale
    return x[np.newaxis, :], y[:, np.newaxis]


def _height(plan: Plan, river_cells: Field) -> npt.NDArray[np.int16]:
    """Return metres above the sea: a rise from the shore, hills, fractal relief, and the river's flat valley."""
    x, y = kilometres(plan)
    relief = fractal_noise(plan.seed, Stream.RELIEF, plan.frame.shape, wavelength=256, octaves=7)
    coves = fractal_noise(plan.seed, Stream.SHORE, plan.frame.shape, wavelength=128, octaves=5)
    shore = spline_through(plan.terrain.coast, 200)
    inland = x - np.interp(y.ravel(), shore[:, 0], shore[:, 1]).astype(np.float32)[:, np.newaxis]
    inland = inland + coves * np.float32(plan.terrain.coves_km)
    height = inland * np.float32(plan.terrain.rise_m_per_km)
    hills = np.zeros(plan.frame.shape, dtype=np.float32)
    for hill_x, hill_y, top, radius in plan.terrain.hills:
        apart = ((x - np.float32(hill_x)) ** 2 + (y - np.float32(hill_y)) ** 2) / np.float32(radius**2)
        hills += np.float32(top) / (1 + apart) ** 2
    height += hills * (1 + np.float32(0.6) * relief)
    away = (river_cells / np.float32(plan.frame.cells_per_km * _VALLEY_KM)) ** 2
    valley = away / (away + 1)
    height += relief * np.float32(plan.terrain.noise_m)
    height = np.where(height > 0, np.maximum(height * valley, 1), height)
    metres: npt.NDArray[np.int16] = np.rint(height).astype(np.int16)
    return metres


def _open_sea(height: npt.NDArray[np.int16]) -> Mask:
    """Return what lies below 0 m and is joined to the western border."""
    low = (height <= 0).astype(np.uint8)
    _, labels = cv2.connectedComponents(low, connectivity=4)
    western = np.unique(labels[:, 0])
    sea: Mask = np.isin(labels, western[western > 0])
    return sea


def _slope_percent(height: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Return the steeper of the two slopes over 160 m, percent."""
    reach = 8
    padded = np.pad(height, reach, mode="edge").astype(np.int32)
    eastward = np.abs(padded[reach:-reach, 2 * reach :] - padded[reach:-reach, : -2 * reach])
    southward = np.abs(padded[2 * reach :, reach:-reach] - padded[: -2 * reach, reach:-reach])
    percent: npt.NDArray[np.int16] = (np.maximum(eastward, southward) * 100 // (2 * reach * 10)).astype(np.int16)
    return percent


def _river(plan: Plan) -> Mask:
    canvas = np.zeros(plan.frame.shape, dtype=np.uint8)
    for number, (points, widths) in enumerate(
        ((plan.terrain.tributary, _TRIBUTARY_WIDTH), (plan.terrain.river, _RIVER_WIDTH))
    ):
        course = _meandering(spline_through(points, 40), plan.seed, number) * plan.frame.cells_per_km
        draw_tapering(canvas, course, widths)
    return canvas.view(np.bool_)


def _meandering(course: Curve, seed: int, number: int) -> Curve:
    """Return the course with small bends, up to about 60 m."""
    count = len(course) // 8 + 4
    bends = random_words(seed, Stream.RIVER * 100 + number, (count, 2), np.uint16) / 65536 - 0.5
    return course + spline_through([*map(tuple, bends * 0.12)], 8)[: len(course)]


def draw_tapering(canvas: npt.NDArray[np.uint8], course: Curve, widths: tuple[int, int]) -> None:
    """Draw a curve (x, y in cells) whose width grows steadily from its start to its end."""
    cells = np.rint(course).astype(np.int32)
    for number in range(len(cells) - 1):
        width = widths[0] + (widths[1] - widths[0]) * number // len(cells)
        cv2.line(canvas, cells[number].tolist(), cells[number + 1].tolist(), 1, thickness=width)


def _parks(plan: Plan) -> tuple[Mask, Mask]:
    """Return the parks, and the ponds in them."""
    x, y = kilometres(plan)
    wobble = fractal_noise(plan.seed, Stream.PARKS, plan.frame.shape, wavelength=64, octaves=4)
    park = np.zeros(plan.frame.shape, dtype=np.bool_)
    pond = np.zeros(plan.frame.shape, dtype=np.bool_)
    for place in plan.parks:
        across, down = (x - np.float32(place.x)), (y - np.float32(place.y))
        outline = (across * np.float32(2 / place.width)) ** 2 + (down * np.float32(2 / place.height)) ** 2
        park |= outline + wobble * np.float32(0.45) < 1
        if place.pond:
            pond |= (across**2 + down**2) / np.float32(place.pond**2) + wobble * np.float32(1.2) < 1
    return park, pond & park
