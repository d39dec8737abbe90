"""Several words in a row, with the comma or semicolon of the language spoken now; empty ones are left out."""

from collections.abc import Iterable

from outputs.words.texts import text


def with_commas(words: Iterable[str]) -> str:
    """Return words in a row.

    >>> with_commas(["20 years", "", "projected"])
    '20 years, projected'
    """
    return text("page.list_comma").join(filter(None, words))


def with_semicolons(words: Iterable[str]) -> str:
    """Return words in a row that may hold commas themselves."""
    return text("page.list_semicolon").join(filter(None, words))
