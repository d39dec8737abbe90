"""The files that a page offers: in which groups they stand, and what each is in the language spoken now."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from outputs.layout import Download
from outputs.report.marks import YearNames
from outputs.words.catalogue import messages
from outputs.words.speech import LANGUAGES, language_name, speaking
from outputs.words.texts import said, text

_TITLES = ("files.", "layers.file.", "layers.raster.", "layers.title.")
"""Beginnings of the keys of texts that titles of files are made of."""
_DIGITS = 4
_YEAR = rf"\d{{{_DIGITS}}}(?: \(projected\))?"


def download_groups(downloads: Sequence[Download]) -> list[tuple[str, list[Download]]]:
    """Return downloads by group, in the order in which people look for them; empty groups left out."""
    groups = [(group, [one for one in downloads if one.group == group]) for group in ("layers", "tables", "pages")]
    return [(group, found) for group, found in groups if found]


def file_title(title: str) -> str:
    """Return what a file is, from its English title; one of another kind as it is.

    >>> file_title("Land taken, 2000–2010 (projected)")
    'Land taken, 2000–2010 (projected)'
    """
    for key, pattern in _patterns():
        found = pattern.fullmatch(title)
        if found:
            return text(key, **{name: _IN_WORDS[name](words) for name, words in found.groupdict().items()})
    return said(title)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return key and what its English titles look like; a placeholder matches what may stand there."""
    english = {key: message.english for key, message in messages().items() if key.startswith(_TITLES)}
    return [(key, re.compile(_PLACEHOLDER.sub(_group, re.escape(words)))) for key, words in english.items()]


def _group(placeholder: re.Match[str]) -> str:
    return f"(?P<{placeholder[1]}>{_MAY_STAND[placeholder[1]]})"


def _when(english: str) -> str:
    words = english.split("–")
    start, end = int(words[0][:_DIGITS]), int(words[-1][:_DIGITS])
    named = YearNames({int(word[:_DIGITS]) for word in words if len(word) > _DIGITS})
    return named.period(start, end) if len(words) > 1 else named.year(start)


def _language(english: str) -> str:
    return next((language_name(code) for code, name in _names().items() if name == english), english)


@cache
def _names() -> Mapping[str, str]:
    """Return language → its English name."""
    with speaking(LANGUAGES[0]):
        return {code: language_name(code) for code in LANGUAGES}


_PLACEHOLDER = re.compile(r"\\{(\w+)\\}")
_MAY_STAND = {"when": f"{_YEAR}(?:–{_YEAR})?", "language": r"\w+", "title": ".+"}
_IN_WORDS: Mapping[str, Callable[[str], str]] = {"when": _when, "language": _language, "title": file_title}
"""Placeholder → what makes its words in the language spoken now from the English ones."""
