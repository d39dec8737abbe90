"""The `.aux.xml` beside a raster of classes: names and colours of its codes, which TIFF itself has no place for.

GDAL and QGIS read it as category names and as a raster attribute table, which also names years and other wide codes.
"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from outputs.layers.palettes import Legend, spoken
from outputs.words import LANGUAGES, speaking

_INTEGER, _STRING = "0", "2"
_GENERIC, _NAME, _MIN_MAX, _RED, _GREEN, _BLUE = "0", "2", "5", "6", "7", "8"
"""What a column is for (GDAL's GDALRATFieldUsage)."""
_WIDEST_LIST = 256
"""Codes that category names may list one by one from 0; years are named by the attribute table alone."""


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    type: str
    usage: str
    values: tuple[str, ...]


def categories_xml(legend: Legend) -> str:
    """Return the side file: the legend's names for programs to show, and a column of names a language."""
    root = Element("PAMDataset")
    band = SubElement(root, "PAMRasterBand", band="1")
    names = {row.code: row.name for row in legend.classes}
    if max(names) < _WIDEST_LIST:
        categories = SubElement(band, "CategoryNames")
        for code in range(max(names) + 1):
            SubElement(categories, "Category").text = names.get(code, "No data" if code == 0 else "")
    _add_table(band, _columns(legend))
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _columns(legend: Legend) -> list[_Column]:
    rows = legend.classes
    return [
        _Column("Value", _INTEGER, _MIN_MAX, tuple(str(row.code) for row in rows)),
        _Column("Name", _STRING, _NAME, tuple(row.name for row in rows)),
        *(
            _Column(colour, _INTEGER, usage, tuple(str(row.rgb[part]) for row in rows))
            for part, (colour, usage) in enumerate((("Red", _RED), ("Green", _GREEN), ("Blue", _BLUE)))
        ),
        *(_Column(f"Name_{language}", _STRING, _GENERIC, _names(legend, language)) for language in LANGUAGES),
    ]


def _names(legend: Legend, language: str) -> tuple[str, ...]:
    with speaking(language):
        return tuple(row.name for row in spoken(legend).classes)


def _add_table(band: Element, columns: list[_Column]) -> None:
    table = SubElement(band, "GDALRasterAttributeTable", tableType="thematic")
    for index, column in enumerate(columns):
        definition = SubElement(table, "FieldDefn", index=str(index))
        for tag, text in (("Name", column.name), ("Type", column.type), ("Usage", column.usage)):
            SubElement(definition, tag).text = text
    for index in range(len(columns[0].values)):
        row = SubElement(table, "Row", index=str(index))
        for column in columns:
            SubElement(row, "F").text = column.values[index]
