"""What a vector layer of a publication holds, and its labels in every language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo.grid import Grid
from outputs.words import LANGUAGES, speaking


@dataclass(frozen=True, slots=True)
class VectorLayer:
    """One layer, in the grid's CRS."""

    name: str
    title: str
    """In the language that was spoken when it was made, as the description."""
    description: str
    columns: Mapping[str, Any]
    """Attribute → values, one a feature."""
    geometries: tuple[BaseGeometry, ...]
    style: str = ""
    """Stem of its style in styles/; empty where it is the layer's name."""

    def frame(self, grid: Grid) -> gpd.GeoDataFrame:
        """Return the layer as a table with geometries."""
        return gpd.GeoDataFrame(dict(self.columns), geometry=list(self.geometries), crs=grid.crs)


def in_each_language(column: str, values: Callable[[], Iterable[str]], iso3: str = "") -> dict[str, list[str]]:
    """Return a column a language, `<column>_<language>`, as `values` gives it in that language."""
    columns = {}
    for language in LANGUAGES:
        with speaking(language, iso3):
            columns[f"{column}_{language}"] = list(values())
    return columns
