"""The STAC Catalog of a publish root: every city, with the entry of its latest run."""

import json
from collections.abc import Iterable
from typing import Any

from outputs.catalogue import extensions
from outputs.catalogue.entry import COLLECTION, ENTRY, RunEntry, dumped
from outputs.layout import INDEX


def catalog_json(cities: Iterable[RunEntry]) -> str:
    """Return the text of the catalogue over the latest run of each city, by English name."""
    ordered = sorted(cities, key=lambda entry: (entry.names["en"].casefold(), entry.city))
    links: list[dict[str, Any]] = [
        {"rel": "root", "href": "./catalog.json", "type": "application/json"},
        {"rel": "alternate", "href": f"./{INDEX}", "type": "text/html", "title": "All cities", "hreflang": "en"},
    ]
    links += [
        {
            "rel": "child",
            "href": f"./{entry.city}/{COLLECTION}",
            "type": "application/json",
            "title": entry.names["en"],
            ENTRY: dumped(entry),
        }
        for entry in ordered
    ]
    document = {
        "type": "Catalog",
        "stac_version": extensions.STAC_VERSION,
        "stac_extensions": [extensions.LANGUAGE],
        "id": "umran",
        "title": "Umran: urban expansion of cities",
        "description": "Built-up land, urban extents and SDG indicator 11.3.1 of cities: one collection a city, "
        "one item a run.",
        "language": dict(extensions.ENGLISH),
    }
    # A link a line, as it would take the longest part of publishing to indent those of many cities.
    return _dumped(document).removesuffix("}") + ', "links": [\n' + ",\n".join(map(_dumped, links)) + "\n]}\n"


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)
