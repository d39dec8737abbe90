"""What a city looks like from its centre: entropy, density gradient and direction, by rings of 1 km and 16 sectors."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.arrays import Mask
from geo.figure import Figure
from geo.growth.direction import Drift, centre_of_gravity, direction_rose, drift
from geo.growth.entropy import relative_entropy
from geo.growth.gradient import Fit, density_gradient
from geo.growth.polar import RING_M, Polar
from geo.indicators.checks import Period
from geo.measures.expansion import NEW, of_types
from geo.measures.frame import STUDY_AREA, Frame, Value, interval
from geo.reasons import Reason
from geo.series import Series

Place = tuple[float, float]
_ENTROPY = ("shannon_entropy_rings", "shannon_entropy_sectors")
_FIT = ("density_at_centre", "decay", "r_squared")
_ROSE = ("direction_new", "direction_share", "direction_land_share")
_DRIFT = ("drift_distance", "drift_bearing")
MEASURES = frozenset(
    {
        *_ENTROPY,
        "ring_density",
        *(f"gradient_{name}" for name in _FIT),
        *(f"gradient_log_{name}" for name in _FIT),
        *_ROSE,
        *_DRIFT,
    }
)


@dataclass(frozen=True, slots=True)
class _Zones:
    """Land and built-up land by zone, km²: the same zones and the same land at every epoch."""

    polar: Polar
    land: npt.NDArray[np.float64]
    """(ring, sector)."""
    built_up: npt.NDArray[np.float64]
    """(epoch, ring, sector)."""


def figures(series: Series) -> list[Figure]:
    """Return the figures of every epoch and period, all within the study area (fixed), by its known cells.

    Rings and sectors lie round the city's centre; where none was given, round the centre of gravity of the built-up
    land in the last urban extent (in the study area, where there is no extent). Land is what is land at any epoch.
    """
    gravity = {
        year: centre_of_gravity(series.stack.built_up(year), series.checks.counted, series.stack.grid.affine)
        for year in series.years
    }
    rows = [
        Frame.of(series, STUDY_AREA, end, start).figures(_drift(gravity, (start, end))) for start, end in series.periods
    ]
    centre = _centre(series)
    zones = centre if isinstance(centre, Reason) else _zones(series, centre)
    rows += [_epochs(series, zones), *(_rose(series, period, zones) for period in series.periods)]
    return [figure for group in rows for figure in group]


def _centre(series: Series) -> Place | Reason:
    if series.centre is not None:
        return series.centre
    last = series.extents[series.years[-1]]
    within = last.city if last.city_extent is not None else series.checks.counted
    return centre_of_gravity(series.stack.built_up(series.years[-1]), within, series.stack.grid.affine)


def _zones(series: Series, centre: Place) -> _Zones:
    stack, counted = series.stack, series.checks.counted
    polar = Polar.of(counted, stack.grid.affine, centre)
    land: Mask = np.logical_or.reduce([stack.land(year) | series.extents[year].built for year in series.years])
    sums = np.array(polar.sums([land, *(stack.built_up(year) for year in series.years)])) * stack.grid.cell_km2
    return _Zones(polar, sums[0], sums[1:])


def _epochs(series: Series, zones: _Zones | Reason) -> list[Figure]:
    frames = [Frame.of(series, STUDY_AREA, year) for year in series.years]
    if isinstance(zones, Reason):
        names = (*_ENTROPY, "ring_density", *(f"gradient_{kind}{name}" for kind in ("", "log_") for name in _FIT))
        return [figure for frame in frames for figure in frame.figures(dict.fromkeys(names, zones))]
    rings = relative_entropy(zones.built_up.sum(axis=2), zones.land.sum(axis=1))
    sectors = relative_entropy(zones.built_up.sum(axis=1), zones.land.sum(axis=0))
    rows = []
    for frame, by_zone, *entropy in zip(frames, zones.built_up, rings, sectors, strict=True):
        rows += frame.figures(dict(zip(_ENTROPY, entropy, strict=True)))
        rows += _gradient(frame, by_zone.sum(axis=1), zones.land.sum(axis=1))
    return rows


def _gradient(frame: Frame, built_up: npt.NDArray[np.float64], land: npt.NDArray[np.float64]) -> list[Figure]:
    found = density_gradient(built_up, land, RING_M / 1_000)
    rows = [*_fit(frame, "gradient_", found.fit), *_fit(frame, "gradient_log_", found.biased_log_linear_fit)]
    if not found.rings:
        return [*rows, frame.figure("ring_density", Reason.NO_LAND)]
    return rows + [frame.figure("ring_density", ring.share, zone=f"{ring.outer_km:g}") for ring in found.rings]


def _fit(frame: Frame, prefix: str, fit: Fit | Reason) -> list[Figure]:
    if isinstance(fit, Reason):
        return frame.figures(dict.fromkeys((prefix + name for name in _FIT), fit))
    return [
        frame.figure(
            f"{prefix}density_at_centre",
            fit.density_at_centre,
            band=interval(fit.density_at_centre, fit.density_at_centre_error),
        ),
        frame.figure(f"{prefix}decay", fit.decay_per_km, band=interval(fit.decay_per_km, fit.decay_error_per_km)),
        frame.figure(f"{prefix}r_squared", fit.r_squared),
    ]


def _rose(series: Series, period: Period, zones: _Zones | Reason) -> list[Figure]:
    start, end = period
    frame = Frame.of(series, STUDY_AREA, end, start)
    if isinstance(zones, Reason):
        return frame.figures(dict.fromkeys(_ROSE, zones))
    cells = np.flatnonzero(of_types(series.types[period], NEW))
    earlier, later = (series.stack.built_up(year).ravel()[cells] for year in period)
    gained = zones.polar.sums_at(cells, later - earlier).sum(axis=0) * series.stack.grid.cell_km2
    rows = []
    for sector in direction_rose(gained, zones.land.sum(axis=0)):
        values: dict[str, Value] = dict(zip(_ROSE, (sector.new_km2, sector.share, sector.land_share), strict=True))
        rows += frame.figures(values, zone=f"{sector.bearing_deg:g}")
    return rows


def _drift(gravity: Mapping[int, Place | Reason], period: Period) -> dict[str, Value]:
    found = drift(gravity[period[0]], gravity[period[1]])
    if isinstance(found, Drift):
        return dict(zip(_DRIFT, (found.distance_m, found.bearing_deg), strict=True))
    return dict.fromkeys(_DRIFT, found)
