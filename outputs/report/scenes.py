"""Maps without words: classes sampled for a picture, in their colours, with outlines. Languages share what is here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.arrays import Codes, Years
from geo.codes import FIRST_BUILT_UNKNOWN, ExpansionType, ExtentClass
from geo.measurement import Measurement
from outputs.layers.palettes import Legend, expansion_legend, extent_legend, first_built_legend
from outputs.report.furniture import Frame
from outputs.report.outlines import Outline, painted
from outputs.report.pixels import Rgb, coloured, ruled
from outputs.report.sampling import Shape, majority
from outputs.report.views import View, frame_of, is_zoomed
from outputs.subject import Place

NEVER, WATER, NO_DATA = 200, 201, 202
"""Codes that the pictures add: open land of the first-built map, water, unknown cells inside the study area."""
NO_DATA_COLOUR = "#BDBDBD"
WATER_LINES, NO_DATA_LINES = "#A3BDD6", "#F2F2F2"
"""Ruled over water, level, and over unknown land, slanting: their greys are also those of classes."""
OUTLINE, LIMIT = "#111111", "#555555"
"""Lines round the city's extent and round the study area."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A map before a word is on it."""

    frame: Frame
    image: Rgb
    """With its outlines."""
    codes: frozenset[int]
    """The classes that are on it."""
    zoomed: bool = False


class Scenes:
    """The scenes of one run, each drawn once, by whichever language asks first."""

    def __init__(self) -> None:
        self._drawn: dict[str, Scene] = {}

    def get(self, name: str, make: Callable[[], Scene]) -> Scene:
        """Return the scene of a name, made now if nobody asked before."""
        if name not in self._drawn:
            self._drawn[name] = make()
        return self._drawn[name]


@dataclass(frozen=True, slots=True)
class Theme:
    """What a map shows: the class of each cell of a view, and the colours of all classes."""

    codes: Codes
    colours: Mapping[int, str]
    priority: tuple[int, ...]
    """Of two classes that cover a pixel equally, the one that stands first is shown."""
    water: int = WATER
    """The code of water."""


def scene(measurement: Measurement, view: View, theme: Theme, *, box: Shape, outlines: Sequence[Outline] = ()) -> Scene:
    """Return a theme over a view, in a picture that fits a box."""
    frame = frame_of(measurement, view, box)
    shown = majority(theme.codes, frame.pixels, theme.priority)
    image = painted(with_lines(coloured(shown, dict(theme.colours)), shown, water=theme.water), outlines, frame)
    return Scene(frame, image, frozenset(np.unique(shown).tolist()), is_zoomed(measurement, view))


def with_lines(image: Rgb, codes: Codes, *, water: int = WATER, no_data: int = NO_DATA) -> Rgb:
    """Return a map with its water and its unknown land ruled, so that they are told from classes in grey print."""
    ruled_water = ruled(image, codes == water, WATER_LINES, slanting=False)
    return ruled(ruled_water, codes == no_data, NO_DATA_LINES, slanting=True)


def outlines_of(measurement: Measurement, year: int, place: Place | None = None) -> list[Outline]:
    """Return the city's extent of a year, if there is one, and the limit of a place's study area under it."""
    limits = [] if place is None else [Outline(measurement.grid.project(place.study_area), LIMIT, dashed=True)]
    return limits + [Outline(one.geometry, OUTLINE) for one in measurement.city_extents if one.year == year]


def extent_theme(measurement: Measurement, view: View, year: int) -> Theme:
    """Return the extent classes of an epoch."""
    codes = _with_no_data(measurement, view, view.of(measurement.layers.extent_classes[year]).copy())
    built = (ExtentClass.URBAN, ExtentClass.SUBURBAN, ExtentClass.RURAL)
    open_land = (ExtentClass.CAPTURED_OPEN, ExtentClass.FRINGE_OPEN, ExtentClass.WATER, ExtentClass.RURAL_OPEN)
    return Theme(codes, extent_colours(), _priority((*built, *open_land)), water=int(ExtentClass.WATER))


def expansion_theme(measurement: Measurement, view: View) -> Theme:
    """Return the types of growth over the whole span; water is told from open land."""
    span = (measurement.years[0], measurement.years[-1])
    codes = view.of(measurement.layers.expansion[span]).copy()
    codes[(codes == ExpansionType.OPEN) & water(measurement, view)] = WATER
    codes = _with_no_data(measurement, view, codes)
    shown_first = tuple(code for code in expansion_colours() if code not in {ExpansionType.OPEN, WATER, NO_DATA})
    return Theme(codes, expansion_colours(), _priority((*shown_first, WATER, ExpansionType.OPEN)))


def first_built_theme(measurement: Measurement, view: View) -> Theme:
    """Return the epoch at which each cell was first built up, as 1, 2 … in the order of the epochs."""
    codes = _indexed(view.of(measurement.layers.first_built), measurement.years)
    codes[(codes == NEVER) & water(measurement, view)] = WATER
    codes = _with_no_data(measurement, view, codes)
    order = tuple(range(1, len(measurement.years) + 1))
    return Theme(codes, first_built_colours(measurement.years), _priority((*order, WATER, NEVER)))


def extent_colours() -> dict[int, str]:
    """Return code → colour of the extent classes, in the order of the legend."""
    return {**_colours(extent_legend()), NO_DATA: NO_DATA_COLOUR}


def expansion_colours() -> dict[int, str]:
    """Return code → colour of the types of growth, in the order of the legend: growth, loss, and what stayed."""
    colours = _colours(expansion_legend())
    names = ("INFILL", "EXTENSION", "LEAPFROG", "INCLUSION", "OUTSIDE", "LOST", "UNCHANGED", "OPEN")
    grown = {int(ExpansionType[name]): colours[ExpansionType[name]] for name in names}
    return {**grown, WATER: water_colour(), NO_DATA: NO_DATA_COLOUR}


def first_built_colours(years: Sequence[int]) -> dict[int, str]:
    """Return code → colour of the epochs, in the order of the legend."""
    colours = _colours(first_built_legend(years))
    epochs = {index: colours[year] for index, year in enumerate(years, 1)}
    return {**epochs, NEVER: colours[0], WATER: water_colour(), NO_DATA: NO_DATA_COLOUR}


def water(measurement: Measurement, view: View) -> np.ndarray:
    """Return which cells of a view are water at the last epoch."""
    found: np.ndarray = view.of(measurement.layers.extent_classes[measurement.years[-1]]) == ExtentClass.WATER
    return found


def water_colour() -> str:
    """Return the colour of water on every map."""
    return _colours(extent_legend())[ExtentClass.WATER]


def _colours(legend: Legend) -> dict[int, str]:
    return {row.code: row.colour for row in legend.classes}


def _indexed(first_built: Years, years: Sequence[int]) -> Codes:
    """Return years as 1, 2 … in the order of the epochs, NEVER, and 0 where unknown."""
    table = np.zeros(FIRST_BUILT_UNKNOWN + 1, dtype=np.uint8)
    table[0] = NEVER
    for index, year in enumerate(years, 1):
        table[year] = index
    return table[first_built]


def _with_no_data(measurement: Measurement, view: View, codes: Codes) -> Codes:
    codes[(codes == 0) & view.of(measurement.study_area)] = NO_DATA
    return codes


def _priority(codes: Sequence[int]) -> tuple[int, ...]:
    return (*(int(code) for code in codes), NO_DATA, 0)
