"""The density gradient: built-up share of the land by distance from the centre, and Clark's curve through it.

*Source*: Clark 1951, Journal of the Royal Statistical Society A 114:490-496: D(r) = D0 · exp(-b·r).
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from geo.reasons import Reason

_MIN_RINGS = 3
"""Two parameters and one ring more, so that their standard errors have a value."""
_LIMITS = ([0.0, -30.0], [1e12, 300.0])
"""Of the height over the densest ring's, and of the fall over all rings: a fit that ends there has found no curve."""
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring round the centre that has land."""

    inner_km: float
    outer_km: float
    mean_km: float
    """Mean distance of the whole ring from the centre."""
    land_km2: float
    built_up_km2: float
    share: float
    """Built-up share of the land."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Clark's curve through the rings."""

    density_at_centre: float
    """D0, built-up share of the land."""
    decay_per_km: float
    """b; positive where density falls outwards."""
    density_at_centre_error: float
    """Standard error."""
    decay_error_per_km: float
    """Standard error."""
    r_squared: float | Reason
    """Share of the variance between rings that the curve explains, weighted as the fit."""


@dataclass(frozen=True, slots=True)
class Gradient:
    """The rings of one epoch and the curves through them."""

    rings: tuple[Ring, ...]
    fit: Fit | Reason
    """Non-linear least squares, each ring weighted by its land."""
    biased_log_linear_fit: Fit | Reason
    """A line through the logarithms, as many studies have it: it leaves out empty rings and overrates thin ones."""


def density_gradient(built_up_km2: Values, land_km2: Values, ring_km: float) -> Gradient:
    """Return the gradient of one epoch.

    Args:
        built_up_km2: area by ring, from the centre outwards. Give the same rings at every epoch.
        land_km2: the rings' land.
        ring_km: width of a ring.
    """
    rings = tuple(
        Ring(
            k * ring_km, (k + 1) * ring_km, _mean_distance(k) * ring_km, float(land), float(built), float(built / land)
        )
        for k, (built, land) in enumerate(zip(built_up_km2, land_km2, strict=True))
        if land > 0
    )
    distance, share, land = (
        np.array([getattr(ring, name) for ring in rings]) for name in ("mean_km", "share", "land_km2")
    )
    if not share.any():
        return Gradient(rings, Reason.ZERO_BUILT_UP, Reason.ZERO_BUILT_UP)
    built = share > 0
    log_linear = fit_log_linear(distance[built], share[built], land[built])
    return Gradient(rings, fit_clark(distance, share, land), log_linear)


def _mean_distance(k: int) -> float:
    """Return the mean distance from the centre over the ring from k to k + 1."""
    return 2 / 3 * ((k + 1) ** 3 - k**3) / ((k + 1) ** 2 - k**2)


def fit_clark(distance: Values, share: Values, weight: Values) -> Fit | Reason:
    """Fit D0 · exp(-b·r) by weighted non-linear least squares; empty rings take part.

    Standard errors are those of the linearised fit, its residual variance taken over rings - 2.
    """
    if len(distance) < _MIN_RINGS:
        return Reason.TOO_FEW_ZONES
    reach, highest, root = float(distance.max()), float(share.max()), np.sqrt(weight / weight.mean())
    relative, height = distance / reach, share / highest  # of the order of 1, so that one tolerance serves all cities

    def residuals(curve: Values) -> Values:
        return cast("Values", root * (curve[0] * np.exp(-curve[1] * relative) - height))

    def slopes(curve: Values) -> Values:
        fall = root * np.exp(-curve[1] * relative)
        return np.column_stack([fall, -curve[0] * relative * fall])

    found = least_squares(residuals, (1.0, 1.0), slopes, _LIMITS, xtol=1e-12, ftol=1e-12, gtol=1e-12)
    if not found.success or found.active_mask.any():
        return Reason.NO_FIT
    squares = float(np.sum(found.fun**2))
    jacobian = slopes(found.x)
    covariance = np.linalg.pinv(jacobian.T @ jacobian) * squares / (len(distance) - 2)
    at_centre, decay = found.x
    at_centre_error, decay_error = np.sqrt(np.diag(covariance))
    return Fit(
        density_at_centre=float(at_centre) * highest,
        decay_per_km=float(decay) / reach,
        density_at_centre_error=float(at_centre_error) * highest,
        decay_error_per_km=float(decay_error) / reach,
        r_squared=_r_squared(height, found.fun / root + height, weight),
    )


def fit_log_linear(distance: Values, share: Values, weight: Values) -> Fit | Reason:
    """Fit ln D = ln D0 - b·r by weighted least squares over rings that are not empty; its R² is of the logarithms."""
    if len(distance) < _MIN_RINGS:
        return Reason.TOO_FEW_ZONES
    logs = np.log(share)
    line, covariance = np.polyfit(distance, logs, 1, w=np.sqrt(weight), cov=True)
    slope_error, intercept_error = np.sqrt(np.diag(covariance))
    at_centre = float(np.exp(line[1]))
    r_squared = _r_squared(logs, line[0] * distance + line[1], weight)
    return Fit(at_centre, -float(line[0]), at_centre * float(intercept_error), float(slope_error), r_squared)


def _r_squared(seen: Values, fitted: Values, weight: Values) -> float | Reason:
    mean = np.average(seen, weights=weight)
    total = float(np.sum(weight * (seen - mean) ** 2))
    if np.ptp(seen) == 0:
        return Reason.NO_VARIATION
    return 1 - float(np.sum(weight * (seen - fitted) ** 2)) / total
