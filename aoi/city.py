"""What a city is here: its names, its country, its centre and its study area; a value that travels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from shapely import MultiPolygon, Polygon

LANGUAGES = ("en", "ar", "fr", "es")
"""The languages that every city is named in, besides its own."""
NO_COUNTRY = "XXX"
"""In place of a country's code: outside all of them."""


@dataclass(frozen=True, slots=True)
class StudyArea:
    """The polygon inside which a city is measured, in EPSG:4326 (longitude, latitude, degrees)."""

    geometry: Polygon | MultiPolygon
    """Valid, non-empty, within -180..180 and -90..90."""
    area_km2: float
    """Geodesic area on WGS 84."""
    origin: str
    """Where the polygon comes from, for people: a citation or the user's file."""
    notes: tuple[str, ...] = ()
    """What was done to it on reading (repaired, reprojected …), one sentence each."""


@dataclass(frozen=True, slots=True)
class PublishedEpoch:
    """What others publish of a city in one year."""

    year: int
    built_up_km2: float
    population: float


@dataclass(frozen=True, slots=True)
class PublishedFigures:
    """Figures of a city that others published: a second source beside our own numbers."""

    source: str
    """Its name and release, such as GHS-UCDB R2019A."""
    citation: str
    licence: str
    boundary: str
    """In what its figures are counted, for people."""
    years: tuple[int, ...]
    """The epochs that it has of cities, ascending, whether or not it has figures of this one."""
    epochs: tuple[PublishedEpoch, ...]
    """Those that it has of this city, ascending."""


@dataclass(frozen=True, slots=True)
class City:
    """A place that Umran measures."""

    id: str
    """A slug, unique among cities: lower-case letters, digits, hyphens."""
    names: Mapping[str, str]
    """Names by ISO 639-1 language code: en, ar, fr, es and the local language."""
    iso3: str
    """ISO 3166-1 alpha-3 code of the country; XXX for a place outside all of them."""
    region: str
    """The UN M49 region's name, in English."""
    region_m49: str
    """The UN M49 region's three-digit code."""
    centre: tuple[float, float]
    """Longitude, latitude of the city's centre, degrees, EPSG:4326."""
    study_area: StudyArea
    local_language: str = "en"
    """ISO 639-1 (or 639-3) code of the language that is spoken there first."""
    simulated: bool = False
    """Whether the city exists only in the simulated source."""
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Further facts by key, for people."""
    published: tuple[PublishedFigures, ...] = ()
    """What others published of it."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3 codes of all countries that the study area reaches into, its own first; by default its own."""

    def __post_init__(self) -> None:
        if not self.countries and self.iso3 != NO_COUNTRY:
            object.__setattr__(self, "countries", (self.iso3,))

    @property
    def name(self) -> str:
        """The English name."""
        return self.names["en"]
