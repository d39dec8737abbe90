"""What lists keep of a run: enough for a card on the index page and a line of the catalogue, read from its item.

A collection holds the entries of all of a city's runs, the catalogue that of each city's latest: so lists are made
from one file. An entry stands in the link to what it is of, under `umran:entry`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Final

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from outputs.errors import OutputsError
from outputs.layout import Download, Headline, IndexEntry

CATALOG: Final = "catalog.json"
"""The name of the catalogue in a publish root."""
COLLECTION: Final = "collection.json"
"""The name of a city's collection in its folder."""
ENTRY: Final = "umran:entry"


@dataclass(frozen=True, slots=True)
class RunEntry:
    """A run, as lists know it."""

    city: str
    """The city's id."""
    names: Mapping[str, str]
    """By language code; `en` is always there."""
    iso3: str
    simulated: bool
    run: str
    created: str
    """ISO 8601, UTC."""
    years: tuple[int, ...]
    """The epochs, ascending."""
    projected: tuple[int, ...]
    """Those of them that are projections."""
    bbox: tuple[float, float, float, float]
    """Of the study area: west, south, east, north."""
    title: str
    sources: tuple[str, ...]
    """Titles."""
    compared: tuple[str, ...]
    """Titles of the other sources that the run is compared with."""
    warnings: tuple[str, ...]
    headline: Headline | None
    previews: tuple[Download, ...]
    """The page in each language and the preview, with paths relative to the run's folder."""
    files: int
    """How many files it offers."""
    size_bytes: int
    """Of all of them."""

    @property
    def path(self) -> str:
        """The run's folder relative to the root."""
        return f"{self.city}/{self.run}"

    @property
    def order(self) -> tuple[str, str]:
        """By which runs of a city are ordered, ascending by time."""
        return self.created, self.run

    def index_entry(self, downloads: Iterable[Download] = ()) -> IndexEntry:
        """Return what the index page shows; without downloads given, its page and its preview are all it offers."""
        offered = tuple(downloads) or tuple(replace(one, path=f"{self.path}/{one.path}") for one in self.previews)
        same = ("city", "names", "iso3", "simulated", "run", "path", "created", "sources", "warnings", "headline")
        shared = {name: getattr(self, name) for name in (*same, "projected", "compared")}
        return IndexEntry(**shared, downloads=offered)


_ENTRY: Final = TypeAdapter(RunEntry)


class _Link(BaseModel):
    entry: RunEntry | None = Field(default=None, alias=ENTRY)


class _Linked(BaseModel):
    links: list[_Link]


def run_entry(item: str | bytes) -> RunEntry:
    """Return the entry of a run from the text of its item.

    Raises:
        OutputsError: the text is no item of a run.
    """
    try:
        document = json.loads(item)
        properties = document["properties"]
        files = offered(document)
        return _ENTRY.validate_python(
            {
                **{name: properties[f"umran:{name}"] for name in ("city", "names", "iso3", "simulated", "run")},
                **{name: properties[f"umran:{name}"] for name in ("sources", "compared", "warnings", "headline")},
                "created": properties["created"],
                "title": properties["title"],
                "years": properties["umran:epochs"],
                "projected": properties["umran:projected_epochs"],
                "bbox": document["bbox"],
                "previews": [download(path, one) for path, one in files.items() if _is_preview(path, one)],
                "files": len(files),
                "size_bytes": sum(one["file:size"] for one in files.values()),
            }
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"expected a run's item.json, saw another text ({type(error).__name__}); publish the run again"
        raise OutputsError(msg) from error


def entries_in(text: str | bytes) -> tuple[RunEntry, ...]:
    """Return the entries in a catalogue or a collection, in its order.

    Raises:
        OutputsError: the text is neither.
    """
    try:
        return tuple(link.entry for link in _Linked.model_validate_json(text).links if link.entry)
    except ValidationError as error:
        msg = f"expected {CATALOG} or {COLLECTION}, saw another text ({error.error_count()} faults); publish again"
        raise OutputsError(msg) from error


def with_entry(entries: Iterable[RunEntry], new: RunEntry) -> tuple[RunEntry, ...]:
    """Return a city's entries with a run among them, which takes the place of an earlier entry of itself."""
    return (*(one for one in entries if one.run != new.run), new)


def with_city(cities: Iterable[RunEntry], new: RunEntry) -> tuple[RunEntry, ...]:
    """Return the entries of cities with that of one city's latest run in place of its earlier one."""
    return (*(one for one in cities if one.city != new.city), new)


def offered(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the assets of an item or a collection that pages offer: all but side files."""
    return {path: asset for path, asset in document["assets"].items() if "umran:group" in asset}


def download(path: str, asset: Mapping[str, Any]) -> Download:
    """Return an asset as a page offers it, by the key that it stands under."""
    return Download(PurePosixPath(path).name, path, asset["title"], asset["file:size"], asset["umran:group"])


def dumped(entry: RunEntry) -> dict[str, Any]:
    """Return an entry as JSON holds it."""
    found: dict[str, Any] = _ENTRY.dump_python(entry, mode="json")
    return found


def _is_preview(path: str, asset: Mapping[str, Any]) -> bool:
    return "thumbnail" in asset["roles"] or (
        asset["type"] == "text/html" and PurePosixPath(path).name.startswith("index.")
    )
