"""The text that stands for a picture where none is seen: what it shows, with the figures."""

from collections.abc import Iterable

from outputs.report.lists import with_semicolons
from outputs.words import figures
from outputs.words.texts import text


def told(pairs: Iterable[tuple[str, str]]) -> str:
    """Return what and how much, in a row: `1990: 20.20; 1995: 24.43`."""
    return with_semicolons(text("pictures.of", what=what, value=value) for what, value in pairs)


def area(name: str, value: float | None) -> str:
    """Return a part with its area: `infill 1.20 km²`."""
    return f"{name} {text('pictures.km2', area=figures.km2(value))}"


def series_alt(title: str, boundary: str, values: str) -> str:
    """Return the text that stands for a chart."""
    return text("charts.series_alt", title=title, boundary=boundary, values=values)
