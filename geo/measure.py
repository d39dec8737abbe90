"""The method from top to bottom: a Stack becomes a Measurement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from geo.arrays import Codes, Fraction, Mask, Years
from geo.codes import FIRST_BUILT_NEVER, FIRST_BUILT_UNKNOWN
from geo.extent.classes import Circles
from geo.extent.urban_extent import UrbanExtent, urban_extent
from geo.growth.by_type import TYPE_BITS, growth_in_fixed, growth_in_moving
from geo.growth.expansion import ExtentAt, expansion_types
from geo.indicators.checks import Checks, extent_caveats, flags, series_caveats
from geo.indicators.figures import CLASS_BITS, INSIDE, EpochKey, epoch_figures, no_figures
from geo.indicators.period import indicator
from geo.measurement import (
    Boundary,
    BoundaryRule,
    EpochFigures,
    ExtentParameters,
    GrowthByType,
    Indicator,
    Layers,
    Measurement,
)
from geo.population import people_within
from geo.reasons import Reason
from geo.stack import Stack
from geo.tabulate import Key, Table

Period = tuple[int, int]
Within = tuple[Boundary, BoundaryRule]


@dataclass(frozen=True, slots=True)
class _Series:
    """What the steps of a measurement share."""

    stack: Stack
    checks: Checks
    extents: Mapping[int, UrbanExtent]

    @property
    def last(self) -> UrbanExtent:
        return self.extents[self.stack.years[-1]]

    @property
    def periods(self) -> list[Period]:
        """Each pair of consecutive epochs, then the whole span if it is not one of them."""
        years = self.stack.years
        consecutive = list(pairwise(years))
        whole = (years[0], years[-1])
        return consecutive if whole in consecutive or len(years) == 1 else [*consecutive, whole]


def measure(
    stack: Stack,
    *,
    centre: tuple[float, float] | None = None,
    parameters: ExtentParameters | None = None,
) -> Measurement:
    """Measure a city: extents, expansion and SDG 11.3.1 for every period, within every boundary.

    Args:
        stack: the epochs of the city on its grid.
        centre: longitude, latitude of its centre; None takes the largest joined cluster for the city.
        parameters: the thresholds of the urban extent; None takes the published ones.
    """
    parameters = _resolved(parameters or ExtentParameters(), stack)
    point = None if centre is None else stack.grid.project_point(*centre)
    how = Circles(parameters, stack.grid.resolution_m)
    extents = {year: urban_extent(stack, year, centre=point, how=how) for year in stack.years}
    series = _Series(stack, Checks.of(stack, extents), extents)
    types = {period: _types(series, period) for period in series.periods}
    growth = {period: _growth(series, period, types[period]) for period in series.periods}
    figures = {(year, *where): row for year in stack.years for where, row in _figures(series, year).items()}
    lost = {period: by[("study_area", "fixed")].loss for period, by in growth.items()}
    return Measurement(
        grid=stack.grid,
        study_area=stack.study_area,
        parameters=parameters,
        sources=stack.sources,
        epochs=tuple(figures[year, *where] for where in INSIDE for year in stack.years),
        indicators=_indicators(series, figures, growth),
        clusters=tuple(cluster for extent in extents.values() for cluster in extent.clusters),
        city_extents=tuple(extent.city_extent for extent in extents.values() if extent.city_extent is not None),
        layers=_layers(series, types),
        caveats=(
            *stack.caveats,
            *series_caveats(stack, series.checks, lost),
            *extent_caveats(extents, series.checks),
        ),
    )


def _resolved(parameters: ExtentParameters, stack: Stack) -> ExtentParameters:
    threshold = parameters.built_up_threshold
    return replace(parameters, built_up_threshold=stack.built_up_threshold if threshold is None else threshold)


def _types(series: _Series, period: Period) -> Codes:
    earlier, later = (ExtentAt(series.extents[year].built, series.extents[year].city) for year in period)
    return expansion_types(earlier, later, series.checks.counted)


def _growth(series: _Series, period: Period, types: Codes) -> dict[Within, GrowthByType]:
    """Return the growth by type within each boundary that exists at both epochs."""
    start, end = (series.extents[year] for year in period)
    key = Key.of(types, TYPE_BITS, (series.last.city, start.city, end.city))
    table = Table.of(key, tuple(series.stack.built_up(year) for year in period))
    cell = series.stack.grid.cell_km2
    growth: dict[Within, GrowthByType] = {("study_area", "fixed"): growth_in_fixed(table, (None, None, None), cell)}
    if series.last.city_extent is not None:
        growth["urban_extent", "fixed"] = growth_in_fixed(table, (1, None, None), cell)
    if start.city_extent is not None and end.city_extent is not None:
        growth["urban_extent", "each_epoch"] = growth_in_moving(table, 1, 2, cell)
    return growth


def _figures(series: _Series, year: int) -> dict[Within, EpochFigures]:
    """Return the figures of a year within each boundary; of one that does not exist, why."""
    stack, own, last = series.stack, series.extents[year], series.last
    key = Key.of(own.codes, CLASS_BITS, (stack.study_area, series.checks.counted, last.city, own.city))
    table = Table.of(key, (stack.built_up(year),))
    masks: dict[Within, Mask | None] = {
        ("study_area", "fixed"): stack.study_area,
        ("urban_extent", "fixed"): last.city if last.city_extent else None,
        ("urban_extent", "each_epoch"): own.city if own.city_extent else None,
    }
    rows: dict[Within, EpochFigures] = {}
    for where, mask in masks.items():
        which = EpochKey(year, year not in stack.projected, *where)
        if mask is None:
            rows[where] = no_figures(which, Reason.NO_URBAN_EXTENT)
        else:
            people = people_within(stack.population, year, mask, is_study_area=where[0] == "study_area")
            rows[where] = epoch_figures(which, table, people, cell_km2=stack.grid.cell_km2)
    return rows


def _indicators(
    series: _Series,
    figures: Mapping[tuple[int, Boundary, BoundaryRule], EpochFigures],
    growth: Mapping[Period, Mapping[Within, GrowthByType]],
) -> tuple[Indicator, ...]:
    years = series.stack.years
    lost = {period: by[("study_area", "fixed")].loss > 0 for period, by in growth.items()}
    return tuple(
        indicator(
            figures[period[0], *where],
            figures[period[1], *where],
            whole_span=period == (years[0], years[-1]),
            growth=growth[period].get(where),
            flags=flags(
                series.stack,
                series.checks,
                period,
                lost=lost[period],
                in_extent=where[0] == "urban_extent",
            ),
        )
        for where in INSIDE
        for period in series.periods
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


def _layers(series: _Series, types: Mapping[Period, Codes]) -> Layers:
    codes = {year: extent.codes for year, extent in series.extents.items()}
    return Layers(_InStudyArea(series.stack), _first_built(series), codes, types)


def _first_built(series: _Series) -> Years:
    first = np.full(series.checks.counted.shape, FIRST_BUILT_NEVER, np.uint16)
    for year in reversed(series.stack.years):
        first[series.extents[year].built] = year
    first[~series.checks.counted] = FIRST_BUILT_UNKNOWN
    return first
