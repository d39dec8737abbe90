"""Is a publish root whole? Re-hashes every file of every run against its manifest."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from outputs import layout
from outputs.catalogue.collection import latest_in
from outputs.catalogue.entry import CATALOG, COLLECTION, entries_in
from outputs.errors import OutputsError, UnreadableError
from outputs.manifest import FileEntry
from outputs.published import cities, latest_run, manifest_of
from outputs.store.opening import open_root
from outputs.store.root import Root, each, read_or_none

Kind = Literal["missing", "changed", "extra", "unreadable", "dangling", "stale"]
_BESIDE_RUNS = frozenset({layout.LATEST, COLLECTION})
"""The files of a city's folder that are of no run."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was published."""

    kind: Kind
    path: str
    """Relative to the root."""
    text: str
    """What is wrong and what to do."""

    @property
    def harmless(self) -> bool:
        """Whether no publication is touched by it: the rest of a killed run, which the next run removes."""
        return self.kind == "stale"

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


def verify(root: Root | Path | str) -> list[Problem]:
    """Return what is wrong in a publish root, ordered by path; empty where all is whole.

    Raises:
        OutputsError: there is no such folder, or nothing at such an address.
        StoreError: the object store refuses to be read, or does not answer.
    """
    where = open_root(root)
    if not where.exists():
        msg = f"{where.name}: expected a publish root, but nothing is there; publish a city first or name another"
        raise OutputsError(msg)
    under_way = where.under_way()
    problems = [
        Problem("stale", key, "left by a run that was killed; the next run removes it")
        for key, lives in under_way.items()
        if not lives
    ]
    unfinished = frozenset(key.removeprefix(f"{layout.STAGING}/").removesuffix(".json") for key in under_way)
    published = False
    for city in cities(where):
        runs = [run for run in where.folders(city) if not _is_unfinished(where, city, run, unfinished)]
        others = where.files(city)
        if runs or others:
            published = True
            problems += _city_problems(where, city, runs=runs, others=others)
    if published:
        there = where.files()
        problems += [
            Problem("missing", name, "missing; publish any city again to write it")
            for name in (*layout.INDEX_PAGES, CATALOG, layout.SCHEMA)
            if name not in there
        ]
    return sorted(problems, key=lambda problem: (problem.path, problem.kind))


def run_problems(root: Root, city: str, run: str) -> list[Problem]:
    """Return what is wrong in a run's folder; paths are relative to the publish root."""
    where = f"{city}/{run}"
    try:
        manifest = manifest_of(root, city, run)
    except UnreadableError as error:
        return [Problem("unreadable", f"{where}/{layout.MANIFEST}", error.why)]
    if (manifest.city, manifest.run) != (city, run):
        text = f"the manifest is of {manifest.city}/{manifest.run}; publish the run again"
        return [Problem("changed", f"{where}/{layout.MANIFEST}", text)]
    listed = {file.path: file for file in manifest.files}
    there = root.files(where, deep=True)
    found = each(root, lambda name: _file_problem(root, where, listed[name]), listed)
    problems = [problem for problem in found if problem]
    problems += [
        Problem("extra", f"{where}/{name}", "not in the manifest; remove it if you did not put it there")
        for name in sorted(there.keys() - listed.keys() - {layout.MANIFEST})
    ]
    return problems


def _is_unfinished(root: Root, city: str, run: str, unfinished: frozenset[str]) -> bool:
    """Return whether a run is being written, or was when it died, and is none yet."""
    return f"{city}/{run}" in unfinished and layout.MANIFEST not in root.files(f"{city}/{run}")


def _file_problem(root: Root, where: str, file: FileEntry) -> Problem | None:
    name = f"{where}/{file.path}"
    try:
        size, digest = root.digest(name)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return Problem("missing", name, "missing; publish the run again")
    except OSError as error:
        return Problem("unreadable", name, f"{error.strerror}; check its permissions or the disk")
    if size != file.size:
        return Problem("changed", name, f"changed: expected {file.size} bytes, saw {size}; publish the run again")
    if digest != file.sha256:
        text = f"changed: expected sha256 {file.sha256[:12]}…, saw {digest[:12]}…; publish the run again"
        return Problem("changed", name, text)
    return None


def _city_problems(root: Root, city: str, *, runs: Sequence[str], others: Collection[str]) -> Iterator[Problem]:
    for run in runs:
        yield from run_problems(root, city, run)
    for name in others:
        if name not in _BESIDE_RUNS:
            text = "no file of a publication; remove it if you did not put it there"
            yield Problem("extra", f"{city}/{name}", text)
    yield from _pointer_problems(root, city, runs)
    yield from _listing_problems(root, city, runs)


def _pointer_problems(root: Root, city: str, runs: Collection[str]) -> Iterator[Problem]:
    name = f"{city}/{layout.LATEST}"
    remedy = "publish the city again"
    try:
        pointer = json.loads(root.read(name))
        run, path = pointer["run"], pointer["path"]
    except FileNotFoundError:
        yield Problem("missing", name, f"missing; {remedy}")
    except (OSError, ValueError, KeyError, TypeError):
        yield Problem("unreadable", name, f"expected run, path and created as JSON; {remedy}")
    else:
        if run != path or path not in runs or layout.MANIFEST not in root.files(f"{city}/{path}"):
            yield Problem("dangling", name, f"points at {path!r}, which is no run here; {remedy}")


def _listing_problems(root: Root, city: str, runs: Collection[str]) -> Iterator[Problem]:
    """Yield whether the city's collection lists what is there."""
    name = f"{city}/{COLLECTION}"
    data = read_or_none(root, name)
    if data is None:
        yield Problem("missing", name, "missing; publish the city again")
        return
    try:
        listed, latest = {entry.run for entry in entries_in(data)}, latest_in(data).run
    except OutputsError as error:
        yield Problem("unreadable", name, str(error))
        return
    for run in sorted(listed - set(runs)):
        yield Problem("dangling", name, f"lists {run!r}, which is no run here; publish the city again")
    current = latest_run(root, city)
    if set(runs) - listed or (current and latest != current):
        text = "not up to date: a run was killed when it was whole already; publish the city again"
        yield Problem("stale", name, text)
