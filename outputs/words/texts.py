"""A sentence by its key, in the language spoken now; a key that is missing fails at once."""

import re
from collections.abc import Mapping

from markupsafe import Markup

from geo.caveats import Term
from geo.references import Caveat
from outputs.words.catalogue import DATA, Message, messages, translations
from outputs.words.filling import LocalFiller, MarkupFiller, digits
from outputs.words.speech import current, isolated, joined_left_to_right

_SPAN = re.compile(r"(\{[^}]+\})–(\{[^}]+\})")
"""A span of two filled-in values, whose start must stay on the left in right-to-left languages too."""
_SEVERAL = 2


def text(key: str, **values: object) -> str:
    """Return the text of a dotted key as plain text, with its placeholders filled in by locale."""
    return LocalFiller(_terms(values)).vformat(_found(key, values), (), values)


def rich(key: str, **values: object) -> Markup:
    """Return the text of a dotted key as HTML: its own tags count, and values are escaped."""
    filled = MarkupFiller(_terms(values)).vformat(_found(key, values), (), values)
    return Markup(filled)  # noqa: S704 (our own data file and translations; the values are escaped)


def said(english: str) -> str:
    """Return free text of a data file in the language spoken now; as it is where no catalogue knows it."""
    language = current().language
    return english if language == "en" else translations(language).pgettext(DATA, english)


def caveat(caveat: Caveat) -> str:
    """Return what a reader must know, with its figures; one without a key in the catalogue as it is."""
    if not caveat.key:
        return said(caveat.text)
    values = {name: said(value) if type(value) is str else value for name, value in caveat.values}
    return text(f"caveat.{caveat.key}", **values)


def reason(code: str) -> str:
    """Return why a value is undefined, a sentence; a code without one stands for itself."""
    return text(f"reason.{code}") if f"reason.{code}" in messages() else flag(code)


def flag(code: str) -> str:
    """Return why a row is doubtful, a sentence; a code without one stands for itself."""
    return text(f"flag.{code}") if f"flag.{code}" in messages() else str(code)


def table_of(prefix: str) -> dict[str, str]:
    """Return last part of the key → text, of all keys under a dotted prefix, in the order of the file."""
    start = f"{prefix}."
    return {key.removeprefix(start): text(key) for key in messages() if key.startswith(start)}


def legend_name(style: str, code: int | str) -> str:
    """Return the name of a class, or a style's `title` or `never`, by the style's file in layers/styles."""
    return text(f"legend.{style}.{code}")


def name_of(names: Mapping[str, str]) -> str:
    """Return a place's name in the language spoken now, else in English."""
    return names.get(current().language, names["en"])


def period(start: int | str, end: int | str) -> str:
    """Return `2000–2015`, the start on the left in every language; an end in words (projected) may be given as such."""
    first, last = (digits(year) if isinstance(year, int) else isolated(year) for year in (start, end))
    return joined_left_to_right(first, last)


def _terms(values: Mapping[str, object]) -> dict[str, str]:
    return {value: _found(f"term.{value}", {}) for value in values.values() if isinstance(value, Term)}


def _found(key: str, values: Mapping[str, object]) -> str:
    message, language = messages()[key], current().language
    if language == "en":
        return _form(message, values)
    found = translations(language)
    if message.many:
        translated = found.npgettext(key, message.english, message.many, _number(message, values))
    else:
        translated = found.pgettext(key, message.english)
    return _SPAN.sub("\u2066\\1\u200e–\u200e\\2\u2069", translated) if current().rtl else translated


def _form(message: Message, values: Mapping[str, object]) -> str:
    return message.many if message.many and _number(message, values) != 1 else message.english


def _number(message: Message, values: Mapping[str, object]) -> int:
    """Return the number that chooses a plural form; of what is no whole number there are several."""
    count = values[message.count]
    return abs(count) if isinstance(count, int) else _SEVERAL
