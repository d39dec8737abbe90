"""The sentences of caveats (caveats.toml) and how their figures are filled in; a translation fills in the same way."""

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from geo.references import Caveat


class Term(str):
    """A value that is itself a word of the catalogue: its key in caveats.toml, under `term`."""

    __slots__ = ()


class Filler(string.Formatter):
    """Fills placeholders in: numbers by their format spec, lists joined, pairs as `year: number`."""

    joint = ", "
    """Between the entries of a list."""

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 (as the standard library has it)
        """Return a value as its placeholder asks for it."""
        if not isinstance(value, tuple):
            return self.one(value, format_spec)
        return self.joint.join(
            f"{self.one(entry[0], '')}: {self.one(entry[1], format_spec)}"
            if isinstance(entry, tuple)
            else self.one(entry, format_spec)
            for entry in value
        )

    def one(self, value: object, format_spec: str) -> str:
        """Return one number or text."""
        return term_texts()[value] if isinstance(value, Term) else format(value, format_spec)


@cache
def caveat_texts() -> Mapping[str, str]:
    """Return key → English sentence with placeholders."""
    return MappingProxyType(_read()["caveat"])


@cache
def term_texts() -> Mapping[str, str]:
    """Return key → English word, of the terms that stand in sentences."""
    return MappingProxyType(_read()["term"])


def caveat(key: str, code: str = "", **values: object) -> Caveat:
    """Return a caveat in English, with what a translation of it needs.

    Args:
        key: of its sentence in caveats.toml.
        code: what machines know it by; the key where it is left out.
        **values: numbers, texts, tuples of them, or tuples of (year, number).
    """
    text = Filler().format(caveat_texts()[key], **values)
    return Caveat(code or key, text, key, tuple(values.items()))


def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("geo").joinpath("caveats.toml").read_text(encoding="utf-8"))
