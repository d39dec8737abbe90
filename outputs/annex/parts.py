"""Paragraphs, tables, lists and pictures of a DOCX that read in both directions.

In a document that is read from right to left every paragraph and table says so, and so does every run of letters but
those that Umran isolates from left to right: a number or a span of years keeps its order in programs that know no
isolates.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from unicodedata import bidirectional

from docx.document import Document
from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from markupsafe import Markup

from outputs.annex.grids import Grid
from outputs.pdf.runs import runs
from outputs.report.sheet import Key
from outputs.words import current

SOFT, LAND, PEOPLE = (RGBColor.from_string(code) for code in ("4F4F4F", "A3461A", "1F5F8B"))
WARNING, STAMP = "FFF6DC", "FFD84D"
"""Colours behind a paragraph."""
_COLOURS = {"land": LAND, "people": PEOPLE}
_FIRST_STRONG, _RIGHT_TO_LEFT, _CLOSING = "\u2068", "\u2067", "\u2069"
_OPENING = ("\u2066", _RIGHT_TO_LEFT, _FIRST_STRONG)
"""Marks of isolates."""
_NUMBER = re.compile(r"\d[\d.,\u066b\u066c]*")
"""Digits with what may stand between them, which keep their order by themselves."""
_RULE = "B9B4A8"
_AFTER_SHADE = ("w:tabs", "w:bidi", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", *_AFTER_SHADE[2:])
"""What comes after an element in a paragraph's properties: the format wants them in its order."""
_MARKS = {"patch": "\u2003", "line": "━━", "dashes": "╌╌"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of letters looks, beyond its paragraph's style."""

    bold: bool = False
    colour: RGBColor | None = None


PLAIN = Look()


def child(parent: BaseOxmlElement, tag: str, *, before: Sequence[str] = (), **attributes: str) -> BaseOxmlElement:
    """Add an element to another one, before those that come after it in the format's order, and return it."""
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    later = next((one for one in parent if one.tag in {qn(tag) for tag in before}), None)
    if later is None:
        parent.append(made)
    else:
        later.addprevious(made)
    return made


def paragraph(document: Document, words: str | Markup = "", style: str = "Normal", look: Look = PLAIN) -> Paragraph:
    """Add a paragraph."""
    return write(document.add_paragraph(style=style), words, look)


def write(into: Paragraph, words: str | Markup, look: Look = PLAIN) -> Paragraph:
    """Write a sentence at the end of a paragraph, its emphasis kept, and return the paragraph."""
    point(into)
    if isinstance(words, Markup):
        for piece in runs(words):
            colour = next((_COLOURS[name] for name in piece["classes"] if name in _COLOURS), look.colour)
            _add(into, piece["text"], Look(look.bold or "strong" in piece["tags"], colour))
    elif words:
        _add(into, words, look)
    return into


def point(shown: Paragraph) -> None:
    """Say in which direction a paragraph is read."""
    properties = shown._p.get_or_add_pPr()  # noqa: SLF001 (python-docx has no other way to its XML)
    if current().rtl and properties.find(qn("w:bidi")) is None:
        child(properties, "w:bidi", before=_AFTER_BIDI)


def shade(shown: Paragraph, fill: str) -> Paragraph:
    """Put a colour behind a paragraph, and return it."""
    properties = shown._p.get_or_add_pPr()  # noqa: SLF001
    child(properties, "w:shd", before=_AFTER_SHADE, val="clear", color="auto", fill=fill)
    return shown


def field(into: Paragraph, instruction: str) -> None:
    """Add what the reading program fills in: PAGE, NUMPAGES."""
    made = child(into._p, "w:fldSimple", instr=instruction)  # noqa: SLF001
    run = Run(child(made, "w:r"), into)
    run.text = "1"


def picture(document: Document, data: bytes, *, width_mm: float, alt: str) -> None:
    """Add a picture with the text that stands for it."""
    shown = paragraph(document)
    inline = shown.add_run().add_picture(io.BytesIO(data), width=Mm(width_mm))._inline  # noqa: SLF001
    inline.docPr.set("descr", alt)
    shown.paragraph_format.keep_with_next = True


def legend(document: Document, keys: Sequence[Key]) -> None:
    """Add the rows of a legend in one paragraph: a box or a line in a class's colour, then its name."""
    shown = paragraph(document, style="Caption")
    for key in keys:
        colour = key.colour.removeprefix("#").upper()
        mark = shown.add_run(_MARKS[key.mark])
        if key.mark == "patch":
            properties = mark._r.get_or_add_rPr()  # noqa: SLF001
            child(properties, "w:bdr", val="single", sz="4", space="0", color="4F4F4F")
            child(properties, "w:shd", val="clear", color="auto", fill=colour)
        else:
            mark.font.color.rgb = RGBColor.from_string(colour)
        write(shown, f"\u00a0{key.name}    ")


def table(document: Document, grid: Grid, *, widths_mm: Sequence[float]) -> None:
    """Add a table whose first row is its head, also for programs that read it out."""
    shown = document.add_table(rows=0, cols=len(grid.head), style="Normal Table")
    shown.autofit = False
    if current().rtl:
        shown.table_direction = WD_TABLE_DIRECTION.RTL
    for column, width in zip(shown.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for number, row in enumerate((grid.head, *grid.rows)):
        cells = shown.add_row().cells
        for place, (cell, words) in enumerate(zip(cells, row, strict=True)):
            cell.width = Mm(widths_mm[place])
            write(cell.paragraphs[0], words, Look(bold=number == 0))
            cell.paragraphs[0].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT if place else None
            _rule_below(cell._tc.get_or_add_tcPr(), "8" if number == 0 else "4")  # noqa: SLF001
    head = shown.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
    child(head, "w:cantSplit")
    child(head, "w:tblHeader")


def _rule_below(cell: BaseOxmlElement, eighths: str) -> None:
    borders = child(cell, "w:tcBorders", before=("w:shd", "w:noWrap", "w:tcMar", "w:vAlign"))
    child(borders, "w:bottom", val="single", sz=eighths, space="0", color=_RULE)


def _add(into: Paragraph, text: str, look: Look) -> None:
    for rtl, pieces in groupby(by_direction(text), key=itemgetter(1)):
        run = into.add_run("".join(piece for piece, _ in pieces))
        if look.bold:
            run.font.bold = run.font.cs_bold = True
        if look.colour is not None:
            run.font.color.rgb = look.colour
        if rtl:
            run.font.rtl = True


def by_direction(text: str) -> Iterator[tuple[str, bool]]:
    """Yield pieces of a text and whether each runs from right to left: isolates by their own direction."""
    if not current().rtl:
        yield text, False
        return
    start = depth = 0
    for place, letter in enumerate(text):
        if letter in _OPENING:
            if depth == 0 and place > start:
                yield text[start:place], True
                start = place
            depth += 1
        elif letter == _CLOSING and depth:
            depth -= 1
            if depth == 0:
                yield from _of_isolate(text[start : place + 1])
                start = place + 1
    if start < len(text):
        yield text[start:], True


def _of_isolate(isolate: str) -> Iterator[tuple[str, bool]]:
    """Yield an isolate as it is, but without its marks where nothing in it can turn round."""
    inner = isolate[1:-1]
    if _NUMBER.fullmatch(inner):
        yield inner, True
    elif _runs_left(isolate):
        yield from by_direction(inner)
    else:
        yield isolate, False


def _runs_left(isolate: str) -> bool:
    """Return whether an isolate runs from right to left: by its mark, or by its first letter that has a direction."""
    if isolate[0] != _FIRST_STRONG:
        return isolate[0] == _RIGHT_TO_LEFT
    return next((bidirectional(c) != "L" for c in isolate if bidirectional(c) in {"L", "R", "AL"}), False)
