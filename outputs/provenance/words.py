"""Where a report's numbers come from, in the words of its last page, in the language spoken now."""

from collections.abc import Iterable, Iterator

from geo.measurement import Measurement
from geo.references import InputFile, SourceReference
from outputs.provenance.rests import Role, sources_of
from outputs.report.back_matter import citation
from outputs.report.lists import with_commas, with_semicolons
from outputs.subject import Place, Run
from outputs.text import one_line
from outputs.words import text

_DIGITS = 12
"""Of a checksum, for people: enough to tell files apart; provenance.json has all 64."""
_FILES_NAMED = 24
"""Files of a source that are named one by one: the tiles of a large city would fill the page."""


def provenance_words(measurement: Measurement, place: Place, run: Run, *, created: str) -> tuple[str, ...]:
    """Return the paragraphs of a report's last page, plain text; `created` is an ISO 8601 moment."""
    paragraphs = [text("provenance.run", run=run.id), *_made(measurement, run), *_rests(measurement)]
    for source in measurement.all_sources:
        paragraphs.append(_source(source))
        if source.files:
            paragraphs.append(_files(source.files))
    paragraphs.append(text("provenance.check"))
    paragraphs.append(text("provenance.cite", citation=citation(measurement, place, run, created=created)))
    return tuple(paragraphs)


def lineage(measurement: Measurement, run: Run) -> str:
    """Return how a run was made in a few sentences, in the language spoken now."""
    return " ".join([*_made(measurement, run), *_rests(measurement)])


def _made(measurement: Measurement, run: Run) -> Iterator[str]:
    libraries = with_commas(f"{name} {version}" for name, version in run.software.items() if name != "umran")
    grid = measurement.grid
    yield text("provenance.software", version=run.software.get("umran", ""), libraries=libraries)
    yield text(
        "provenance.grid",
        cell=grid.resolution_m,
        rows=grid.shape[0],
        columns=grid.shape[1],
        crs=grid.crs_name,
        threshold=measurement.parameters.built_up_threshold,
    )


def _rests(measurement: Measurement) -> Iterator[str]:
    found: dict[Role, str] = {
        role: _named(sources_of(measurement.sources, role)) for role in ("built_up", "population")
    }
    yield text("provenance.land", sources=found["built_up"])
    if found["population"]:
        yield text("provenance.people", sources=found["population"])
        yield text("provenance.both")
    else:
        yield text("provenance.no_people")
    taken = sources_of(measurement.sources, "land_cover")
    if taken:
        yield text("provenance.land_cover", sources=_named(taken))
    if measurement.comparison:
        others = [source for one in measurement.comparison.sources[1:] for source in one.references]
        yield text("provenance.compared", sources=_named(dict.fromkeys(others)))


def _named(sources: Iterable[SourceReference]) -> str:
    return with_semicolons(
        text("provenance.versioned", title=one_line(one.title), version=one.version) for one in sources
    )


def _source(source: SourceReference) -> str:
    return text(
        "provenance.source",
        title=one_line(source.title),
        version=source.version,
        licence=one_line(source.licence),
        citation=one_line(source.citation),
    )


def _file(file: InputFile) -> str:
    name, digest = one_line(file.name), file.sha256[:_DIGITS]
    if file.year is None:
        return text("provenance.file", name=name, digest=digest)
    return text("provenance.file_of_year", name=name, year=file.year, digest=digest)


def _files(files: tuple[InputFile, ...]) -> str:
    named = [_file(file) for file in files[:_FILES_NAMED]]
    if len(files) > _FILES_NAMED:
        named.append(text("provenance.more_files", more=len(files) - _FILES_NAMED))
    return text("provenance.files", files=len(files), names=with_semicolons(named))
