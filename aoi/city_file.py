"""What a city's own file must hold (registry.py describes it), and how it is read and put into words."""

import json
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

import shapely
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry import shape

from aoi.area import study_area
from aoi.city import LANGUAGES, NO_COUNTRY, City, PublishedEpoch, PublishedFigures
from aoi.errors import CityFileError
from aoi.regions import region_of
from aoi.text import printable

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""What an id may look like: it names files and folders."""
SLUG_LENGTH = 64
Text = Annotated[str, Field(min_length=1, pattern=r"^[^\x00-\x1f]+$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Iso3 = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class PublishedEpochProperties(_Strict):
    """Built-up land and people of one year."""

    year: Annotated[int, Field(ge=1800, le=2200)]
    built_up_km2: Annotated[float, Field(ge=0)]
    population: Annotated[float, Field(ge=0)]


class PublishedProperties(_Strict):
    """Figures that others published."""

    source: Text
    citation: Text
    licence: Text
    boundary: Text
    years: list[Annotated[int, Field(ge=1800, le=2200)]] = Field(min_length=2)
    epochs: list[PublishedEpochProperties]

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        of_city = [epoch.year for epoch in self.epochs]
        if (
            self.years != sorted(set(self.years))
            or of_city != sorted(set(of_city))
            or not set(of_city) <= set(self.years)
        ):
            message = "years ascend, and epochs are some of them, ascending"
            raise ValueError(message)
        return self

    def figures(self) -> PublishedFigures:
        """Return them as they travel."""
        epochs = tuple(PublishedEpoch(e.year, e.built_up_km2, e.population) for e in self.epochs)
        return PublishedFigures(self.source, self.citation, self.licence, self.boundary, tuple(self.years), epochs)


class CityProperties(_Strict):
    """The properties of a city's feature."""

    id: Annotated[str, Field(pattern=SLUG, max_length=SLUG_LENGTH)]
    names: dict[Language, Text]
    iso3: Iso3
    region: Text
    region_m49: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    centre: tuple[Longitude, Latitude]
    local_language: Language
    origin: Text
    simulated: bool = False
    countries: tuple[Iso3, ...] = ()
    notes: dict[Text, Text] = {}
    published: list[PublishedProperties] = []

    @model_validator(mode="after")
    def _languages(self) -> Self:
        for language in ("en", self.local_language):
            if language not in self.names:
                message = f"names lacks {language!r}"
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _region(self) -> Self:
        try:
            expected = region_of(self.iso3)
        except KeyError:
            message = f"{self.iso3!r} is not an ISO 3166-1 alpha-3 code"
            raise ValueError(message) from None
        if (self.region, self.region_m49) != expected:
            message = f"{self.iso3} lies in {' '.join(expected)}, not in {self.region} {self.region_m49}"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _countries(self) -> Self:
        for code in self.countries:
            try:
                region_of(code)
            except KeyError:
                message = f"countries: {code!r} is not an ISO 3166-1 alpha-3 code"
                raise ValueError(message) from None
        if len(set(self.countries)) < len(self.countries) or NO_COUNTRY in self.countries:
            message = "countries: expected countries, each once"
            raise ValueError(message)
        if self.countries and self.iso3 not in {self.countries[0], NO_COUNTRY}:
            message = f"countries: expected its own, {self.iso3}, first"
            raise ValueError(message)
        return self


class CityFeature(_Strict):
    """A city's file: one GeoJSON Feature."""

    type: Literal["Feature"]
    properties: CityProperties
    geometry: dict[str, Any]

    def polygon(self) -> Polygon | MultiPolygon:
        """Return the study area's polygon.

        Raises:
            ValueError: the geometry is no valid polygon in longitude and latitude that has the city's centre in it.
        """
        geometry = _polygon(self.geometry)
        if not geometry.covers(Point(self.properties.centre)):
            message = "the centre lies outside the study area"
            raise ValueError(message)
        return geometry


def _polygon(member: dict[str, Any]) -> Polygon | MultiPolygon:
    try:
        geometry = shape(member)
    except (shapely.GEOSException, AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        message = "the geometry is not GeoJSON"
        raise ValueError(message) from error
    if not isinstance(geometry, Polygon | MultiPolygon) or geometry.is_empty:
        message = "the geometry is not a Polygon or MultiPolygon"
        raise ValueError(message)
    if not geometry.is_valid:
        message = f"the geometry is invalid ({shapely.is_valid_reason(geometry)})"
        raise ValueError(message)
    west, south, east, north = geometry.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:  # noqa: PLR2004 (degrees)
        message = "the geometry reaches beyond longitude ±180 or latitude ±90"
        raise ValueError(message)
    return geometry


def read_city_file(path: Path) -> City:
    """Return the city that a file describes.

    Raises:
        CityFileError: the file cannot be read or breaks the schema.
    """
    try:
        feature = CityFeature.model_validate_json(path.read_bytes())
        city = _city(feature)
    except OSError as error:
        raise _broken(path, error.strerror or str(error)) from error
    except ValidationError as error:
        raise _broken(path, _told(error)) from error
    except ValueError as error:
        raise _broken(path, str(error)) from error
    if city.id != path.stem:
        raise _broken(path, f"the id is {city.id!r}, the file's name says {printable(path.stem)!r}")
    return city


def _city(feature: CityFeature) -> City:
    it = feature.properties
    names = dict.fromkeys(LANGUAGES, it.names["en"]) | it.names
    return City(
        id=it.id,
        names=MappingProxyType(names),
        iso3=it.iso3,
        region=it.region,
        region_m49=it.region_m49,
        centre=it.centre,
        study_area=study_area(feature.polygon(), it.origin),
        local_language=it.local_language,
        simulated=it.simulated,
        notes=MappingProxyType(dict(it.notes)),
        countries=it.countries,
        published=tuple(published.figures() for published in it.published),
    )


def _broken(path: Path, problem: str) -> CityFileError:
    return CityFileError(f"{printable(path, 200)}: {printable(problem, 200)}; correct the city's file")


def _told(error: ValidationError) -> str:
    first, *others = error.errors(include_url=False)
    where = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    more = f" (and {len(others)} more)" if others else ""
    return f"{where}: {message}{more}" if where else f"{message}{more}"


def city_file_text(city: City) -> str:
    """Return the text of a city's file; reading it again gives the same city."""
    properties = {
        "id": city.id,
        "names": dict(city.names),
        "iso3": city.iso3,
        "region": city.region,
        "region_m49": city.region_m49,
        "centre": list(city.centre),
        "local_language": city.local_language,
        "origin": city.study_area.origin,
        "simulated": city.simulated,
        "countries": list(city.countries),
        "notes": dict(city.notes),
        "published": [asdict(published) for published in city.published],
    }
    told = json.dumps(properties, ensure_ascii=False, indent=2)
    geometry = shapely.to_geojson(city.study_area.geometry)
    return f'{{\n"type": "Feature",\n"properties": {told},\n"geometry": {geometry}\n}}\n'
