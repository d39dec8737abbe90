"""How a run is published, top to bottom: stage, write, swap in, point at it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from geo.measurement import Measurement
from outputs import layout
from outputs.contents import Job, Listener, write_files
from outputs.manifest import manifest, manifest_json
from outputs.publication import is_published, swap_in, told_in_one_line
from outputs.published import PublishedRun, manifest_of
from outputs.report.index import render_index
from outputs.store.opening import open_root
from outputs.store.root import Root
from outputs.subject import Place, Run
from outputs.words import LANGUAGES


def publish(  # noqa: PLR0913 (three things to publish, where, when, and who is told)
    measurement: Measurement,
    place: Place,
    run: Run,
    root: Root | Path | str,
    *,
    created: datetime,
    languages: Sequence[str] = LANGUAGES,
    on_step: Listener = lambda _: None,
) -> PublishedRun:
    """Publish a measurement as `<root>/<city>/<run>/` and make it the city's latest; return what is there.

    The same run published again is kept as it is.

    Raises:
        RootError: the root's address cannot be used.
        PublishError: the disk is full, the root cannot be written, or another run holds it; nothing published is lost.
    """
    job = Job(measurement, place, run, created, on_step, languages)
    root = open_root(root)
    with told_in_one_line(root):
        if is_published(root, place.id, run.id):
            on_step("already published, and whole")
            return swap_in(None, root, manifest_of(root, place.id, run.id), render_index)
        with root.staging() as folder:
            files = write_files(folder, job)
            content = manifest(measurement, place, run=run, created=created, files=files)
            (folder / layout.MANIFEST).write_text(manifest_json(content), encoding="utf-8", newline="\n")
            on_step("swap in")
            return swap_in(folder, root, content, render_index)
