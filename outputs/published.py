"""What lies in a publish root: its cities, their runs, each run's manifest; in folders and object stores alike."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from outputs import layout
from outputs.errors import UnreadableError
from outputs.manifest import Manifest
from outputs.store.opening import below
from outputs.store.root import Root, read_or_none

_NO_CITIES = frozenset({layout.STAGING, layout.DAMAGED})
"""Folders of a root that are no city's."""


@dataclass(frozen=True, slots=True)
class PublishedRun:
    """A run as it lies in the publish root."""

    city: str
    run: str
    path: Path | str
    """Its folder, or its address."""
    created: str
    """ISO 8601, UTC: when it was first published."""
    files: tuple[str, ...]
    """Relative to the folder, sorted, the manifest among them."""

    @property
    def page(self) -> Path | str:
        """The page to look at first."""
        return below(self.path, layout.PAGE)


def cities(root: Root) -> tuple[str, ...]:
    """Return the cities of which anything lies in the root, sorted by id."""
    return tuple(name for name in root.folders() if name not in _NO_CITIES)


def manifest_of(root: Root, city: str, run: str) -> Manifest:
    """Return a run's manifest.

    Raises:
        UnreadableError: it is missing, not JSON, or not a manifest.
    """
    key = f"{city}/{run}/{layout.MANIFEST}"
    try:
        return Manifest.model_validate(json.loads(root.read(key)))
    except (OSError, ValueError, ValidationError) as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        why = "it is missing" if missing else f"it is damaged ({type(error).__name__})"
        raise UnreadableError(root.address(key), why) from error


def published_run(root: Root, city: str, run: str) -> PublishedRun:
    """Return a run by its manifest.

    Raises:
        UnreadableError: its manifest is missing or damaged.
    """
    content = manifest_of(root, city, run)
    files = tuple(sorted([*(file.path for file in content.files), layout.MANIFEST]))
    return PublishedRun(content.city, content.run, root.address(f"{city}/{run}"), content.created, files)


def latest_run(root: Root, city: str) -> str | None:
    """Return the run that a city's latest.json points at, or None where it points at none."""
    data = read_or_none(root, f"{city}/{layout.LATEST}")
    try:
        path = json.loads(data or b"")["path"]
    except (ValueError, KeyError, TypeError):
        return None
    is_run = isinstance(path, str) and path not in {"", ".", ".."} and "/" not in path
    return path if is_run and root.files(f"{city}/{path}") else None
