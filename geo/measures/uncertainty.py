"""How sure areas and rates are, from errors that the source or the run declares."""

from collections.abc import Sequence
from dataclasses import replace

from geo.boundary import Within
from geo.figure import Figure
from geo.indicators.error_matrix import ErrorMatrix, Estimate, MapEstimates, map_estimates
from geo.indicators.uncertainty import RatesSpread, Regime, Spread, Uncertain, UncertainPeriod, rates_spread
from geo.measurement import EpochFigures, Indicator
from geo.measures.frame import STUDY_AREA, Frame, Value
from geo.parameters import UncertaintyParameters
from geo.reasons import Flag, Reason
from geo.series import Series

_AREAS = ("built_up_adjusted", "users_accuracy", "producers_accuracy", "overall_accuracy")
_RATES = ("lcr_interval", "pgr_interval", "lcrpgr_interval")
_REGIME = "regime_probability"
MEASURES = frozenset({*_AREAS, *_RATES, _REGIME})
_PERCENT = 100.0


def figures(series: Series) -> list[Figure]:
    """Return the intervals within every fixed boundary.

    From an error matrix each epoch has its built-up area, adjusted for what is mapped wrongly, and the accuracies of
    its built-up land, each with its interval (95 %). Errors of areas and populations give each period's rates (% a
    year) and ratio as medians with their intervals, and the probability of each regime. Where no errors are declared,
    each measure has one figure that says so, of the study area.
    """
    known = series.measures.uncertainty or UncertaintyParameters()
    fixed = [where for where in series.boundaries.within if where[1] == "fixed"]
    rows = _areas(series, known.error_matrix, fixed)
    no_land = known.error_matrix is None and known.built_up_relative_error is None
    if no_land or known.population_relative_error is None:
        span = series.years[0] if len(series.years) > 1 else None
        frame = Frame.of(series, STUDY_AREA, series.years[-1], span)
        return rows + frame.figures(dict.fromkeys((*_RATES, _REGIME), Reason.NO_ERROR_DECLARED))
    if not series.indicators:
        frame = Frame.of(series, STUDY_AREA, series.years[-1])
        return rows + frame.figures(dict.fromkeys((*_RATES, _REGIME), Reason.ONE_EPOCH_ONLY))
    of_periods = [row for row in series.indicators if row.boundary_rule == "fixed"]
    return rows + [figure for row in of_periods for figure in _rates(series, row, known)]


def _areas(series: Series, matrix: ErrorMatrix | None, fixed: Sequence[Within]) -> list[Figure]:
    if matrix is None:
        frame = Frame.of(series, STUDY_AREA, series.years[-1])
        return frame.figures(dict.fromkeys(_AREAS, Reason.NO_ERROR_DECLARED))
    rows = []
    for where in fixed:
        for year in series.years:
            frame = Frame.of(series, where, year)
            found = _estimates(series.epochs[year, where], matrix)
            if isinstance(found, Reason):
                rows += frame.figures(dict.fromkeys(_AREAS, found))
            else:
                built = found.classes[0]
                estimates = (built.area_km2, built.users_accuracy, built.producers_accuracy, found.overall_accuracy)
                rows += [_estimate(frame, name, one) for name, one in zip(_AREAS, estimates, strict=True)]
    return rows


def _estimates(row: EpochFigures, matrix: ErrorMatrix) -> MapEstimates | Reason:
    if row.built_up_km2 is None:
        return Reason(row.undefined["built_up_km2"])
    other = (row.boundary_km2 or 0.0) - (row.unknown_km2 or 0.0) - row.built_up_km2
    return map_estimates(matrix, (row.built_up_km2, max(other, 0.0)))


def _estimate(frame: Frame, measure: str, found: Estimate | Reason) -> Figure:
    if isinstance(found, Reason):
        return frame.figure(measure, found)
    return frame.figure(measure, found.value, band=(found.low, found.high))


def _rates(series: Series, row: Indicator, known: UncertaintyParameters) -> list[Figure]:
    frame = Frame.of(series, (row.boundary, row.boundary_rule), row.end, row.start, people=True)
    inputs = _inputs(series, row, known)
    found = inputs if isinstance(inputs, Reason) else rates_spread(inputs, known.correlations)
    if isinstance(found, Reason):
        return frame.figures(dict.fromkeys((*_RATES, _REGIME), found))
    rows = [
        _interval(frame, "lcr_interval", found.lcr, _PERCENT),
        _interval(frame, "pgr_interval", found.pgr, _PERCENT),
        _ratio(frame, found),
    ]
    return rows + [frame.figure(_REGIME, found.regimes[regime], zone=regime.value) for regime in Regime]


def _inputs(series: Series, row: Indicator, known: UncertaintyParameters) -> UncertainPeriod | Reason:
    people = (row.population_start, row.population_end)
    if people[0] is None or people[1] is None:
        return Reason(row.undefined["pgr"])
    land = [_land(series.epochs[year, (row.boundary, row.boundary_rule)], known) for year in (row.start, row.end)]
    start, end = land
    if isinstance(start, Reason) or isinstance(end, Reason):
        return start if isinstance(start, Reason) else end  # type: ignore[return-value]
    error = known.population_relative_error or 0.0
    return UncertainPeriod(start, end, Uncertain(people[0], error), Uncertain(people[1], error), row.years)


def _land(row: EpochFigures, known: UncertaintyParameters) -> Uncertain | Reason:
    if row.built_up_km2 is None:
        return Reason(row.undefined["built_up_km2"])
    if known.error_matrix is None:
        return Uncertain(row.built_up_km2, known.built_up_relative_error or 0.0)
    found = _estimates(row, known.error_matrix)
    if isinstance(found, Reason):
        return found
    area = found.classes[0].area_km2
    return Uncertain(area.value, area.standard_error / area.value if area.value > 0 else 0.0)


def _interval(frame: Frame, measure: str, spread: Spread | Reason, unit: float = 1.0) -> Figure:
    value: Value = spread if isinstance(spread, Reason) else spread.median * unit
    band = None if isinstance(spread, Reason) else (spread.low * unit, spread.high * unit)
    return frame.figure(measure, value, band=band)


def _ratio(frame: Frame, found: RatesSpread) -> Figure:
    """Return the ratio's figure; where growth is not distinguishable from zero it is doubted."""
    figure = _interval(frame, "lcrpgr_interval", found.lcrpgr)
    if found.pgr_distinguishable:
        return figure
    return replace(figure, flags=(*figure.flags, Flag.PGR_WITHIN_UNCERTAINTY.value))
