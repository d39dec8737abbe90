"""The STAC Collection of a city: all its runs, newest first, and the files of the latest."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from outputs.catalogue import extensions
from outputs.catalogue.entry import (
    COLLECTION,
    ENTRY,
    RunEntry,
    download,
    dumped,
    entries_in,
    offered,
    run_entry,
    with_entry,
)
from outputs.errors import OutputsError
from outputs.layout import Download
from outputs.tables.summary import json_text

_JSON: Final = "application/json"
_GEOJSON: Final = "application/geo+json"
_COPIED: Final = ("keywords", "license", "providers", "version", "language", "sci:citation", "sci:publications")
"""What a collection says of itself is what the latest item says."""
_LISTED: Final = ("title", "type", "roles", "hreflang", "file:size", "file:checksum", "umran:group")
"""What a collection's assets keep of the item's."""
_OF_A_RUN: Final = frozenset({"href", "file:size", "file:checksum"})
"""What the definition of an item's asset leaves out: it differs from run to run."""


def collection_json(item: str | bytes, runs: Iterable[RunEntry] = ()) -> str:
    """Return the text of a city's collection.

    Args:
        item: the text of the item of the run that `latest.json` points at.
        runs: the entries of the city's runs; that of the item is added, and need not be among them.

    Raises:
        OutputsError: the text is no item of a run.
    """
    latest = run_entry(item)
    document: dict[str, Any] = json.loads(item)
    ordered = sorted(with_entry(runs, latest), key=lambda entry: entry.order, reverse=True)
    properties, assets = document["properties"], document["assets"]
    return json_text(
        {
            "type": "Collection",
            "stac_version": extensions.STAC_VERSION,
            "stac_extensions": document["stac_extensions"],
            "id": latest.city,
            "title": _name(latest),
            "description": _description(latest),
            **{name: properties[name] for name in _COPIED},
            "extent": _extent(ordered),
            "summaries": _summaries(ordered, properties),
            "assets": {path: _listed(asset, latest.run) for path, asset in offered(document).items()},
            "item_assets": {path: _defined(asset) for path, asset in assets.items()},
            "links": [*_links(ordered, latest), *_of_latest(document["links"], latest.run)],
            "umran:names": dict(latest.names),
            "umran:iso3": latest.iso3,
            "umran:latest": latest.run,
            "umran:licence": properties["umran:licence"],
        }
    )


def latest_in(collection: str | bytes) -> RunEntry:
    """Return the entry of the run that a city's collection says is its latest.

    Raises:
        OutputsError: the text is no collection of a city.
    """
    entries = {entry.run: entry for entry in entries_in(collection)}
    latest = json.loads(collection).get("umran:latest")
    if latest not in entries:
        msg = f"expected a city's {COLLECTION} with its latest run, saw another text; publish the city again"
        raise OutputsError(msg)
    return entries[latest]


def downloads_in(collection: str | bytes) -> tuple[Download, ...]:
    """Return every file that the latest run of a city offers, with paths relative to the root.

    Raises:
        OutputsError: the text is no collection of a city.
    """
    prefix = f"{latest_in(collection).path}/"
    files = (download(path, asset) for path, asset in offered(json.loads(collection)).items())
    return tuple(replace(file, path=f"{prefix}{file.path}") for file in files)


def _name(latest: RunEntry) -> str:
    return f"SIMULATED CITY, {latest.names['en']}" if latest.simulated else latest.names["en"]


def _description(latest: RunEntry) -> str:
    names = " / ".join(dict.fromkeys(latest.names.values()))
    return f"{names}: built-up land, urban extent and SDG indicator 11.3.1, every run; the newest first."


def _extent(runs: list[RunEntry]) -> dict[str, Any]:
    boxes = [run.bbox for run in runs]
    whole = [*(min(box[k] for box in boxes) for k in (0, 1)), *(max(box[k] for box in boxes) for k in (2, 3))]
    first, last = min(run.years[0] for run in runs), max(run.years[-1] for run in runs)
    return {
        "spatial": {"bbox": [whole]},
        "temporal": {"interval": [[f"{first}-01-01T00:00:00Z", f"{last}-12-31T23:59:59Z"]]},
    }


def _summaries(runs: list[RunEntry], properties: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "umran:epochs": sorted({year for run in runs for year in run.years}),
        "umran:projected_epochs": sorted({year for run in runs for year in run.projected}),
        "umran:sources": sorted({source for run in runs for source in run.sources}),
        "umran:simulated": sorted({run.simulated for run in runs}),
        "umran:run": [run.run for run in runs],
        "gsd": [properties["gsd"]],
        "processing:level": [properties["processing:level"]],
    }
    code = properties.get("proj:code")
    return {name: values for name, values in found.items() if values} | ({"proj:code": [code]} if code else {})


def _listed(asset: Mapping[str, Any], run: str) -> dict[str, Any]:
    return {"href": _inside(asset["href"], run), **{name: asset[name] for name in _LISTED if name in asset}}


def _defined(asset: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every run says of an asset: without what it measured there."""
    found = {name: value for name, value in asset.items() if name not in _OF_A_RUN}
    if "bands" in found:
        found["bands"] = [{k: v for k, v in band.items() if k != "statistics"} for band in found["bands"]]
    return found


def _links(runs: list[RunEntry], latest: RunEntry) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = [{"rel": rel, "href": "../catalog.json", "type": _JSON} for rel in ("root", "parent")]
    for run in runs:
        link = {
            "rel": "item",
            "href": f"./{run.run}/item.json",
            "type": _GEOJSON,
            "title": f"{run.title}, {run.years[0]}–{run.years[-1]}, run {run.run}",
            "version": run.run,
            "created": run.created,
            ENTRY: dumped(run),
        }
        links.append(link if run.run == latest.run else link | {"deprecated": True})
    links.append({"rel": "latest-version", "href": f"./{latest.run}/item.json", "type": _GEOJSON})
    earlier = next((run for run in runs if run.order < latest.order), None)
    if earlier:
        links.append({"rel": "predecessor-version", "href": f"./{earlier.run}/item.json", "type": _GEOJSON})
    return links


def _of_latest(links: Iterable[Mapping[str, Any]], run: str) -> list[dict[str, Any]]:
    """Return the links of the latest item that hold for the city: its pages, its licences, its sources."""
    kept = [link for link in links if link["rel"] in {"alternate", "license", "via"}]
    return [{**link, "href": _inside(link["href"], run)} for link in kept]


def _inside(href: str, run: str) -> str:
    """Return an address relative to the item as one relative to the collection."""
    return f"./{run}/{href.removeprefix('./')}" if href.startswith("./") else href
