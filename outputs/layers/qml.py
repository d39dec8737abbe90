"""QGIS's style of a raster: QGIS shows a raster with the `.qml` of its stem, and projects hold the same."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from outputs.layers.palettes import Legend, Ramp
from outputs.words.figures import percent

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
"""How QGIS begins every file of its own."""
_QGIS = "3.28.0"
"""The oldest QGIS for which the styles were written; newer ones convert them."""


def raster_qml(style: Legend | Ramp) -> str:
    """Return the style as a document, for a file beside the raster."""
    return qml_document(f"{xml_text(raster_pipe(style))}\n<blendMode>0</blendMode>")


def qml_document(content: str) -> str:
    """Return a style file of some elements."""
    return f'{DOCTYPE}<qgis version="{_QGIS}" styleCategories="Symbology">\n{content}\n</qgis>\n'


def xml_text(element: Element) -> str:
    """Return an element as text, a line a child."""
    indent(element)
    return tostring(element, encoding="unicode")


def raster_pipe(style: Legend | Ramp) -> Element:
    """Return the element `pipe` that styles and projects hold: one colour and one name a code, or a ramp."""
    pipe = Element("pipe")
    renderer = SubElement(pipe, "rasterrenderer", band="1", opacity="1", alphaBand="-1", nodataColor="")
    SubElement(renderer, "rasterTransparency")
    if isinstance(style, Ramp):
        _add_ramp(renderer, style)
    else:
        _add_classes(renderer, style)
    return pipe


def _add_classes(renderer: Element, legend: Legend) -> None:
    renderer.set("type", "paletted")
    palette = SubElement(renderer, "colorPalette")
    for row in legend.classes:
        SubElement(palette, "paletteEntry", value=str(row.code), color=row.colour, label=row.name, alpha="255")


def _add_ramp(renderer: Element, ramp: Ramp) -> None:
    """Add colours interpolated between the stops."""
    low, high = repr(ramp.stops[0].value), repr(ramp.stops[-1].value)
    renderer.attrib.update(type="singlebandpseudocolor", classificationMin=low, classificationMax=high)
    shader = SubElement(
        SubElement(renderer, "rastershader"),
        "colorrampshader",
        colorRampType="INTERPOLATED",
        classificationMode="1",
        clip="0",
        minimumValue=low,
        maximumValue=high,
    )
    for stop in ramp.stops:
        label = percent(stop.value, 0)
        SubElement(shader, "item", value=repr(stop.value), color=stop.colour, label=label, alpha="255")
