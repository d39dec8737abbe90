"""What typst sees of a Python value: JSON; text stays text, emphasis becomes runs, pictures become files."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any, TypedDict
from unicodedata import category

from markupsafe import Markup

from outputs.fonts import font_paths

_UNKNOWN = "\ufffd"
"""Stands for a letter that none of the fonts has: PDF/UA allows no empty boxes."""
_INVISIBLE = frozenset({"Cf", "Zl", "Zp"})
"""Categories of characters that need no shape: joiners, direction marks, separators."""

Keep = Callable[[bytes], str]


class Run(TypedDict):
    """A piece of a sentence that looks the same from end to end."""

    text: str
    tags: list[str]
    """The HTML elements that it is inside of: strong, em, cite, sub, sup, code, small."""
    classes: list[str]
    link: str
    """An address; empty where there is none."""
    language: str
    """Code of the language of its own, as `lang` says; empty where it is the document's."""


def for_typst(value: object, keep: Keep) -> Any:  # noqa: ANN401 (as json.dumps takes it)
    """Return a value as JSON can hold it.

    Args:
        value: what a template shows: mappings, sequences, dataclasses, texts, numbers, None. `Markup` becomes
            `{"runs": [...]}` and bytes (a PNG or an SVG) the path under which `keep` put them.
        keep: puts a picture where typst finds it and returns its path.
    """
    if isinstance(value, Markup):
        return {"runs": runs(value)}
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, bytes):
        return keep(value)
    if is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): for_typst(one, keep) for key, one in value.items()}
    return [for_typst(one, keep) for one in value] if isinstance(value, list | tuple) else value


def printable(text: str) -> str:
    """Return a text on one line, in letters that the fonts have; what they lack is seen to be missing."""
    known = letters()
    if known.issuperset(text):
        return text
    spaced = (" " if category(letter) == "Cc" else letter for letter in text)
    return "".join(c if c in known or category(c) in _INVISIBLE else _UNKNOWN for c in spaced)


def runs(markup: Markup) -> list[Run]:
    """Return a sentence in HTML as runs of text, in order; its text is all there.

    >>> [(run["text"], run["tags"]) for run in runs(Markup("It <strong>grew</strong> &amp; grew."))]
    [('It ', []), ('grew', ['strong']), (' & grew.', [])]
    """
    parser = _Runs()
    parser.feed(str(markup))
    parser.close()
    return parser.runs


@cache
def letters() -> frozenset[str]:
    """Return the letters that the fonts can draw."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (only documents need it)

    found: set[int] = set()
    for folder in font_paths():
        for file in folder.glob("*.ttf"):
            with TTFont(file, lazy=True) as font:
                found |= set(font.getBestCmap())
    return frozenset(letter for letter in map(chr, found) if category(letter) != "Cc")


class _Runs(HTMLParser):
    """Gathers the text of a sentence with the elements that it is inside of."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Run] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        classes = " ".join(attributes.get("class") or "" for _, attributes in self.open).split()
        run = Run(text=printable(data), tags=[tag for tag, _ in self.open], classes=classes, link="", language="")
        for _, attributes in self.open:
            run["link"] = attributes.get("href") or run["link"]
            run["language"] = attributes.get("lang") or run["language"]
        self.runs.append(run)
