"""Which city a run is about and over which area its rasters are read: the registry's, or one that a source defines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from shapely import MultiPolygon, Polygon

from aoi import read, registry
from aoi.area import study_area
from aoi.city import LANGUAGES, City, StudyArea
from aoi.city_file import SLUG
from aoi.errors import UnknownCityError
from aoi.regions import region_of
from aoi.text import printable
from flows.means import means
from flows.parameters import BatchParameters, CityId, CityParameters, source_list
from flows.settings import Settings
from geo.errors import SourceError
from geo.sources import local, road
from geo.sources.strict import Line


@dataclass(frozen=True, slots=True)
class Site:
    """A city, the area to pull and the point at which its urban extent is sought."""

    city: City
    area: Polygon | MultiPolygon | None
    """EPSG:4326; None pulls the source's whole footprint, cell for cell."""
    centre: tuple[float, float] | None
    """Longitude, latitude; None takes the largest joined cluster for the city."""


class CityTable(BaseModel):
    """The `[city]` table of a local source: a city that the registry does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: CityId
    names: Mapping[str, Line]
    iso3: str = Field(default="XXX", pattern=r"^[A-Z]{3}$")
    region: str | None = None
    region_m49: str | None = Field(default=None, pattern=r"^[0-9]{3}$")
    centre: tuple[float, float] | None = None
    local_language: str = "en"

    @field_validator("names")
    @classmethod
    def _english(cls, names: Mapping[str, str]) -> Mapping[str, str]:
        if not names.get("en"):
            message = "expected at least a name in English (en)"
            raise ValueError(message)
        return names

    @field_validator("iso3")
    @classmethod
    def _country(cls, iso3: str) -> str:
        try:
            region_of(iso3)
        except KeyError:
            message = f"expected an ISO 3166-1 alpha-3 code (XXX for none), saw {iso3}"
            raise ValueError(message) from None
        return iso3


def find_site(parameters: CityParameters, settings: Settings) -> Site:
    """Return the site of a run: the source's own city where it defines the one that is asked for, else the registry's.

    Raises:
        AoiError: no such city, or the area's file cannot be read.
        GeoError: the source cannot be read.
    """
    table = _city_table(parameters, settings)
    if table is None:
        city = registry.city(parameters.city, own=settings.cities_dir)
        area = _brought_area(parameters, city.centre)
        city = city if area is None else replace(city, study_area=area)
        return Site(city, city.study_area.geometry, city.centre)
    area = _brought_area(parameters, table.centre)
    whole = area or _footprint(str(own_source(parameters)), settings)
    return Site(_own_city(parameters.city, table, whole), None if area is None else area.geometry, table.centre)


def own_source(parameters: CityParameters) -> str | None:
    """Return the first source that is asked for, if one is."""
    return source_list(parameters.source)[0] if parameters.source else None


def sources_of(parameters: CityParameters, city: City) -> tuple[str, ...]:
    """Return the sources of a run: those that are asked for, else the one that suits the city."""
    if parameters.source:
        return source_list(parameters.source)
    return (road.SIMULATED if city.simulated else road.DEFAULT,)


def city_id(text: str, settings: Settings) -> str:
    """Return the text as a city's id.

    Raises:
        UnknownCityError: it cannot be one; the ids that are like it are named.
    """
    if not re.fullmatch(SLUG, text):
        raise UnknownCityError(printable(text), registry.nearest(text, own=settings.cities_dir))
    return text


def chosen_cities(parameters: BatchParameters, settings: Settings) -> tuple[str, ...]:
    """Return the ids that a batch runs: those named, or every city of the registry."""
    return parameters.cities or tuple(city.id for city in registry.cities(own=settings.cities_dir))


def _city_table(parameters: CityParameters, settings: Settings) -> CityTable | None:
    """Return the source's own city if it is the one that is asked for."""
    source = own_source(parameters)
    if source is None or not source.endswith(".toml"):
        return None
    raw = local.city_table(Path(source))
    if raw is None:
        return None
    try:
        table = CityTable.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(("city", *map(str, first["loc"])))
        message = f"{Path(source).name}: {where}: {first['msg']}; docs/local-data.md explains each key"
        raise SourceError(message) from error
    if table.id in {city.id for city in registry.cities(own=settings.cities_dir)}:
        message = f"{Path(source).name}: [city] id {table.id!r} is a city that Umran knows; choose another"
        raise SourceError(message)
    return table if table.id == parameters.city else None


def _brought_area(parameters: CityParameters, near: tuple[float, float] | None) -> StudyArea | None:
    """Return the study area that the user brought, if any; `near` shows swapped coordinates up."""
    if parameters.area is None:
        return None
    return read.read_area(parameters.area, feature=parameters.feature, layer=parameters.layer, near=near)


def _footprint(source: str, settings: Settings) -> StudyArea:
    """Return all that a source covers as a study area."""
    name = Path(source).name
    geometry = road.footprint(source, means(settings))
    if not isinstance(geometry, Polygon | MultiPolygon):
        message = f"{name}: expected epochs that cover one area, saw none that all cover; give an area with --area"
        raise SourceError(message)
    try:
        return study_area(geometry, f"the whole footprint of {name}")
    except ValueError as error:
        message = f"{name}: the source's footprint cannot be a study area: {error}; give one with --area"
        raise SourceError(message) from error


def _own_city(city: str, table: CityTable, area: StudyArea) -> City:
    """Return the city that a source's table describes."""
    region, region_m49 = region_of(table.iso3)
    point = area.geometry.representative_point()
    return City(
        id=city,
        names=MappingProxyType(dict.fromkeys(LANGUAGES, table.names["en"]) | dict(table.names)),
        iso3=table.iso3,
        region=table.region or region,
        region_m49=table.region_m49 or region_m49,
        centre=table.centre or (point.x, point.y),
        study_area=area,
        local_language=table.local_language,
    )
