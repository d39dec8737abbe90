"""Items of the hand-made city, and a publish root with two cities of which one has two runs."""

import dataclasses
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from geo.measurement import Measurement
from outputs.catalogue.catalog import catalog_json
from outputs.catalogue.collection import collection_json, latest_in
from outputs.catalogue.entry import entries_in
from outputs.catalogue.stac import item_json
from outputs.layers.rasters import rasters
from outputs.manifest import FileEntry
from outputs.media import Media
from outputs.subject import Place, Run

OTHERS = (
    ("sample.gpkg", "application/geopackage+sqlite3", "layers"),
    ("summary.json", "application/json", "tables"),
    ("indicators.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "tables"),
    ("preview.png", "image/png", "pages"),
    ("index.html", "text/html", "pages"),
    ("index.ar.html", "text/html", "pages"),
    ("report.ar.pdf", "application/pdf", "pages"),
    ("method.html", "text/html", "pages"),
    ("a.qml", "application/xml", None),
)
ItemMaker = Callable[..., str]


def entry(path: str, media_type: str, group: str | None) -> FileEntry:
    """Return the entry of a file whose bytes are its own name."""
    data = path.encode()
    known = {"path": path, "title": f"What {path} is", "media_type": media_type, "group": group}
    return FileEntry.model_validate({**known, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})


def entries(measurement: Measurement, city: str) -> list[FileEntry]:
    layers = [entry(raster.path, Media.COG, "layers") for raster in rasters(measurement, city)]
    return [*layers, *(entry(*one) for one in OTHERS)]


@pytest.fixture
def files(measurement: Measurement) -> list[FileEntry]:
    """Return the files of a run of the sample city."""
    return entries(measurement, "sample")


@pytest.fixture
def make_item(measurement: Measurement, place: Place, run: Run) -> ItemMaker:
    """Return a maker of items: of another city, run, day, or place, where one is given."""

    def make(run_id: str = run.id, day: int = 1, of: Measurement = measurement, **changes: Any) -> str:
        where = dataclasses.replace(place, **changes)
        this = dataclasses.replace(run, id=run_id)
        created = datetime(2026, 3, day, 12, tzinfo=UTC)
        return item_json(of, where, this, created=created, files=entries(of, where.id))

    return make


@pytest.fixture
def root(tmp_path: Path, make_item: ItemMaker, measurement: Measurement) -> Path:
    """Return a publish root: the sample city with two runs, another with one; files hold their own names."""
    runs = (("sample", "r000000000001", 1), ("sample", "r000000000002", 2), ("zeta", "r000000000001", 3))
    latest = {}
    for city, run, day in runs:
        item = make_item(run, day, id=city)
        for file in entries(measurement, city):
            path = tmp_path / city / run / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.path.encode())
        (tmp_path / city / run / "item.json").write_text(item, encoding="utf-8")
        collection = tmp_path / city / "collection.json"
        text = collection_json(item, entries_in(collection.read_bytes()) if collection.exists() else ())
        collection.write_text(text, encoding="utf-8")
        latest[city] = latest_in(text)
    (tmp_path / "catalog.json").write_text(catalog_json(latest.values()), encoding="utf-8")
    return tmp_path
