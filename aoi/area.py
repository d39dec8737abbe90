"""How large a study area is, and how large it may be."""

import shapely
from pyproj import Geod
from shapely import MultiPolygon, Polygon

from aoi.city import StudyArea

MIN_KM2 = 1.0
"""Below it there is no city: most often the coordinates have the wrong unit."""
MAX_KM2 = 50_000.0
"""Above it there is more than one agglomeration and its surroundings: a square of 224 km sides."""
_STEP_DEGREES = 0.05
"""An edge is straight in degrees, not a geodesic; pieces of 5 km differ from their geodesics by less than a metre."""
_WGS84 = Geod(ellps="WGS84")


def geodesic_area_km2(geometry: Polygon | MultiPolygon) -> float:
    """Return the area on WGS 84 of a polygon in EPSG:4326 whose edges are straight in longitude and latitude."""
    fine = shapely.segmentize(shapely.orient_polygons(geometry), _STEP_DEGREES)
    area, _ = _WGS84.geometry_area_perimeter(fine)
    return abs(float(area)) / 1e6


def size_problem(area_km2: float) -> str | None:
    """Return what is wrong with the size of a study area, if anything is."""
    if area_km2 < MIN_KM2:
        return f"its area is {area_km2:.4f} km², under {MIN_KM2:g} km²"
    if area_km2 > MAX_KM2:
        return f"its area is {area_km2:,.0f} km², over {MAX_KM2:,.0f} km²"
    return None


def study_area(geometry: Polygon | MultiPolygon, origin: str, notes: tuple[str, ...] = ()) -> StudyArea:
    """Return the study area of a valid polygon in EPSG:4326.

    Raises:
        ValueError: it is smaller or larger than a study area may be.
    """
    area_km2 = geodesic_area_km2(geometry)
    if problem := size_problem(area_km2):
        raise ValueError(problem)
    return StudyArea(geometry, area_km2, origin, notes)
