"""QGIS's styles of vector layers, from styles/*.qml, with names in the language spoken now."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from geo.measurement import Measurement
from outputs.layers.palettes import first_built_legend, rgb, spoken
from outputs.layers.qml import qml_document
from outputs.layers.vector import VectorLayer
from outputs.layers.zone_change import spoken_change_legend
from outputs.report.marks import YearNames
from outputs.words import text


def vector_qml(layer: VectorLayer, measurement: Measurement) -> str:
    """Return the style of a layer of polygons as a document."""
    return qml_document(f"{vector_renderer(layer, measurement)}\n<layerGeometryType>2</layerGeometryType>")


def vector_renderer(layer: VectorLayer, measurement: Measurement) -> Markup:
    """Return the element `renderer-v2` that styles and projects hold."""
    last = max(map(int, layer.columns.get("year", ())), default=measurement.years[-1])
    template = _environment().get_template(f"{layer.style or layer.name}.qml")
    rendered = template.render(
        epochs=spoken(first_built_legend(measurement.years, measurement.projected)).classes[1:],
        last=last,
        last_name=YearNames(measurement.projected).year(last),
        changes=spoken_change_legend().rules,
    )
    return Markup(rendered)  # noqa: S704 (the template escapes what is filled in)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("outputs.layers", "styles"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["rgb"] = lambda colour: ",".join(str(part) for part in rgb(colour))
    environment.globals["text"] = text
    return environment
