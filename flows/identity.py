"""What makes two runs the same run: the digest of inputs, parameters and software that is a run's id."""

import hashlib
import json
from dataclasses import asdict
from importlib.metadata import version

import pyproj
import rasterio
import shapely

from aoi.city import City
from flows.parameters import CityParameters
from geo.measurement import Measurement
from outputs.subject import Run

_LIBRARIES = ("umran", "numpy", "scipy", "opencv-python-headless", "rasterio", "shapely", "pyproj")
_DIGITS = 12
"""48 bits: two of a million runs share an id with a probability of 0.2 %."""


def software() -> dict[str, str]:
    """Return the versions of what decides pixels and numbers: Umran, its libraries and the C libraries below them."""
    versions = {name: version(name) for name in _LIBRARIES}
    return versions | {
        "gdal": rasterio.__gdal_version__,
        "geos": shapely.geos_version_string,
        "proj": pyproj.proj_version_str,
    }


def describe_run(city: City, parameters: CityParameters, measurement: Measurement) -> Run:
    """Return a run's id with what it is made of; the same inputs, parameters and software give the same id.

    Where the results go is no part of it, nor in which folder the inputs lie: files count by name and sha256.
    """
    settable = _recorded(parameters, measurement)
    versions = software()
    content = {
        "city": city.id,
        "names": dict(city.names),
        "centre": city.centre,
        "study_area": shapely.to_wkb(city.study_area.geometry, hex=True, byte_order=1),
        "sources": [asdict(source) for source in measurement.sources],
        "parameters": settable,
        "software": versions,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return Run(id=f"r{digest[:_DIGITS]}", parameters=settable, software=versions)


def _recorded(
    parameters: CityParameters, measurement: Measurement
) -> dict[str, str | int | float | bool | list[int] | None]:
    """Return the parameters as a publication records them: resolved, flat and free of this machine's folders."""
    return {
        "city": parameters.city,
        "source": measurement.sources[0].id,
        "epochs": list(measurement.years),
        "area": parameters.area.name if parameters.area else None,
        "feature": parameters.feature,
        **asdict(measurement.parameters),
    }
