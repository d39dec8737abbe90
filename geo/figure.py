"""One measured number beside SDG 11.3.1: what, of when, within which boundary, and how sure."""

from dataclasses import dataclass

from geo.boundary import BoundaryRule


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of one measure; what it means, its unit and its source are in outputs/tables/measures.toml."""

    measure: str
    """The measure's id, snake_case."""
    value: float | None
    """In the measure's unit; None where undefined."""
    boundary: str
    """The polygon that it is counted in: a `geo.boundary.Boundary`, or a district's id."""
    boundary_rule: BoundaryRule
    end: int
    """The epoch, or the later one of a period."""
    start: int | None = None
    """The earlier epoch of a period; None for a figure of one epoch."""
    zone: str = ""
    """Which part: a ring by its outer radius in km, a sector by its bearing, a class; empty for the whole."""
    low: float | None = None
    """Lower end of the 95 % interval, or of a band of assumptions; None where there is none."""
    high: float | None = None
    undefined: str | None = None
    """Reason code where `value` is None."""
    flags: tuple[str, ...] = ()
    """Reasons to doubt it, as codes."""
