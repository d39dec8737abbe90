"""What a vector layer of a publication holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class VectorLayer:
    """One layer of the GeoPackage."""

    name: str
    title: str
    description: str
    columns: Mapping[str, Any]
    """Attribute → values, one a feature."""
    geometries: tuple[BaseGeometry, ...]
    style: str = ""
    """Stem of its style in styles/; empty where it is the layer's name."""
