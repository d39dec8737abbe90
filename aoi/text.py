"""How names from outside are printed on one line, and how names are compared."""

import unicodedata
from collections.abc import Iterable, Sequence

NAME_LENGTH = 60
"""Characters of a foreign name that a message shows; longer ones are cut."""
LIST_LENGTH = 10
"""Things that a message lists; of more it says how many."""
_JOINERS = "\u200c\u200d"  # spelling in Persian and in Indic scripts, not formatting


def printable(text: object, length: int = NAME_LENGTH) -> str:
    """Return a foreign text on one line: controls become spaces, what cannot be encoded a mark, what is long is cut."""
    shown = "".join(_shown(character) for character in str(text))
    shown = " ".join(shown.split())
    return shown if len(shown) <= length else f"{shown[: length - 1]}…"


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category in {"Cc", "Cf", "Zl", "Zp"} and character not in _JOINERS:
        return " "
    return character


def listed(things: Iterable[object]) -> str:
    """Return the things, printable, on one line; of more than ten the first ten and how many more there are."""
    names: Sequence[object] = tuple(things)
    shown = ", ".join(printable(name) for name in names[:LIST_LENGTH])
    more = len(names) - LIST_LENGTH
    return f"{shown} and {more} more" if more > 0 else shown


def folded(text: object) -> str:
    """Return a text for comparing: no case, no accents, no outer or double blanks.

    >>> folded("  San  José ") == folded("san jose")
    True
    """
    decomposed = unicodedata.normalize("NFKD", str(text).casefold())
    return " ".join("".join(c for c in decomposed if unicodedata.category(c) != "Mn").split())
