"""The STAC Item of a run: where and when it is, how it was made, and every file as an asset. It never changes."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pystac
from pystac.extensions.projection import ProjectionExtension
from shapely.geometry import mapping

from geo.measurement import Measurement
from outputs.catalogue import extensions
from outputs.catalogue.assets import asset, is_page, language_of, raster_fields
from outputs.catalogue.credits import cited, doi_links, licensing, processing, providers
from outputs.headline import headline
from outputs.layers.rasters import rasters
from outputs.layout import PAGE, PROVENANCE
from outputs.manifest import FileEntry, iso_utc
from outputs.subject import Place, Run
from outputs.tables.summary import json_text
from outputs.text import SIMULATED_SENTENCE, is_simulated, one_line, titled
from outputs.words import speaking

_PROVENANCE = "http://www.w3.org/ns/prov#has_provenance"
"""The relation that PROV-AQ gives to a document of provenance."""


def item_json(
    measurement: Measurement, place: Place, run: Run, *, created: datetime, files: Iterable[FileEntry]
) -> str:
    """Return the text of the item over the run's files, in English; pages in other languages are its alternates.

    Its links lead to the city's collection and to the catalogue by relative paths.
    """
    listed = tuple(files)
    with speaking("en"):
        item = _item(measurement, place, run, iso_utc(created))
        by_path = {raster.path: raster for raster in rasters(measurement, place.id)}
        document = item.to_dict(include_self_link=False, transform_hrefs=False)
        for file in listed:
            raster = by_path.get(file.path)
            document["assets"][file.path] = asset(file) | (raster_fields(raster, measurement) if raster else {})
    document["stac_extensions"] = _extensions(document)
    document["links"] = [*_links(place, listed), *doi_links(measurement.all_sources)]
    return json_text(document)


def _item(measurement: Measurement, place: Place, run: Run, created: str) -> pystac.Item:
    years = measurement.years
    item = pystac.Item(
        id=f"{place.id}-{run.id}",
        collection=place.id,
        geometry=mapping(place.study_area),
        bbox=list(place.study_area.bounds),
        datetime=None,
        start_datetime=datetime(years[0], 1, 1, tzinfo=UTC),
        end_datetime=datetime(years[-1], 12, 31, 23, 59, 59, tzinfo=UTC),
        properties={
            "title": titled("urban expansion", measurement, place),
            "description": _description(measurement, place),
            "created": created,
            "gsd": measurement.grid.resolution_m,
            "keywords": _keywords(measurement, place),
            "language": dict(extensions.ENGLISH),
            "version": run.id,
            "providers": providers(measurement, run),
            **licensing(measurement.all_sources),
            **cited(measurement, place, run, created=created),
            **processing(measurement, run),
            **_own(measurement, place, run),
        },
    )
    ProjectionExtension.ext(item, add_if_missing=True).apply(**_projection(measurement))
    return item


def _own(measurement: Measurement, place: Place, run: Run) -> dict[str, Any]:
    """Return our own properties: what lists and searches want to know of a run."""
    found = headline(measurement.indicators)
    others = measurement.comparison.sources[1:] if measurement.comparison else ()
    return {
        "umran:city": place.id,
        "umran:names": {code: one_line(name) for code, name in place.names.items()},
        "umran:iso3": place.iso3,
        "umran:run": run.id,
        "umran:simulated": is_simulated(measurement, place),
        "umran:epochs": list(measurement.years),
        "umran:projected_epochs": list(measurement.projected),
        "umran:incomparable_epochs": [list(period) for period in sorted(measurement.incomparable)],
        "umran:parameters": dict(run.parameters),
        "umran:sources": [one_line(source.title) for source in measurement.sources],
        "umran:compared": [one_line(one.references[0].title) for one in others],
        "umran:warnings": [one_line(caveat.text) for caveat in measurement.caveats],
        "umran:headline": asdict(found) if found else None,
    }


def _description(measurement: Measurement, place: Place) -> str:
    years = measurement.years
    text = f"Built-up land, urban extent and its expansion, {years[0]}–{years[-1]}."
    return f"{SIMULATED_SENTENCE} {text}" if is_simulated(measurement, place) else text


def _keywords(measurement: Measurement, place: Place) -> list[str]:
    words = ["urban expansion", "built-up land", "SDG 11.3.1", "land consumption rate", place.iso3]
    words += [one_line(name) for name in place.names.values()]
    return list(dict.fromkeys([*words, *(source.id for source in measurement.all_sources)]))


def _links(place: Place, files: Sequence[FileEntry]) -> list[dict[str, Any]]:
    city, json = one_line(place.names["en"]), "application/json"
    pages = {language_of(file): f"./{file.path}" for file in files if is_page(file)} or {"en": f"./{PAGE}"}
    return [
        {"rel": "root", "href": "../../catalog.json", "type": json},
        {"rel": "parent", "href": "../collection.json", "type": json, "title": city},
        {"rel": "collection", "href": "../collection.json", "type": json, "title": city},
        *(
            {"rel": "alternate", "href": href, "type": "text/html", "title": "The page of this run", "hreflang": code}
            for code, href in sorted(pages.items(), key=lambda pair: str(pair[0]))
        ),
        {"rel": "license", "href": f"./{PAGE}", "type": "text/html", "title": "The sources and their licences"},
        {"rel": _PROVENANCE, "href": f"./{PROVENANCE}", "type": json, "title": "Where each number comes from"},
    ]


def _extensions(document: dict[str, Any]) -> list[str]:
    """Return the extensions in use: that of classes only where an asset has some."""
    bands = [band for one in document["assets"].values() for band in one.get("bands", ())]
    found = {extensions.FILE, extensions.LANGUAGE, extensions.PROCESSING, extensions.PROJECTION}
    found |= {extensions.SCIENTIFIC, extensions.VERSION}
    found |= {extensions.RASTER} if bands else set()
    found |= {extensions.CLASSIFICATION} if any("classification:classes" in band for band in bands) else set()
    return sorted(found)


def _projection(measurement: Measurement) -> dict[str, Any]:
    grid = measurement.grid
    authority = grid.crs.to_authority(min_confidence=100)
    crs = {"code": ":".join(authority)} if authority else {"projjson": grid.crs.to_json_dict()}
    bounds = grid.geobox.extent.boundingbox
    return {
        **crs,
        "shape": list(grid.shape),
        "transform": [float(value) for value in grid.affine[:6]],
        "bbox": [float(value) for value in (bounds.left, bounds.bottom, bounds.right, bounds.top)],
    }
