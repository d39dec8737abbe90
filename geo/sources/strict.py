"""What all declarations are made of: strict models, and texts from outside that stay on one line."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Code = Annotated[int, Field(ge=0, le=65535)]
Year = Annotated[int, Field(ge=1800, le=2200)]


def plain_line(text: str) -> str:
    """Return a text from outside on one line: control characters and marks that turn the line round become blanks."""
    shown = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} or c in _TURNS else c for c in text)
    return " ".join(shown.split())


_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e")
"""Embeddings and overrides of direction that reach beyond the text; isolates and single marks stay."""
Line = Annotated[str, AfterValidator(plain_line), Field(min_length=1)]
"""A text on one line."""
SourceId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Strict(BaseModel):
    """Frozen, and without keys that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")
