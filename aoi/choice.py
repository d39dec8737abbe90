"""Which of a layer's features is the study area."""

from typing import NoReturn

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from aoi.layers import Features
from aoi.text import folded, listed, printable
from aoi.where import Where

_NAMES = {"name", "nom", "nombre", "nome", "titulo", "title", "titre", "label", "etiqueta", "libelle", "اسم", "الاسم"}
"""Attributes that most likely name a feature; next come those with `name` or `nom` in theirs, then other texts."""
_HOW = "choose one with --feature VALUE, ATTRIBUTE=VALUE or #NUMBER"


def is_polygonal(geometry: BaseGeometry | None) -> bool:
    """Tell whether a geometry has area to give: a polygon, or a collection with one in it."""
    if geometry is None or geometry.is_empty:
        return False
    if isinstance(geometry, shapely.GeometryCollection):
        return any(is_polygonal(part) for part in geometry.geoms)
    return isinstance(geometry, shapely.Polygon | shapely.MultiPolygon)


def label(features: Features, row: int) -> str:
    """Return what people call a feature: its name, else its number as `#2`."""
    for attribute in _naming(features):
        if name := text_of(features, attribute, row):
            return printable(name)
    return f"#{row + 1}"


def chosen(features: Features, feature: str | None, where: Where) -> tuple[int, tuple[str, ...]]:
    """Return the row of the feature that was asked for, or of the only polygon, and what is to be said about it.

    Raises:
        AreaFileError: none or several features answer, and which there are.
    """
    if feature is not None:
        return _asked(features, feature, where), ()
    polygons = [row for row, geometry in enumerate(features.geometries) if is_polygonal(geometry)]
    if len(features) == 1 or not polygons:
        return 0, ()
    if len(polygons) > 1:
        _refuse_several(features, polygons, where, f"it has {len(polygons)} polygons")
    return polygons[0], (f"Features that are no polygons left out: {len(features) - 1}.",)


def _asked(features: Features, feature: str, where: Where) -> int:
    attribute, equals, value = feature.partition("=")
    columns = {folded(name): name for name in features.attributes}
    if equals and folded(attribute) in columns:
        rows = _matches(features, columns[folded(attribute)], value.strip())
    else:
        rows = next((rows for name in _naming(features) if (rows := _matches(features, name, feature))), [])
        rows = rows or _numbered(features, feature)
    if not rows:
        names = listed(label(features, row) for row in range(len(features)))
        where.refuse(f"no feature answers to {printable(feature)}", f"choose among {names}{_attributes(features)}")
    if len(rows) > 1:
        _refuse_several(features, rows, where, f"{len(rows)} features answer to {printable(feature)}")
    return rows[0]


def _attributes(features: Features) -> str:
    return f" (attributes: {listed(features.attributes)})" if features.attributes else ""


def _refuse_several(features: Features, rows: list[int], where: Where, problem: str) -> NoReturn:
    names = [label(features, row) for row in rows]
    if len(set(names)) < len(names):
        names = [f"#{row + 1} {name}".removesuffix(f" #{row + 1}") for row, name in zip(rows, names, strict=True)]
    where.refuse(f"{problem} ({listed(names)})", _HOW + _attributes(features))


def _naming(features: Features) -> list[str]:
    texts = [name for name, values in features.attributes.items() if values.dtype.kind in "OUT"]
    rank = {name: _rank(folded(name)) for name in texts}
    return sorted(texts, key=lambda name: rank[name])


def _rank(attribute: str) -> int:
    if attribute in _NAMES:
        return 0
    return 1 if "name" in attribute or "nom" in attribute else 2


def _matches(features: Features, attribute: str, value: str) -> list[int]:
    texts = [text_of(features, attribute, row) for row in range(len(features))]
    exact = [row for row, text in enumerate(texts) if text is not None and text == value]
    return exact or [row for row, text in enumerate(texts) if text is not None and folded(text) == folded(value)]


def _numbered(features: Features, feature: str) -> list[int]:
    digits = feature.strip().removeprefix("#")
    if not feature.strip().startswith("#") or not digits.isdecimal() or len(digits) > len(str(len(features))):
        return []
    row = int(digits) - 1
    return [row] if 0 <= row < len(features) else []


def text_of(features: Features, attribute: str, row: int) -> str | None:
    """Return a feature's attribute as a text; whole numbers without a point, None where it has none."""
    value = features.attributes[attribute][row]
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return None
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()
