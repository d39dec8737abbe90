"""What typst must know of the language spoken now: its code, its direction, and how pages are counted in it."""

from typing import Any

from outputs.words import current, text
from outputs.words.filling import digits

_PAGE, _PAGES = "\ue001", "\ue002"
"""Stand for numbers that only typst knows; private letters, which no catalogue has."""


def speech() -> dict[str, Any]:
    """Return the language with its region and direction, and a page's number in words.

    `numbering` is typst's pattern for the digits of a page's number, the language's own 1.
    """
    spoken = current()
    return {
        "language": spoken.language,
        "region": spoken.locale.territory,
        "direction": spoken.direction,
        "page_words": page_words(),
        "numbering": "".join(letter for letter in digits(1) if letter.isdigit()),
    }


def page_words() -> list[str]:
    """Return `Page 1 of 2` in pieces: its words, and `page` and `pages` where the numbers stand."""
    told = text("pdf.page", page=_PAGE, pages=_PAGES)
    for number, name in ((_PAGE, "page"), (_PAGES, "pages")):
        told = told.replace(number, f"\n{name}\n")
    return told.split("\n")
