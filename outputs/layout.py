"""Where each file of a publication lies: every name in one place, and the two records that pages list files with.

A publish root is a folder that any web server can serve:

    index.html, index.<language>.html   all cities
    national.csv                        the national figures of the last batch, where there was one
    reporting.xlsx, reporting_sdmx.csv  the reporting table of every city's latest run, after a batch
    summary-1.2.schema.json             what summary.json promises
    catalog.json                        the same as a STAC catalogue
    <city>/collection.json              the city's runs, a STAC collection
    <city>/latest.json                  {run, path, created}; replaced last
    <city>/<run>/…                      one run, immutable; RunFiles names what is in it
    .staging/ .damaged/ .lock           never served: runs under way, runs set aside, the lock
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

SUMMARY_VERSION = "1.2"
INDEX = "index.html"
NATIONAL = "national.csv"
SCHEMA = f"summary-{SUMMARY_VERSION}.schema.json"
LATEST = "latest.json"
STAGING = ".staging"
DAMAGED = ".damaged"
LOCK = ".lock"
INDEX_PAGES = (INDEX, "index.fr.html", "index.es.html", "index.ar.html")

PAGE = "index.html"
METHOD = "method.html"
PREVIEW = "preview.png"
SUMMARY = "summary.json"
INDICATORS = "indicators.csv"
EPOCHS = "epochs.csv"
COMPARISON = "comparison.csv"
SPREAD = "spread.csv"
PUBLISHED = "published.csv"
MEASURES = "measures.csv"
ZONE_INDICATORS = "zone_indicators.csv"
ZONE_EPOCHS = "zone_epochs.csv"
STAC_ITEM = "item.json"
PROVENANCE = "provenance.json"
REPORTING = "reporting.xlsx"
SDMX = "reporting_sdmx.csv"
MANIFEST = "manifest.json"


def document(name: str, language: str) -> str:
    """Return the name of a document in a language: `report`, `annex_pdf` or `annex_docx`."""
    stem, _, ending = name.partition("_")
    return f"{stem}.{language}.{ending or 'pdf'}"


Group = Literal["layers", "tables", "pages"]
"""What kind of file it is, for lists of downloads: GIS layers, tables and metadata, pages and pictures."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a page offers."""

    name: str
    """The file's own name, without folders."""
    path: str
    """Relative to the page that lists it, with `/`."""
    title: str
    """What it is, a short English phrase."""
    size_bytes: int
    group: Group


@dataclass(frozen=True, slots=True)
class Headline:
    """The one row that the index shows of a city: its whole span, within the fixed urban extent where there is one."""

    boundary: str
    boundary_rule: str
    start: int
    end: int
    built_up_start_km2: float | None
    built_up_end_km2: float | None
    population_start: float | None
    population_end: float | None
    lcr: float | None
    pgr: float | None
    lcrpgr: float | None
    undefined: Mapping[str, str]
    """Field → reason code."""
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """The latest run of a city, as the index page of a publish root lists it."""

    city: str
    """The city's id."""
    names: Mapping[str, str]
    """By language code; `en` is always there."""
    iso3: str
    simulated: bool
    run: str
    path: str
    """The run's folder relative to the root, `<city>/<run>`."""
    created: str
    """ISO 8601, UTC."""
    sources: tuple[str, ...]
    """Titles."""
    warnings: tuple[str, ...]
    """One sentence each."""
    headline: Headline | None
    projected: tuple[int, ...]
    """The epochs that are projections."""
    compared: tuple[str, ...]
    """Titles of the other sources that the run is compared with."""
    downloads: tuple[Download, ...]
    """Paths are relative to the root; `<path>/index.html` (the page) and `<path>/preview.png` are among them."""


@dataclass(frozen=True, slots=True)
class RunFiles:
    """The names of one city's files inside a run's folder, relative to it."""

    city: str

    def built_up(self, year: int) -> str:
        """Return the name of a year's built-up raster."""
        return f"built_up/{self.city}_built_up_{year}.tif"

    @property
    def first_built(self) -> str:
        """The raster of first-built epochs."""
        return f"built_up/{self.city}_first_built.tif"

    def extent(self, year: int) -> str:
        """Return the name of a year's extent classes."""
        return f"extent/{self.city}_extent_{year}.tif"

    def expansion(self, start: int, end: int) -> str:
        """Return the name of a period's expansion types."""
        return f"expansion/{self.city}_expansion_{start}-{end}.tif"

    def land_taken(self, start: int, end: int) -> str:
        """Return the name of what was taken in a period."""
        return f"land_taken/{self.city}_land_taken_{start}-{end}.tif"

    @property
    def geopackage(self) -> str:
        """The vector layers."""
        return f"{self.city}.gpkg"

    def geoparquet(self, layer: str) -> str:
        """Return the name of a vector layer as GeoParquet."""
        return f"vectors/{self.city}_{layer}.parquet"

    @property
    def pmtiles(self) -> str:
        """The vector layers as map tiles."""
        return f"{self.city}.pmtiles"

    def project(self, language: str) -> str:
        """Return the name of the QGIS project in a language."""
        return f"{self.city}.{language}.qgz"
