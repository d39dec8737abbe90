"""All English sentences by key, gathered from the data files that hold them, and their translations by language."""

import gettext
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from geo.caveats import caveat_texts, term_texts

DATA = "data"
"""The context of free text of data files (sources, units), which is looked up by itself."""
_PLURAL = {"count", "one", "other"}


@dataclass(frozen=True, slots=True)
class Message:
    """One English sentence."""

    key: str
    """Dotted; the context (msgctxt) in catalogues. DATA for free text."""
    english: str
    """Of one thing, where there are two forms."""
    many: str = ""
    """Of several things; empty for a message that counts nothing."""
    count: str = ""
    """The placeholder that chooses the form."""


@cache
def messages() -> Mapping[str, Message]:
    """Return key → message of all texts that are looked up by key, in the order of their files.

    Raises:
        ValueError: two files give one key.
    """
    found: dict[str, Message] = {}
    for message in _all():
        if message.key in found:
            msg = f"two English texts for {message.key}: keep one"
            raise ValueError(msg)
        found[message.key] = message
    return MappingProxyType(found)


@cache
def data_texts() -> tuple[str, ...]:
    """Return the free texts of data files that catalogues translate, each once, sorted."""
    texts: set[str] = set()
    for measure in _toml("outputs.tables", "measures.toml")["measure"].values():
        texts.add(measure.get("unit", ""))
    for source in _folder("geo.sources", "declared"):
        declared = tomllib.loads(source.read_text(encoding="utf-8"))
        texts |= {declared["measures"], *declared.get("notes", ())}
    texts |= set(_toml("outputs.words", "data_texts.toml")["texts"])
    return tuple(sorted(texts - {""}))


@cache
def translations(language: str) -> gettext.GNUTranslations:
    """Return a language's catalogue, made from its .po as gettext wants it."""
    binary = io.BytesIO()
    with files("outputs.words").joinpath("locale", f"{language}.po").open("rb") as file:
        write_mo(binary, read_po(file, locale=language))
    binary.seek(0)
    return gettext.GNUTranslations(binary)


def _all() -> Iterator[Message]:
    for file in _folder("outputs.words", "english"):
        yield from _flat("", tomllib.loads(file.read_text(encoding="utf-8")))
    for code, text in caveat_texts().items():
        yield Message(f"caveat.{code}", text)
    for code, text in term_texts().items():
        yield Message(f"term.{code}", text)
    for kind, texts in _toml("outputs.tables", "reasons.toml").items():
        for code, text in texts.items():
            yield Message(f"{kind}.{code}", text)
    measures = _toml("outputs.tables", "measures.toml")
    for id_, group in measures["group"].items():
        yield from _flat(f"measure_group.{id_}", group)
    for id_, measure in measures["measure"].items():
        yield from _flat(f"measure.{id_}", {name: measure[name] for name in ("title", "definition")})
    for file in _folder("outputs.layers", "styles"):
        if file.name.endswith(".toml"):
            yield from _legend(file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8")))


def _legend(style: str, table: Mapping[str, Any]) -> Iterator[Message]:
    """Yield a style's title and classes, by code; classes without one are numbered from 1, as zone maps do."""
    yield from (
        Message(f"legend.{style}.{name}", table[name]) for name in ("title", "never", "undefined") if name in table
    )
    yield from (
        Message(f"legend.{style}.{row.get('code', index)}", row["name"])
        for index, row in enumerate(table.get("class", ()), 1)
    )


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[Message]:
    for name, value in table.items():
        key = f"{prefix}.{name}".removeprefix(".")
        if isinstance(value, str):
            yield Message(key, value)
        elif set(value) == _PLURAL:
            yield Message(key, value["one"], value["other"], value["count"])
        else:
            yield from _flat(key, value)


def _folder(package: str, name: str) -> list[Traversable]:
    found = files(package).joinpath(name).iterdir()
    return sorted((file for file in found if file.name.endswith(".toml")), key=lambda file: file.name)


def _toml(package: str, name: str) -> dict[str, Any]:
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
