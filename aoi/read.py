"""What a user's boundary file means: GeoJSON, GeoPackage, zipped Shapefile, KML or FlatGeobuf, in any CRS.

Where do I go to …
  see which files are trusted, and unzip one?    container.py
  see layers and features read?                  layers.py
  see how one feature is chosen?                 choice.py
  see which CRS a file has?                      crs.py
  see what is repaired?                          repair.py
  see coordinates checked and reprojected?       degrees.py
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aoi.area import geodesic_area_km2, size_problem
from aoi.choice import chosen, label
from aoi.city import StudyArea
from aoi.container import Kind, opened
from aoi.crs import crs_text, layer_crs
from aoi.degrees import WGS84, check_not_swapped, in_degrees
from aoi.layers import read_features
from aoi.repair import one_polygon, valid, vertex_count
from aoi.text import printable
from aoi.where import Where


@dataclass(frozen=True, slots=True)
class AreaReading:
    """A study area and what was understood of the file that it came from."""

    study_area: StudyArea
    file: str
    kind: Kind
    layer: str
    feature: str
    """The feature's name, or its number as `#2`."""
    features: int
    """How many there are in the layer."""
    crs: str
    """Of the file: code and name."""
    vertices: int
    """Corners of the polygon, as they lie in the file's CRS after any repair."""
    repaired: bool


def read_area(
    path: Path | str,
    *,
    feature: str | None = None,
    layer: str | None = None,
    near: tuple[float, float] | None = None,
) -> StudyArea:
    """Return the study area that a user's file holds; `examine_area` has the arguments and the errors."""
    return examine_area(path, feature=feature, layer=layer, near=near).study_area


@np.errstate(all="ignore")  # absurd coordinates overflow on the way; what comes of them is judged
def examine_area(
    path: Path | str,
    *,
    feature: str | None = None,
    layer: str | None = None,
    near: tuple[float, float] | None = None,
) -> AreaReading:
    """Return the study area that a user's file holds, with what was understood of it.

    Args:
        path: the file.
        feature: which feature: a name, `ATTRIBUTE=VALUE` or `#NUMBER`; not needed where there is one polygon.
        layer: which layer, or which shapefile in a zip; not needed where there is one.
        near: longitude and latitude of the city that it is meant for; then swapped axes are seen that fit the globe.

    Raises:
        AreaFileError: the file cannot be understood as one study area; the message says why and what to do.
    """
    where = Where(Path(path))
    with opened(where, layer) as container:
        features = read_features(container, where, layer)
        crs = layer_crs(container, features.crs, where)
    row, left_out = chosen(features, feature, where)
    name = label(features, row)
    where = where.at(name)
    polygon, repairs, repaired = one_polygon(features.geometries[row], where)
    geometry = valid(in_degrees(polygon, crs, where))
    if near is not None:
        check_not_swapped(geometry, near, where)
    area_km2 = geodesic_area_km2(geometry)
    if problem := size_problem(area_km2):
        where.refuse(problem, "give the agglomeration and its surroundings, and check the unit of the coordinates")
    moved = () if crs.equals(WGS84, ignore_axis_order=True) else (f"Reprojected from {crs_text(crs)} to EPSG:4326.",)
    origin = f"{printable(where.path.name)}, feature {name}"
    return AreaReading(
        study_area=StudyArea(geometry, area_km2, origin, (*left_out, *repairs, *moved)),
        file=str(where.path),
        kind=container.kind,
        layer=printable(container.shapefile or features.layer),
        feature=name,
        features=len(features),
        crs=crs_text(crs),
        vertices=vertex_count(polygon),
        repaired=repaired,
    )
