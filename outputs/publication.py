"""How a staged run becomes the city's publication: put in its place whole, listed, and pointed at last.

The files round the runs (the city's collection, catalogue, index pages) are shared by runs that know nothing of each
other. Each is read, made again and replaced on condition that nobody replaced it meanwhile; who was slower begins
again with what is there now. In a folder a lock keeps others out, and the first try is the last.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from outputs import layout
from outputs.catalogue.catalog import catalog_json
from outputs.catalogue.collection import collection_json
from outputs.catalogue.entry import CATALOG, COLLECTION
from outputs.errors import ChangedError, FormatError, OutputsError, PublishError, StoreError
from outputs.layout import IndexEntry
from outputs.manifest import Manifest
from outputs.published import PublishedRun, latest_run, published_run
from outputs.runs import all_runs, found_entries, listed_entries, published_runs
from outputs.staging import sync_tree
from outputs.store.opening import open_root
from outputs.store.root import Root, each, read_or_none
from outputs.tables.summary import json_text, published_schema
from outputs.verification import run_problems

_TRIES = 20
"""Of a change that others keep making first: each of them is done then, so that so many at once never meet."""
_PAUSE_S = 0.2
"""The longest random pause before the second try; it grows with the tries."""

IndexRenderer = Callable[[Sequence[IndexEntry]], Mapping[str, str]]
"""The latest run of every city → name of an index page → its text."""


@contextmanager
def told_in_one_line(root: Root) -> Iterator[None]:
    """Turn what the system, an object store and the file formats raise into one line for a user."""
    try:
        yield
    except OSError as error:
        raise PublishError.from_os(root.name, error) from error
    except (StoreError, ChangedError) as error:
        raise PublishError.from_store(root.name, error) from error
    except FormatError as error:
        raise PublishError.from_format(root.address(""), error) from error


def is_published(root: Root | Path, city: str, run: str) -> bool:
    """Return whether the run is there already, and whole."""
    return not run_problems(open_root(root), city, run)


def swap_in(staged: Path | None, root: Root, manifest: Manifest, render: IndexRenderer) -> PublishedRun:
    """Put a staged run in its place, list it, and point `latest.json` at it; each step leaves the root whole.

    A run that is there already and whole is kept as it is (`staged` may then be None). One that is damaged is replaced.

    Raises:
        ChangedError: others published so often at the same moment that no turn was left; the run is whole.
        OutputsError: the run is gone since it was looked at.
    """
    city, run = manifest.city, manifest.run
    if staged:
        sync_tree(staged)
    with root.hold(f"{city}/{run}") as held:
        if staged and not is_published(root, city, run):
            held.place(staged)
        elif not root.files(f"{city}/{run}"):
            msg = f"{root.address(f'{city}/{run}')}: the run is gone since it was looked at; publish it again"
            raise OutputsError(msg)
        published = published_run(root, city, run)
        _in_turn(lambda: _point_at(root, published, render, held.check))
        root.clean()
    return published


def relist(root: Root, city: str, *, without: str = "") -> None:
    """Make a city's collection again, one run left out; what shows the latest runs of cities stays as it is."""

    def write() -> None:
        latest = latest_run(root, city)
        if latest and read_or_none(root, f"{city}/{COLLECTION}") is not None:
            _list_city(root, city, latest, without=without)

    _in_turn(write)


def _point_at(root: Root, published: PublishedRun, render: IndexRenderer, check: Callable[[], None]) -> None:
    key = f"{published.city}/{layout.LATEST}"
    seen = root.see(key)
    _list_city(root, published.city, published.run)
    _list_cities(root, render)
    check()
    pointer = {"run": published.run, "path": published.run, "created": published.created}
    root.put(key, json_text(pointer).encode(), over=seen)


def _list_city(root: Root, city: str, latest: str, *, without: str = "") -> None:
    """Write the city's collection: the runs that it lists and that are there still, the latest, and what is new."""
    key = f"{city}/{COLLECTION}"
    seen = root.see(key)
    known = [entry for entry in listed_entries(seen.data) if entry.run != latest]
    runs = [entry for entry in found_entries(root, city, known) if entry.run != without]
    item = read_or_none(root, f"{city}/{latest}/{layout.STAC_ITEM}")
    if item is not None:
        root.put(key, collection_json(item, runs).encode(), over=seen)


def _list_cities(root: Root, render: IndexRenderer) -> None:
    """Write what lists the cities. What it is made of is read after what it replaces, so that no city is lost."""
    names = (layout.SCHEMA, CATALOG, *layout.INDEX_PAGES)
    seen = dict(zip(names, each(root, root.see, names), strict=True))
    cities = all_runs(root)
    texts = {
        layout.SCHEMA: published_schema(),
        CATALOG: catalog_json(city.latest for city in cities if city.latest and city.listed),
        **render(published_runs(root, cities)),
    }
    for name, text in texts.items():
        root.put(name, text.encode(), over=seen[name])


def _in_turn(change: Callable[[], None]) -> None:
    """Make a change, again from the beginning each time that another process was faster."""
    for tries in range(1, _TRIES):
        try:
            change()
        except ChangedError:
            time.sleep(random.uniform(0, _PAUSE_S * tries))  # noqa: S311 (to fall out of step, no secret)
        else:
            return
    change()
