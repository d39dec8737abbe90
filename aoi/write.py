"""How a user's study area becomes a city's file."""

import os
import re
from pathlib import Path
from types import MappingProxyType

from shapely import Point

from aoi.city import LANGUAGES, City, StudyArea
from aoi.city_file import SLUG, SLUG_LENGTH, city_file_text, read_city_file
from aoi.errors import CityFileError
from aoi.regions import region_of
from aoi.registry import BUILT_IN
from aoi.text import printable


def city_of(
    city_id: str,
    area: StudyArea,
    *,
    name: str,
    iso3: str,
    centre: tuple[float, float] | None = None,
) -> City:
    """Return a city made of a user's study area; its centre is the area's middle where none is given.

    Raises:
        CityFileError: the id is no slug, the country is not known or the centre lies outside the area.
    """
    if not re.fullmatch(SLUG, city_id) or len(city_id) > SLUG_LENGTH:
        message = f"{printable(city_id)!r} is no city id: give lower-case letters, digits and hyphens"
        raise CityFileError(message)
    try:
        region, region_m49 = region_of(iso3.upper())
    except KeyError:
        message = f"{printable(iso3)!r} is not a country: give its ISO 3166-1 alpha-3 code, or XXX for none"
        raise CityFileError(message) from None
    if centre is not None and not area.geometry.covers(Point(centre)):
        message = (
            f"the centre {centre[0]:g} {centre[1]:g} lies outside the study area: give a longitude and latitude in it"
        )
        raise CityFileError(message)
    notes = {"reading": " ".join(area.notes)} if area.notes else {}
    if centre is None:
        notes["centre"] = "The middle of the study area; set it to the city's own centre."
    return City(
        id=city_id,
        names=MappingProxyType(dict.fromkeys(LANGUAGES, printable(name))),
        iso3=iso3.upper(),
        region=region,
        region_m49=region_m49,
        centre=centre or _middle(area),
        study_area=area,
        notes=MappingProxyType(notes),
    )


def _middle(area: StudyArea) -> tuple[float, float]:
    centroid = area.geometry.centroid
    point = centroid if area.geometry.covers(centroid) else area.geometry.representative_point()
    return (point.x, point.y)


def write_city(city: City, folder: Path, *, force: bool = False) -> Path:
    """Write a city's file into the folder, whole or not at all, and return its path.

    Raises:
        CityFileError: a built-in city has the id, or the file is there and `force` is not set.
    """
    path = folder / f"{city.id}.geojson"
    if (BUILT_IN / path.name).exists():
        message = f"{city.id!r} is the id of a built-in city: choose another one"
        raise CityFileError(message)
    if path.exists() and not force:
        message = f"{printable(path, 200)} is there already: choose another id, or overwrite it with --force"
        raise CityFileError(message)
    folder.mkdir(parents=True, exist_ok=True)
    staging = folder / f".{os.getpid()}"
    staging.mkdir()
    try:
        staged = staging / path.name
        staged.write_text(city_file_text(city), encoding="utf-8")
        read_city_file(staged)
        staged.replace(path)
    finally:
        (staging / path.name).unlink(missing_ok=True)
        staging.rmdir()
    return path
