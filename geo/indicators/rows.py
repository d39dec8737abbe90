"""The figures of every epoch and the indicators of every period within every boundary, one pass over the cells each."""

from collections.abc import Mapping

from geo.arrays import Codes
from geo.boundaries import Boundaries, Place
from geo.boundary import Within
from geo.growth.by_type import TYPE_BITS, growth_in_fixed, growth_in_moving
from geo.indicators.checks import Checks, Period, flags
from geo.indicators.figures import CLASS_BITS, EpochKey, InTable, epoch_figures, no_figures
from geo.indicators.period import indicator
from geo.measurement import EpochFigures, GrowthByType, Indicator
from geo.reasons import Flag, Reason
from geo.tabulate import Inside, Key, Table, wholly

Epochs = Mapping[tuple[int, Within], EpochFigures]
Growth = Mapping[tuple[Period, Within], GrowthByType]
STUDY_AREA: Within = ("study_area", "fixed")


def epoch_rows(
    boundaries: Boundaries, checks: Checks, classes: Mapping[int, Codes]
) -> dict[tuple[int, Within], EpochFigures]:
    """Return the figures of every year within every boundary; of one that does not exist, why.

    Args:
        boundaries: the city's.
        checks: what the checks of its series found.
        classes: year → geo.codes.ExtentClass, (y, x).
    """
    rows: dict[tuple[int, Within], EpochFigures] = {}
    for year in boundaries.stack.years:
        at = {boundaries.place(year, where): boundaries.at(year, where) for where in boundaries.within}
        there = {place: cells for place, cells in at.items() if not isinstance(cells, Reason)}
        key = Key(classes[year], CLASS_BITS, (checks.counted, *there.values()))
        table = Table.of(key, (boundaries.stack.built_up(year),))
        position = {place: number for number, place in enumerate(there, start=1)}
        for where in boundaries.within:
            which = EpochKey(year, year not in boundaries.stack.projected, *where)
            place = boundaries.place(year, where)
            missing = at[place]
            if isinstance(missing, Reason):
                rows[year, where] = no_figures(which, missing)
            else:
                found = InTable(table, position[place], boundaries.stack.grid.cell_km2)
                rows[year, where] = epoch_figures(which, found, boundaries.people(year, where))
    return rows


def growth_rows(boundaries: Boundaries, types: Mapping[Period, Codes]) -> dict[tuple[Period, Within], GrowthByType]:
    """Return the growth by type in every period within each boundary that exists at both its epochs.

    Args:
        boundaries: the city's.
        types: period → geo.codes.ExpansionType, (y, x), UNKNOWN where some epoch is unknown.
    """
    rows = {}
    for period, codes in types.items():
        ends = {where: tuple(boundaries.place(year, where) for year in period) for where in boundaries.within}
        there = _existing(boundaries, ends)
        table = Table.of(
            Key(codes, TYPE_BITS, tuple(there.values())), tuple(boundaries.stack.built_up(year) for year in period)
        )
        position = {place: number for number, place in enumerate(there)}
        for where, (start, end) in ends.items():
            if start in position and end in position:
                rows[period, where] = _growth(table, position[start], position[end], boundaries.stack.grid.cell_km2)
    return rows


def _existing(boundaries: Boundaries, ends: Mapping[Within, tuple[Place, ...]]) -> dict[Place, Inside]:
    places = dict.fromkeys(place for both in ends.values() for place in both)
    found = {place: boundaries.cells[place] for place in places}
    return {place: cells for place, cells in found.items() if not isinstance(cells, Reason)}


def _growth(table: Table, start: int, end: int, cell_km2: float) -> GrowthByType:
    if start == end:
        return growth_in_fixed(table, wholly(table, {start: 1}), cell_km2)
    return growth_in_moving(table, start, end, cell_km2)


def indicator_rows(boundaries: Boundaries, checks: Checks, epochs: Epochs, growth: Growth) -> tuple[Indicator, ...]:
    """Return the indicator of every period within every boundary, in the order of the tables."""
    years = boundaries.stack.years
    periods = list(dict.fromkeys(period for period, _ in growth))
    return tuple(
        indicator(
            epochs[period[0], where],
            epochs[period[1], where],
            whole_span=period == (years[0], years[-1]),
            growth=growth.get((period, where)),
            flags=_flags(boundaries, checks, period, where, lost=growth[period, STUDY_AREA].loss > 0),
        )
        for where in boundaries.within
        for period in periods
    )


def _flags(boundaries: Boundaries, checks: Checks, period: Period, where: Within, *, lost: bool) -> tuple[Flag, ...]:
    doubts = flags(boundaries.stack, checks, period, lost=lost, in_extent=where[0] == "urban_extent")
    cut_off = any(boundaries.place(year, where) in boundaries.cut_off for year in period)
    return (*doubts, Flag.SETTLEMENT_AT_EDGE) if cut_off else doubts
