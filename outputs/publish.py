"""How a run is published, top to bottom: stage, write, swap in, point at it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from geo.measurement import Measurement
from outputs import layout
from outputs.catalogue.stac import item_json
from outputs.entries import downloads, published_runs
from outputs.errors import FormatError, PublishError
from outputs.layers.cog import raster_tags, write_raster
from outputs.layers.geopackage import write_geopackage
from outputs.layers.rasters import rasters
from outputs.manifest import FileEntry, file_entry, iso_utc, manifest, manifest_json, read_manifest
from outputs.media import Media
from outputs.publication import PublishedRun, is_published, swap_in
from outputs.report.index import render_index
from outputs.report.maps import preview_png
from outputs.report.method import render_method
from outputs.report.page import render_page
from outputs.staging import staging
from outputs.subject import Place, Run
from outputs.tables.flat import (
    comparison_csv,
    epochs_csv,
    indicators_csv,
    measures_csv,
    spread_csv,
    zone_epochs_csv,
    zone_indicators_csv,
)
from outputs.tables.published_csv import published_csv
from outputs.tables.summary import summary, summary_json

Listener = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """What is published, when, and who is told of each step."""

    measurement: Measurement
    place: Place
    run: Run
    created: datetime
    on_step: Listener


def publish(  # noqa: PLR0913 (three things to publish, where, when, and who is told)
    measurement: Measurement,
    place: Place,
    run: Run,
    root: Path,
    *,
    created: datetime,
    on_step: Listener = lambda _: None,
) -> PublishedRun:
    """Publish a measurement as `<root>/<city>/<run>/` and make it the city's latest; return what is there.

    The same run published again is kept as it is.

    Raises:
        PublishError: the disk is full, the root cannot be written, or another run holds it; nothing published is lost.
    """
    job = _Job(measurement, place, run, created, on_step)
    with _told_in_one_line(root):
        root.mkdir(parents=True, exist_ok=True)
        if is_published(root, place.id, run.id):
            on_step("already published, and whole")
            return swap_in(None, root, read_manifest(root / place.id / run.id), _index)
        with staging(root) as folder:
            files = _write_files(folder, job)
            content = manifest(measurement, place, run=run, created=created, files=files)
            _write(folder / layout.MANIFEST, manifest_json(content))
            on_step("swap in")
            return swap_in(folder, root, content, _index)


def _write_files(folder: Path, job: _Job) -> tuple[FileEntry, ...]:
    """Write every file of a run but its manifest, layers first; return their entries in the order of writing."""
    files = [*_layers(folder, job), *_tables(folder, job)]
    job.on_step("page")
    preview = _write(folder / layout.PREVIEW, preview_png(job.measurement, job.place))
    files.append(file_entry(folder, preview, "Map of the city's growth", media_type=Media.PNG, group="pages"))
    method = _write(folder / layout.METHOD, render_method())
    files.append(file_entry(folder, method, "How each figure is computed", media_type=Media.HTML, group="pages"))
    created = iso_utc(job.created)
    text = render_page(job.measurement, job.place, job.run, created=created, downloads=downloads(files))
    page = _write(folder / layout.PAGE, text)
    files.append(file_entry(folder, page, "The report of this run", media_type=Media.HTML, group="pages"))
    text = item_json(job.measurement, job.place, job.run, created=job.created, files=files)
    item = _write(folder / layout.STAC_ITEM, text)
    files.append(file_entry(folder, item, "STAC item", media_type=Media.GEOJSON, group="tables"))
    return tuple(files)


def _layers(folder: Path, job: _Job) -> Iterator[FileEntry]:
    for raster in rasters(job.measurement, job.place.id):
        job.on_step(raster.title)
        tags = raster_tags(raster, job.measurement, place=job.place, run=job.run)
        path, *side_files = write_raster(folder, raster, grid=job.measurement.grid, tags=tags)
        yield file_entry(folder, path, raster.title, media_type=Media.COG, group="layers")
        for side in side_files:
            yield file_entry(folder, side, f"{raster.title}: style", media_type=Media.XML, group=None)
    job.on_step("vector layers")
    path = folder / layout.RunFiles(job.place.id).geopackage
    write_geopackage(path, job.measurement, place=job.place, run=job.run)
    title = "Study area, urban extents, clusters, settlements; the measures as a table"
    yield file_entry(folder, path, title, media_type=Media.GEOPACKAGE, group="layers")


def _tables(folder: Path, job: _Job) -> Iterator[FileEntry]:
    content = summary(job.measurement, job.place, job.run)
    tables: list[tuple[str, str | bytes, str, Media]] = [
        (layout.SUMMARY, summary_json(content), "All figures, for machines", Media.JSON),
        (layout.INDICATORS, indicators_csv(content), "SDG 11.3.1 by period and boundary", Media.CSV),
        (layout.EPOCHS, epochs_csv(content), "Built-up land and people by year", Media.CSV),
    ]
    if content.comparison:
        tables += [
            (layout.COMPARISON, comparison_csv(content), "SDG 11.3.1 by source, period and boundary", Media.CSV),
            (layout.SPREAD, spread_csv(content), "How far the sources lie apart", Media.CSV),
        ]
    if content.published:
        tables.append((layout.PUBLISHED, published_csv(content), "What others published, beside ours", Media.CSV))
    if content.measures:
        tables.append((layout.MEASURES, measures_csv(content), "Every other measure, with what it means", Media.CSV))
    zones = job.measurement.zones
    if zones:
        indicators, epochs = zone_indicators_csv(content, zones), zone_epochs_csv(content, zones)
        tables += [
            (layout.ZONE_INDICATORS, indicators, "SDG 11.3.1 by district or other zone", Media.CSV),
            (layout.ZONE_EPOCHS, epochs, "Built-up land and people by district or other zone", Media.CSV),
        ]
    for name, data, title, media_type in tables:
        path = _write(folder / name, data)
        yield file_entry(folder, path, title, media_type=media_type, group="tables")


def _write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _index(root: Path) -> str:
    return render_index(published_runs(root))


@contextmanager
def _told_in_one_line(root: Path) -> Iterator[None]:
    """Turn what the system and the file formats raise into one line for a user."""
    try:
        yield
    except OSError as error:
        raise PublishError.from_os(root, error) from error
    except FormatError as error:
        raise PublishError.from_format(root, error) from error
