"""What a list of 500 cities costs: from the catalogue's one file, and from one file a city; and a city's publishing.

    python -m benchmarks.catalogue

Every time is the median of rounds, files in the system's cache; on an object store, where each file is a request, the
difference is that of one request to five hundred.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from outputs.catalogue.catalog import catalog_json
from outputs.catalogue.collection import collection_json, latest_in
from outputs.catalogue.entry import CATALOG, COLLECTION, entries_in, run_entry, with_city

CITIES = 500
FILES = 60
"""That a run offers, in four languages."""
WARNINGS = 6
ROUNDS = 7
RUN = "r0123456789ab"


def item_of(city: str, run: str) -> str:
    """Return an item as large as a real run's."""
    headline: dict[str, Any] = dict.fromkeys(
        (
            *("built_up_start_km2", "built_up_end_km2", "population_start", "population_end"),
            *("lcr", "pgr", "lcrpgr"),
        ),
        1234.56789,
    )
    headline |= {"boundary": "urban_extent", "boundary_rule": "fixed", "start": 1990, "end": 2020}
    properties = {
        "created": "2026-03-01T12:00:00Z",
        "title": f"{city}: urban expansion",
        "gsd": 100.0,
        "keywords": ["urban expansion", city],
        "license": "CC-BY-4.0",
        "providers": [{"name": "Umran", "roles": ["processor"], "processing:lineage": "word " * 120}],
        "version": run,
        "language": {"code": "en"},
        "processing:level": "L4",
        "sci:citation": "word " * 30,
        "sci:publications": [{"citation": "word " * 30}] * 2,
        "umran:licence": "CC-BY-4.0",
        "umran:city": city,
        "umran:names": {"en": f"City {city}", "fr": f"Ville {city}", "es": f"Ciudad {city}", "ar": f"مدينة {city}"},
        "umran:iso3": "XXX",
        "umran:simulated": False,
        "umran:run": run,
        "umran:epochs": [1990, 2000, 2010, 2020],
        "umran:projected_epochs": [],
        "umran:sources": ["GHSL built-up surface", "GHSL population"],
        "umran:compared": ["World Settlement Footprint"],
        "umran:warnings": ["A sentence of some twenty words that a reader must know before using a number. " * 2]
        * WARNINGS,
        "umran:headline": headline | {"undefined": {}, "flags": ["projected_epoch"]},
    }
    assets = {
        f"{kind}/{city}_{number}.tif": _asset(f"{kind}/{city}_{number}.tif", "image/tiff", "layers")
        for kind in ("built_up", "extent", "expansion")
        for number in range(FILES // 3 - 2)
    }
    assets |= {f"index.{code}.html": _asset(f"index.{code}.html", "text/html", "pages") for code in ("ar", "es", "fr")}
    assets |= {"index.html": _asset("index.html", "text/html", "pages")}
    assets["preview.png"] = {**_asset("preview.png", "image/png", "pages"), "roles": ["thumbnail", "overview"]}
    document = {"type": "Feature", "stac_extensions": [], "bbox": [1.5, 2.5, 3.5, 4.5], "properties": properties}
    return json.dumps(document | {"assets": assets, "links": []})


def _asset(path: str, media_type: str, group: str) -> dict[str, Any]:
    return {
        "href": f"./{path}",
        "title": f"What {path} holds, in words",
        "type": media_type,
        "roles": ["data"],
        "file:size": 123_456,
        "file:checksum": "1220" + "ab" * 32,
        "umran:group": group,
    }


def median(work: Callable[[], object]) -> float:
    """Return the median time of a piece of work, milliseconds; the first round is not counted."""
    seconds = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return 1000 * statistics.median(seconds[1:])


def filled(root: Path) -> None:
    """Write a catalogue of cities with one run each."""
    latest = []
    for number in range(CITIES):
        city = f"city-{number:03}"
        text = collection_json(item_of(city, RUN))
        (root / city).mkdir()
        (root / city / COLLECTION).write_text(text, encoding="utf-8")
        latest.append(latest_in(text))
    (root / CATALOG).write_text(catalog_json(latest), encoding="utf-8")


def republish(root: Path) -> None:
    """List a second run of one city: read its collection and the catalogue, write both."""
    item = item_of("city-250", "r000000000002")
    collection = root / "city-250" / COLLECTION
    text = collection_json(item, entries_in(collection.read_bytes()))
    cities = with_city(entries_in((root / CATALOG).read_bytes()), run_entry(item))
    collection.write_text(text, encoding="utf-8")
    (root / CATALOG).write_text(catalog_json(cities), encoding="utf-8")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        filled(root)
        files = sorted(root.glob(f"*/{COLLECTION}"))
        one_each = median(lambda: [latest_in(file.read_bytes()) for file in files])
        rows = {
            f"list {CITIES} cities from the catalogue": median(lambda: entries_in((root / CATALOG).read_bytes())),
            f"list {CITIES} cities, one collection each": one_each,
            f"the bytes alone of {CITIES} collections": median(lambda: [file.read_bytes() for file in files]),
            "publish one city: its collection, the catalogue": median(lambda: republish(root)),
        }
        size = (root / CATALOG).stat().st_size / CITIES
        one = files[0].stat().st_size
    table = Table(title=f"{CITIES} cities of {FILES} files; medians of {ROUNDS}")
    for heading in ("", "ms", "ratio to one file a city"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, milliseconds in rows.items():
        table.add_row(name, f"{milliseconds:.1f}", f"{milliseconds / one_each:.3f}")
    Console().print(table)
    print(f"catalog.json: {size:,.0f} bytes a city; collection.json: {one:,} bytes")


if __name__ == "__main__":
    main()
