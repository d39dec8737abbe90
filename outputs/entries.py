"""What lists tell of one run: its entry, read from its item, or from its tables where an earlier Umran made it."""

import json
from collections.abc import Iterable
from pathlib import Path

from outputs.catalogue.entry import RunEntry, run_entry
from outputs.errors import OutputsError, StoreError, UnreadableError
from outputs.headline import headline
from outputs.layout import PAGE, PREVIEW, STAC_ITEM, SUMMARY, Download
from outputs.manifest import FileEntry, Manifest
from outputs.published import manifest_of
from outputs.store.root import Root
from outputs.tables.summary import Summary, read_summary


def entry_of(root: Root, city: str, run: str) -> RunEntry | None:
    """Return the entry of a run; None where there is no run, or its files cannot be read, which `verify` tells."""
    try:
        manifest = manifest_of(root, city, run)
        item = root.read(f"{city}/{run}/{STAC_ITEM}")
    except (UnreadableError, OSError):
        return None
    try:
        return run_entry(item)
    except StoreError:
        raise
    except OutputsError:
        return _earlier_entry(root, manifest, item)


def downloads(files: Iterable[FileEntry], prefix: str = "") -> tuple[Download, ...]:
    """Return what a page offers of a run's files: all but side files, with paths after `prefix`."""
    return tuple(
        Download(Path(file.path).name, f"{prefix}{file.path}", file.title, file.size, file.group)
        for file in files
        if file.group
    )


def _earlier_entry(root: Root, manifest: Manifest, item: bytes) -> RunEntry | None:
    try:
        content = read_summary(root.read(f"{manifest.city}/{manifest.run}/{SUMMARY}"))
        document = json.loads(item)
        west, south, east, north = document["bbox"]
        title = str(document["properties"]["title"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return _entry(manifest, content, bbox=(west, south, east, north), title=title)


def _entry(manifest: Manifest, content: Summary, *, bbox: tuple[float, float, float, float], title: str) -> RunEntry:
    others = content.comparison.sources[1:] if content.comparison else ()
    offered = downloads(manifest.files)
    return RunEntry(
        city=content.city.id,
        names=content.city.names,
        iso3=content.city.iso3,
        simulated=content.city.simulated,
        run=manifest.run,
        created=manifest.created,
        years=tuple(sorted({row.year for row in content.epochs})),
        projected=tuple(sorted({row.year for row in content.epochs if not row.observed})),
        bbox=bbox,
        title=title,
        sources=tuple(source.title for source in content.sources),
        compared=tuple(source.references[0].title for source in others),
        warnings=tuple(warning.text for warning in content.warnings),
        headline=headline(content.indicators),
        previews=tuple(one for one in offered if one.path in {PAGE, PREVIEW}),
        files=len(offered),
        size_bytes=sum(one.size_bytes for one in offered),
    )
