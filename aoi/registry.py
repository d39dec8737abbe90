"""Which cities there are: each is one file, `cities/<id>.geojson`, built in or in a user's own folder.

A city's file is one GeoJSON Feature in longitude and latitude (no FeatureCollection, no `crs`), checked strictly by
`city_file.py`: a member that is not named here is an error, so that a typo fails. Its geometry is the study area, a
valid Polygon or MultiPolygon of 1 to 50,000 km². Its properties:

  id              slug (lower-case letters, digits, hyphens), the same as the file's stem
  names           {language code: name}; `en` is required, the built-in cities have en, ar, fr, es and the local one;
                  of these four, a missing one is filled with the English name
  iso3            ISO 3166-1 alpha-3; XXX for a place outside all countries
  region          UN M49 region's name in English: that of the country, as regions.toml has it; with XXX, `No region`
  region_m49      its code, three digits in a string; with XXX, `000`
  centre          [longitude, latitude], inside the study area
  local_language  code of the language spoken there first; `names` has it
  origin          where the polygon comes from, for people
  simulated       optional, true for a city that exists only in the simulated source
  countries       optional, all countries that the study area reaches into, as ISO 3166-1 alpha-3 codes, its own
                  first: sources that come by country are read for each; by default its own
  notes           optional, {key: sentence}
  published       optional, figures that others published: source, citation, licence, boundary, years, epochs
"""

import difflib
import re
from pathlib import Path

from aoi.city import City
from aoi.city_file import SLUG, read_city_file
from aoi.errors import CityFileError, UnknownCityError
from aoi.text import folded, printable

BUILT_IN = Path(__file__).with_name("cities")
_NEAREST = 3
_LIKENESS = 0.6


def city(city_id: str, *, own: Path | None = None) -> City:
    """Return the city of this id, built in or from the user's own folder (which need not exist).

    A user's city never takes the place of a built-in one: where both have the id, that is an error, since a figure
    published under the id must always be of the same place.

    Raises:
        UnknownCityError: there is none.
        CityFileError: its file breaks the schema, or a user's file has the id of a built-in city.
    """
    files = _files(own)
    if not re.fullmatch(SLUG, city_id) or city_id not in files:
        raise UnknownCityError(printable(city_id), nearest(city_id, own=own))
    return _read(city_id, files[city_id])


def cities(*, own: Path | None = None) -> tuple[City, ...]:
    """Return all cities in the order of their ids.

    Raises:
        CityFileError: one of the files breaks the schema, or a user's file has the id of a built-in city.
    """
    return tuple(_read(city_id, files) for city_id, files in sorted(_files(own).items()))


def nearest(text: str, *, own: Path | None = None) -> tuple[str, ...]:
    """Return the ids of up to three cities whose id or a name in any language is like the text, the likest first."""
    asked = folded(text).replace("-", " ")
    likeness = {
        city.id: max(_likeness(asked, name) for name in (city.id, *city.names.values())) for city in _usable(own)
    }
    near = [city_id for city_id, share in likeness.items() if share >= _LIKENESS]
    return tuple(sorted(near, key=lambda city_id: (-likeness[city_id], city_id))[:_NEAREST])


def _likeness(asked: str, name: str) -> float:
    return difflib.SequenceMatcher(None, asked, folded(name).replace("-", " ")).ratio()


def _usable(own: Path | None) -> list[City]:
    found = []
    for city_id, files in _files(own).items():
        try:
            found.append(_read(city_id, files))
        except CityFileError:  # told when that city itself is asked for
            continue
    return found


def _files(own: Path | None) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    folders = (BUILT_IN,) if own is None or own.resolve() == BUILT_IN.resolve() else (BUILT_IN, own)
    for folder in folders:
        for path in sorted(folder.glob("*.geojson")):
            found.setdefault(path.stem, []).append(path)
    return found


def _read(city_id: str, files: list[Path]) -> City:
    if len(files) > 1:
        where = printable(files[-1], 200)
        message = f"{where}: {city_id!r} is the id of a built-in city; give yours another id and file name"
        raise CityFileError(message)
    return read_city_file(files[0])
