"""The page that explains every figure: docs/method.md as HTML beside a run's page, with its pictures inside."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from outputs.report import site

DOCUMENT = Path(__file__).parents[2] / "docs" / "method.md"


@cache
def render_method() -> str:
    """Return the page; its headings have the anchors that measures name."""
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(DOCUMENT.read_text(encoding="utf-8"))
    contents = []
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", anchor(words.content))
            if heading.tag == "h2":
                contents.append((anchor(words.content), words.content))
    for token in tokens:
        if token.type in {"fence", "code_block", "table_open"}:
            token.attrSet("tabindex", "0")  # they scroll on a small screen, by keyboard too
    for token in _inline(tokens):
        if token.type == "image":
            token.type, token.content = "html_inline", _picture(str(token.attrs["src"]), token.content)
    body = parser.renderer.render(tokens, parser.options, {})
    css = Markup(site.read("base.css") + site.read("method.css"))  # noqa: S704 (our own files)
    return site.render("method_page.html", {"body": Markup(body), "css": css, "contents": contents})  # noqa: S704 (our own document)


def anchor(heading: str) -> str:
    """Return a heading's anchor, as GitHub makes it.

    >>> anchor("Openness, saturation")
    'openness-saturation'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors() -> list[str]:
    """Return the anchor of every heading of the document."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    return [anchor(line.lstrip("#").strip()) for line in lines if line.startswith("#")]


def _inline(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def _picture(source: str, alt: str) -> str:
    """Return one of the document's SVG pictures with its text alternative, set into the page."""
    svg = (DOCUMENT.parent / source).read_text(encoding="utf-8")
    label = Markup('<svg role="img" aria-label="{}"').format(alt)
    return svg[svg.index("<svg") :].replace("<svg", label, 1)
