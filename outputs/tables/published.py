"""The section `published` of summary.json: what others published of the city, and our nearest figures beside it."""

from pydantic import FiniteFloat

from outputs.tables.compared import ComparedPeriodRow
from outputs.tables.rows import Strict, WithReasons


class PublishedEpochRow(Strict):
    """What the source publishes of one year."""

    year: int
    built_up_km2: FiniteFloat
    population: FiniteFloat
    """Persons."""


class PublishedPeriodRow(WithReasons):
    """SDG 11.3.1 from the source's figures of two years; null where undefined."""

    start: int
    end: int
    lcr: FiniteFloat | None
    """A fraction a year."""
    pgr: FiniteFloat | None
    """A fraction a year."""
    lcrpgr: FiniteFloat | None
    lcr_log: FiniteFloat | None
    """A fraction a year: a second definition, never mixed with lcr."""
    lcrpgr_log: FiniteFloat | None
    flags: tuple[str, ...]


class PublishedRow(Strict):
    """One source of published figures; they are never mixed with the run's own."""

    source: str
    """Its name and release."""
    citation: str
    licence: str
    boundary: str
    """In what the source counts."""
    epochs: tuple[PublishedEpochRow, ...]
    periods: tuple[PublishedPeriodRow, ...]
    own: tuple[ComparedPeriodRow, ...]
    """The run's own figures over its epochs nearest to each of `periods`, within its own boundaries; their `start` and
    `end` are those of `periods`."""
