"""What the city report shows and in which order: the content of a run's page, cut into sections for paper."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from outputs.pdf import blocks
from outputs.pdf.blocks import Block, own
from outputs.pdf.method import method, references
from outputs.pdf.tables import Sheet, needs_width, table_blocks
from outputs.report.lists import with_commas
from outputs.report.measures.sections import Section as MeasureSection
from outputs.report.site import NO_COUNTRY, country
from outputs.report.tables import Table
from outputs.words import caveat, figures, language_name, rich, text
from outputs.words.filling import digits
from outputs.words.speech import direction_of, isolated

Content = Mapping[str, Any]
_IN_HEADER = 60
"""Letters of a name that the running header has room for."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under its own heading."""

    title: str
    blocks: tuple[Block, ...]
    sheet: Sheet
    new_page: bool = False


def report_data(content: Content, provenance: Sequence[str]) -> dict[str, Any]:
    """Return what templates/report.typ reads.

    Args:
        content: of `outputs.report.content.page_content`, in the language spoken now.
        provenance: the paragraphs of the last page.
    """
    name, span = content["name"], content["span"]
    title = text("page.title", name=name, span=span)
    stamp = text("simulated.stamp") if content["simulated"] else ""
    return {
        "document": {
            "title": text("page.title_simulated", stamp=stamp, title=title) if stamp else title,
            "description": text("pdf.description", name=name, span=span),
            "keywords": [word.strip() for word in text("pdf.keywords").split(text("page.list_comma").strip())],
        },
        "stamp": stamp,
        "running": {
            "name": isolated(name if len(name) <= _IN_HEADER else f"{name[:_IN_HEADER]}…"),
            "span": span,
            "run": text("page.run", run=content["run"].id),
            "made": text("pdf.made_by", day=content["day"]),
        },
        "front": _front(content),
        "sections": [
            {"title": one.title, "blocks": one.blocks, "wide": one.sheet.wide, "new_page": one.new_page}
            for one in _sections(content, provenance)
        ],
    }


def _front(content: Content) -> dict[str, Any]:
    """Return the first page: which city, what happened, the key figures, the warnings."""
    place, story = content["place"], content["story"]
    shown = [("page.period", text("page.epochs", span=content["span"], epochs=len(content["years"])))]
    if place.iso3 != NO_COUNTRY:
        shown.append(("page.country", f"{country(place.iso3)} ({isolated(place.iso3)})"))
    shown.append(("page.source", with_commas(isolated(source.title) for source in content["own_sources"])))
    shown.append(("page.made", content["day"]))
    paragraphs = [" ".join(filter(None, (story.reading, story.detail)))]
    if story.fallback and story.figures:
        paragraphs.append(text("story.not_main", boundary=story.boundary))
    if content["simulated"]:
        paragraphs.append(text("simulated.banner"))
    basis = f"{text('key.boundary', boundary=story.boundary)} {text('story.convention')}" if story.figures else ""
    return {
        "kicker": text("page.kicker"),
        "name": isolated(content["name"]),
        "length": len(content["name"]),
        "names": [
            {"name": name, "code": code, "direction": direction_of(code), "language": language_name(code)}
            for code, name in place.names.items()
            if name != content["name"]
        ],
        "facts": [[text(key), words] for key, words in shown],
        "happened": text("page.findings"),
        "lead": story.lead,
        "doubts": list(story.doubts),
        "paragraphs": [words for words in paragraphs if words],
        "figures": list(story.figures),
        "figures_title": text("pdf.figures"),
        "basis": basis,
        "warnings_title": text("page.caveats"),
        "warnings": [_warning(one) for one in content["caveats"]],
        "contents": text("pdf.contents"),
    }


def _warning(one: Any) -> blocks.Words:  # noqa: ANN401 (a geo.references.Caveat)
    said = caveat(one)
    return own(said) if said == one.text else said


def _sections(content: Content, provenance: Sequence[str]) -> Iterator[Section]:
    short = text("simulated.short") if content["simulated"] else ""
    yield Section(text("page.maps"), tuple(_maps(content, short)), Sheet(wide=False), new_page=True)
    drawn = blocks.charts(content["charts"], simulated=short)
    yield Section(text("page.charts"), (drawn,), Sheet(wide=False), new_page=True)
    yield _section(text("page.tables"), [], content["tables"])
    if content["zones"]:
        yield _zones(content, short)
    for section in content["sections"]:
        yield _measures(section, short)
    if content["compared"]:
        yield _compared(content["compared"], short)
    if content["published_tables"]:
        lead = [blocks.paragraph(text("published.lead"), lead=True)]
        yield _section(text("published.title"), lead, content["published_tables"])
    yield Section(text("page.method"), tuple(method(content)), Sheet(wide=False), new_page=True)
    yield _glossary(content)
    yield Section(text("page.sources"), tuple(_sources(content)), Sheet(wide=False))
    yield Section(text("page.cite"), tuple(_cite(content)), Sheet(wide=False))
    yield Section(text("page.provenance"), tuple(_provenance(content, provenance)), Sheet(wide=False), new_page=True)


def _section(
    title: str, before: Iterable[Block], tables: Sequence[Table], after: Iterable[Block] = (), *, new_page: bool = False
) -> Section:
    """Return a section with tables, on paper lengthwise where one of them needs it."""
    sheet = Sheet(wide=any(map(needs_width, tables)))
    shown = (block for table in tables for block in table_blocks(table, sheet))
    return Section(title, (*before, *shown, *after), sheet, new_page=new_page)


def _maps(content: Content, short: str) -> Iterator[Block]:
    for shown in content["maps"]:
        yield blocks.picture(shown, after=" ".join(filter(None, (content["map_notes"], short))))
    caption = " ".join(filter(None, (text("maps.caption.epochs"), content["map_notes"], short)))
    yield blocks.panels(text("maps.small_multiples"), content["epoch_maps"], content["epoch_keys"], caption)


def _zones(content: Content, short: str) -> Section:
    zones = content["zones"]
    sheet = Sheet(wide=any(needs_width(zone["table"]) for zone in zones))
    shown: list[Block] = []
    for zone in zones:
        shown.append(blocks.picture(zone["map"], after=short))
        shown += table_blocks(zone["table"], sheet)
    return Section(text("zones_section.title"), tuple(shown), sheet)


def _measures(section: MeasureSection, short: str) -> Section:
    before = [blocks.paragraph(section.lead, lead=True)]
    if section.nothing:
        before.append(blocks.paragraph(text("measures.nothing", reason=section.nothing)))
    if section.charts:
        before.append(blocks.charts(section.charts, simulated=short))
    meanings = [
        (one.title, one.unit, one.definition, rich("pdf.meaning_source", source=own(one.source)))
        for one in section.abouts
    ]
    after = [blocks.heading(text("pdf.meaning")), blocks.terms(meanings)]
    return _section(section.title, before, section.tables, after)


def _compared(compared: Content, short: str) -> Section:
    before = [blocks.paragraph(text("compared.lead"), lead=True)]
    if not compared["tables"]:
        before.append(blocks.paragraph(text("compared.nothing", years=compared["years"])))
    if compared["chart"]:
        before.append(blocks.charts([compared["chart"]], simulated=short))
    after = [
        blocks.warnings(text("compared.caveats", title=title), map(_warning, caveats))
        for title, caveats in compared["caveats"]
    ]
    return _section(text("compared.title"), before, compared["tables"], after)


def _glossary(content: Content) -> Section:
    meanings = [(term.word, "", term.definition, "") for term in content["glossary"]]
    shown = (blocks.paragraph(text("glossary.lead"), lead=True), blocks.terms(meanings))
    return Section(text("page.glossary"), shown, Sheet(wide=False))


def _sources(content: Content) -> Iterator[Block]:
    for source in content["sources"]:
        yield blocks.heading(isolated(source.title))
        yield blocks.paragraph(own(source.measures), lead=True)
        epochs, projected = (with_commas(map(digits, years)) for years in (source.epochs, source.projected))
        yield blocks.pairs(
            [
                (text("sources_page.cite_as"), own(source.citation)),
                (text("sources_page.version"), isolated(source.version)),
                (text("sources_page.licence"), own(source.licence)),
                (
                    text("sources_page.epochs"),
                    text("sources_page.epochs_projected", epochs=epochs, projected=projected) if projected else epochs,
                ),
            ]
        )
        if source.files:
            yield _files(source)


def _files(source: Any) -> Block:  # noqa: ANN401 (a geo.references.SourceReference)
    rows = [
        (
            isolated(file.name),
            text(f"sources_page.roles.{file.role}"),
            digits(file.year) if file.year else text("sources_page.all_epochs"),
            file.sha256,
            figures.size(file.size),
        )
        for file in source.files
    ]
    heads = [text(f"sources_page.{name}") for name in ("file", "role", "epoch", "checksum", "size")]
    return blocks.files(text("sources_page.files", title=source.title), heads, rows)


def _cite(content: Content) -> Iterator[Block]:
    yield blocks.paragraph(text("cite.lead"))
    yield blocks.paragraph(content["citation"])
    yield blocks.paragraph(text("cite.permanent"), small=True)
    heads = [text("cite.sources"), *[""] * len(content["sources"])]
    citations = [(head, own(source.citation)) for head, source in zip(heads, content["sources"], strict=False)]
    yield blocks.pairs([*references(), *citations])


def _provenance(content: Content, provenance: Sequence[str]) -> Iterator[Block]:
    for words in provenance:
        yield blocks.paragraph(words)
    yield blocks.paragraph(text("provenance_page.same_run"))
    parameters = [(isolated(name), isolated(value)) for name, value in content["run_parameters"]]
    place = content["place"]
    area = Markup(text("page.list_semicolon")).join(map(own, (place.area_origin, *place.area_notes)))  # noqa: S704 (ours)
    yield blocks.pairs([(text("provenance_page.study_area"), area)])
    yield blocks.heading(text("provenance_page.parameters"))
    yield blocks.pairs(parameters, dense=True)
