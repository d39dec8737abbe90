"""A map picture: colours, outlines, scale bar, north arrow, degrees, legend and notes, drawn to exact pixels."""

import textwrap
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt
from affine import Affine
from rasterio.features import rasterize
from shapely.geometry.base import BaseGeometry as Geometry

from outputs.report import furniture
from outputs.report.furniture import Frame
from outputs.report.pixels import Rgb, png

INK, SOFT, HALO = "#1b1b1b", "#4a4a4a", "#ffffff"
SIMULATED_FILL = "#ffd84d"
_CLOSED_PIXELS = 5
"""Width of a gap in an outline that the line itself would fill."""
_LEAST_RING_PIXELS = 150.0
"""Area of an island or hole below which its outline is a blot."""
_LINE_TOLERANCE = 0.8
"""Pixels by which an outline may depart from the stairs of its cells."""
_BEYOND_FRAME = 12
"""Pixels round the map within which outlines are followed, so that none is cut off along the frame."""


@dataclass(frozen=True, slots=True)
class Key:
    """One row of a legend."""

    colour: str
    name: str
    mark: Literal["patch", "line", "dashes"] = "patch"


@dataclass(frozen=True, slots=True)
class Outline:
    """A line on the map, in the frame's CRS."""

    geometry: Geometry
    key: Key


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that stands on one map picture."""

    frame: Frame
    image: Rgb
    """The map's own pixels; its shape is the frame's."""
    outlines: Sequence[Outline]
    title: str
    subtitle: str = ""
    keys: Sequence[Key] = ()
    notes: Sequence[str] = ()
    stamp: str = ""
    """Words across the map itself: that the city is simulated."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the map, pixels, and the size of the letters."""

    left: int
    bottom: int
    top: int
    right: int
    text: float


FULL = Margins(left=78, bottom=36, top=8, right=418, text=18)
PANEL = Margins(left=2, bottom=2, top=2, right=2, text=17)
_PANEL_HEIGHT = 700
"""Room that a full legend and its notes need, pixels."""


def draw(sheet: Sheet, margins: Margins) -> bytes:
    """Return the picture as a PNG of at most 256 colours; the same sheet gives the same bytes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (matplotlib loads only for pictures)
    from matplotlib.figure import Figure  # noqa: PLC0415

    rows, columns = sheet.frame.pixels
    width = margins.left + columns + margins.right
    height = margins.top + margins.bottom + max(rows, _PANEL_HEIGHT if margins is FULL else 0)
    figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor="white")  # 72: a point is a pixel
    canvas: Any = FigureCanvasAgg(figure)
    bottom = height - margins.top - rows
    figure.figimage(sheet.image, margins.left, bottom, origin="upper", zorder=0)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height), facecolor="none", zorder=1)
    axes.set_axis_off()
    pen = Pen(axes, sheet, margins, bottom)
    pen.outlines()
    pen.frame()
    pen.scale_bar()
    pen.north()
    pen.stamp()
    if margins is FULL:
        pen.graticule()
        pen.panel(height)
    else:
        pen.label()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        canvas.draw()
    return png(np.asarray(canvas.buffer_rgba())[:, :, :3])


class Pen:
    """Draws on one sheet, in pixels from its lower left corner."""

    def __init__(self, axes: Any, sheet: Sheet, margins: Margins, bottom: int) -> None:  # noqa: ANN401 (untyped library)
        """Take the matplotlib axes, and where the map begins."""
        self.axes, self.sheet, self.margins = axes, sheet, margins
        self.rows, self.columns = sheet.frame.pixels
        self.left, self.bottom = margins.left, bottom
        self.right, self.top = self.left + self.columns, self.bottom + self.rows

    def text(self, x: float, y: float, words: str, *, size: float = 1, **style: Any) -> None:
        """Write words as they are: a dollar sign is no formula."""
        style = {"color": INK, "va": "baseline", "family": "DejaVu Sans", "linespacing": 1.35} | style
        self.axes.text(x, y, words, fontsize=self.margins.text * size, parse_math=False, **style)

    def rectangle(self, x: float, y: float, width: float, height: float, **style: Any) -> Any:  # noqa: ANN401
        """Draw a box."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415

        return self.axes.add_patch(Rectangle((x, y), width, height, **style))

    def outlines(self) -> None:
        """Draw the outlines with a light halo, clipped to the map."""
        from matplotlib.collections import LineCollection  # noqa: PLC0415

        window = self.rectangle(self.left, self.bottom, self.columns, self.rows, fill=False, linewidth=0)
        for outline in self.sheet.outlines:
            lines = [ring + np.array([self.left, self.bottom]) for ring in _rings(outline.geometry, self.sheet.frame)]
            dashed = outline.key.mark == "dashes"
            for colour, width in (((HALO, 4.2), (outline.key.colour, 2.0)), ((outline.key.colour, 1.6),))[dashed]:
                style = (0, (7, 4)) if dashed else "solid"
                collection = LineCollection(lines, colors=colour, linewidths=width, linestyles=style, zorder=3)
                self.axes.add_collection(collection)
                collection.set_clip_path(window)  # after adding, which would set the axes' own

    def frame(self) -> None:
        """Draw the neat line round the map."""
        self.rectangle(
            self.left - 0.5, self.bottom - 0.5, self.columns + 1, self.rows + 1, fill=False, edgecolor=INK, lw=1
        )

    def scale_bar(self) -> None:
        """Draw the bar in two halves, on a light ground in the lower left corner."""
        bar = furniture.scale_bar(self.sheet.frame)
        size = self.margins.text
        x, y = self.left + 1.1 * size, self.bottom + 0.8 * size
        self._ground(
            x - 0.6 * size, y - 0.45 * size, bar.pixels + len(bar.label) * size * 0.66 + 1.6 * size, 1.6 * size
        )
        self.rectangle(x, y, bar.pixels, 8, facecolor=HALO, edgecolor=INK, lw=1, zorder=5)
        self.rectangle(x, y, bar.pixels / 2, 8, facecolor=INK, edgecolor="none", zorder=5)
        self.text(x + bar.pixels + 0.5 * size, y - 2, bar.label, zorder=6)

    def north(self) -> None:
        """Draw an arrow to true north in the upper right corner."""
        angle = -np.radians(furniture.north_degrees(self.sheet.frame))
        size = self.margins.text
        centre = np.array([self.right - 1.5 * size, self.top - 2.1 * size])
        self._ground(centre[0] - 1.05 * size, centre[1] - 1.5 * size, 2.1 * size, 3.15 * size)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        for side, colour in ((-1, INK), (1, HALO)):
            points = np.array([(0, 0.75), (0.48 * side, -0.95), (0, -0.55)]) * size @ turn.T + centre
            self.axes.fill(*points.T, facecolor=colour, edgecolor=INK, lw=1, zorder=5)
        self.text(centre[0], centre[1] + 0.85 * size, "N", size=0.8, ha="center", weight="bold", zorder=6)

    def stamp(self) -> None:
        """Say on the map that the city is simulated."""
        if self.sheet.stamp:
            size = self.margins.text
            box = {"facecolor": SIMULATED_FILL, "edgecolor": INK, "linewidth": 1, "pad": 0.42 * size}
            if self.margins is FULL:
                x, y, side = self.left + size, self.top - 1.5 * size, "left"
            else:  # small maps have no room to spare but in the lower right corner
                x, y, side = self.right - size, self.bottom + 0.9 * size, "right"
            self.text(x, y, self.sheet.stamp, size=0.84, weight="bold", ha=side, bbox=box, zorder=7)

    def label(self) -> None:
        """Write the title on the map itself, where there is no side panel."""
        if self.sheet.title:
            size = self.margins.text
            box = {"facecolor": HALO, "edgecolor": "none", "alpha": 0.88, "pad": 0.3 * size}
            self.text(
                self.left + 0.8 * size, self.top - 1.3 * size, self.sheet.title,
                size=1.1, weight="bold", bbox=box, zorder=7,
            )  # fmt: skip

    def graticule(self) -> None:
        """Mark degrees along the lower and the left side."""
        frame = self.sheet.frame
        scale = 1 / frame.metres_per_pixel
        for tick in furniture.meridians(frame):
            x = self.left + (tick.position - frame.west) * scale
            self.axes.plot([x, x], [self.bottom - 8, self.bottom], color=INK, lw=1)
            self.text(x, self.bottom - 28, tick.label, size=0.8, ha="center", color=SOFT)
        half_a_label = 2.4 * self.margins.text
        for tick in furniture.parallels(frame):
            y = self.bottom + (tick.position - frame.south) * scale
            if not self.bottom + half_a_label < y < self.top - half_a_label:
                continue
            self.axes.plot([self.left - 8, self.left], [y, y], color=INK, lw=1)
            self.text(self.left - 20, y, tick.label, size=0.8, ha="center", va="center", rotation=90, color=SOFT)

    def panel(self, height: float) -> None:
        """Write title, legend and notes beside the map."""
        size, x = self.margins.text, self.right + 28
        y = height - self.margins.top - 1.2 * size
        for words, scale, weight, width in (
            (self.sheet.title, 1.3, "bold", 26),
            (self.sheet.subtitle, 1, "normal", 36),
        ):
            for line in textwrap.wrap(words, width, max_lines=3):
                self.text(x, y, line, size=scale, weight=weight)
                y -= 1.5 * scale * size
        y -= 0.9 * size
        for key in self.sheet.keys:
            self._key(x, y, key)
            y -= 1.85 * size
        y = self.bottom + 2
        for note in reversed(self.sheet.notes):
            lines = textwrap.wrap(note, 46, max_lines=4)
            for line in reversed(lines):
                self.text(x, y, line, size=0.8, color=SOFT)
                y += 1.2 * size
            y += 0.35 * size

    def _key(self, x: float, y: float, key: Key) -> None:
        size = self.margins.text
        if key.mark == "patch":
            self.rectangle(x, y - 0.3 * size, 2 * size, 1.25 * size, facecolor=key.colour, edgecolor=SOFT, lw=0.8)
        else:
            style = "solid" if key.mark == "line" else (0, (5, 3))
            middle = y + 0.33 * size
            self.axes.plot([x, x + 2 * size], [middle, middle], color=key.colour, lw=2, linestyle=style)
        self.text(x + 2.7 * size, y, key.name, size=0.94)

    def _ground(self, x: float, y: float, width: float, height: float) -> None:
        self.rectangle(x, y, width, height, facecolor=HALO, alpha=0.88, edgecolor="none", zorder=4)


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
