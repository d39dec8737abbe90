"""What a figure rests on: the source as a reader cites it, the files that were read, what to know before using it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something that a reader must know before using a number."""

    code: str
    """snake_case, stable, for machines."""
    text: str
    """One English sentence with the figures in it."""
    key: str = ""
    """Of the sentence in geo/caveats.toml; empty for a text of its own."""
    values: tuple[tuple[str, object], ...] = ()
    """What fills the sentence's placeholders, by name: a translation fills in the same."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read: its name without its folder, and what identifies it."""

    name: str
    role: Literal["built_up", "population", "land_cover"]
    year: int | None
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceReference:
    """A source as a reader must cite it."""

    id: str
    title: str
    version: str
    licence: str
    citation: str
    measures: str
    """What it measures, in one sentence."""
    epochs: tuple[int, ...]
    projected: tuple[int, ...]
    simulated: bool
    files: tuple[InputFile, ...]
