"""Which map pictures a run has: growth by epoch, extent classes, growth by type, each epoch's extent, the preview.

Each takes the run's `Scenes`, which hold what languages share: the same map in a second language costs its letters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from geo.codes import ExpansionType, ExtentClass
from geo.measurement import Measurement
from outputs.layers.palettes import expansion_legend, extent_legend, spoken
from outputs.report import drawing, scenes
from outputs.report.drawing import Key, Sheet
from outputs.report.furniture import Frame
from outputs.report.lists import with_commas
from outputs.report.marks import YearNames
from outputs.report.sampling import Shape
from outputs.report.scenes import NEVER, NO_DATA, WATER, Scene, Scenes, Theme, outlines_of
from outputs.report.site import NO_COUNTRY, country
from outputs.report.views import FULL_BOX, View, city_view, whole_view
from outputs.subject import Place
from outputs.text import is_simulated
from outputs.words.texts import name_of, period, said, text

_EPOCH_BOX: Shape = (560, 560)
_PREVIEW_BOX: Shape = (600, 600)


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map as a page shows it."""

    png: bytes
    title: str
    keys: tuple[Key, ...]
    """The legend of what is on it."""
    zoomed: bool


def first_built_map(measurement: Measurement, place: Place, *, shared: Scenes | None = None) -> MapPicture:
    """Return the map of the epoch at which each cell was first built up, zoomed to the city."""

    def make() -> Scene:
        view = city_view(measurement)
        return _full_scene(measurement, place, view, scenes.first_built_theme(measurement, view))

    names = dict(enumerate(_first_built_names(measurement), 1)) | {NEVER: text("maps.open")}
    keys = _keys(scenes.first_built_colours(measurement.years), names)
    title = text("maps.first_built", period=_span(measurement))
    return full_map(measurement, place, _drawn(shared, "first_built", make), keys=keys, title=title)


def extent_map(measurement: Measurement, place: Place, *, shared: Scenes | None = None) -> MapPicture:
    """Return the map of the last epoch's extent classes over the whole study area."""
    year = measurement.years[-1]

    def make() -> Scene:
        view = whole_view(measurement)
        return _full_scene(measurement, place, view, scenes.extent_theme(measurement, view, year))

    title = text("maps.extent", year=_year(measurement, year))
    return full_map(measurement, place, _drawn(shared, "extent", make), keys=_extent_keys(), title=title)


def expansion_map(measurement: Measurement, place: Place, *, shared: Scenes | None = None) -> MapPicture:
    """Return the map of the types of growth over the whole span, zoomed to the city."""

    def make() -> Scene:
        view = city_view(measurement)
        return _full_scene(measurement, place, view, scenes.expansion_theme(measurement, view))

    names = {row.code: row.name for row in spoken(expansion_legend()).classes}
    keys = _keys(scenes.expansion_colours(), names | {int(ExpansionType.OPEN): text("maps.open")})
    title = text("maps.expansion", period=_span(measurement))
    return full_map(measurement, place, _drawn(shared, "expansion", make), keys=keys, title=title)


def epoch_maps(measurement: Measurement, place: Place, *, shared: Scenes | None = None) -> list[MapPicture]:
    """Return a small map of the extent classes of every epoch, all of the same window."""
    view, own = city_view(measurement), Key(scenes.OUTLINE, text("maps.own_extent"), "line")

    def make(year: int) -> Scene:
        theme, outlines = scenes.extent_theme(measurement, view, year), outlines_of(measurement, year)
        return scenes.scene(measurement, view, theme, box=_EPOCH_BOX, outlines=outlines)

    pictures = []
    for year in measurement.years:
        scene, title = _drawn(shared, f"epoch {year}", partial(make, year)), _year(measurement, year)
        keys = _present(_extent_keys(), scene) + ((own,) if outlines_of(measurement, year) else ())
        sheet = Sheet(scene.frame, scene.image, title, stamp=_stamp(measurement, place))
        pictures.append(MapPicture(drawing.draw(sheet, drawing.PANEL), title, keys, scene.zoomed))
    return pictures


def preview_png(measurement: Measurement, place: Place, *, shared: Scenes | None = None) -> bytes:
    """Return the first-built map as a small picture for lists: at most 600 pixels a side."""

    def make() -> Scene:
        view, outlines = city_view(measurement), outlines_of(measurement, measurement.years[-1])
        theme = scenes.first_built_theme(measurement, view)
        return scenes.scene(measurement, view, theme, box=_PREVIEW_BOX, outlines=outlines)

    scene = _drawn(shared, "preview", make)
    return drawing.draw(Sheet(scene.frame, scene.image, "", stamp=_stamp(measurement, place)), drawing.PANEL)


def full_map(
    measurement: Measurement, place: Place, scene: Scene, *, keys: Mapping[int, Key], title: str
) -> MapPicture:
    """Return a large map with its legend, by code of the classes that may be on it, and its notes."""
    all_keys = (*_present(keys, scene), *_outline_keys(measurement))
    sheet = Sheet(
        scene.frame,
        scene.image,
        title,
        subtitle=with_commas((name_of(place.names), "" if place.iso3 == NO_COUNTRY else country(place.iso3))),
        keys=all_keys,
        notes=notes(measurement, scene.frame),
        stamp=_stamp(measurement, place),
    )
    return MapPicture(drawing.draw(sheet, drawing.FULL), title, all_keys, scene.zoomed)


def notes(measurement: Measurement, frame: Frame | None = None) -> list[str]:
    """Return what stands in small letters beside a map: the CRS, what a pixel shows, sources and licences."""
    grid = measurement.grid
    told = [text("maps.crs", crs=grid.crs_name, cell=grid.resolution_m)]
    if frame is not None and frame.metres_per_pixel > grid.resolution_m:
        told.append(text("maps.majority", metres=round(frame.metres_per_pixel)))
    return told + [
        text("maps.source", title=said(source.title), version=source.version, licence=source.licence)
        for source in measurement.sources
    ]


def water_key() -> Key:
    """Return water's row of a legend."""
    return Key(scenes.water_colour(), text("maps.water"), lines="level")


def no_data_key(name: str) -> Key:
    """Return the row of a legend for what is not known, under a name."""
    return Key(scenes.NO_DATA_COLOUR, name, lines="slanting")


def _full_scene(measurement: Measurement, place: Place, view: View, theme: Theme) -> Scene:
    outlines = outlines_of(measurement, measurement.years[-1], place)
    return scenes.scene(measurement, view, theme, box=FULL_BOX, outlines=outlines)


def _drawn(shared: Scenes | None, name: str, make: Callable[[], Scene]) -> Scene:
    return make() if shared is None else shared.get(name, make)


def _year(measurement: Measurement, year: int) -> str:
    return YearNames(measurement.projected).year(year)


def _span(measurement: Measurement) -> str:
    return YearNames(measurement.projected).period(measurement.years[0], measurement.years[-1])


def _stamp(measurement: Measurement, place: Place) -> str:
    return text("simulated.stamp") if is_simulated(measurement, place) else ""


def _extent_keys() -> dict[int, Key]:
    names = {row.code: row.name for row in spoken(extent_legend()).classes}
    keys = _keys(scenes.extent_colours(), names)
    return keys | {int(ExtentClass.WATER): replace(water_key(), name=names[ExtentClass.WATER])}


def _first_built_names(measurement: Measurement) -> list[str]:
    """Return what each epoch's colour says: built up by the first epoch, then between one and the next."""
    years = measurement.years
    later = [period(start, _year(measurement, end)) for start, end in pairwise(years)]
    return [text("maps.by_year", year=_year(measurement, years[0])), *later]


def _keys(colours: Mapping[int, str], names: Mapping[int, str]) -> dict[int, Key]:
    """Return the rows of a legend by code; water and unknown land have one name on every map."""
    known = {WATER: water_key(), NO_DATA: no_data_key(text("maps.no_data"))}
    return {code: known.get(code) or Key(colour, names[code]) for code, colour in colours.items()}


def _present(keys: Mapping[int, Key], scene: Scene) -> tuple[Key, ...]:
    return tuple(key for code, key in keys.items() if code in scene.codes)


def _outline_keys(measurement: Measurement) -> tuple[Key, ...]:
    year = measurement.years[-1]
    extent = Key(scenes.OUTLINE, text("maps.city_extent", year=_year(measurement, year)), "line")
    limit = Key(scenes.LIMIT, text("maps.study_area"), "dashes")
    return (*([extent] if outlines_of(measurement, year) else []), limit)
