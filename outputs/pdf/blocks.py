"""The pieces of a report as typst sees them; templates/blocks.typ has one function for each kind."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from outputs.pdf.runs import printable
from outputs.report.drawing import Key
from outputs.report.plotting import Chart
from outputs.words import current, said
from outputs.words.speech import isolated

Words = str | Markup
Block = dict[str, Any]


def heading(words: Words) -> Block:
    """Return a heading inside a section."""
    return {"kind": "heading", "words": words}


def paragraph(words: Words, *, small: bool = False, lead: bool = False) -> Block:
    """Return a paragraph; small for what is said in passing, a lead for one that stays with what comes after it."""
    return {"kind": "paragraph", "words": words, "small": small, "lead": lead}


def warnings(title: str, items: Iterable[Words]) -> Block:
    """Return a box of what a reader must know."""
    return {"kind": "warnings", "title": title, "items": list(items)}


def pairs(items: Iterable[tuple[Words, Words]], *, dense: bool = False) -> Block:
    """Return names with what they are, side by side; dense for a long list of short ones."""
    return {"kind": "pairs", "items": [list(item) for item in items], "dense": dense}


def terms(items: Iterable[tuple[Words, str, Words, Words]]) -> Block:
    """Return words with their unit, their meaning and its source, in two columns."""
    return {"kind": "terms", "items": [list(item) for item in items]}


def formulas(items: Iterable[tuple[str, str]]) -> Block:
    """Return names with formulas, which read from left to right in every language."""
    return {"kind": "formulas", "items": [list(item) for item in items]}


def files(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    """Return a list of files with their checksums."""
    return {"kind": "files", "title": title, "heads": list(heads), "rows": [list(row) for row in rows]}


def picture(shown: Mapping[str, Any], *, after: str = "") -> Block:
    """Return a large map with its legend, as `page_content` has it; `after` stands behind its caption."""
    share = 1 / float(shown["crop"])
    return {
        "kind": "map",
        "title": shown["title"],
        "picture": shown["png"],
        "share": share,
        "ratio": shown["height"] / (shown["width"] * share),
        "alt": shown["alt"],
        "legend": legend(shown["legend"]),
        "caption": " ".join(filter(None, (shown["caption"], after))),
    }


def panels(title: str, shown: Sequence[Mapping[str, Any]], keys: Sequence[Key], caption: str) -> Block:
    """Return small maps of one window with their common legend."""
    maps = [{"picture": one["png"], "alt": one["alt"]} for one in shown]
    return {"kind": "panels", "title": title, "maps": maps, "legend": legend(keys), "caption": caption}


def legend(keys: Iterable[Key]) -> list[dict[str, str]]:
    """Return the rows of a legend."""
    return [{"colour": key.colour, "name": key.name, "mark": key.mark} for key in keys]


def charts(drawn: Iterable[Chart], *, simulated: str = "") -> Block:
    """Return charts, two in a row; `simulated` is said with each of them."""
    return {
        "kind": "charts",
        "charts": [
            {
                "title": chart.title,
                "picture": printable(chart.svg).encode(),
                "alt": " ".join(filter(None, (chart.alt, simulated))),
                "caption": chart.caption,
            }
            for chart in drawn
        ],
    }


def own(english: str) -> Words:
    """Return free text of a data file; where it has stayed English, it is said to be, so that it is read as such."""
    words = said(english)
    if words != english or current().language == "en":
        return words
    return Markup('<span lang="en">{}</span>').format(isolated(english))
