"""The rows of summary.json as strict models: an epoch, an indicator, a source, a warning."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, model_validator

from geo.boundary import Boundary, BoundaryRule


class Strict(BaseModel):
    """Frozen; a key too many fails; made from the dataclasses of geo by their attributes."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True, use_attribute_docstrings=True)


class WarningRow(Strict):
    """Something that a reader must know before using a number."""

    code: str
    text: str


class InputFileRow(Strict):
    """A file that was read."""

    name: str
    role: str
    """built_up or population."""
    year: int | None
    size: int
    """Bytes."""
    sha256: str


class SourceRow(Strict):
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
    """The epochs that are projections, not observations."""
    simulated: bool
    files: tuple[InputFileRow, ...]


class WithReasons(Strict):
    """A row in which every null has its reason."""

    undefined: dict[str, str] = Field(default_factory=dict)
    """Field → code of the reason why it is null; `reasons` has the texts."""

    @model_validator(mode="after")
    def _every_null_has_its_reason(self) -> Self:
        nulls = {name for name in type(self).model_fields if getattr(self, name) is None}
        if nulls != set(self.undefined):
            msg = f"null fields {sorted(nulls)} and reasons for {sorted(self.undefined)} are not the same fields"
            raise ValueError(msg)
        return self


class EpochRow(WithReasons):
    """Built-up land and people of one year within one boundary; null where undefined."""

    year: int
    observed: bool
    """False where the source says that this epoch is a projection."""
    boundary: Boundary
    boundary_rule: BoundaryRule
    """fixed: the last epoch's boundary for every year; each_epoch: every year's own."""
    boundary_km2: FiniteFloat | None
    built_up_km2: FiniteFloat | None
    population: FiniteFloat | None
    """Persons."""
    built_up_per_capita_m2: FiniteFloat | None
    urban_km2: FiniteFloat | None
    suburban_km2: FiniteFloat | None
    rural_built_up_km2: FiniteFloat | None
    fringe_open_km2: FiniteFloat | None
    captured_open_km2: FiniteFloat | None
    urbanized_open_space_km2: FiniteFloat | None
    """Fringe and captured open space."""
    rural_open_km2: FiniteFloat | None
    water_km2: FiniteFloat | None
    unknown_km2: FiniteFloat | None


class GrowthRow(Strict):
    """The change of built-up area by kind, km²: all but inclusion, less loss, sum to a fixed boundary's change."""

    infill: FiniteFloat
    extension: FiniteFloat
    leapfrog: FiniteFloat
    inclusion: FiniteFloat
    outside_extent: FiniteFloat
    """New built-up inside the boundary but outside the city's later urban extent."""
    loss: FiniteFloat
    """Built-up that went, as a positive number."""
    densification: FiniteFloat
    """Change of built-up share in cells that are built-up at both epochs or at neither."""


class IndicatorRow(WithReasons):
    """SDG 11.3.1 for one period within one boundary, with its inputs; null where undefined."""

    boundary: Boundary
    boundary_rule: BoundaryRule
    """fixed: the last epoch's boundary for both years (UN-Habitat's template); each_epoch: each year's own."""
    start: int
    end: int
    years: int
    whole_span: bool
    """True for the row over the first and last epoch; false between consecutive epochs."""
    built_up_start_km2: FiniteFloat | None
    built_up_end_km2: FiniteFloat | None
    population_start: FiniteFloat | None
    """Persons."""
    population_end: FiniteFloat | None
    """Persons."""
    lcr: FiniteFloat | None
    """Land consumption rate ((V2 - V1) / V1) / t, a fraction a year."""
    pgr: FiniteFloat | None
    """Population growth rate ln(P2 / P1) / t, a fraction a year."""
    lcrpgr: FiniteFloat | None
    """lcr / pgr, the indicator; never to be read without its interval and the two rates."""
    lcr_log: FiniteFloat | None
    """ln(V2 / V1) / t, a fraction a year: a second definition in circulation, never mixed with lcr."""
    lcrpgr_log: FiniteFloat | None
    """lcr_log / pgr."""
    built_up_per_capita_start_m2: FiniteFloat | None
    built_up_per_capita_end_m2: FiniteFloat | None
    total_change_percent: FiniteFloat | None
    """(V2 - V1) / V1, in percent."""
    marginal_land_per_new_inhabitant_m2: FiniteFloat | None
    growth_by_type_km2: GrowthRow | None
    flags: tuple[str, ...]
    """Reasons to doubt the row, as codes; `reasons` has the texts."""
