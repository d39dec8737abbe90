"""Areas and accuracies from a source's published error matrix, with their standard errors.

*Source*: Olofsson et al. 2014, Remote Sensing of Environment 148:42-57, the stratified estimators (equations 1 to 11):
the strata are the mapped classes, and the areas mapped here weight the published samples.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import GeoError
from geo.reasons import Reason

Z_95 = 1.96
"""Standard errors on either side of a 95 % interval, rounded as the paper rounds it."""
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ErrorMatrix:
    """What reference samples found where the map shows each class."""

    classes: tuple[str, ...]
    samples: tuple[tuple[int, ...], ...]
    """Counts: a row a mapped class, a column a reference class, both in the order of `classes`."""

    def __post_init__(self) -> None:
        """Check that the matrix is square and holds counts.

        Raises:
            GeoError: it is not.
        """
        count = len(self.classes)
        if len(self.samples) != count or any(len(row) != count for row in self.samples):
            shape = f"{len(self.samples)} rows of {sorted({len(row) for row in self.samples})}"
            msg = f"error matrix: expected {count} rows and columns, one a class, saw {shape}; complete the matrix"
            raise GeoError(msg)
        if any(samples < 0 for row in self.samples for samples in row):
            msg = f"error matrix: expected counts of samples, saw {min(map(min, self.samples))}; correct the matrix"
            raise GeoError(msg)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its standard error."""

    value: float
    standard_error: float

    @property
    def half_width(self) -> float:
        """Half the 95 % interval."""
        return Z_95 * self.standard_error

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval."""
        return self.value - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.value + self.half_width


@dataclass(frozen=True, slots=True)
class ClassEstimates:
    """What the error matrix says of one class."""

    name: str
    mapped_km2: float
    area_km2: Estimate
    """The error-adjusted area."""
    users_accuracy: Estimate | Reason
    """Share of the mapped area that is the class (1 - commission error)."""
    producers_accuracy: Estimate | Reason
    """Share of the class's area that is mapped as it (1 - omission error)."""


@dataclass(frozen=True, slots=True)
class MapEstimates:
    """What the error matrix says of the map within one boundary."""

    classes: tuple[ClassEstimates, ...]
    overall_accuracy: Estimate


def map_estimates(matrix: ErrorMatrix, mapped_km2: Sequence[float]) -> MapEstimates | Reason:
    """Return the error-adjusted areas and the accuracies within a boundary.

    Args:
        matrix: the source's.
        mapped_km2: area of each mapped class within the boundary, in the matrix's order. The samples are taken to stand
            for it as they stand for the region where they were drawn: say so beside the numbers.
    """
    area, samples = np.array(mapped_km2, np.float64), np.array(matrix.samples, np.float64)
    total = samples.sum(axis=1)
    if area.sum() == 0:
        return Reason.NO_LAND
    enough = total >= 2  # noqa: PLR2004 - a variance needs two samples
    if not enough[area > 0].all():
        return Reason.TOO_FEW_SAMPLES
    weight = area / area.sum()
    share = samples / np.maximum(total, 1)[:, None]
    variance = share * (1 - share) / np.maximum(total - 1, 1)[:, None]
    proportion, error = weight @ share, np.sqrt(weight**2 @ variance)
    hit, hit_variance = share.diagonal(), variance.diagonal()
    classes = tuple(
        ClassEstimates(
            name=name,
            mapped_km2=float(area[k]),
            area_km2=_estimate(proportion[k] * area.sum(), error[k] * area.sum()),
            users_accuracy=_estimate(hit[k], np.sqrt(hit_variance[k])) if enough[k] else Reason.TOO_FEW_SAMPLES,
            producers_accuracy=_producers_accuracy(k, weight, share, variance),
        )
        for k, name in enumerate(matrix.classes)
    )
    return MapEstimates(classes, _estimate(weight @ hit, np.sqrt(weight**2 @ hit_variance)))


def _estimate(value: float, error: float) -> Estimate:
    return Estimate(float(value), float(error))


def _producers_accuracy(k: int, weight: Values, share: Values, variance: Values) -> Estimate | Reason:
    """Return the producer's accuracy of class k (equation 7, in shares of the area rather than in pixels)."""
    proportion = weight @ share[:, k]
    if proportion == 0:
        return Reason.CLASS_ABSENT
    accuracy = weight[k] * share[k, k] / proportion
    spread = weight**2 * variance[:, k] * accuracy**2
    spread[k] = weight[k] ** 2 * variance[k, k] * (1 - accuracy) ** 2
    return _estimate(accuracy, np.sqrt(spread.sum()) / proportion)
