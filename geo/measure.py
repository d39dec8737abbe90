"""The method from top to bottom: a Stack becomes a Measurement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from geo import measures as beside
from geo.arrays import Codes, Fraction, Mask, Years
from geo.boundaries import Boundaries
from geo.codes import FIRST_BUILT_NEVER, FIRST_BUILT_UNKNOWN
from geo.extent.classes import Circles
from geo.extent.urban_extent import UrbanExtent, urban_extent
from geo.growth.expansion import ExtentAt, expansion_types
from geo.growth.land_taken import LandTaken, land_taken
from geo.indicators.checks import Checks, Period, extent_caveats, series_caveats
from geo.indicators.rows import STUDY_AREA, epoch_rows, growth_rows, indicator_rows
from geo.indicators.series import series_doubts
from geo.measurement import Caveat, ExtentParameters, Layers, Measurement
from geo.parameters import MeasureParameters
from geo.series import Series, periods_of
from geo.settlement.city import settled
from geo.stack import Stack
from geo.zones.indicators import CellClasses, WantedZones, ZonesMeasured, measure_zones


def measure(  # noqa: PLR0913 (a stack; each of the rest has its ordinary value)
    stack: Stack,
    *,
    centre: tuple[float, float] | None = None,
    parameters: ExtentParameters | None = None,
    measures: MeasureParameters | None = None,
    administrative: Mask | None = None,
    zones: WantedZones | None = None,
) -> Measurement:
    """Measure a city: extents, expansion, SDG 11.3.1 for every period within every boundary, and what stands beside it.

    Args:
        stack: the epochs of the city on its grid.
        centre: longitude, latitude of its centre; None takes the largest joined cluster for the city.
        parameters: the thresholds of the urban extent; None takes the published ones.
        measures: the parameters of the measures beside the indicator; None takes the published ones.
        administrative: the administrative area, (y, x) on the grid: one more boundary, the same at every epoch.
        zones: districts, hexagons or rings to measure each by itself.

    Raises:
        GridError: the administrative area has another shape than the grid.
        GeoError: two zones have one id, or one encloses nothing.
    """
    series = series_of(stack, centre=centre, parameters=parameters, measures=measures, administrative=administrative)
    return _measurement(series, _zones(series, zones))


def series_of(
    stack: Stack,
    *,
    centre: tuple[float, float] | None = None,
    parameters: ExtentParameters | None = None,
    measures: MeasureParameters | None = None,
    administrative: Mask | None = None,
) -> Series:
    """Return what all measures are taken from: extents, boundaries, types, indicators; arguments as of `measure`."""
    parameters, measures = _resolved(parameters or ExtentParameters(), stack), measures or MeasureParameters()
    point = None if centre is None else stack.grid.project_point(*centre)
    xy = None if point is None else (point.x, point.y)
    how = Circles(parameters, stack.grid.resolution_m)
    extents = {year: urban_extent(stack, year, centre=point, how=how) for year in stack.years}
    settlements = {year: settled(stack, year, xy, measures) for year in stack.years}
    checks = Checks.of(stack, extents)
    boundaries = Boundaries.of(stack, extents, settlements, counted=checks.counted, administrative=administrative)
    types = {period: _types(extents, checks, period) for period in periods_of(stack.years)}
    epochs = epoch_rows(boundaries, checks, {year: extent.codes for year, extent in extents.items()})
    growth = growth_rows(boundaries, types)
    return Series(
        stack=stack,
        parameters=parameters,
        measures=measures,
        centre=xy,
        extents=extents,
        settled=settlements,
        boundaries=boundaries,
        checks=checks,
        types=types,
        epochs=epochs,
        indicators=indicator_rows(boundaries, checks, epochs, growth),
        taken=_taken(stack, checks),
        lost_km2={period: by.loss for (period, where), by in growth.items() if where == STUDY_AREA},
    )


def _taken(stack: Stack, checks: Checks) -> dict[Period, LandTaken]:
    """Return what land was taken in each period that a source of classes tells of."""
    return {
        period: land_taken(
            stack.land_cover[period[0]],
            *(stack.built_up(year) for year in period),
            within=checks.counted,
            cell_km2=stack.grid.cell_km2,
        )
        for period in periods_of(stack.years)
        if period[0] in stack.land_cover
    }


def _zones(series: Series, wanted: WantedZones | None) -> list[ZonesMeasured]:
    if wanted is None:
        return []
    codes = {year: extent.codes for year, extent in series.extents.items()}
    classes = CellClasses(codes, series.types)
    return [
        measure_zones(series.stack, kind, area=wanted.area, checks=series.checks, classes=classes)
        for kind in wanted.kinds
    ]


def _types(extents: Mapping[int, UrbanExtent], checks: Checks, period: Period) -> Codes:
    earlier, later = (ExtentAt(extents[year].built, extents[year].city) for year in period)
    return expansion_types(earlier, later, checks.counted)


def _resolved(parameters: ExtentParameters, stack: Stack) -> ExtentParameters:
    threshold = parameters.built_up_threshold
    return replace(parameters, built_up_threshold=stack.built_up_threshold if threshold is None else threshold)


def _measurement(series: Series, zones: Sequence[ZonesMeasured]) -> Measurement:
    stack, extents = series.stack, series.extents
    return Measurement(
        grid=stack.grid,
        study_area=stack.study_area,
        parameters=series.parameters,
        sources=stack.sources,
        epochs=tuple(row for where in series.boundaries.within for row in series.rows(where)),
        indicators=series.indicators,
        clusters=tuple(cluster for extent in extents.values() for cluster in extent.clusters),
        city_extents=tuple(extent.city_extent for extent in extents.values() if extent.city_extent is not None),
        layers=_layers(series),
        caveats=(*_caveats(series), *(caveat for kind in zones for caveat in kind.caveats)),
        zones=tuple(zone for kind in zones for zone in kind.zones),
        figures=beside.figures(series),
        settlements=beside.settlements(series),
        measures=series.measures,
    )


def _caveats(series: Series) -> tuple[Caveat, ...]:
    return (
        *series.stack.caveats,
        *series_caveats(series.stack, series.checks, series.lost_km2),
        *series_doubts(series.rows(STUDY_AREA)),
        *extent_caveats(series.extents, series.checks),
        *series.boundaries.caveats(),
    )


class _InStudyArea(Mapping[int, Fraction]):
    """The built-up fraction by year, unknown outside the study area: masked when asked for, so that no copy is kept."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def __getitem__(self, year: int) -> Fraction:
        fraction = self._stack.built_up(year)
        if self._stack.study_area.all():
            return fraction
        return np.where(self._stack.study_area, fraction, np.float32("nan"))

    def __iter__(self) -> Iterator[int]:
        return iter(self._stack.years)

    def __len__(self) -> int:
        return len(self._stack.years)


def _layers(series: Series) -> Layers:
    codes = {year: extent.codes for year, extent in series.extents.items()}
    taken = {period: found.cells for period, found in series.taken.items()}
    return Layers(_InStudyArea(series.stack), _first_built(series), codes, series.types, taken)


def _first_built(series: Series) -> Years:
    first = np.full(series.checks.counted.shape, FIRST_BUILT_NEVER, np.uint16)
    for year in reversed(series.stack.years):
        first[series.extents[year].built] = year
    first[~series.checks.counted] = FIRST_BUILT_UNKNOWN
    return first
