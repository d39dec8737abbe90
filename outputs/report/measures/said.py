"""How a figure of a measure is written: its value or band, its zone, its place in the order of zones."""

from dataclasses import replace

from geo.figure import Figure
from outputs.tables.measures import Measure
from outputs.words import figures
from outputs.words.speech import joined_left_to_right
from outputs.words.texts import said, table_of, text

_COMPASS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
_RING_KM = 1.0


def value(figure: Figure, measure: Measure) -> str:
    """Return the value; of a band that has none, its two ends; a dash where there is neither."""
    if figure.value is None and figure.low is not None:
        return interval(figure, measure)
    return figures.decimal(figure.value, measure.decimals)


def interval(figure: Figure, measure: Measure) -> str:
    """Return the two ends of a band or interval; an empty text where there is none."""
    if figure.low is None or figure.high is None:
        return ""
    low, high = (figures.decimal(end, measure.decimals) for end in (figure.low, figure.high))
    return text("measures.to", low=low, high=high) if figure.low < 0 else joined_left_to_right(low, high)


def beside(figure: Figure, measure: Measure) -> str:
    """Return the interval that stands beside a value; an empty text where the band itself is what is shown."""
    return "" if figure.value is None else interval(figure, measure)


def measure_in_words(measure: Measure) -> Measure:
    """Return a measure with its title, unit and definition in the language spoken now."""
    title, definition = (text(f"measure.{measure.id}.{name}") for name in ("title", "definition"))
    return replace(measure, title=title, definition=definition, unit=said(measure.unit))


def zone(kind: str, code: str) -> str:
    """Return a zone in words; one without words stands for itself."""
    if kind == "sector":
        return compass(float(code))
    if kind == "ring":
        outer = float(code)
        return text(
            "measures.ring", range=joined_left_to_right(figures.general(outer - _RING_KM), figures.general(outer))
        )
    known = table_of(f"zones.{kind}")
    return known.get(code, code)


def compass(bearing: float) -> str:
    """Return the name of a bearing's sector.

    >>> compass(337.5)
    'NNW'
    """
    return text(f"compass.{_COMPASS[round(bearing / (360 / len(_COMPASS))) % len(_COMPASS)]}")


def zone_order(kind: str, code: str) -> tuple[float, str]:
    """Return what zones of a kind are sorted by: number, else their place among the words, else the code."""
    if kind in {"sector", "ring"}:
        return float(code), code
    known = list(table_of(f"zones.{kind}"))
    return (float(known.index(code)) if code in known else float(len(known)), code)
