"""Which rows of a measurement a page speaks of: the headline, and the series and periods of a boundary."""

from dataclasses import dataclass

from geo.measurement import Boundary, BoundaryRule, EpochFigures, Indicator, Measurement
from geo.reasons import Flag


@dataclass(frozen=True, slots=True)
class Scope:
    """A boundary with its rule: figures are compared only within one."""

    boundary: Boundary
    rule: BoundaryRule


URBAN_EXTENT = Scope("urban_extent", "fixed")
"""The reporting rule of UN-Habitat's template."""
STUDY_AREA = Scope("study_area", "fixed")


def scopes(measurement: Measurement) -> list[Scope]:
    """Return the boundaries that have rows, the reporting rule's first; the study area once, since it never moves."""
    order = (URBAN_EXTENT, Scope("urban_extent", "each_epoch"), STUDY_AREA)
    present = {(row.boundary, row.boundary_rule) for row in measurement.indicators}
    found = [scope for scope in order if (scope.boundary, scope.rule) in present]
    lone = Scope("study_area", "each_epoch")
    if STUDY_AREA not in found and (lone.boundary, lone.rule) in present:
        found.append(lone)
    return found


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
    """Return the whole span within the fixed urban extent, or within the study area where there is no extent."""
    spans = {scope: periods(measurement, scope)[-1:] for scope in scopes(measurement)}
    rows = [row for scope in (URBAN_EXTENT, STUDY_AREA) for row in spans.get(scope, [])]
    measured = [row for row in rows if row.lcr is not None]
    return next(iter(measured or rows), None)


def ratio_to_headline(row: Indicator) -> float | None:
    """Return the ratio if it may be headlined: defined, and not unstable."""
    return None if Flag.UNSTABLE_RATIO in row.flags else row.lcrpgr
