"""The figures of one epoch within one boundary: areas by class, people, and why any of them is missing."""

from dataclasses import dataclass, fields

from geo.codes import ExtentClass
from geo.indicators.sdg_11_3_1 import built_up_per_capita_m2
from geo.measurement import Boundary, BoundaryRule, EpochFigures
from geo.reasons import Reason
from geo.tabulate import Table, wholly, within

CLASS_BITS = 3
"""Bits that hold an ExtentClass in a table's key."""
COUNTED = 0
"""Position in an epoch's table of the cells of the study area that are known at every epoch; the boundaries follow."""


@dataclass(frozen=True, slots=True)
class EpochKey:
    """Which figures: of which year, within which boundary."""

    year: int
    observed: bool
    boundary: Boundary
    rule: BoundaryRule


@dataclass(frozen=True, slots=True)
class InTable:
    """Where a boundary's figures stand: the epoch's table and the boundary's position in it."""

    table: Table
    """Cells, and the built-up fraction, by extent class within COUNTED and within each boundary."""
    position: int
    cell_km2: float
    """Area of a cell."""


def epoch_figures(key: EpochKey, found: InTable, population: float | Reason) -> EpochFigures:
    """Return the figures of a year within a boundary.

    Args:
        key: which figures.
        found: where they stand.
        population: persons within the boundary, or why there is no such number.
    """
    table, cell_km2 = found.table, found.cell_km2
    boundary_cells = within(table.cells, wholly(table, {found.position: 1})).sum()
    inside = wholly(table, {COUNTED: 1, found.position: 1})
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
