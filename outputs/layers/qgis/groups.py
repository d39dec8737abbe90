"""Which layers a project holds, in which groups, and which of them show when it opens."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from geo.measurement import Measurement
from outputs.layers.polygons import vector_layers
from outputs.layers.qml import raster_pipe, xml_text
from outputs.layers.rasters import Raster, rasters
from outputs.layers.styles import vector_renderer
from outputs.layers.vector import VectorLayer
from outputs.layout import RunFiles
from outputs.report.marks import YearNames
from outputs.subject import Place
from outputs.words import current, text

_RASTER_GROUPS = {
    "first_built_year": "growth",
    "expansion_type": "expansion",
    "extent_class": "extent",
    "land_taken": "land_taken",
    "built_up_fraction": "built_up",
}
"""Band → group, in the order in which they lie under the vector layers."""
_VECTOR_GROUPS = {
    "boundaries": ("study_area", "urban_extent", "clusters"),
    "settlements": ("urban_centre", "urban_cluster"),
    "zones": ("district", "hexagon", "ring", "sector"),
}
"""Group → layers; from top to bottom, above the rasters."""
_PREFIX = "umran_"
"""Of layers' ids: QGIS gives layers whose id is short a new one, and then misses them in the tree."""
_SHOWN = frozenset({"study_area", "urban_extent", "first_built_year"})


@dataclass(frozen=True, slots=True)
class ProjectLayer:
    """One layer of a project, named in the language of the project."""

    id: str
    """The same in every language."""
    name: str
    """In the tree of layers."""
    legend: str
    """Over its classes in a printed legend."""
    description: str
    source: str
    """Relative to the project."""
    style: Markup
    """The element that holds its style."""
    shown: bool
    rows: tuple[tuple[int, str], ...] = ()
    """Number and name of the rows of its legend that are printed; empty for all. QGIS numbers them from 0; row 0 of a
    raster is its band's name."""
    label: str = ""
    """Column that names a feature; empty for a raster."""

    @property
    def is_raster(self) -> bool:
        """Whether it is a raster; else it is a layer of polygons."""
        return not self.label


@dataclass(frozen=True, slots=True)
class Group:
    """Layers that are read together."""

    id: str
    title: str
    layers: tuple[ProjectLayer, ...]
    one_at_a_time: bool
    """Whether showing one of its layers hides the others: rasters of other years lie over each other."""


def groups(measurement: Measurement, place: Place) -> tuple[Group, ...]:
    """Return the groups in the order of the tree, those on top first, in the language spoken now."""
    return (*_vectors(measurement, place), *_rasters(measurement, place))


def _vectors(measurement: Measurement, place: Place) -> Iterator[Group]:
    layers = {layer.name: layer for layer in vector_layers(measurement, place)}
    file = RunFiles(place.id).geopackage
    for id_, names in _VECTOR_GROUPS.items():
        found = tuple(_polygons(layers[name], measurement, file) for name in names if name in layers)
        if found:
            yield Group(id_, text(f"layers.group.{id_}"), found, one_at_a_time=False)


def _rasters(measurement: Measurement, place: Place) -> Iterator[Group]:
    found = list(rasters(measurement, place.id))
    for band, id_ in _RASTER_GROUPS.items():
        layers = tuple(_raster(raster) for raster in reversed(found) if raster.band == band)
        if layers:
            yield Group(id_, text(f"layers.group.{id_}"), layers, one_at_a_time=len(layers) > 1)


def _polygons(layer: VectorLayer, measurement: Measurement, file: str) -> ProjectLayer:
    of_zones = layer.style == "zone"
    return ProjectLayer(
        f"{_PREFIX}{layer.name}",
        layer.title,
        layer.title,
        layer.description,
        f"./{file}|layername={layer.name}",
        vector_renderer(layer, measurement),
        layer.name in _SHOWN,
        rows=_last_epoch(measurement) if layer.name == "urban_extent" else (),
        label=f"{'name' if of_zones else 'label'}_{current().language}",
    )


def _raster(raster: Raster) -> ProjectLayer:
    style = Markup(xml_text(raster_pipe(raster.style)))  # noqa: S704 (made of elements, which escape their texts)
    return ProjectLayer(
        "_".join((f"{_PREFIX}{raster.band}", *map(str, raster.years))),
        raster.title,
        raster.style.title,
        raster.title,
        f"./{raster.path}",
        style,
        raster.band in _SHOWN,
        rows=tuple((number, row.name) for number, row in enumerate(raster.legend.classes, 1)) if raster.legend else (),
    )


def _last_epoch(measurement: Measurement) -> tuple[tuple[int, str]]:
    years = measurement.years
    return ((len(years) - 1, YearNames(measurement.projected).year(years[-1])),)
