"""Is a publish root whole? Re-hashes every file of every run against its manifest."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from outputs import layout
from outputs.errors import OutputsError
from outputs.manifest import FileEntry, read_manifest, size_and_sha256
from outputs.staging import stale

Kind = Literal["missing", "changed", "extra", "unreadable", "dangling", "stale"]
_TEMPORARY = {layout.STAGING, layout.DAMAGED, layout.LOCK}
_SHARED = {Path(layout.SCHEMA).parts[0]}
"""Folders of the root that are no city's."""


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


def verify(root: Path) -> list[Problem]:
    """Return what is wrong in a publish root, ordered by path; empty where all is whole.

    Raises:
        OutputsError: there is no such folder.
    """
    if not root.is_dir():
        msg = f"{root}: expected a publish root, but there is no such folder; publish a city first or name another"
        raise OutputsError(msg)
    cities = city_folders(root)
    problems = [problem for city in cities for problem in _city_problems(root, city)]
    if cities:
        problems += [
            Problem("missing", name, "missing; publish any city again to write it")
            for name in (layout.INDEX, layout.SCHEMA)
            if not (root / name).is_file()
        ]
    problems += [
        Problem("stale", f"{layout.STAGING}/{name}", "left by a run that was killed; the next run removes it")
        for name in stale(root)
    ]
    return sorted(problems, key=lambda problem: (problem.path, problem.kind))


def city_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders of cities that hold anything, sorted by name."""
    names = _TEMPORARY | _SHARED
    folders = (path for path in root.iterdir() if path.is_dir() and path.name not in names)
    return tuple(sorted(path for path in folders if any(path.iterdir())))


def run_folders(city: Path) -> tuple[Path, ...]:
    """Return the folders of a city's runs, sorted by name."""
    return tuple(sorted(path for path in city.iterdir() if path.is_dir()))


def run_problems(folder: Path) -> list[Problem]:
    """Return what is wrong in a run's folder; paths are relative to the publish root."""
    where = f"{folder.parent.name}/{folder.name}"
    try:
        manifest = read_manifest(folder)
    except OutputsError as error:
        text = str(error).removeprefix(f"{folder / layout.MANIFEST}: ")
        return [Problem("unreadable", f"{where}/{layout.MANIFEST}", text)]
    if (manifest.city, manifest.run) != (folder.parent.name, folder.name):
        text = f"the manifest is of {manifest.city}/{manifest.run}; publish the run again"
        return [Problem("changed", f"{where}/{layout.MANIFEST}", text)]
    listed = {file.path for file in manifest.files} | {layout.MANIFEST}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    problems = [found for file in manifest.files for found in _file_problems(folder, where, file)]
    problems += [
        Problem("extra", f"{where}/{name}", "not in the manifest; remove it if you did not put it there")
        for name in sorted(there - listed)
    ]
    return problems


def _file_problems(folder: Path, where: str, file: FileEntry) -> Iterator[Problem]:
    path = folder / file.path
    name = f"{where}/{file.path}"
    if not path.is_file():
        yield Problem("missing", name, "missing; publish the run again")
        return
    try:
        size, digest = size_and_sha256(path)
    except OSError as error:
        yield Problem("unreadable", name, f"{error.strerror}; check its permissions or the disk")
        return
    if size != file.size:
        text = f"changed: expected {file.size} bytes, saw {size}; publish the run again"
        yield Problem("changed", name, text)
    elif digest != file.sha256:
        text = f"changed: expected sha256 {file.sha256[:12]}…, saw {digest[:12]}…; publish the run again"
        yield Problem("changed", name, text)


def _city_problems(root: Path, city: Path) -> Iterator[Problem]:
    for folder in run_folders(city):
        yield from run_problems(folder)
    for path in sorted(city.iterdir()):
        if not path.is_dir() and path.name != layout.LATEST:
            name = path.relative_to(root).as_posix()
            yield Problem("extra", name, "no file of a publication; remove it if you did not put it there")
    yield from _pointer_problems(city)


def _pointer_problems(city: Path) -> Iterator[Problem]:
    name = f"{city.name}/{layout.LATEST}"
    remedy = "publish the city again"
    try:
        pointer = json.loads((city / layout.LATEST).read_bytes())
        run, path = pointer["run"], pointer["path"]
    except FileNotFoundError:
        yield Problem("missing", name, f"missing; {remedy}")
    except (OSError, ValueError, KeyError, TypeError):
        yield Problem("unreadable", name, f"expected run, path and created as JSON; {remedy}")
    else:
        if run != path or "/" in str(path) or not (city / str(path) / layout.MANIFEST).is_file():
            yield Problem("dangling", name, f"points at {path!r}, which is no run here; {remedy}")
