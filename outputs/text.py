"""Words that several files of a publication share: what a run is called, and that a simulated city is one."""

from collections.abc import Collection, Iterable

from geo.measurement import Measurement
from geo.references import SourceReference
from outputs.subject import Place

SIMULATED_LABEL = "SIMULATED CITY"
SIMULATED_SENTENCE = "SIMULATED CITY: no real place has these shapes or figures."


def is_simulated(measurement: Measurement, place: Place) -> bool:
    """Return whether the place or any source is simulated: then every file says so."""
    return place.simulated or measurement.simulated


def one_line(text: str) -> str:
    """Return a text without line breaks or control characters, for tags and titles of file formats."""
    return " ".join("".join(c if c.isprintable() or ord(c) in _DIRECTIONS else " " for c in text).split())


def year_name(year: int, projected: Collection[int]) -> str:
    """Return a year as files name it: `2030 (projected)` where it is a projection of the source."""
    return f"{year} (projected)" if year in projected else str(year)


def titled(title: str, measurement: Measurement, place: Place) -> str:
    """Return a title with the place's name before it, and the word that it is simulated where it is."""
    label = f"{SIMULATED_LABEL}, " if is_simulated(measurement, place) else ""
    return f"{label}{one_line(place.names['en'])}: {title}"


def citation(sources: Iterable[SourceReference]) -> str:
    """Return the citations of sources."""
    return "; ".join(one_line(source.citation) for source in sources)


def licence(sources: Iterable[SourceReference]) -> str:
    """Return the licences of sources, each once."""
    return "; ".join(dict.fromkeys(one_line(source.licence) for source in sources))


_DIRECTIONS = frozenset({0x200C, 0x200D, 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
"""Joiners and direction marks, which Arabic and Persian need: not printable to Python, and yet text."""
