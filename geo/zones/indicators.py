"""SDG 11.3.1 and growth by type in every zone, with the reasons and doubts of each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry as Geometry

from geo.arrays import Codes, Fraction
from geo.caveats import caveat
from geo.growth.by_type import TYPE_BITS, growth_in_fixed
from geo.indicators.checks import UNKNOWN_SHARE, Checks, Period, flags
from geo.indicators.period import indicator
from geo.measurement import EpochFigures, GrowthByType, Indicator, ZoneMeasurement
from geo.reasons import Flag
from geo.references import Caveat
from geo.stack import Stack
from geo.tabulate import Table
from geo.zones.shares import Rows, Shares, Sums
from geo.zones.zonal import ZonalEpoch, figures, zonal_epoch
from geo.zones.zone import CutZones, Zone, cut_to

_TYPES = 2**TYPE_BITS
_OF_THE_WHOLE = frozenset({Flag.UNKNOWN_CELLS, Flag.POPULATION_GAPS})
"""Doubts about the study area, in place of which a zone has its own."""
_LEFT_OVER = 1e-3
"""Share of the study area in no zone that is worth a word."""
_LISTED = 5
"""Ids that a caveat names; of more it says how many."""


@dataclass(frozen=True, slots=True)
class ZonesMeasured:
    """What was measured of a set of zones."""

    zones: tuple[ZoneMeasurement, ...]
    caveats: tuple[Caveat, ...]
    """Which zones lie outside, were repaired, overlap, or leave some of the study area over."""


@dataclass(frozen=True, slots=True)
class WantedZones:
    """The zones that a measurement is asked for."""

    area: Geometry
    """The study area, EPSG:4326."""
    kinds: tuple[tuple[Zone, ...], ...]
    """Zones kind by kind, in the grid's CRS."""


@dataclass(frozen=True, slots=True)
class CellClasses:
    """What a measurement found of each cell."""

    extent: Mapping[int, Codes]
    """Year → geo.codes.ExtentClass, (y, x)."""
    expansion: Mapping[Period, Codes]
    """Period → geo.codes.ExpansionType, (y, x), UNKNOWN where some epoch is unknown."""


def measure_zones(
    stack: Stack, zones: Sequence[Zone], *, area: Geometry, checks: Checks, classes: CellClasses
) -> ZonesMeasured:
    """Measure every zone for every epoch and every period.

    Args:
        stack: the epochs of the city.
        zones: of one kind, in the grid's CRS; they are cut to the study area.
        area: the study area, EPSG:4326.
        checks: what the checks of the series found; cells that are unknown at any epoch leave every epoch.
        classes: what is known of each cell; its periods are those that are measured.

    Raises:
        GeoError: two zones have one id, or one encloses nothing.
    """
    outline = stack.grid.project(area)
    cut = cut_to(zones, outline)
    geometries = [zone.geometry for zone in cut.zones]
    shares = Shares.of(geometries, stack.grid, area=outline, study_area=stack.study_area)
    epochs = {
        year: zonal_epoch(stack, year, shares, counted=checks.counted, classes=classes.extent[year])
        for year in stack.years
    }
    rows = {year: figures(epoch, stack.grid.cell_km2) for year, epoch in epochs.items()}
    series = _Series(stack, checks, shares, epochs, rows)
    found = [_indicators(series, period, types) for period, types in classes.expansion.items()]
    measured = tuple(
        ZoneMeasurement(zone, tuple(rows[year][at] for year in stack.years), tuple(period[at] for period in found))
        for at, zone in enumerate(cut.zones)
    )
    return ZonesMeasured(measured, _caveats(series, cut))


@dataclass(frozen=True, slots=True)
class _Series:
    """What the periods of one set of zones share."""

    stack: Stack
    checks: Checks
    shares: Shares
    epochs: Mapping[int, ZonalEpoch]
    rows: Mapping[int, tuple[EpochFigures, ...]]


def _indicators(series: _Series, period: Period, types: Codes) -> tuple[Indicator, ...]:
    """Return the indicator of a period for each zone."""
    start, end = period
    growth = _growth(series, period, types)
    years = series.stack.years
    doubts = _Doubts.of(series, period)
    return tuple(
        indicator(
            earlier,
            later,
            whole_span=period == (years[0], years[-1]),
            growth=None if later.built_up_km2 is None else growth[zone],
            flags=doubts.about(zone, lost=growth[zone].loss > 0),
        )
        for zone, (earlier, later) in enumerate(zip(series.rows[start], series.rows[end], strict=True))
    )


def _growth(series: _Series, period: Period, types: Codes) -> list[GrowthByType]:
    fractions = [series.stack.built_up(year) for year in period]

    def layer(fraction: Fraction) -> Rows:
        return lambda rows: fraction[rows]

    sides = series.shares.sums([layer(fraction) for fraction in fractions], lambda rows: types[rows], _TYPES)
    no_cells = np.zeros(_TYPES)
    cell = series.stack.grid.cell_km2
    return [growth_in_fixed(Table(no_cells, both), (), cell) for both in zip(*sides, strict=True)]


@dataclass(frozen=True, slots=True)
class _Doubts:
    """The doubts of a period: the series' own, and each zone's."""

    of_series: Mapping[bool, tuple[Flag, ...]]
    """Whether built-up pixels were lost in the zone → doubts."""
    unknown: Sums
    """(zone,): share that is unknown at some epoch."""
    population_gap: Sums
    """(zone,): share of the built-up land whose people are unknown, in the worse of both years."""

    @classmethod
    def of(cls, series: _Series, period: Period) -> "_Doubts":
        start, end = (series.epochs[year] for year in period)
        of_series = {
            lost: tuple(
                flag
                for flag in flags(series.stack, series.checks, period, lost=lost, in_extent=False)
                if flag not in _OF_THE_WHOLE
            )
            for lost in (False, True)
        }
        return cls(of_series, end.unknown_share, np.maximum(start.population_gap, end.population_gap))

    def about(self, zone: int, *, lost: bool) -> tuple[Flag, ...]:
        """Return the doubts about a zone's row."""
        own = {Flag.UNKNOWN_CELLS: self.unknown[zone], Flag.POPULATION_GAPS: self.population_gap[zone]}
        return (*self.of_series[lost], *(flag for flag, share in own.items() if share > UNKNOWN_SHARE))


def _caveats(series: _Series, cut: CutZones) -> tuple[Caveat, ...]:
    """Return what a reader of the zones must know: which are missing or mended, and whether they sum to the whole."""
    caveats = []
    for code, ids in (("zones_outside", cut.outside), ("zones_repaired", cut.repaired)):
        if len(ids) > _LISTED:
            caveats.append(caveat(f"{code}_many", code, zones=tuple(ids[:_LISTED]), more=len(ids) - _LISTED))
        elif ids:
            caveats.append(caveat(code, zones=tuple(ids)))
    covered = float(series.epochs[series.stack.years[-1]].cells.sum()) / max(series.checks.study_cells, 1)
    if len(series.shares.sheets) > 1:
        caveats.append(caveat("zones_overlap"))
    elif covered < 1 - _LEFT_OVER:
        caveats.append(caveat("zones_leave_gaps", share=1 - covered))
    return tuple(caveats)
