"""Which window of a city's grid a map shows, and how many pixels show it."""

import math
from dataclasses import dataclass

import numpy as np

from geo.measurement import Measurement
from outputs.report.furniture import Frame
from outputs.report.sampling import Shape, picture_shape

FULL_BOX: Shape = (940, 1120)
"""Rows and columns that a large map has room for."""
_ZOOM_MARGIN = 0.2
_WORTH_ZOOMING = 0.7


@dataclass(frozen=True, slots=True)
class View:
    """A window of the grid."""

    rows: slice
    columns: slice

    def of(self, raster: np.ndarray) -> np.ndarray:
        """Return the window of a raster."""
        return raster[self.rows, self.columns]


def whole_view(measurement: Measurement) -> View:
    """Return the window of the whole grid."""
    rows, columns = measurement.grid.shape
    return View(slice(0, rows), slice(0, columns))


def is_zoomed(measurement: Measurement, view: View) -> bool:
    """Return whether a window leaves some of the grid out."""
    return view != whole_view(measurement)


def city_view(measurement: Measurement) -> View:
    """Return the window round the city's last extent; the whole grid where that shows hardly more."""
    whole = whole_view(measurement)
    extents = [extent for extent in measurement.city_extents if extent.year == measurement.years[-1]]
    if not extents:
        return whole
    west, south, east, north = extents[0].geometry.bounds
    margin = max(east - west, north - south) * _ZOOM_MARGIN
    to_cells = ~measurement.grid.affine
    left, top = to_cells @ (west - margin, north + margin)
    right, bottom = to_cells @ (east + margin, south - margin)
    rows, columns = measurement.grid.shape
    view = View(
        slice(max(0, math.floor(top)), min(rows, math.ceil(bottom))),
        slice(max(0, math.floor(left)), min(columns, math.ceil(right))),
    )
    shares = ((view.rows.stop - view.rows.start) / rows, (view.columns.stop - view.columns.start) / columns)
    return view if max(shares) < _WORTH_ZOOMING else whole


def frame_of(measurement: Measurement, view: View, box: Shape = FULL_BOX) -> Frame:
    """Return where a view lies, and how many pixels show it in a box."""
    affine = measurement.grid.affine
    west, north = affine @ (view.columns.start, view.rows.start)
    east, south = affine @ (view.columns.stop, view.rows.stop)
    shape = (view.rows.stop - view.rows.start, view.columns.stop - view.columns.start)
    return Frame(measurement.grid.crs, west, south, east, north, picture_shape(shape, box))
