"""Where past rates would lead: built-up land and people carried on to a year ahead, as a band and never a number."""

from geo.boundary import Within
from geo.figure import Figure
from geo.indicators.trend import Band, trend
from geo.measures.frame import Frame
from geo.reasons import Reason
from geo.series import Series

_LAND, _PEOPLE, _EXCESS = "trend_built_up", "trend_population", "trend_excess"
MEASURES = frozenset({_LAND, _PEOPLE, _EXCESS})


def figures(series: Series) -> list[Figure]:
    """Return the bands within every fixed boundary: one that moves would carry its own growth on as land's.

    `value` is None and `low` and `high` are the band; `start` is the last observed epoch.
    """
    fixed = [where for where in series.boundaries.within if where[1] == "fixed"]
    return [figure for where in fixed for figure in _within(series, where)]


def _within(series: Series, where: Within) -> list[Figure]:
    ahead = series.measures.trend_year
    rows = series.rows(where)
    missing = rows[-1].undefined.get("built_up_km2")
    found = trend(rows, ahead) if missing is None else Reason(missing)
    last = max((row.year for row in rows if row.observed and row.year < ahead), default=None)
    doubts = (*series.doubts(where, series.years[-1], last), *series.doubts_of_people(series.years[-1], last))
    frame = Frame(where, ahead, last, tuple(flag.value for flag in doubts))
    if isinstance(found, Reason):
        return frame.figures(dict.fromkeys((_LAND, _PEOPLE, _EXCESS), found))
    bands = ((_LAND, found.built_up_km2), (_PEOPLE, found.population), (_EXCESS, found.excess_ha))
    return [_figure(frame, measure, band) for measure, band in bands]


def _figure(frame: Frame, measure: str, band: Band | Reason) -> Figure:
    return frame.figure(measure, band) if isinstance(band, Reason) else frame.band(measure, (band.low, band.high))
