"""How a staged run becomes the city's publication: swapped in whole, and pointed at last."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from outputs import layout
from outputs.errors import OutputsError
from outputs.manifest import Manifest, read_manifest
from outputs.staging import LOCK_TIMEOUT_S, clean, locked, replace_text, sync, sync_tree
from outputs.tables.summary import json_text, published_schema
from outputs.verification import run_problems


@dataclass(frozen=True, slots=True)
class PublishedRun:
    """A run as it lies in the publish root."""

    city: str
    run: str
    path: Path
    """Its folder."""
    created: str
    """ISO 8601, UTC: when it was first published."""
    files: tuple[str, ...]
    """Relative to the folder, sorted, the manifest among them."""

    @property
    def page(self) -> Path:
        """The page to look at first."""
        return self.path / layout.PAGE


IndexRenderer = Callable[[Path], str]
"""Publish root → the text of its index page."""


def is_published(root: Path, city: str, run: str) -> bool:
    """Return whether the run is there already, and whole."""
    folder = root / city / run
    return folder.is_dir() and not run_problems(folder)


def swap_in(staged: Path | None, root: Path, manifest: Manifest, render: IndexRenderer) -> PublishedRun:
    """Put a staged run in its place, then `latest.json`, then the index; each step leaves the root whole.

    A run that is there already and whole is kept as it is (`staged` may then be None). One that is damaged is moved
    aside, and removed once the new one is in its place.
    """
    if staged:
        sync_tree(staged)
    with locked(root, LOCK_TIMEOUT_S):
        folder = root / manifest.city / manifest.run
        if staged and not is_published(root, manifest.city, manifest.run):
            _place(staged, folder, root)
        elif not folder.is_dir():
            msg = f"{folder}: the run is gone since it was looked at; publish it again"
            raise OutputsError(msg)
        published = read_published(folder)
        pointer = {"run": published.run, "path": published.run, "created": published.created}
        replace_text(root, root / manifest.city / layout.LATEST, json_text(pointer))
        replace_text(root, root / layout.SCHEMA, published_schema())
        replace_text(root, root / layout.INDEX, render(root))
        shutil.rmtree(root / layout.DAMAGED, ignore_errors=True)
        clean(root)
    return published


def read_published(folder: Path) -> PublishedRun:
    """Return a run from its folder.

    Raises:
        OutputsError: its manifest is missing or damaged.
    """
    content = read_manifest(folder)
    files = tuple(sorted([*(file.path for file in content.files), layout.MANIFEST]))
    return PublishedRun(content.city, content.run, folder, content.created, files)


def latest_run(city: Path) -> Path | None:
    """Return the folder that a city's latest.json points at, or None where there is none."""
    try:
        path = json.loads((city / layout.LATEST).read_bytes())["path"]
        folder = city / path
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return folder if folder.parent == city and folder.is_dir() else None


def _place(staged: Path, folder: Path, root: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    if folder.exists():
        aside = root / layout.DAMAGED / f"{folder.parent.name}-{folder.name}"
        aside.parent.mkdir(exist_ok=True)
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
    staged.rename(folder)
    sync(folder.parent)
    sync(root)
