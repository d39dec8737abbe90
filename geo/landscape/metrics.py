"""From a raster of classes to the metrics of each class and of the landscape: the way readable from top to bottom."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.landscape.class_metrics import ClassMetrics, absent_class, class_metrics
from geo.landscape.cover import cover_of
from geo.landscape.joins import joins
from geo.landscape.landscape_metrics import LandscapeMetrics, landscape_metrics
from geo.landscape.patches import Patches, patches_by_class


@dataclass(frozen=True, slots=True)
class Landscape:
    """The metrics of a landscape at both levels."""

    classes: tuple[ClassMetrics, ...]
    """The classes that are there, by code."""
    whole: LandscapeMetrics

    def of(self, code: int) -> ClassMetrics:
        """Return a class's metrics, also where it does not occur."""
        there = {one.code: one for one in self.classes}
        return there.get(code) or absent_class(code, self.whole.ta_ha)


def measure_landscape(
    classes: npt.NDArray[np.integer], *, cell_m: float, nodata: int = 0, neighbours: int = 8, nearest: bool = True
) -> Landscape:
    """Measure a raster of classes.

    Args:
        classes: (y, x) class codes of any integer type, up to 255 of them.
        cell_m: side of the square cells, metres, 1 or more.
        nodata: the code that lies outside the landscape.
        neighbours: 8 where cells that touch at a corner are one patch (FRAGSTATS' default), 4 where they are two.
        nearest: whether to give ENN_MN, about half of the work.

    Raises:
        GridError: it is no raster of up to 255 classes, or its cells are smaller than 1 m.

    >>> import numpy as np
    >>> city = np.array([[1, 1, 2], [1, 2, 2], [2, 2, 1]], np.uint8)
    >>> built = measure_landscape(city, cell_m=100).of(1)
    >>> built.ca_ha, built.np_count, built.te_m, round(built.enn_mn_m)
    (4.0, 2, 600.0, 224)
    """
    cover = cover_of(classes, cell_m=cell_m, nodata=nodata)
    sides = joins(cover)
    patches = tuple(patches_by_class(cover, neighbours=neighbours, nearest=nearest))
    rows = tuple(
        class_metrics(code, position, own, sides, cover.cell_m)
        for position, (code, own) in enumerate(zip(cover.codes, patches, strict=True), start=1)
    )
    return Landscape(rows, landscape_metrics(Patches.union(patches), sides, rows, cover.cell_m))
