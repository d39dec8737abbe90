"""What a publication is about: the place and the run, as `outputs` needs them (it never sees a City of `aoi`)."""

from collections.abc import Mapping
from dataclasses import dataclass

from shapely import MultiPolygon, Polygon


@dataclass(frozen=True, slots=True)
class Place:
    """The place that was measured."""

    id: str
    names: Mapping[str, str]
    """By language code; `en` is always there."""
    iso3: str
    region: str
    centre: tuple[float, float]
    """Longitude, latitude."""
    study_area: Polygon | MultiPolygon
    """EPSG:4326."""
    area_origin: str
    """Where the study area comes from."""
    area_notes: tuple[str, ...]
    simulated: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what identifies it. Two runs of the same inputs have the same id."""

    id: str
    """`r` and twelve hexadecimal digits: a digest of inputs, parameters and software."""
    parameters: Mapping[str, str | int | float | bool | list[int] | None]
    software: Mapping[str, str]
    """Name → version: umran and the libraries that decide pixels and numbers."""
