"""Which rows of a measurement a page speaks of: the headline, and the series and periods of a boundary."""

from dataclasses import dataclass

from geo.measurement import Boundary, BoundaryRule, EpochFigures, Indicator, Measurement
from geo.reasons import Flag
from outputs.boundaries import ORDER, UNMOVED


@dataclass(frozen=True, slots=True)
class Scope:
    """A boundary with its rule: figures are compared only within one."""

    boundary: Boundary
    rule: BoundaryRule


URBAN_EXTENT = Scope("urban_extent", "fixed")
"""The reporting rule of UN-Habitat's template."""
STUDY_AREA = Scope("study_area", "fixed")


def scopes(measurement: Measurement) -> list[Scope]:
    """Return the boundaries that have rows, the reporting rule's first; one that never moves once."""
    present = {Scope(row.boundary, row.boundary_rule) for row in measurement.indicators}
    rules: tuple[BoundaryRule, ...] = ("fixed", "each_epoch")
    found = [Scope(boundary, rule) for boundary in ORDER for rule in rules if Scope(boundary, rule) in present]
    repeated = {scope for scope in found if scope.rule == "each_epoch" and Scope(scope.boundary, "fixed") in found}
    return [scope for scope in found if scope.boundary not in UNMOVED or scope not in repeated]


def periods(measurement: Measurement, scope: Scope) -> list[Indicator]:
    """Return a scope's rows: consecutive periods in order, the whole span last (once, where it is the only period)."""
    own = [row for row in measurement.indicators if (row.boundary, row.boundary_rule) == (scope.boundary, scope.rule)]
    steps = sorted((row for row in own if not row.whole_span), key=lambda row: row.start)
    return steps + [row for row in own if row.whole_span]


def steps(measurement: Measurement, scope: Scope) -> list[Indicator]:
    """Return a scope's consecutive periods; the whole span where there are but two epochs."""
    rows = periods(measurement, scope)
    return [row for row in rows if not row.whole_span] or rows


def epochs(measurement: Measurement, scope: Scope) -> list[EpochFigures]:
    """Return a scope's figures by year."""
    own = [row for row in measurement.epochs if (row.boundary, row.boundary_rule) == (scope.boundary, scope.rule)]
    return sorted(own, key=lambda row: row.year)


def headline(measurement: Measurement) -> Indicator | None:
    """Return the whole span within the fixed urban extent; where that has no rate, within the next that has."""
    rows = [row for boundary in ORDER for row in periods(measurement, Scope(boundary, "fixed"))[-1:]]
    measured = [row for row in rows if row.lcr is not None]
    return next(iter(measured or rows), None)


def ratio_to_headline(row: Indicator) -> float | None:
    """Return the ratio if it may be headlined: defined, and not unstable."""
    return None if Flag.UNSTABLE_RATIO in row.flags else row.lcrpgr
