"""The annex as a DOCX of two pages, with real headings, lists and tables, to be put into a city's own review."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from markupsafe import Markup

from geo.measurement import Measurement
from outputs.annex import parts
from outputs.annex.content import AnnexContent, Section, annex_content
from outputs.annex.package import undated
from outputs.annex.pictures import chart_png
from outputs.pdf.speech import page_words
from outputs.subject import Place, Run
from outputs.words import current

FONT = "Arial"
"""On every machine that opens a DOCX, with Arabic letters."""
_WIDTH_MM = 178.0
_CHART_MM, _MAP_MM, _MAP_HEIGHT_MM = 112.0, 105.0, 72.0
_FEW, _POINTS = (1500, 2200, 3000, 4000), (9.5, 8.75, 8.0, 7.25, 6.5)
"""A page's letters up to which it is set in a size, points: what Word and LibreOffice both get on one page."""
_PROPERTY = 255
"""Characters that the format allows a property of the file."""
_FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}


def annex_docx(measurement: Measurement, place: Place, run: Run, *, created: str) -> bytes:
    """Return the annex of a run in the language spoken now; `created` is an ISO 8601 moment."""
    return docx_of(annex_content(measurement, place, run, created=created))


def docx_of(content: AnnexContent) -> bytes:
    """Return the annex as a DOCX, in the language that its content was made in and that is spoken now."""
    document = Document()
    _set_up(document, content)
    _first_page(document, content)
    _second_page(document, content)
    _footer(document, content)
    out = io.BytesIO()
    document.save(out)
    return undated(out.getvalue())


def _set_up(document: DocumentType, content: AnnexContent) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(16)
    page.top_margin, page.bottom_margin, page.footer_distance = Mm(14), Mm(16), Mm(8)
    if current().rtl:
        parts.child(page._sectPr, "w:bidi", before=("w:rtlGutter", "w:docGrid"))  # noqa: SLF001
    _set_language(document)
    size = _points(content)
    _style(document, "Normal", size, after=3)
    _style(document, "Heading 1", size * 1.8, after=2, bold=True, colour=RGBColor(0x1B, 0x1B, 0x1B))
    _style(document, "Heading 2", size * 1.2, before=7, after=2, bold=True, colour=parts.LAND)
    _style(document, "Caption", size * 0.87, after=2, colour=parts.SOFT)
    _style(document, "List Bullet", size, after=1)
    _style(document, "List Number", size, after=1)
    _style(document, "Footer", 7.5, colour=parts.SOFT)
    moment = datetime.fromisoformat(content.created).astimezone(UTC).replace(tzinfo=None)
    about = document.core_properties
    about.title, about.subject = content.title[:_PROPERTY], content.kicker[:_PROPERTY]
    about.author = about.last_modified_by = "Umran"
    about.language, about.comments, about.keywords = current().language, content.description[:_PROPERTY], ""
    about.created = about.modified = moment
    about.revision = 1


def _set_language(document: DocumentType) -> None:
    """Say which language all letters are of, where programs look for it."""
    spoken = current()
    tag = spoken.language if spoken.locale.territory is None else f"{spoken.language}-{spoken.locale.territory}"
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:bidi" if spoken.rtl else "w:val"), tag)


def _style(  # noqa: PLR0913 (what a style is)
    document: DocumentType,
    name: str,
    points: float,
    *,
    before: float = 0,
    after: float = 0,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> None:
    """Set a style for Latin and Arabic letters alike; a theme's own fonts would go before it."""
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101 (for the type checker)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.font.size = Pt(points)
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    after_size = ("w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:vertAlign", "w:rtl", "w:cs", "w:lang")
    parts.child(properties, "w:szCs", before=after_size, val=str(round(points * 2)))
    style.font.bold = style.font.cs_bold = bold
    style.font.italic = style.font.cs_italic = False
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.0


def _points(content: AnnexContent) -> float:
    """Return the size of letters with which the fuller page has room for what it says."""
    first = (*content.indicator.items, content.target, *content.happened.items, *content.table_notes, content.title)
    chart = content.pictures.chart.caption if content.pictures.chart else ""
    second = [item for part in _second(content) for item in part.items]
    keys = [key.name for key in content.pictures.map.keys]
    letters = max(sum(map(len, (*first, chart))), sum(map(len, (*second, *keys))))
    return next((size for most, size in zip(_FEW, _POINTS, strict=False) if letters <= most), _POINTS[-1])


def _first_page(document: DocumentType, content: AnnexContent) -> None:
    if content.stamp:
        parts.shade(parts.paragraph(document, content.stamp, look=parts.Look(bold=True)), parts.STAMP)
    parts.paragraph(document, content.kicker, look=parts.Look(bold=True, colour=parts.LAND))
    parts.paragraph(document, content.title, "Heading 1")
    parts.paragraph(document, " · ".join(content.facts), look=parts.Look(colour=parts.SOFT))
    _section(document, content.indicator)
    parts.paragraph(document, content.target, "Caption")
    _section(document, content.happened)
    parts.paragraph(document, content.table_title, "Heading 2")
    for grid in content.grids:
        columns = len(grid.head) - 1
        parts.table(document, grid, widths_mm=(_WIDTH_MM - 38 * columns, *(38.0,) * columns))
        parts.paragraph(document, style="Caption")
    parts.paragraph(document, " ".join(content.table_notes), "Caption")
    chart = content.pictures.chart
    if chart:
        parts.paragraph(document, content.chart_title, "Heading 2")
        parts.paragraph(document, chart.title, "Caption", parts.Look(bold=True))
        parts.picture(document, chart_png(chart), width_mm=_CHART_MM, alt=chart.alt)
        parts.paragraph(document, chart.caption, "Caption")


def _second_page(document: DocumentType, content: AnnexContent) -> None:
    growth = content.pictures.map
    head = parts.paragraph(document, content.map_title, "Heading 2")
    head.paragraph_format.page_break_before = True
    width = min(_MAP_MM, _MAP_HEIGHT_MM * growth.size[0] / growth.size[1])
    parts.picture(document, growth.png, width_mm=width, alt=growth.alt)
    parts.paragraph(document, growth.title, "Caption", parts.Look(bold=True))
    parts.legend(document, growth.keys)
    method, warnings, sources, cite = _second(content)
    _section(document, method, "List Number")
    parts.paragraph(document, warnings.title, "Heading 2")
    for item in warnings.items:
        parts.shade(parts.paragraph(document, item, "List Bullet"), parts.WARNING)
    _section(document, sources, "List Bullet")
    _section(document, cite)


def _second(content: AnnexContent) -> Iterable[Section]:
    return content.method, content.warnings, content.sources, content.cite


def _section(document: DocumentType, part: Section, style: str = "Normal") -> None:
    parts.paragraph(document, part.title, "Heading 2")
    for item in part.items:
        parts.paragraph(document, item, style, parts.Look(bold=False) if isinstance(item, Markup) else parts.PLAIN)


def _footer(document: DocumentType, content: AnnexContent) -> None:
    shown = document.sections[0].footer.paragraphs[0]
    parts.write(shown, f"{content.run}    ")
    for piece in page_words():
        if piece in _FIELDS:
            parts.field(shown, _FIELDS[piece])
        else:
            parts.write(shown, piece)
