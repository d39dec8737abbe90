"""What makes two runs the same run: the digest of inputs, parameters and software that is a run's id."""

import hashlib
import json
from dataclasses import asdict, is_dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pyproj
import rasterio
import shapely

from aoi.city import City
from flows.measures import MeasureForm
from flows.parameters import CityParameters
from flows.settings import settings
from geo.measurement import Measurement
from outputs.subject import Run

_CODE_DIGITS = 8
_LIBRARIES = (
    "umran",
    *("numpy", "scipy", "opencv-python-headless", "rasterio", "shapely", "pyproj"),
    *("babel", "matplotlib", "pyarrow", "python-docx", "typst", "xlsxwriter"),
)
_PACKAGES = ("aoi", "geo", "outputs")
"""Those whose code and data files decide what is published."""
_DIGITS = 12
"""48 bits: two of a million runs share an id with a probability of 0.2 %."""


def software() -> dict[str, str]:
    """Return the versions of what decides pixels and numbers: Umran, its libraries and the C libraries below them."""
    versions = {name: version(name) for name in _LIBRARIES}
    return versions | {
        "umran": f"{versions['umran']}+{code_digest()[:_CODE_DIGITS]}",
        "gdal": rasterio.__gdal_version__,
        "geos": shapely.geos_version_string,
        "proj": pyproj.proj_version_str,
    }


@cache
def code_digest() -> str:
    """Return the sha256 over Umran's own files that decide what is published: other code, other run."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        root = Path(str(files(package)))
        for path in sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(f"{package}/{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


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
        "sources": [asdict(source) for source in measurement.all_sources],
        "published": [asdict(source) for source in city.published],
        "parameters": settable,
        "files": _digests(parameters.measures),
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
        "source": _sources(measurement),
        "population": parameters.population,
        "land_cover": parameters.land_cover,
        "epochs": list(measurement.years),
        "area": parameters.area.name if parameters.area else None,
        "layer": parameters.layer,
        "feature": parameters.feature,
        "resolution_m": parameters.resolution_m,
        "allow_incomparable": parameters.allow_incomparable,
        "extrapolate_population": parameters.extrapolate_population,
        "languages": ",".join(parameters.languages or settings().languages),
        **asdict(measurement.parameters),
        **_measures(parameters.measures),
    }


def _measures(form: MeasureForm) -> dict[str, str | int | float | bool | list[int] | None]:
    """Return the form of the measures flat: files by their name, thresholds under the name of their set."""
    flat: dict[str, str | int | float | bool | list[int] | None] = {}
    for name, value in form:
        if isinstance(value, Path):
            flat[name] = value.name
        elif is_dataclass(value) and not isinstance(value, type):
            flat |= {f"{name}_{key}": threshold for key, threshold in asdict(value).items()}
        else:
            flat[name] = list(value) if isinstance(value, tuple) else value
    return flat


def _digests(form: MeasureForm) -> dict[str, str]:
    """Return the sha256 of every file that the measures were given."""
    return {name: hashlib.sha256(value.read_bytes()).hexdigest() for name, value in form if isinstance(value, Path)}


def _sources(measurement: Measurement) -> str:
    """Return the ids of the run's sources of land, its own first."""
    if measurement.comparison is None:
        return measurement.sources[0].id
    return ",".join(source.id for source in measurement.comparison.sources)
