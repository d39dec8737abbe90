"""How a file of a run is listed: its media type, roles, size, digest and language, and of a raster its band."""

import math
import re
from pathlib import PurePosixPath
from typing import Any, Final

import numpy as np

from geo.measurement import Measurement
from outputs.layers.palettes import LegendClass
from outputs.layers.rasters import Raster
from outputs.layers.statistics import band_statistics
from outputs.layout import PAGE, PREVIEW
from outputs.manifest import FileEntry
from outputs.words import LANGUAGES

_SHA256_MULTIHASH: Final = "1220"
"""Multihash prefix: function sha2-256 (0x12), length 32 bytes (0x20)."""
_STATISTICS: Final = {
    "STATISTICS_MINIMUM": "minimum",
    "STATISTICS_MAXIMUM": "maximum",
    "STATISTICS_MEAN": "mean",
    "STATISTICS_STDDEV": "stddev",
    "STATISTICS_VALID_PERCENT": "valid_percent",
}
"""GDAL's names → STAC's."""
_OF_CODES: Final = ("minimum", "maximum", "valid_percent")
"""The statistics that mean something of class codes."""


def asset(file: FileEntry) -> dict[str, Any]:
    """Return a file as an asset; its address is relative to the item."""
    found: dict[str, Any] = {
        "href": f"./{file.path}",
        "title": file.title,
        "type": file.media_type,
        "roles": _roles(file),
        "file:size": file.size,
        "file:checksum": _SHA256_MULTIHASH + file.sha256,
    }
    if file.group:
        found["umran:group"] = file.group
    language = language_of(file)
    return found | ({"hreflang": language} if language else {})


def is_page(file: FileEntry) -> bool:
    """Return whether it is the page of the run, in whatever language."""
    return file.media_type == "text/html" and PurePosixPath(file.path).name.split(".")[0] == PAGE.split(".")[0]


def language_of(file: FileEntry) -> str | None:
    """Return the language of a file: `name.ar.pdf`, or a file in a folder `ar`; a document without one is English."""
    path = PurePosixPath(file.path)
    marks = [*path.parts[:-1], *path.name.split(".")[1:-1]]
    found = next((mark for mark in marks if mark in LANGUAGES), None)
    return found or (LANGUAGES[0] if file.group == "pages" and not file.media_type.startswith("image/") else None)


def raster_fields(raster: Raster, measurement: Measurement) -> dict[str, Any]:
    """Return what is said of a raster: its band with type, unit, statistics and classes, and its time."""
    band: dict[str, Any] = {
        "name": raster.band,
        "data_type": np.dtype(raster.array.dtype).name,
        "nodata": "nan" if math.isnan(raster.nodata) else raster.nodata,
        "unit": raster.units,
        "statistics": _statistics(raster),
        "raster:sampling": "area",
        "raster:spatial_resolution": measurement.grid.resolution_m,
    }
    if raster.legend:
        band["classification:classes"] = [_class(row) for row in raster.legend.classes]
    else:
        band |= {"raster:scale": 1, "raster:offset": 0}
    first, last = raster.years[0], raster.years[-1]
    return {
        "bands": [band],
        "gsd": measurement.grid.resolution_m,
        "start_datetime": f"{first}-01-01T00:00:00Z",
        "end_datetime": f"{last}-12-31T23:59:59Z",
    }


def _roles(file: FileEntry) -> list[str]:
    """Return what a file is for, by its group and its media type."""
    if file.path == PREVIEW:
        return ["thumbnail", "overview"]
    if file.media_type.startswith("image/png"):
        return ["overview"]
    return {"layers": ["data"], "tables": ["data"], "pages": ["documentation"], None: ["metadata"]}[file.group]


def _statistics(raster: Raster) -> dict[str, float]:
    found = {_STATISTICS[name]: float(value) for name, value in band_statistics(raster).items()}
    return {name: value for name, value in found.items() if not raster.legend or name in _OF_CODES}


def _class(row: LegendClass) -> dict[str, Any]:
    name = re.sub(r"[^a-z0-9]+", "_", row.name.lower()).strip("_")
    return {"value": row.code, "name": name, "title": row.name, "color_hint": row.colour.removeprefix("#")}
