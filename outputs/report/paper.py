"""Paper of exact pixels to draw on with matplotlib, over images that lie on it already."""

from typing import Any

import numpy as np

from outputs.report.pixels import Rgb


class Paper:
    """A white sheet, in pixels from its lower left corner."""

    def __init__(self, width: int, height: int) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (matplotlib loads only for pictures)
        from matplotlib.figure import Figure  # noqa: PLC0415

        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72)  # 72: a point is a pixel
        self.figure.patch.set_visible(False)
        self._canvas: Any = FigureCanvasAgg(self.figure)
        self._images: list[tuple[Rgb, int, int]] = []
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height), facecolor="none")
        self.axes.set_axis_off()

    def lay(self, image: Rgb, left: int, bottom: int) -> None:
        """Lay an image under whatever is drawn, its own pixels on the paper's."""
        self._images.append((image, left, bottom))

    def pixels(self) -> Rgb:
        """Return what is on the paper, (y, x, 3)."""
        from matplotlib import rc_context  # noqa: PLC0415

        renderer = self._canvas.get_renderer()
        ground = np.asarray(renderer.buffer_rgba())
        ground[:] = 255
        for image, left, bottom in self._images:
            rows, columns = image.shape[:2]
            top = self.height - bottom - rows
            ground[top : top + rows, left : left + columns, :3] = image
        with rc_context({"text.hinting": "none"}):  # hinted letters are wider than their measure
            self.figure.draw(renderer)
        return ground[:, :, :3].copy()
