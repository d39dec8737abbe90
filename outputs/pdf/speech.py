"""What typst must know of the language spoken now: its code, its direction, and how pages are counted in it."""

from typing import Any

from outputs.words import current, text
from outputs.words.filling import digits

_PAGE, _PAGES = "\ue001", "\ue002"
"""Stand for numbers that only typst knows; private letters, which no catalogue has."""


def speech() -> dict[str, Any]:
    """Return the language with its region and direction, and a page's number in words.

    `page_words` are texts in a row, among them "#page" and "#pages" for the two numbers; `numbering` is typst's
    pattern for their digits, the language's own 1.
    """
    spoken = current()
    said = text("pdf.page", page=_PAGE, pages=_PAGES)
    for number, name in ((_PAGE, "#page"), (_PAGES, "#pages")):
        said = said.replace(number, f"\n{name}\n")
    return {
        "language": spoken.language,
        "region": spoken.locale.territory,
        "direction": spoken.direction,
        "page_words": said.split("\n"),
        "numbering": "".join(letter for letter in digits(1) if letter.isdigit()),
    }
