"""The map of each kind of zone: how much its built-up land changed over the whole span, zone by zone."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from affine import Affine
from rasterio.features import rasterize

from geo.arrays import Codes
from geo.measurement import Measurement, ZoneMeasurement
from outputs.layers.zone_change import UNDEFINED, ChangeLegend, change_legend, spoken_change_legend
from outputs.report.drawing import Key
from outputs.report.furniture import Frame
from outputs.report.lists import with_semicolons
from outputs.report.maps import MapPicture, full_map, no_data_key, water_key
from outputs.report.marks import YearNames
from outputs.report.outlines import painted
from outputs.report.pixels import coloured
from outputs.report.sampling import majority
from outputs.report.scenes import WATER, Scene, Scenes, outlines_of, water, water_colour, with_lines
from outputs.report.views import frame_of, whole_view
from outputs.subject import Place
from outputs.words.texts import name_of, text

_OUTSIDE, _BORDER = 250, 251
_BORDER_COLOUR = "#7A756B"
_LEAST_PIXELS = 60.0
"""Mean size of a zone on the picture below which borders would cover it."""


def zone_map(
    measurement: Measurement,
    place: Place,
    kind: str,
    found: Sequence[ZoneMeasurement],
    *,
    shared: Scenes | None = None,
) -> MapPicture:
    """Return the map of one kind of zone over the whole study area; water is water, whatever zone it lies in."""
    scene = (shared or Scenes()).get(f"zones {kind}", lambda: _scene(measurement, place, found))
    keys = {**_keys(), WATER: water_key()}
    title = text(f"zones_section.map_{kind}", period=_period(measurement))
    return full_map(measurement, place, scene, keys=keys, title=title)


def zone_map_in_words(measurement: Measurement, place: Place, kind: str, found: Sequence[ZoneMeasurement]) -> str:
    """Return what the map shows: how many zones are in each class."""
    legend = change_legend()
    counted = Counter(legend.code(_change(one)) for one in found)
    values = with_semicolons(
        text("pictures.of", what=key.name, value=counted[code]) for code, key in _keys().items() if counted[code]
    )
    title = text(f"zones_section.map_{kind}", period=_period(measurement))
    return text("zones_section.alt", name=name_of(place.names), title=title, values=values)


def _scene(measurement: Measurement, place: Place, found: Sequence[ZoneMeasurement]) -> Scene:
    legend, frame = change_legend(), frame_of(measurement, whole_view(measurement))
    pixels = _pixels(frame, found, legend)
    pixels[_water(measurement, frame.pixels) & (pixels != _OUTSIDE) & (pixels != _BORDER)] = WATER
    classes = {row.code: row.colour for row in legend.rows}
    plain = coloured(pixels, classes | {WATER: water_colour(), _BORDER: _BORDER_COLOUR})
    image = with_lines(plain, pixels, no_data=UNDEFINED)
    outlines = outlines_of(measurement, measurement.years[-1], place)
    return Scene(frame, painted(image, outlines, frame), frozenset(np.unique(pixels).tolist()))


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


def _keys() -> dict[int, Key]:
    """Return the rows of the legend by code, no value last."""
    rows = spoken_change_legend().rows
    keys = {row.code: Key(row.colour, row.name) for row in rows[1:]}
    return {**keys, UNDEFINED: no_data_key(text("zones_section.no_value"))}


def _change(one: ZoneMeasurement) -> float | None:
    return next((row.total_change_percent for row in one.indicators if row.whole_span), None)


def _period(measurement: Measurement) -> str:
    return YearNames(measurement.projected).period(measurement.years[0], measurement.years[-1])
