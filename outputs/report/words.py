"""The words of pages and pictures, read from locale/en.toml; a key that is missing fails at once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup


@cache
def texts() -> dict[str, Any]:
    """Return all texts as nested tables."""
    return tomllib.loads(files("outputs.report").joinpath("locale", "en.toml").read_text(encoding="utf-8"))


def text(key: str, **values: object) -> str:
    """Return the text of a dotted key as plain text, with its placeholders filled in."""
    return _found(key).format(**values)


def rich(key: str, **values: object) -> Markup:
    """Return the text of a dotted key as HTML: its own tags count, and values are escaped."""
    return Markup(_found(key)).format(**values)  # noqa: S704 (our own data file; format escapes the values)


def _found(key: str) -> str:
    found: Any = texts()
    for part in key.split("."):
        found = found[part]
    if not isinstance(found, str):
        msg = f"locale/en.toml: expected a text at {key}, saw a {type(found).__name__}"
        raise TypeError(msg)
    return found
