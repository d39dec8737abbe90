"""The maps of a project that are ready to print: one page of A4 each, and what lies where on it.

Places are millimetres from the page's upper left corner; in a language that runs from right to left the page is
mirrored.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from geo.measurement import Measurement
from outputs.layers.qgis.groups import Group, ProjectLayer
from outputs.report.marks import YearNames
from outputs.subject import Place
from outputs.words import current, text

WIDTH_MM, HEIGHT_MM = 297.0, 210.0
_MARGIN = 10.0
_COLUMN = 217.0
"""Where the column beside the map begins."""
_BOXES = {
    "page": (0.0, 0.0, WIDTH_MM, HEIGHT_MM),
    "title": (_MARGIN, 7.0, 277.0, 8.0),
    "place": (_MARGIN, 15.0, 277.0, 6.0),
    "map": (_MARGIN, 23.0, 202.0, 160.0),
    "legend": (_COLUMN, 23.0, 70.0, 130.0),
    "bar": (_COLUMN, 168.0, 52.0, 15.0),
    "north": (272.0, 165.0, 15.0, 18.0),
    "notes": (_MARGIN, 186.0, 277.0, 18.0),
}
"""Left, top, width, height."""
_AROUND = 0.1
"""Of the city's extent, shown beyond it on every side."""
_SEGMENTS = 2
_BAR_SHARE = 0.2
"""The longest scale bar, as a share of the map's width."""

View = tuple[float, float, float, float]
"""West, south, east, north in the project's CRS."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where an item lies, mm."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Page:
    """One map to print."""

    id: str
    name: str
    """Over the map, and in QGIS's list of layouts."""
    layers: tuple[ProjectLayer, ...]
    """On the map and in the legend, from top to bottom."""
    view: View
    segment_km: float
    """Length of one of the scale bar's segments."""
    boxes: Mapping[str, Box]

    def uuid(self, item: str) -> str:
        """Return what QGIS tells the page's items apart by, the same in every run."""
        return f"{{{uuid5(NAMESPACE_URL, f'umran:{self.id}:{item}')}}}"


def pages(groups: Sequence[Group], measurement: Measurement, place: Place) -> Iterator[Page]:
    """Yield the pages, in the language spoken now: growth, and the newest of the rasters of extents and of types."""
    layers = {group.id: group.layers for group in groups}
    area, extents, *_ = layers["boundaries"]
    years = YearNames(measurement.projected)
    first, last = measurement.years[0], measurement.years[-1]
    yield _page("growth", text("layers.print.growth"), (area, extents, *layers["growth"]), measurement, place)
    name = text("layers.print.extent", when=years.year(last))
    yield _page("extent", name, (area, layers["extent"][0]), measurement, place)
    if "expansion" in layers:
        name = text("layers.print.expansion", when=years.period(first, last))
        yield _page("expansion", name, (area, layers["expansion"][0]), measurement, place)


def city_view(measurement: Measurement, place: Place) -> View:
    """Return the window on the city: its last extent and some land round it; the study area where it has none."""
    extents = measurement.city_extents
    shape = extents[-1].geometry if extents else measurement.grid.project(place.study_area)
    west, south, east, north = shape.bounds
    margin = max(east - west, north - south) * _AROUND
    return west - margin, south - margin, east + margin, north + margin


def _page(id_: str, name: str, layers: tuple[ProjectLayer, ...], measurement: Measurement, place: Place) -> Page:
    boxes = {item: _box(*edges) for item, edges in _BOXES.items()}
    view = _fitted(city_view(measurement, place), boxes["map"])
    longest_km = (view[2] - view[0]) / 1000 * _BAR_SHARE / _SEGMENTS
    return Page(id_, name, layers, view, _round_length(longest_km), boxes)


def _box(left: float, top: float, width: float, height: float) -> Box:
    return Box(WIDTH_MM - left - width if current().rtl else left, top, width, height)


def _fitted(view: View, box: Box) -> View:
    """Return a window widened to the shape of a box."""
    west, south, east, north = view
    scale = max((east - west) / box.width, (north - south) / box.height)
    x, y = (west + east) / 2, (south + north) / 2
    wide, high = scale * box.width / 2, scale * box.height / 2
    return x - wide, y - high, x + wide, y + high


def _round_length(longest: float) -> float:
    """Return the largest of 1, 2, 5, 10 … that is no longer.

    >>> _round_length(3.4), _round_length(0.09)
    (2.0, 0.05)
    """
    power = 10.0 ** math.floor(math.log10(longest))
    return float(max(step * power for step in (1, 2, 5) if step * power <= longest))
