"""How the rasters of a declared source are found: by computed tile addresses, by search, or in a STAC catalogue."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from geo.sources.strict import Line, SourceId, Strict, Year

Address = Annotated[str, Field(pattern=r"^https?://[^/\s]+(/[^\s]*)?[^/\s]$")]
"""A URL without a slash at its end."""


class DegreeTiles(Strict):
    """Square tiles in degrees, named by one of their corners."""

    kind: Literal["degrees"]
    step: int = Field(gt=0)
    """Side of a tile, degrees; corners are whole multiples of it."""
    corner: Literal["south_west", "north_west"]
    """The corner that {lat} and {lon} name."""
    overlap: float = Field(default=0, ge=0)
    """Degrees by which a tile reaches beyond its square on each side."""
    latitude: Line = "{signed}"
    """How {lat} is written: {signed}, or {degrees:02d}{N|S} as `{degrees:02d}{hemisphere}`."""
    longitude: Line = "{signed}"


class GhslTiles(Strict):
    """GHSL's tiles of 1,000 km in ESRI:54009, named by {row} and {column} from 1."""

    kind: Literal["ghsl"]


class UtmTiles(Strict):
    """A tile for each UTM zone and latitude band, named by {zone} and {band}."""

    kind: Literal["utm"]


class CountryTiles(Strict):
    """A raster for each country, named by {ISO3} and {iso3}."""

    kind: Literal["country"]


TileScheme = DegreeTiles | GhslTiles | UtmTiles | CountryTiles


class TileAccess(Strict):
    """Rasters whose addresses are computed from the epoch and the place."""

    kind: Literal["tiles"]
    base: Address
    """What an agency's mirror replaces."""
    path: Line | None = None
    """Below the base, with {year} and the scheme's own names in braces."""
    paths_by_epoch: dict[Year, Line] = Field(default_factory=dict)
    """Instead of `path`, where epochs differ."""
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
    def _one_way(self) -> Self:
        if (self.path is None) == (not self.paths_by_epoch):
            msg = "give either path or paths_by_epoch"
            raise ValueError(msg)
        return self


class StacAccess(Strict):
    """Items of a collection of a STAC API, found by search."""

    kind: Literal["stac"]
    base: Address
    """The API's landing page."""
    collection: Line
    asset: Line
    sign: Address | None = None
    """Where a token for the collection's files is given, with {collection} in it."""


class CatalogueAccess(Strict):
    """Items of a static STAC catalogue, on disk or over HTTP."""

    kind: Literal["catalogue"]
    href: Line
    """A catalog.json or collection.json: a URL, or a path from the folder of the file that declares it."""
    asset: Line
    id: SourceId | None = None
    """The collection, where the catalogue has several."""


Access = TileAccess | StacAccess | CatalogueAccess
