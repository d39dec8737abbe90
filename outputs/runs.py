"""Which runs a city has and which of them is its latest: read from its collection, so that one file a city is opened.

A collection follows from the runs in the city's folder; where there is none that can be read, they are looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from outputs.catalogue.collection import latest_in
from outputs.catalogue.entry import COLLECTION, RunEntry, entries_in
from outputs.entries import downloads, entry_of
from outputs.errors import OutputsError, UnreadableError
from outputs.layout import IndexEntry
from outputs.published import cities, latest_run, manifest_of
from outputs.store.root import Root, each, read_or_none


@dataclass(frozen=True, slots=True)
class CityRuns:
    """A city's runs as lists know them."""

    city: str
    runs: tuple[RunEntry, ...]
    """The newest first."""
    latest: RunEntry | None
    """None where it cannot be read."""
    listed: bool = True
    """Whether the city has a collection: an earlier Umran wrote none."""


def city_runs(root: Root, city: str) -> CityRuns:
    """Return a city's runs."""
    collection = read_or_none(root, f"{city}/{COLLECTION}") or b""
    try:
        return CityRuns(city, newest_first(entries_in(collection)), latest_in(collection))
    except OutputsError:
        runs, latest = found_entries(root, city), latest_run(root, city)
    return CityRuns(city, runs, next((entry for entry in runs if entry.run == latest), None), listed=False)


def all_runs(root: Root) -> tuple[CityRuns, ...]:
    """Return the runs of every city that has some, by id."""
    found = each(root, lambda city: city_runs(root, city), cities(root)) if root.exists() else ()
    return tuple(city for city in found if city.runs)


def published_runs(root: Root, runs: Iterable[CityRuns] | None = None) -> tuple[IndexEntry, ...]:
    """Return the latest run of each city, by English name; a city whose files cannot be read is left to `verify`."""
    latest = [city.latest for city in (all_runs(root) if runs is None else runs) if city.latest]
    entries = [shown for shown in each(root, lambda entry: _shown(root, entry), latest) if shown]
    return tuple(sorted(entries, key=lambda entry: (entry.names["en"], entry.city)))


def found_entries(root: Root, city: str, known: Iterable[RunEntry] = ()) -> tuple[RunEntry, ...]:
    """Return the entries of the runs in a city's folder; those that are known are not read again."""
    entries = {entry.run: entry for entry in known}
    names = root.folders(city)
    new = each(root, lambda run: entry_of(root, city, run), [name for name in names if name not in entries])
    return newest_first([*(entries[name] for name in names if name in entries), *(entry for entry in new if entry)])


def listed_entries(collection: bytes | None) -> tuple[RunEntry, ...]:
    """Return the entries in a city's collection; none where it is missing or damaged."""
    try:
        return entries_in(collection or b"")
    except OutputsError:
        return ()


def newest_first(entries: Iterable[RunEntry]) -> tuple[RunEntry, ...]:
    """Return a city's entries, the newest first."""
    return tuple(sorted(entries, key=lambda entry: entry.order, reverse=True))


def _shown(root: Root, entry: RunEntry) -> IndexEntry | None:
    """Return a run as the index shows it, with all that it offers."""
    try:
        files = manifest_of(root, entry.city, entry.run).files
    except UnreadableError:
        return None
    return entry.index_entry(downloads(files, f"{entry.path}/"))
