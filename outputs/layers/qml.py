"""QGIS styles beside rasters: QGIS shows a raster with the `.qml` of its stem; `.aux.xml` names its classes."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from outputs.layers.palettes import Legend, Ramp

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_QGIS = "3.28.0"
"""The oldest QGIS for which the styles were written; newer ones convert them."""


def classes_qml(legend: Legend) -> str:
    """Return the style of a raster of class codes: one colour and one name a code."""
    root, renderer = _document("paletted")
    palette = SubElement(renderer, "colorPalette")
    for row in legend.classes:
        SubElement(palette, "paletteEntry", value=str(row.code), color=row.colour, label=row.name, alpha="255")
    return _text(root)


def ramp_qml(ramp: Ramp) -> str:
    """Return the style of a continuous raster: colours interpolated between the stops."""
    low, high = repr(ramp.stops[0].value), repr(ramp.stops[-1].value)
    root, renderer = _document("singlebandpseudocolor")
    renderer.attrib.update(classificationMin=low, classificationMax=high)
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
        SubElement(
            shader, "item", value=repr(stop.value), color=stop.colour, label=f"{stop.value * 100:g} %", alpha="255"
        )
    return _text(root)


def category_names_xml(legend: Legend) -> str:
    """Return GDAL's side file with the name of every code from 0 to the highest; TIFF itself has no place for them."""
    names = {row.code: row.name for row in legend.classes}
    root = Element("PAMDataset")
    categories = SubElement(SubElement(root, "PAMRasterBand", band="1"), "CategoryNames")
    for code in range(max(names) + 1):
        SubElement(categories, "Category").text = names.get(code, "No data" if code == 0 else "")
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _document(kind: str) -> tuple[Element, Element]:
    root = Element("qgis", version=_QGIS, styleCategories="Symbology")
    pipe = SubElement(root, "pipe")
    renderer = SubElement(pipe, "rasterrenderer", type=kind, band="1", opacity="1", alphaBand="-1", nodataColor="")
    SubElement(renderer, "rasterTransparency")
    SubElement(root, "blendMode").text = "0"
    return root, renderer


def _text(root: Element) -> str:
    indent(root)
    return _DOCTYPE + tostring(root, encoding="unicode") + "\n"
