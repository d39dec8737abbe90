"""What the index page lists: the latest run of every city, read from its summary and its manifest."""

from collections.abc import Iterable
from pathlib import Path

from outputs.boundaries import rank
from outputs.errors import OutputsError
from outputs.layout import SUMMARY, Download, Headline, IndexEntry
from outputs.manifest import FileEntry, read_manifest
from outputs.publication import latest_run
from outputs.tables.rows import IndicatorRow
from outputs.tables.summary import read_summary
from outputs.verification import city_folders


def published_runs(root: Path) -> tuple[IndexEntry, ...]:
    """Return the latest run of each city, by English name; a city whose files cannot be read is left to `verify`."""
    runs = (latest_run(city) for city in city_folders(root)) if root.is_dir() else ()
    entries = [entry for folder in runs if folder and (entry := _entry(folder))]
    return tuple(sorted(entries, key=lambda entry: (entry.names["en"], entry.city)))


def downloads(files: Iterable[FileEntry], prefix: str = "") -> tuple[Download, ...]:
    """Return what a page offers of a run's files: all but side files, with paths after `prefix`."""
    return tuple(
        Download(Path(file.path).name, f"{prefix}{file.path}", file.title, file.size, file.group)
        for file in files
        if file.group
    )


def _entry(folder: Path) -> IndexEntry | None:
    try:
        manifest = read_manifest(folder)
        content = read_summary((folder / SUMMARY).read_bytes())
    except (OutputsError, OSError, ValueError):
        return None
    path = f"{manifest.city}/{manifest.run}"
    others = content.comparison.sources[1:] if content.comparison else ()
    return IndexEntry(
        city=content.city.id,
        names=content.city.names,
        iso3=content.city.iso3,
        simulated=content.city.simulated,
        run=manifest.run,
        path=path,
        created=manifest.created,
        sources=tuple(source.title for source in content.sources),
        warnings=tuple(warning.text for warning in content.warnings),
        headline=_headline(content.indicators),
        projected=tuple(sorted({row.year for row in content.epochs if not row.observed})),
        compared=tuple(source.references[0].title for source in others),
        downloads=downloads(manifest.files, f"{path}/"),
    )


def _headline(rows: tuple[IndicatorRow, ...]) -> Headline | None:
    """Return the row of the whole span within the fixed boundary: the urban extent's, or the next that has a rate."""
    spans = [row for row in rows if row.whole_span and row.boundary_rule == "fixed"]
    spans.sort(key=lambda row: (row.lcr is None, rank(row.boundary)))
    if not spans:
        return None
    names = Headline.__dataclass_fields__
    return Headline(**{name: getattr(spans[0], name) for name in names})
