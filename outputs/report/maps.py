"""Which map pictures a run has: growth by epoch, extent classes, growth by type, each epoch's extent, the preview."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.arrays import Codes, Years
from geo.codes import FIRST_BUILT_UNKNOWN, ExpansionType, ExtentClass
from geo.measurement import Measurement
from outputs.layers.palettes import Legend, expansion_legend, extent_legend, first_built_legend
from outputs.report import drawing
from outputs.report.drawing import Key, Outline, Sheet
from outputs.report.furniture import Frame
from outputs.report.marks import YearNames
from outputs.report.pixels import Rgb, coloured
from outputs.report.sampling import Shape, majority
from outputs.report.site import NO_COUNTRY
from outputs.report.views import View, city_view, frame_of, is_zoomed, whole_view
from outputs.report.words import text
from outputs.subject import Place
from outputs.text import is_simulated

_EPOCH_BOX: Shape = (560, 560)
_PREVIEW_BOX: Shape = (600, 600)
_NEVER, _WATER, _NO_DATA = 200, 201, 202
"""Codes that the pictures add: open land of the first-built map, water, unknown cells inside the study area."""
_NO_DATA_COLOUR = "#BDBDBD"
_OUTLINE = "#111111"
_LIMIT = "#555555"


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map as a page shows it."""

    png: bytes
    title: str
    keys: tuple[Key, ...]
    """The legend of what is on it."""
    zoomed: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A view in its colours."""

    frame: Frame
    image: Rgb
    keys: tuple[Key, ...]
    """Of what is on it."""
    zoomed: bool = False


@dataclass(frozen=True, slots=True)
class _Theme:
    codes: Codes
    legend: tuple[tuple[int, Key], ...]
    """In the order of the legend."""
    priority: tuple[int, ...]


def first_built_map(measurement: Measurement, place: Place) -> MapPicture:
    """Return the map of the epoch at which each cell was first built up, zoomed to the city."""
    view = city_view(measurement)
    title = text("maps.first_built", **_span(measurement))
    return _full(measurement, place, (view, _first_built(measurement, view)), title)


def extent_map(measurement: Measurement, place: Place) -> MapPicture:
    """Return the map of the last epoch's extent classes over the whole study area."""
    view, year = whole_view(measurement), measurement.years[-1]
    title = text("maps.extent", year=_said(measurement, year))
    return _full(measurement, place, (view, _extent(measurement, view, year)), title)


def expansion_map(measurement: Measurement, place: Place) -> MapPicture:
    """Return the map of the types of growth over the whole span, zoomed to the city."""
    view = city_view(measurement)
    title = text("maps.expansion", **_span(measurement))
    return _full(measurement, place, (view, _expansion(measurement, view)), title)


def epoch_maps(measurement: Measurement, place: Place) -> list[MapPicture]:
    """Return a small map of the extent classes of every epoch, all of the same window."""
    view = city_view(measurement)
    pictures = []
    for year in measurement.years:
        frame = frame_of(measurement, view, _EPOCH_BOX)
        theme = _extent(measurement, view, year)
        image, keys = _rendered(theme, frame.pixels)
        outlines = _extent_outline(measurement, year)
        title = _said(measurement, year)
        sheet = Sheet(frame, image, outlines, title, stamp=_stamp(measurement, place))
        own = Key(_OUTLINE, text("maps.own_extent"), "line")
        all_keys = (*keys, own) if outlines else keys
        pictures.append(MapPicture(drawing.draw(sheet, drawing.PANEL), title, all_keys, is_zoomed(measurement, view)))
    return pictures


def preview_png(measurement: Measurement, place: Place) -> bytes:
    """Return the first-built map as a small picture for lists: at most 600 pixels a side."""
    view = city_view(measurement)
    frame = frame_of(measurement, view, _PREVIEW_BOX)
    image, _ = _rendered(_first_built(measurement, view), frame.pixels)
    outlines = _extent_outline(measurement, measurement.years[-1])
    return drawing.draw(Sheet(frame, image, outlines, "", stamp=_stamp(measurement, place)), drawing.PANEL)


def _full(measurement: Measurement, place: Place, shown: tuple[View, _Theme], title: str) -> MapPicture:
    view, theme = shown
    frame = frame_of(measurement, view)
    return full_map(
        measurement, place, Drawn(frame, *_rendered(theme, frame.pixels), is_zoomed(measurement, view)), title
    )


def full_map(measurement: Measurement, place: Place, drawn: Drawn, title: str) -> MapPicture:
    """Return a large map with its outlines, legend and notes."""
    frame = drawn.frame
    outlines = [_study_area_outline(measurement, place), *_extent_outline(measurement, measurement.years[-1])]
    all_keys = (*drawn.keys, *(outline.key for outline in reversed(outlines)))
    sheet = Sheet(
        frame,
        drawn.image,
        outlines,
        title,
        subtitle=place.names["en"] + ("" if place.iso3 == NO_COUNTRY else f", {place.iso3}"),
        keys=all_keys,
        notes=notes(measurement, frame),
        stamp=_stamp(measurement, place),
    )
    return MapPicture(drawing.draw(sheet, drawing.FULL), title, all_keys, drawn.zoomed)


def notes(measurement: Measurement, frame: Frame | None = None) -> list[str]:
    """Return what stands in small letters beside a map: the CRS, what a pixel shows, sources and licences."""
    grid = measurement.grid
    said = [text("maps.crs", crs=grid.crs_name, cell=f"{grid.resolution_m:g}")]
    if frame is not None and frame.metres_per_pixel > grid.resolution_m:
        said.append(text("maps.majority", metres=f"{frame.metres_per_pixel:.0f}"))
    return said + [
        text("maps.source", title=source.title, version=source.version, licence=source.licence)
        for source in measurement.sources
    ]


def _said(measurement: Measurement, year: int) -> str:
    return YearNames(measurement.projected).year(year)


def _span(measurement: Measurement) -> dict[str, str]:
    return {"start": _said(measurement, measurement.years[0]), "end": _said(measurement, measurement.years[-1])}


def _stamp(measurement: Measurement, place: Place) -> str:
    return text("simulated.stamp") if is_simulated(measurement, place) else ""


def _extent_outline(measurement: Measurement, year: int) -> list[Outline]:
    key = Key(_OUTLINE, text("maps.city_extent", year=_said(measurement, year)), "line")
    return [Outline(extent.geometry, key) for extent in measurement.city_extents if extent.year == year]


def _study_area_outline(measurement: Measurement, place: Place) -> Outline:
    area = measurement.grid.project(place.study_area)
    return Outline(area, Key(_LIMIT, text("maps.study_area"), "dashes"))


def _rendered(theme: _Theme, shape: Shape) -> tuple[Rgb, tuple[Key, ...]]:
    shown = majority(theme.codes, shape, theme.priority)
    present = set(np.unique(shown).tolist())
    colours = {code: key.colour for code, key in theme.legend}
    return coloured(shown, colours), tuple(key for code, key in theme.legend if code in present)


def _extent(measurement: Measurement, view: View, year: int) -> _Theme:
    codes = _with_no_data(measurement, view, view.of(measurement.layers.extent_classes[year]).copy())
    built = (ExtentClass.URBAN, ExtentClass.SUBURBAN, ExtentClass.RURAL)
    open_land = (ExtentClass.CAPTURED_OPEN, ExtentClass.FRINGE_OPEN, ExtentClass.WATER, ExtentClass.RURAL_OPEN)
    return _Theme(codes, _rows(extent_legend()), _priority((*built, *open_land)))


def _expansion(measurement: Measurement, view: View) -> _Theme:
    span = (measurement.years[0], measurement.years[-1])
    codes = view.of(measurement.layers.expansion[span]).copy()
    codes[(codes == ExpansionType.OPEN) & water(measurement, view)] = _WATER
    codes = _with_no_data(measurement, view, codes)
    rows = [row for row in _rows(expansion_legend()) if row[0] not in (ExpansionType.OPEN, _NO_DATA)]
    rows.append((int(ExpansionType.OPEN), Key(_colour(expansion_legend(), ExpansionType.OPEN), text("maps.open"))))
    rows += [water_row(), _no_data_row()]
    order = ("INFILL", "EXTENSION", "LEAPFROG", "INCLUSION", "OUTSIDE", "LOST", "UNCHANGED")
    shown_first = tuple(int(ExpansionType[name]) for name in order)
    rows.sort(key=lambda row: shown_first.index(row[0]) if row[0] in shown_first else len(shown_first))
    return _Theme(codes, tuple(rows), _priority((*shown_first, _WATER, ExpansionType.OPEN)))


def _first_built(measurement: Measurement, view: View) -> _Theme:
    legend = first_built_legend(measurement.years)
    codes = _indexed(view.of(measurement.layers.first_built), measurement.years)
    codes[(codes == _NEVER) & water(measurement, view)] = _WATER
    codes = _with_no_data(measurement, view, codes)
    epochs = [
        (index, Key(_colour(legend, year), _first_built_name(measurement, index)))
        for index, year in enumerate(measurement.years, 1)
    ]
    never = (_NEVER, Key(_colour(legend, 0), text("maps.open")))
    order = tuple(range(1, len(epochs) + 1))
    return _Theme(codes, (*epochs, never, water_row(), _no_data_row()), _priority((*order, _WATER, _NEVER)))


def _first_built_name(measurement: Measurement, index: int) -> str:
    years, end = measurement.years, _said(measurement, measurement.years[index - 1])
    return text("maps.by_year", year=end) if index == 1 else text("maps.between", start=years[index - 2], end=end)


def _indexed(first_built: Years, years: Sequence[int]) -> Codes:
    """Return years as 1, 2 … in the order of the epochs, _NEVER, and 0 where unknown."""
    table = np.zeros(FIRST_BUILT_UNKNOWN + 1, dtype=np.uint8)
    table[0] = _NEVER
    for index, year in enumerate(years, 1):
        table[year] = index
    return table[first_built]


def water(measurement: Measurement, view: View) -> np.ndarray:
    """Return which cells of a view are water at the last epoch."""
    found: np.ndarray = view.of(measurement.layers.extent_classes[measurement.years[-1]]) == ExtentClass.WATER
    return found


def _with_no_data(measurement: Measurement, view: View, codes: Codes) -> Codes:
    codes[(codes == 0) & view.of(measurement.study_area)] = _NO_DATA
    return codes


def _rows(legend: Legend) -> tuple[tuple[int, Key], ...]:
    return (*((row.code, Key(row.colour, row.name)) for row in legend.classes), _no_data_row())


def _colour(legend: Legend, code: int) -> str:
    return next(row.colour for row in legend.classes if row.code == code)


def water_row() -> tuple[int, Key]:
    """Return water's code and its row of a legend."""
    return _WATER, Key(_colour(extent_legend(), ExtentClass.WATER), text("maps.water"))


def _no_data_row() -> tuple[int, Key]:
    return _NO_DATA, Key(_NO_DATA_COLOUR, text("maps.no_data"))


def _priority(codes: Sequence[int]) -> tuple[int, ...]:
    return (*(int(code) for code in codes), _NO_DATA, 0)
