"""What is drawn on the map itself: the neat line, scale bar, north arrow, degrees, title and stamp."""

from typing import Any

import numpy as np

from outputs.report import furniture
from outputs.report.lettering import directed, lines, style, width
from outputs.report.paper import Paper
from outputs.report.sheet import Margins, Sheet
from outputs.words.speech import current
from outputs.words.texts import text

INK, SOFT, HALO = "#1b1b1b", "#4a4a4a", "#ffffff"
SIMULATED_FILL = "#ffd84d"


class Pen:
    """Draws on one sheet, in pixels from its lower left corner; what stands at a side stands at the other in Arabic."""

    def __init__(self, paper: Paper, sheet: Sheet, margins: Margins) -> None:
        """Take the paper, and where on it the map lies: at its top."""
        self.axes, self.sheet, self.size = paper.axes, sheet, margins.text
        self.rows, self.columns = sheet.frame.pixels
        self.left, self.bottom = margins.left, paper.height - margins.top - self.rows
        self.right, self.top = self.left + self.columns, self.bottom + self.rows
        self.rtl = current().rtl
        self.paper = paper

    def line(self, x: float, y: float, words: str, *, size: float = 1, **look: Any) -> None:
        """Write one line, by default from the side where reading starts."""
        look = {"color": INK, "va": "baseline", "ha": "right" if self.rtl else "left"} | look
        bold = look.pop("bold", False)
        self.axes.text(x, y, directed(words), fontsize=self.size * size, **style(bold=bold), **look)

    def rectangle(self, x: float, y: float, width: float, height: float, **look: Any) -> Any:  # noqa: ANN401
        """Draw a box."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415 (matplotlib loads only for pictures)

        return self.axes.add_patch(Rectangle((x, y), width, height, **look))

    def inwards(self, distance: float, *, end: bool = False) -> float:
        """Return the x that far into the map from the side where reading starts, or from where it ends."""
        return self.right - distance if self.rtl != end else self.left + distance

    def frame(self) -> None:
        """Draw the neat line round the map."""
        self.rectangle(
            self.left - 0.5, self.bottom - 0.5, self.columns + 1, self.rows + 1, fill=False, edgecolor=INK, lw=1
        )

    def scale_bar(self) -> float:
        """Draw the bar in two halves on a light ground in a lower corner; return how much of the width that takes."""
        bar, size = furniture.scale_bar(self.sheet.frame), self.size
        start, y = 1.1 * size, self.bottom + 0.8 * size
        whole = bar.pixels + 0.5 * size + width(bar.label, size) + 1.2 * size
        self._ground(0.5 * size, y - 0.45 * size, whole, 1.6 * size)
        for length, colour, edge in ((bar.pixels, HALO, INK), (bar.pixels / 2, INK, "none")):
            x = min(self.inwards(start), self.inwards(start + length))
            self.rectangle(x, y, length, 8, facecolor=colour, edgecolor=edge, lw=1, zorder=5)
        self.line(self.inwards(start + bar.pixels + 0.5 * size), y - 2, bar.label, zorder=6)
        return whole + 0.5 * size

    def north(self) -> None:
        """Draw an arrow to true north in an upper corner."""
        angle = -np.radians(furniture.north_degrees(self.sheet.frame))
        size = self.size
        centre = np.array([self.inwards(1.5 * size, end=True), self.top - 2.1 * size])
        self._ground(0.45 * size, centre[1] - 1.5 * size, 2.1 * size, 3.3 * size, end=True)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        for side, colour in ((-1, INK), (1, HALO)):
            points = np.array([(0, 0.75), (0.48 * side, -0.95), (0, -0.55)]) * size @ turn.T + centre
            self.axes.fill(*points.T, facecolor=colour, edgecolor=INK, lw=1, zorder=5)
        self.line(
            centre[0], centre[1] + 1.05 * size, text("pictures.north_arrow"), size=0.8, ha="center", bold=True, zorder=6
        )

    def title(self) -> None:
        """Write the title on the map itself, where there is no panel."""
        broken = self._on_map(self.sheet.title, 1.1)
        for place, line in enumerate(broken):
            box = {"facecolor": HALO, "edgecolor": "none", "alpha": 0.88, "pad": 0.3 * self.size}
            y = self.top - (1.3 + 1.6 * place) * self.size
            self.line(self.inwards(0.8 * self.size), y, line, size=1.1, bold=True, bbox=box, zorder=7)

    def stamp_above(self) -> None:
        """Say at the top of the map that the city is simulated."""
        for place, line in enumerate(self._on_map(self.sheet.stamp, 0.84)):
            self._stamped(self.inwards(self.size), self.top - (1.5 + 1.7 * place) * self.size, line)

    def stamp_below(self, taken: float) -> None:
        """Say it at the foot of a small map, over the scale bar where both do not stand side by side.

        Args:
            taken: how much of the width the scale bar takes.
        """
        broken = self._on_map(self.sheet.stamp, 0.84, clear=0)
        beside = len(broken) == 1 and taken + self._long(broken[0]) + 2 * self.size < self.columns
        foot = self.bottom + (0.9 if beside else 2.9) * self.size
        for place, line in enumerate(reversed(broken)):
            x = self.inwards(self.size + self._long(line), end=True)
            self._stamped(x, foot + 1.7 * place * self.size, line)

    def graticule(self) -> None:
        """Mark degrees along the lower side, and along the side that has no panel."""
        frame, scale = self.sheet.frame, 1 / self.sheet.frame.metres_per_pixel
        free = 4.0
        for tick in furniture.meridians(frame):
            x, half = self.left + (tick.position - frame.west) * scale, width(tick.label, 0.8 * self.size) / 2
            self.axes.plot([x, x], [self.bottom - 8, self.bottom], color=INK, lw=1)
            if x - half > free and x + half < self.paper.width - 4:
                self.line(x, self.bottom - 28, tick.label, size=0.8, ha="center", color=SOFT)
                free = x + half + 8
        side, outwards = (self.right, 1) if self.rtl else (self.left, -1)
        free = self.bottom
        for tick in furniture.parallels(frame):
            y, half = self.bottom + (tick.position - frame.south) * scale, width(tick.label, 0.8 * self.size) / 2
            self.axes.plot([side, side + 8 * outwards], [y, y], color=INK, lw=1)
            if y - half > free and y + half < self.top:
                at = side + 20 * outwards
                self.line(at, y, tick.label, size=0.8, ha="center", va="center", rotation=90, color=SOFT)
                free = y + half + 8

    def _stamped(self, x: float, y: float, line: str) -> None:
        box = {"facecolor": SIMULATED_FILL, "edgecolor": INK, "linewidth": 1, "pad": 0.42 * self.size}
        self.line(x, y, line, size=0.84, bold=True, bbox=box, zorder=7)

    def _long(self, line: str) -> float:
        return width(line, 0.84 * self.size, bold=True)

    def _on_map(self, words: str, size: float, *, clear: float = 3.0) -> list[str]:
        """Return words broken to the map's width, less what the north arrow takes."""
        room = self.columns - (2 + clear) * self.size
        return lines(words, max(room, 2 * self.size), size * self.size, bold=True, most=3)

    def _ground(self, start: float, y: float, wide: float, height: float, *, end: bool = False) -> None:
        """Lay a light ground that begins so far into the map."""
        x = min(self.inwards(start, end=end), self.inwards(start + wide, end=end))
        self.rectangle(x, y, wide, height, facecolor=HALO, alpha=0.88, edgecolor="none", zorder=4)
