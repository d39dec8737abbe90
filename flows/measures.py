"""What an analyst may set of the measures beside the indicator: districts, boundaries, errors, the trend's year."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from geo.indicators.error_matrix import ErrorMatrix
from geo.indicators.uncertainty import Correlations
from geo.parameters import MAPPED, MeasureParameters, UncertaintyParameters
from geo.settlement.parameters import Level1Parameters, Level2Parameters


class MeasureForm(BaseModel):
    """Zones, boundaries and errors; with nothing given, the measures that need nothing more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    administrative: Path | None = Field(
        default=None,
        title="Administrative area",
        description="A vector file with the administrative area: one more boundary of every figure.",
    )
    districts: Path | None = Field(
        default=None,
        title="Districts",
        description="A vector file with districts: figures of each.",
    )
    district_id: str | None = Field(
        default=None, min_length=1, title="District id", description="The column of that file that holds their ids."
    )
    district_name: str | None = Field(
        default=None, min_length=1, title="District name", description="The column that holds their names."
    )
    hexagons: int | None = Field(
        default=None,
        ge=5,
        le=10,
        title="Hexagons (H3 resolution)",
        description="Figures by H3 hexagon, 5 (250 km²) to 10 (0.015 km²); 7 has 5 km², 8 has 0.7 km².",
    )
    rings_km: float | None = Field(
        default=None,
        ge=0.2,
        le=50,
        title="Rings (km)",
        description="Figures by ring of this width round the centre, 0.2 to 50 km.",
    )
    built_up_error: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        title="Error of built-up land (share)",
        description="Standard error of a built-up area over its value, above 0 and below 1: 0.05 is 5 %.",
    )
    population_error: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        title="Error of population (share)",
        description="Standard error of a population over its value, above 0 and below 1.",
    )
    error_matrix: tuple[int, int, int, int] | None = Field(
        default=None,
        title="Error matrix",
        description="Samples of the source's published accuracy assessment: mapped built-up and built-up, mapped "
        "built-up but other, mapped other but built-up, mapped other and other. It replaces built_up_error.",
    )
    error_correlation: Correlations = Field(
        default_factory=Correlations,
        title="Correlation of errors",
        description="How the errors of both dates, and of land and people, hang together, -1 to 1.",
    )
    level1: Level1Parameters = Field(
        default_factory=Level1Parameters,
        title="Degree of Urbanisation, level 1",
        description="Its thresholds; as they are they are those of GHSL R2023A.",
    )
    level2: Level2Parameters = Field(
        default_factory=Level2Parameters,
        title="Degree of Urbanisation, level 2",
        description="Its thresholds; as they are they are the rules since July 2024.",
    )
    trend_year: int = Field(
        default=MeasureParameters().trend_year,
        ge=1900,
        le=2100,
        title="Trend to",
        description="The year that past rates are carried on to, 1900 to 2100; an extrapolation, said to be one.",
    )

    def parameters(self) -> MeasureParameters:
        """Return them as `geo` takes them."""
        return MeasureParameters(
            level1=self.level1, level2=self.level2, uncertainty=self._uncertainty(), trend_year=self.trend_year
        )

    def _uncertainty(self) -> UncertaintyParameters | None:
        matrix = self.error_matrix and ErrorMatrix(MAPPED, (self.error_matrix[:2], self.error_matrix[2:]))
        if self.built_up_error is None and self.population_error is None and matrix is None:
            return None
        return UncertaintyParameters(
            self.built_up_error, self.population_error, error_matrix=matrix or None, correlations=self.error_correlation
        )
