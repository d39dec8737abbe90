"""What an analyst may set of the measures beside the indicator: districts, boundaries, errors, the trend's year."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from geo.parameters import MeasureParameters, UncertaintyParameters


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
    trend_year: int = Field(
        default=MeasureParameters().trend_year,
        ge=1900,
        le=2100,
        title="Trend to",
        description="The year that past rates are carried on to, 1900 to 2100; an extrapolation, said to be one.",
    )

    def parameters(self) -> MeasureParameters:
        """Return them as `geo` takes them."""
        errors = (self.built_up_error, self.population_error)
        uncertainty = UncertaintyParameters(*errors) if any(error is not None for error in errors) else None
        return MeasureParameters(uncertainty=uncertainty, trend_year=self.trend_year)
