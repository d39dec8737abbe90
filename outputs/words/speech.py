"""Which language is spoken now: its locale, its direction, and the marks that keep numbers from turning round."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale
from babel.core import get_global
from babel.localedata import exists

Language = Literal["en", "fr", "es", "ar"]
LANGUAGES: tuple[Language, ...] = ("en", "fr", "es", "ar")
"""The languages of a publication, the first the language of its sources."""
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_TURNING = frozenset({"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI"})
"""Kinds of letters, and of marks, that can turn what stands round them."""
_LEFT_ISOLATE, _FIRST_STRONG_ISOLATE, _END_ISOLATE, _LEFT_MARK = "\u2066", "\u2068", "\u2069", "\u200e"


@dataclass(frozen=True, slots=True)
class Speech:
    """A language as it is written for the readers of one place."""

    language: str
    """One of LANGUAGES."""
    locale: Locale
    """With the place's territory where CLDR knows the pair: ar_MA writes 2020, ar_JO ٢٠٢٠."""

    @property
    def rtl(self) -> bool:
        """Whether it is written from right to left."""
        return direction_of(self.language) == "rtl"

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """As HTML and typst name it."""
        return direction_of(self.language)


@cache
def speech(language: str, iso3: str = "") -> Speech:
    """Return a language as it is written in a country.

    Raises:
        ValueError: it is none of LANGUAGES.
    """
    if language not in LANGUAGES:
        msg = f"expected a language of {', '.join(LANGUAGES)}, saw {language!r}"
        raise ValueError(msg)
    territory = next(iter(get_global("territory_aliases").get(iso3, ())), "")
    regional = f"{language}_{territory}"
    # English pages are read everywhere and are written the same for all.
    known = bool(territory) and language != "en" and exists(regional)
    return Speech(language, Locale.parse(regional if known else language))


_CURRENT: ContextVar[Speech] = ContextVar("speech", default=speech("en"))  # noqa: B039 (it is frozen)


def current() -> Speech:
    """Return the language that is spoken now; English outside `speaking`."""
    return _CURRENT.get()


@contextmanager
def speaking(language: str, iso3: str = "") -> Iterator[Speech]:
    """Speak a language, as it is written in a country, until the block ends."""
    spoken = speech(language, iso3)
    token = _CURRENT.set(spoken)
    try:
        yield spoken
    finally:
        _CURRENT.reset(token)


def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """Return the direction in which a language is written, by its code."""
    return "rtl" if language.partition("-")[0].partition("_")[0] in _RIGHT_TO_LEFT else "ltr"


@cache
def _language_name(code: str, spoken: Speech) -> str:
    try:
        return str(Locale.parse(code).get_language_name(spoken.locale) or code)
    except (ValueError, LookupError):  # a language that CLDR does not know
        return str(spoken.locale.languages.get(code, code))


def language_name(code: str) -> str:
    """Return a language's name in the language spoken now; its code where it has none."""
    return _language_name(code, current())


def left_to_right(number: str) -> str:
    """Return a number so that it reads from left to right whatever is round it; as it is in left-to-right languages."""
    return f"{_LEFT_ISOLATE}{number}{_END_ISOLATE}" if current().rtl else number


def isolated(text: str) -> str:
    """Return a text whose direction neither takes from nor gives to what is round it."""
    if not current().rtl and text.isascii():
        return text
    return f"{_FIRST_STRONG_ISOLATE}{text}{_END_ISOLATE}" if current().rtl or _has_rtl(text) else text


def joined_left_to_right(start: str, end: str) -> str:
    """Return `start–end` with the start on the left, Arabic-Indic digits too, which by themselves run to the left."""
    if not current().rtl:
        return f"{start}–{end}"
    return f"{_LEFT_ISOLATE}{start}{_LEFT_MARK}–{_LEFT_MARK}{end}{_END_ISOLATE}"


def _has_rtl(text: str) -> bool:
    from unicodedata import bidirectional  # noqa: PLC0415 (rarely needed)

    return any(bidirectional(letter) in _TURNING for letter in text)
