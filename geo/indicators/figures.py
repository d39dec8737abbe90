"""The figures of one epoch within one boundary: areas by class, people, and why any of them is missing."""

from dataclasses import dataclass, fields

from geo.codes import ExtentClass
from geo.indicators.sdg_11_3_1 import built_up_per_capita_m2
from geo.measurement import Boundary, BoundaryRule, EpochFigures
from geo.reasons import Reason
from geo.tabulate import Table, within

CLASS_BITS = 3
"""Bits that hold an ExtentClass in a table's key."""
STUDY, COUNTED, FIXED, OWN = range(4)
"""Positions of the boundaries in an epoch's table: the study area; its cells that are known at every epoch; the
city's extent at the last epoch; the city's extent at this epoch."""
INSIDE: dict[tuple[Boundary, BoundaryRule], int] = {
    ("study_area", "fixed"): STUDY,
    ("urban_extent", "fixed"): FIXED,
    ("urban_extent", "each_epoch"): OWN,
}
"""The boundaries that are reported, in the order of the tables."""


@dataclass(frozen=True, slots=True)
class EpochKey:
    """Which figures: of which year, within which boundary."""

    year: int
    observed: bool
    boundary: Boundary
    rule: BoundaryRule


def epoch_figures(key: EpochKey, table: Table, population: float | Reason, *, cell_km2: float) -> EpochFigures:
    """Return the figures of a year within a boundary.

    Args:
        key: which figures.
        table: cells, and the built-up fraction, by extent class within STUDY, COUNTED, FIXED and OWN.
        population: persons within the boundary, or why there is no such number.
        cell_km2: area of a cell.
    """
    inside: list[int | None] = [None] * 4
    inside[INSIDE[key.boundary, key.rule]] = 1
    boundary_cells = within(table.cells, inside).sum()
    inside[COUNTED] = 1
    areas = within(table.cells, inside) * cell_km2
    built_up = float(within(table.weights[0], inside).sum()) * cell_km2
    per_capita = built_up_per_capita_m2(built_up, population)
    fringe, captured = float(areas[ExtentClass.FRINGE_OPEN]), float(areas[ExtentClass.CAPTURED_OPEN])
    undefined = {
        name: value.value
        for name, value in (("population", population), ("built_up_per_capita_m2", per_capita))
        if isinstance(value, Reason)
    }
    return EpochFigures(
        year=key.year,
        observed=key.observed,
        boundary=key.boundary,
        boundary_rule=key.rule,
        boundary_km2=float(boundary_cells) * cell_km2,
        built_up_km2=built_up,
        population=None if isinstance(population, Reason) else population,
        built_up_per_capita_m2=None if isinstance(per_capita, Reason) else per_capita,
        urban_km2=float(areas[ExtentClass.URBAN]),
        suburban_km2=float(areas[ExtentClass.SUBURBAN]),
        rural_built_up_km2=float(areas[ExtentClass.RURAL]),
        fringe_open_km2=fringe,
        captured_open_km2=captured,
        urbanized_open_space_km2=fringe + captured,
        rural_open_km2=float(areas[ExtentClass.RURAL_OPEN]),
        water_km2=float(areas[ExtentClass.WATER]),
        unknown_km2=float(boundary_cells) * cell_km2 - float(areas.sum()),
        undefined=undefined,
    )


def no_figures(key: EpochKey, reason: Reason) -> EpochFigures:
    """Return the row of a boundary that does not exist: every value None, each for the same reason."""
    head = {"year": key.year, "observed": key.observed, "boundary": key.boundary, "boundary_rule": key.rule}
    names = [field.name for field in fields(EpochFigures) if field.name not in {*head, "undefined"}]
    return EpochFigures(**head, **dict.fromkeys(names), undefined=dict.fromkeys(names, reason.value))  # type: ignore[arg-type]
