"""The map of each kind of zone: how much its built-up land changed over the whole span, zone by zone."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from affine import Affine
from rasterio.features import rasterize

from geo.arrays import Codes
from geo.measurement import Measurement, ZoneMeasurement
from outputs.layers.zone_change import UNDEFINED, ChangeLegend, change_legend
from outputs.report.drawing import Key
from outputs.report.furniture import Frame
from outputs.report.maps import Drawn, MapPicture, full_map, water, water_row
from outputs.report.marks import YearNames
from outputs.report.pixels import coloured
from outputs.report.sampling import majority
from outputs.report.views import frame_of, whole_view
from outputs.report.words import text
from outputs.subject import Place

_OUTSIDE, _BORDER = 250, 251
_BORDER_COLOUR = "#7A756B"
_LEAST_PIXELS = 60.0
"""Mean size of a zone on the picture below which borders would cover it."""


def zone_map(measurement: Measurement, place: Place, kind: str, found: Sequence[ZoneMeasurement]) -> MapPicture:
    """Return the map of one kind of zone over the whole study area; water is water, whatever zone it lies in."""
    legend, frame = change_legend(), frame_of(measurement, whole_view(measurement))
    pixels = _pixels(frame, found, legend)
    at_water = _water(measurement, frame.pixels) & (pixels != _OUTSIDE) & (pixels != _BORDER)
    code, of_water = water_row()
    pixels[at_water] = code
    keys = {**_keys(legend), code: of_water}
    colours = {number: key.colour for number, key in keys.items()} | {_BORDER: _BORDER_COLOUR}
    shown = tuple(key for number, key in keys.items() if np.any(pixels == number))
    title = text(f"zones_section.map_{kind}", period=_period(measurement))
    return full_map(measurement, place, Drawn(frame, coloured(pixels, colours), shown), title)


def zone_map_in_words(measurement: Measurement, place: Place, kind: str, found: Sequence[ZoneMeasurement]) -> str:
    """Return what the map shows: how many zones are in each class."""
    legend = change_legend()
    names = {code: key.name for code, key in _keys(legend).items()}
    counted = Counter(legend.code(_change(one)) for one in found)
    values = "; ".join(f"{name}: {counted[code]}" for code, name in names.items() if counted[code])
    title = text(f"zones_section.map_{kind}", period=_period(measurement))
    return text("zones_section.alt", name=place.names["en"], title=title, values=values)


def _pixels(frame: Frame, found: Sequence[ZoneMeasurement], legend: ChangeLegend) -> Codes:
    """Return the class of each pixel's zone, (y, x) of the picture, with the zones' borders where there is room."""
    size = frame.metres_per_pixel
    where = {"out_shape": frame.pixels, "transform": Affine(size, 0, frame.west, 0, -size, frame.north)}
    classes = ((one.zone.geometry, legend.code(_change(one))) for one in found)
    pixels: Codes = rasterize(classes, fill=_OUTSIDE, dtype="uint8", **where)
    if np.count_nonzero(pixels != _OUTSIDE) >= _LEAST_PIXELS * len(found):
        rasterize([(one.zone.geometry.boundary, _BORDER) for one in found], out=pixels, transform=where["transform"])
    return pixels


def _water(measurement: Measurement, shape: tuple[int, int]) -> np.ndarray:
    codes = water(measurement, whole_view(measurement)).astype(np.uint8)
    found: np.ndarray = majority(codes, shape, (0, 1)) == 1
    return found


def _keys(legend: ChangeLegend) -> dict[int, Key]:
    """Return the rows of the legend by code, no value last."""
    keys = {code: Key(one.colour, one.name) for code, one in enumerate(legend.classes, 1)}
    return {**keys, UNDEFINED: Key(legend.undefined_colour, text("zones_section.no_value"))}


def _change(one: ZoneMeasurement) -> float | None:
    return next((row.total_change_percent for row in one.indicators if row.whole_span), None)


def _period(measurement: Measurement) -> str:
    return YearNames(measurement.projected).period(measurement.years[0], measurement.years[-1])
