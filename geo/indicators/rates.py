"""What figures over several cities read of each city's row: any value with these fields of `Indicator` will do."""

from collections.abc import Mapping
from typing import Protocol

from geo.boundary import Boundary, BoundaryRule


class Rates(Protocol):
    """A city's rates in one period within one boundary; the fields are those of `geo.measurement.Indicator`."""

    @property
    def boundary(self) -> Boundary:
        """The polygon that the row is counted in."""

    @property
    def boundary_rule(self) -> BoundaryRule:
        """Whether it moves."""

    @property
    def start(self) -> int:
        """The earlier epoch."""

    @property
    def end(self) -> int:
        """The later epoch."""

    @property
    def population_end(self) -> float | None:
        """Persons."""

    @property
    def lcr(self) -> float | None:
        """A fraction a year."""

    @property
    def pgr(self) -> float | None:
        """A fraction a year."""

    @property
    def lcrpgr(self) -> float | None:
        """Their ratio."""

    @property
    def undefined(self) -> Mapping[str, str]:
        """Field name → reason code."""

    @property
    def flags(self) -> tuple[str, ...]:
        """Doubts, as codes."""
