"""How the rasters of a declared source are found: by computed tile addresses, by search, or in a STAC catalogue."""

from string import Formatter
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from geo.sources.strict import Line, Strict, Year

Address = Annotated[str, Field(pattern=r"^https?://[^/\s@]+(/[^\s]*)?[^/\s]$")]
"""A URL without a slash at its end, and without a user or password before its host."""


class DegreeTiles(Strict):
    """Square tiles in degrees, named by one of their corners: {lat} and {lon} in paths."""

    kind: Literal["degrees"]
    step: int = Field(gt=0, le=90)
    """Side of a tile, degrees; corners are whole multiples of it."""
    corner: Literal["south_west", "north_west"]
    """The corner that {lat} and {lon} name."""
    name: Line = "{lat}_{lon}"
    """How a tile is called: {tile} in paths."""
    latitude: Line = "{signed}"
    """How {lat} is written: `{signed}`, or {degrees} without sign and the letter {hemisphere}, such as
    `{hemisphere}{degrees:02d}`."""
    longitude: Line = "{signed}"
    overlap: float = Field(default=0, ge=0)
    """Degrees by which a tile may reach beyond its square on each side."""
    names: ClassVar[frozenset[str]] = frozenset({"lat", "lon"})

    @model_validator(mode="after")
    def _names_can_be_filled(self) -> Self:
        require_names(self.name, self.names)
        require_names(self.latitude, SIGNED)
        require_names(self.longitude, SIGNED)
        return self


class GhslTiles(Strict):
    """GHSL's tiles of 1,000 km in ESRI:54009, called R6_C18 and so on: {row} and {column} in paths."""

    kind: Literal["ghsl"]
    names: ClassVar[frozenset[str]] = frozenset({"row", "column"})


class UtmTiles(Strict):
    """A tile for each UTM zone and latitude band, called 29R and so on: {zone} and {band} in paths.

    Zones are 6° wide everywhere, without the exceptions round Norway and Svalbard.
    """

    kind: Literal["utm"]
    names: ClassVar[frozenset[str]] = frozenset({"zone", "band"})


class CountryTiles(Strict):
    """A raster for each country, called by its ISO 3166-1 alpha-3 code: {ISO3} and, in lower case, {iso3} in paths."""

    kind: Literal["country"]
    names: ClassVar[frozenset[str]] = frozenset({"ISO3", "iso3"})


TileScheme = DegreeTiles | GhslTiles | UtmTiles | CountryTiles
IN_PATHS = frozenset({"tile", "year", "next_year"})
"""What every path may have in braces: the tile's name, the epoch, the year after it."""
SIGNED = frozenset({"signed", "degrees", "hemisphere"})


def require_names(template: str, known: frozenset[str]) -> None:
    """Check that a template has nothing in braces that cannot be filled in.

    Raises:
        ValueError: it has.
    """
    strange = sorted({name for _, name, _, _ in Formatter().parse(template) if name is not None} - known)
    if strange:
        msg = f"{template}: expected only {', '.join(sorted(known))} in braces, saw {', '.join(strange)}"
        raise ValueError(msg)


class TileAccess(Strict):
    """Rasters whose addresses are computed from the epoch and the place."""

    kind: Literal["tiles"]
    base: Address
    """What an agency's mirror replaces."""
    path: Line | None = None
    """Below the base, with {tile}, {year}, {next_year} and what the scheme has in braces."""
    paths_by_epoch: dict[Year, Line] = Field(default_factory=dict)
    """Instead of `path`, for the epochs that differ."""
    also: tuple[Line, ...] = ()
    """Other paths that are tried, in order, where the first has no such file."""
    scheme: TileScheme = Field(discriminator="kind")
    container: Literal["tiff", "zip"] = "tiff"
    """A GeoTIFF that is read by ranges, or a zip with one GeoTIFF in it that is downloaded whole."""
    absent_means: Line | None = None
    """What it means that a tile is not there ("open sea"): it is nodata then. None: every tile must be there."""
    absent_statuses: tuple[int, ...] = (404,)
    """How the archive says it: object stores that hide their lists say 403."""

    @model_validator(mode="after")
    def _paths_can_be_filled(self) -> Self:
        if self.path is None and not self.paths_by_epoch:
            msg = "give path, or paths_by_epoch"
            raise ValueError(msg)
        for path in (self.path or "", *self.paths_by_epoch.values(), *self.also):
            require_names(path, IN_PATHS | self.scheme.names)
        return self

    def paths(self, year: int) -> tuple[str, ...]:
        """Return the templates of an epoch's paths, in the order in which they are tried.

        Raises:
            KeyError: the epoch has none.
        """
        first = self.paths_by_epoch.get(year, self.path)
        if first is None:
            raise KeyError(year)
        return (first, *self.also)


class StacAccess(Strict):
    """Items of a collection of a STAC API, found by search."""

    kind: Literal["stac"]
    base: Address
    """The API's landing page."""
    collection: Line
    asset: Line
    """Of built-up land; of population, where the source has no other."""
    population_asset: Line | None = None
    """Of population, in the same items."""
    sign: Address | None = None
    """Where a token for the collection's files is given, with {collection} in it."""


class CatalogueAccess(Strict):
    """Items of a static STAC catalogue, on disk or over HTTP."""

    kind: Literal["catalogue"]
    href: Line
    """A catalog.json or collection.json: a URL, or a path from the folder of the file that declares it."""
    asset: Line
    """Of built-up land; of population, where the source has no other."""
    population_asset: Line | None = None
    """Of population, in the same items."""
    id: Line | None = None
    """The collection, where the catalogue has several; the catalogue's own id takes all."""


Access = TileAccess | StacAccess | CatalogueAccess
