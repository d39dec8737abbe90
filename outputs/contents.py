"""Every file of a run but its manifest, in the order of writing: layers, tables, pages, then what lists them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from geo.measurement import Measurement
from outputs import layout
from outputs.annex.content import AnnexContent, annex_content
from outputs.annex.docx import docx_of
from outputs.annex.pdf import pdf_of
from outputs.annex.pictures import pictures_from
from outputs.catalogue.stac import item_json
from outputs.entries import downloads
from outputs.layers.cog import raster_tags, write_raster
from outputs.layers.files import write_qgis_projects, write_vectors
from outputs.layers.rasters import rasters
from outputs.layout import Group
from outputs.manifest import FileEntry, file_entry, iso_utc
from outputs.media import Media
from outputs.pdf.report import report_pdf
from outputs.provenance.document import provenance_json
from outputs.provenance.words import provenance_words
from outputs.report.content import page_content, with_downloads
from outputs.report.maps import preview_png
from outputs.report.method import render_method
from outputs.report.page import page_html
from outputs.report.scenes import Scenes
from outputs.report.site import page_name
from outputs.reporting.report import city_report
from outputs.reporting.sdmx import sdmx_csv
from outputs.reporting.workbook import workbook
from outputs.subject import Place, Run
from outputs.tables.files import table_files
from outputs.words import LANGUAGES, language_name, speaking, text

Listener = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What is published, when, in which languages, and who is told of each step."""

    measurement: Measurement
    place: Place
    run: Run
    created: datetime
    on_step: Listener = lambda _: None
    languages: Sequence[str] = LANGUAGES
    """Of pages, reports and annexes; layers and tables speak all of them."""

    @property
    def moment(self) -> str:
        """When it was made, as pages and documents take it."""
        return iso_utc(self.created)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A run's folder in the making: writes files and keeps their entries."""

    path: Path
    entries: list[FileEntry] = field(default_factory=list)

    def write(self, name: str, data: str | bytes, title: str, *, media_type: Media, group: Group | None) -> None:
        path = self.path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        self.add(path, title, media_type=media_type, group=group)

    def add(self, path: Path, title: str, *, media_type: Media, group: Group | None) -> None:
        self.entries.append(file_entry(self.path, path, title, media_type=media_type, group=group))


def write_files(folder: Path, job: Job) -> tuple[FileEntry, ...]:
    """Write every file of a run but its manifest into a folder; return their entries in the order of writing.

    Raises:
        FormatError: a library could not write its format, as on a full disk.
        OSError: the system could not.
    """
    made = _Folder(folder)
    _layers(made, job)
    _tables(made, job)
    _pages(made, job)
    item = item_json(job.measurement, job.place, job.run, created=job.created, files=made.entries)
    made.write(layout.STAC_ITEM, item, text("files.stac_item"), media_type=Media.GEOJSON, group="tables")
    told = provenance_json(job.measurement, job.place, job.run, created=job.created, files=made.entries)
    made.write(layout.PROVENANCE, told, text("files.provenance"), media_type=Media.JSON, group="tables")
    return tuple(made.entries)


def _layers(made: _Folder, job: Job) -> None:
    for raster in rasters(job.measurement, job.place.id):
        job.on_step(raster.title)
        tags = raster_tags(raster, job.measurement, place=job.place, run=job.run)
        path, *side_files = write_raster(made.path, raster, grid=job.measurement.grid, tags=tags)
        made.add(path, raster.title, media_type=Media.COG, group="layers")
        for side in side_files:
            made.add(side, f"{raster.title}: style", media_type=Media.XML, group=None)
    job.on_step("vector layers")
    for write in (write_vectors, write_qgis_projects):
        for path, title, media_type in write(made.path, job.measurement, place=job.place, run=job.run):
            made.add(path, title, media_type=media_type, group="layers")


def _tables(made: _Folder, job: Job) -> None:
    job.on_step("tables")
    for name, data, media_type in table_files(job.measurement, job.place, job.run):
        title = text(f"files.{name.partition('.')[0]}")
        made.write(name, data, title, media_type=media_type, group="tables")
    report = city_report(job.measurement, job.place, job.run)
    made.write(layout.REPORTING, workbook([report]), text("files.reporting"), media_type=Media.XLSX, group="tables")
    made.write(layout.SDMX, sdmx_csv([report]), text("files.sdmx"), media_type=Media.CSV, group="tables")


def _pages(made: _Folder, job: Job) -> None:
    shared = Scenes()
    preview = preview_png(job.measurement, job.place, shared=shared)
    made.write(layout.PREVIEW, preview, text("files.preview"), media_type=Media.PNG, group="pages")
    made.write(layout.METHOD, render_method(), text("files.method"), media_type=Media.HTML, group="pages")
    contents: dict[str, Mapping[str, Any]] = {}
    for language in job.languages:
        job.on_step(f"report in {language_name(language)}")
        with speaking(language, job.place.iso3):
            contents[language] = page_content(job.measurement, job.place, job.run, created=job.moment, shared=shared)
            documents = list(_documents(job, contents[language]))
        for name, data, media_type in documents:
            title = text(f"files.{name}", language=language_name(language))
            made.write(layout.document(name, language), data, title, media_type=media_type, group="pages")
    offered = downloads(made.entries)
    for language, content in contents.items():
        with speaking(language, job.place.iso3):
            page = page_html(with_downloads(content, offered, job.languages))
        title = text("files.page", language=language_name(language))
        made.write(page_name(language), page, title, media_type=Media.HTML, group="pages")


def _documents(job: Job, content: Mapping[str, Any]) -> Iterator[tuple[str, bytes, Media]]:
    """Yield the report and the annex in the language spoken now, with the pictures of its page."""
    provenance = provenance_words(job.measurement, job.place, job.run, created=job.moment)
    yield "report", report_pdf(content, provenance, created=job.moment), Media.PDF
    pictures = pictures_from(content["maps"][0]["picture"], content["charts"], content["name"])
    annex: AnnexContent = annex_content(job.measurement, job.place, job.run, created=job.moment, pictures=pictures)
    yield "annex_pdf", pdf_of(annex), Media.PDF
    yield "annex_docx", docx_of(annex), Media.DOCX
