"""What may be set of the measures beside the urban extent: the editions of settlements, errors, the trend."""

from dataclasses import dataclass, field

from geo.errors import GeoError
from geo.indicators.error_matrix import ErrorMatrix
from geo.indicators.uncertainty import INDEPENDENT, Correlations
from geo.settlement.parameters import Level1Parameters, Level2Parameters

MAPPED = ("built_up", "other")
"""The classes of an error matrix: built-up land, and all else that is known."""


@dataclass(frozen=True, slots=True)
class UncertaintyParameters:
    """What is known of the inputs' errors; without it no uncertainty is computed, and the figures say so."""

    built_up_relative_error: float | None = None
    """Standard error of a built-up area over its value: 0.05 is 5 %. An error matrix takes its place."""
    population_relative_error: float | None = None
    """Standard error of a population over its value."""
    error_matrix: ErrorMatrix | None = None
    """Of the source, with the classes of MAPPED in their order."""
    correlations: Correlations = INDEPENDENT
    """Of the errors of both dates and of land and people."""

    def __post_init__(self) -> None:
        """Check the errors.

        Raises:
            GeoError: one is negative, or the matrix has other classes.
        """
        negative = [one for one in (self.built_up_relative_error, self.population_relative_error) if (one or 0) < 0]
        if negative:
            msg = f"relative error: expected 0 or more, saw {negative[0]:g}; give the standard error over the value"
            raise GeoError(msg)
        if self.error_matrix is not None and self.error_matrix.classes != MAPPED:
            seen = ", ".join(self.error_matrix.classes)
            msg = f"error matrix: expected the classes {', '.join(MAPPED)}, saw {seen}; group its classes so"
            raise GeoError(msg)


@dataclass(frozen=True, slots=True)
class MeasureParameters:
    """The parameters of the measures beside the indicator; the defaults are the published ones."""

    level1: Level1Parameters = field(default_factory=Level1Parameters)
    level2: Level2Parameters = field(default_factory=Level2Parameters)
    uncertainty: UncertaintyParameters | None = None
    trend_year: int = 2030
    """The year that built-up land and people are carried on to."""
