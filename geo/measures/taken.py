"""Land taken: what new built-up land was before, by group of land, within the study area.

The classes are the source's own, or a second source's at the epoch nearest to the period's start. Gained land only:
where built-up land went, nothing was taken. The groups sum to the gained built-up land.
"""

from geo.figure import Figure
from geo.indicators.checks import Period
from geo.measures.frame import STUDY_AREA, Frame
from geo.reasons import Reason
from geo.series import Series

MEASURES = frozenset({"land_taken"})


def figures(series: Series) -> list[Figure]:
    """Return the land taken of each period in hectares, by group and in all."""
    return [figure for period in series.periods for figure in _of_period(series, period)]


def _of_period(series: Series, period: Period) -> list[Figure]:
    start, end = period
    frame = Frame.of(series, STUDY_AREA, end, start)
    taken = series.taken.get(period)
    if taken is None:
        return [frame.figure("land_taken", Reason.NO_LAND_COVER)]
    whole = frame.figure("land_taken", taken.gained_ha)
    parts = [
        frame.figure("land_taken", hectares, zone=group.name.lower()) for group, hectares in taken.hectares.items()
    ]
    return [whole, *parts]
