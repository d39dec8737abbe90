"""In which coordinates a layer is written."""

import json
from typing import Any

import pyproj
from pyproj.exceptions import CRSError

from aoi.container import Container, Kind
from aoi.text import listed
from aoi.where import Where


def layer_crs(container: Container, declared: str | None, where: Where) -> pyproj.CRS:
    """Return the CRS that a layer declares; for GeoJSON its `crs` member, longitude and latitude without one.

    Raises:
        AreaFileError: it has none, or one that cannot be understood.
    """
    named = _geojson_crs(container, where) if container.kind is Kind.GEOJSON else declared
    if named is None:
        where.refuse("it has no CRS", _remedy(container.kind))
    try:
        crs = pyproj.CRS.from_user_input(named)
    except CRSError:
        where.refuse(f"its CRS {listed([named])} is not known", "name it by its EPSG code")
    if crs.name.startswith(("Undefined", "unknown")) and not crs.is_projected:
        where.refuse("it has no CRS", _remedy(container.kind))
    crs = crs.to_2d()
    if not (crs.is_geographic or crs.is_projected):
        where.refuse(
            f"its CRS {crs_text(crs)} is no map's ({crs.type_name})", "export it in longitude and latitude (EPSG:4326)"
        )
    return crs


def crs_text(crs: pyproj.CRS) -> str:
    """Return a CRS for people: its code, where it has one, and its name."""
    authority = crs.to_authority()
    name = listed([crs.name])
    return f"{':'.join(authority)} ({name})" if authority else name


def _remedy(kind: Kind) -> str:
    if kind in {Kind.SHAPEFILE, Kind.ZIPPED_SHAPEFILE}:
        return "add the .prj, or export it in longitude and latitude (EPSG:4326)"
    return "state it in the file, or export it in longitude and latitude (EPSG:4326)"


def _geojson_crs(container: Container, where: Where) -> str | int | None:
    """Return what the `crs` member says. GDAL takes one that it does not understand for longitude and latitude."""
    content = container.path.read_bytes()
    if b'"crs"' not in content:
        return "EPSG:4326"
    try:
        top: dict[str, Any] = json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        where.refuse("it is not a readable GeoJSON", "export it again")
    if "crs" not in top:
        return "EPSG:4326"
    match top["crs"]:
        case {"type": "name", "properties": {"name": str(name)}}:
            return name
        case {"type": "EPSG", "properties": {"code": int(code)}}:
            return code
        case other:
            return None if other is None else json.dumps(other)
