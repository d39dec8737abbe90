"""The sections `measures` and `measure_definitions` of summary.json: every figure beside the indicator, flat."""

from collections.abc import Iterable
from typing import Self

from pydantic import FiniteFloat, model_validator

from geo.boundary import BoundaryRule
from geo.figure import Figure
from outputs.tables.measures import measures
from outputs.tables.rows import Strict


class MeasureRow(Strict):
    """One measure of one epoch or period within one boundary."""

    measure: str
    """The measure's id; `measure_definitions` says what it is."""
    boundary: str
    """study_area, urban_extent, urban_centre, administrative, or the id of a district."""
    boundary_rule: BoundaryRule
    start: int | None
    """The earlier epoch of a period; null for a figure of one epoch."""
    end: int
    """The epoch, or the later one of a period."""
    zone: str
    """Which part of the boundary, by the kind of zone that `measure_definitions` names; empty for the whole."""
    value: FiniteFloat | None
    """In `unit`; null where it is undefined, and for a band, which has its ends only."""
    unit: str
    """Empty for a pure number."""
    low: FiniteFloat | None
    """Lower end of the 95 % interval, or of a band of assumptions; null where there is none."""
    high: FiniteFloat | None
    undefined: str | None
    """Code of the reason where there is neither a value nor a band; `reasons` has the text."""
    flags: tuple[str, ...]
    """Reasons to doubt it, as codes; `reasons` has the texts."""

    @model_validator(mode="after")
    def _nothing_has_its_reason(self) -> Self:
        ends = (self.low is None, self.high is None)
        if ends[0] != ends[1]:
            msg = f"{self.measure}: low and high are given both or neither"
            raise ValueError(msg)
        if (self.value is None and self.low is None) != (self.undefined is not None):
            msg = f"{self.measure}: a reason stands where there is neither value nor band, and only there"
            raise ValueError(msg)
        return self


class MeasureDefinition(Strict):
    """What a measure is."""

    group: str
    """The measures that it is read with."""
    title: str
    unit: str
    """Empty for a pure number."""
    zone: str
    """What its zones are: ring (outer radius, km), sector (bearing, degrees), a class …; empty where it has none."""
    definition: str
    """One sentence."""
    method: str
    """The anchor in docs/method.md under which it is explained, and in method.html beside the page."""
    source: str
    """Whose definition it is."""


class Level1Row(Strict):
    """The thresholds of the Degree of Urbanisation, level 1; densities are persons per km² of land."""

    edition: str
    """The data package that they are of; adapted where one differs."""
    centre_density: FiniteFloat
    centre_people: FiniteFloat
    centre_neighbours: int
    cluster_density: FiniteFloat
    cluster_people: FiniteFloat
    cluster_neighbours: int
    built_up_share: FiniteFloat | None
    """Built-up share of a cell's land that makes it dense enough for a centre; null: density only."""
    max_gap_km2: FiniteFloat
    majority: str
    water_max_land: FiniteFloat


class Level2Row(Strict):
    """The thresholds of level 2; densities are persons per km² of land."""

    edition: str
    """The rules that they are of; adapted where one differs."""
    dense_people: FiniteFloat
    semi_dense_density: FiniteFloat
    semi_dense_people: FiniteFloat
    semi_dense_neighbours: int
    semi_dense_distance_km: int
    distance_between: str
    village_density: FiniteFloat
    village_people: FiniteFloat
    village_neighbours: int
    dispersed_density: FiniteFloat


class ErrorMatrixRow(Strict):
    """What reference samples found where the map shows each class."""

    classes: tuple[str, ...]
    samples: tuple[tuple[int, ...], ...]
    """A row a mapped class, a column a reference class."""


class CorrelationsRow(Strict):
    """How the errors of the inputs hang together, -1 to 1."""

    built_up: FiniteFloat
    population: FiniteFloat
    built_up_population: FiniteFloat


class UncertaintyRow(Strict):
    """What is declared of the inputs' errors; null where nothing is."""

    built_up_relative_error: FiniteFloat | None
    population_relative_error: FiniteFloat | None
    error_matrix: ErrorMatrixRow | None
    correlations: CorrelationsRow


class MeasureParametersRow(Strict):
    """The parameters of the measures beside the indicator."""

    level1: Level1Row
    level2: Level2Row
    uncertainty: UncertaintyRow | None
    trend_year: int


def measure_rows(figures: Iterable[Figure]) -> tuple[MeasureRow, ...]:
    """Return the rows of figures, in the order in which they were measured."""
    known = measures()
    names = [name for name in MeasureRow.model_fields if name != "unit"]
    return tuple(
        MeasureRow(unit=known[figure.measure].unit, **{name: getattr(figure, name) for name in names})
        for figure in figures
    )


def measure_definitions(figures: Iterable[Figure]) -> dict[str, MeasureDefinition]:
    """Return what each measure is that has a figure."""
    known = measures()
    return {name: MeasureDefinition.model_validate(known[name]) for name in sorted({row.measure for row in figures})}
