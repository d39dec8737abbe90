"""The smallest runs that there can be, published like any other: a few bytes a file, an item that lists can read."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from outputs.layout import INDEX_PAGES, IndexEntry
from outputs.manifest import Manifest, file_entry, manifest_json
from outputs.media import Media
from outputs.publication import is_published, swap_in, told_in_one_line
from outputs.published import PublishedRun, manifest_of
from outputs.store.root import Root

CREATED = "2026-01-01T00:00:00Z"
EARLIER, LATER = "r000000000001", "r000000000002"


def plain_index(entries: Sequence[IndexEntry]) -> dict[str, str]:
    return dict.fromkeys(INDEX_PAGES, "".join(f"{entry.city}/{entry.run}\n" for entry in entries))


def item(city: str, run: str, created: str) -> dict[str, Any]:
    """Return an item with all that a listing reads of it."""
    own = {"city": city, "names": {"en": city.title()}, "iso3": "XXX", "simulated": True, "run": run}
    own |= {"sources": ["Hand"], "compared": [], "warnings": [], "headline": None, "licence": "CC0-1.0"}
    own |= {"epochs": [1990, 2015], "projected_epochs": []}
    said = {"title": city, "created": created, "keywords": [], "license": "CC0-1.0", "providers": [], "version": run}
    said |= {"language": {}, "sci:citation": "", "sci:publications": [], "gsd": 100, "processing:level": "L4"}
    page = {"href": "./index.html", "type": "text/html", "title": "Page", "roles": ["overview"]}
    return {
        "type": "Feature",
        "stac_extensions": [],
        "bbox": [0.0, 0.0, 1.0, 1.0],
        "properties": {**said, **{f"umran:{name}": value for name, value in own.items()}},
        "assets": {"index.html": {**page, "file:size": 4, "umran:group": "pages"}},
        "links": [],
    }


def write_run(
    folder: Path,
    city: str,
    run: str,
    *,
    created: str = CREATED,
    more: Mapping[str, bytes] | None = None,
    recorded: Mapping[str, Any] | None = None,
) -> Manifest:
    """Write a run's files; `more` are further ones, `recorded` is what the manifest has beside files."""
    contents = {"index.html": run.encode(), "below/cells.bin": run.encode() * 100, **(more or {})}
    contents["item.json"] = json.dumps(item(city, run, created)).encode()
    files = []
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        files.append(file_entry(folder, path, name, media_type=Media.HTML, group="pages"))
    content = Manifest(
        manifest_version="1.0",
        city=city,
        run=run,
        created=created,
        simulated=True,
        files=tuple(sorted(files, key=lambda file: file.path)),
        **{"inputs": (), "parameters": {}, "software": {}, **(recorded or {})},
    )
    (folder / "manifest.json").write_text(manifest_json(content))
    return content


def publish_small(root: Root, run: str, *, city: str = "sample", **written: Any) -> PublishedRun:
    """Publish as `outputs.publish` does, without what it draws and measures; `written` goes to `write_run`."""
    with told_in_one_line(root):
        if is_published(root, city, run):
            return swap_in(None, root, manifest_of(root, city, run), plain_index)
        with root.staging() as folder:
            content = write_run(folder, city, run, **written)
            return swap_in(folder, root, content, plain_index)
