"""A page that has every section, and the index, in all languages; and what a parser that knows HTML makes of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest
from shapely import box

from geo.measurement import Measurement
from outputs.layout import Download, Headline, IndexEntry
from outputs.report.index import render_index
from outputs.report.page import render_page
from outputs.subject import Place, Run
from outputs.words import LANGUAGES, speaking

CREATED = "2026-11-23T22:10:00Z"
Parse = Callable[[str], Element]


@pytest.fixture(scope="session")
def parse() -> Parse:
    """Return a strict parser: it raises at the first thing that is no HTML."""

    def parsed(html: str) -> Element:
        builder = html5lib.getTreeBuilder("etree")
        return html5lib.HTMLParser(builder, strict=True, namespaceHTMLElements=False).parse(html)  # type: ignore[no-any-return]

    return parsed


@pytest.fixture(scope="session")
def whole(
    measurement: Measurement, compared: Measurement, measured: Measurement, zoned: Measurement, published: Measurement
) -> Measurement:
    """Return the hand-made measurement with all that a page can show."""
    return replace(
        measurement,
        comparison=compared.comparison,
        figures=measured.figures,
        settlements=measured.settlements,
        zones=zoned.zones,
        published=published.published,
    )


@pytest.fixture(scope="session")
def jordanian() -> Place:
    """Return a place whose Arabic is written with Arabic-Indic digits."""
    names = {"en": "Sample", "ar": "مدينة العيّنة", "fr": "Échantillon", "es": "Muestra"}
    area = box(-20.9999, 18.0893, -20.9244, 18.1434)
    return Place(
        "sample", names, "JOR", "Western Asia", (-20.962, 18.116), area, "drawn by hand", ("cut",), simulated=True
    )


@pytest.fixture(scope="session")
def pages(whole: Measurement, jordanian: Place) -> Mapping[str, str]:
    """Return language → the page of a run in it."""
    run = Run("r0123456789ab", {"epochs": [1990, 2000], "area": None, "strict": True}, {"umran": "0.1.0"})
    downloads = (
        Download("sample.gpkg", "sample.gpkg", "Extents and clusters", 1_234_567, "layers"),
        Download("x.tif", "x.tif", "Land taken, 1990–2000", 12_345, "layers"),
        Download("report.fr.pdf", "report.fr.pdf", "The report as a PDF, in French", 1_000_000, "pages"),
        Download("report.ar.pdf", "report.ar.pdf", "The report as a PDF, in Arabic", 1_000_000, "pages"),
        Download("summary.json", "summary.json", "All figures, for machines", 999, "tables"),
    )
    made = {}
    for language in LANGUAGES:
        with speaking(language, jordanian.iso3):
            made[language] = render_page(whole, jordanian, run, created=CREATED, downloads=downloads)
    return made


@pytest.fixture(scope="session")
def entry(jordanian: Place) -> IndexEntry:
    """Return what the index knows of a run that has a page in every language."""
    rates = {"lcr": 0.0538, "pgr": 0.0217, "lcrpgr": 2.4793}
    land = {"built_up_start_km2": 20.0, "built_up_end_km2": 47.0}
    people = {"population_start": 254_512.0, "population_end": 438_105.0}
    names = ("index.html", "index.fr.html", "index.es.html", "index.ar.html", "preview.png")
    return IndexEntry(
        city="sample",
        names=jordanian.names,
        iso3="JOR",
        simulated=True,
        run="r0123456789ab",
        path="sample/r0123456789ab",
        created=CREATED,
        sources=("GHSL",),
        warnings=("Something is odd.",),
        headline=Headline("urban_extent", "fixed", 1990, 2015, **land, **people, **rates, undefined={}, flags=()),
        projected=(2015,),
        compared=("WSF Evolution",),
        downloads=tuple(Download(name, f"sample/r0123456789ab/{name}", "A file", 800_000, "pages") for name in names),
    )


@pytest.fixture(scope="session")
def indexes(entry: IndexEntry) -> Mapping[str, str]:
    """Return file name → the index of ten cities."""
    return render_index([replace(entry, city=f"city-{number}") for number in range(10)])
