import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.indicators.error_matrix import ErrorMatrix, Estimate, MapEstimates, map_estimates
from geo.reasons import Reason

PIXEL_KM2 = 0.0009
"""The worked example's Landsat pixel of 30 m."""
OLOFSSON = ErrorMatrix(
    ("deforestation", "forest gain", "stable forest", "stable non-forest"),
    ((66, 0, 5, 4), (0, 55, 8, 12), (1, 0, 153, 11), (2, 1, 9, 313)),
)
MAPPED_PIXELS = (200_000, 150_000, 3_200_000, 6_450_000)


def estimates(matrix: ErrorMatrix, mapped: list[float]) -> MapEstimates:
    found = map_estimates(matrix, mapped)
    assert not isinstance(found, Reason)
    return found


def shown(value: Estimate | Reason, digits: int) -> tuple[float, float]:
    assert isinstance(value, Estimate)
    return round(value.value, digits), round(value.half_width, digits)


def test_the_worked_example_of_olofsson_2014() -> None:
    """Section 5 of the paper: 640 samples; areas in hectares and accuracies as printed, ± the 95 % interval."""
    found = estimates(OLOFSSON, [pixels * PIXEL_KM2 for pixels in MAPPED_PIXELS])
    hectares = [Estimate(row.area_km2.value * 100, row.area_km2.standard_error * 100) for row in found.classes]
    assert [shown(area, 0) for area in hectares] == [(21158, 6158), (11686, 3756), (285770, 15510), (581386, 16282)]
    assert [shown(row.users_accuracy, 2) for row in found.classes] == [
        (0.88, 0.07),
        (0.73, 0.1),
        (0.93, 0.04),
        (0.96, 0.02),
    ]
    assert [shown(row.producers_accuracy, 2)[0] for row in found.classes] == [0.75, 0.85, 0.93, 0.96]
    assert shown(found.overall_accuracy, 2) == (0.95, 0.02)
    assert round(found.classes[0].area_km2.standard_error / (sum(MAPPED_PIXELS) * PIXEL_KM2), 4) == 0.0035


def test_the_error_of_producers_accuracy_is_carried_from_that_of_the_samples() -> None:
    """The delta method by differences: how far each row's share moves the accuracy, times its own error."""
    samples, weight = np.array(OLOFSSON.samples, float), np.array(MAPPED_PIXELS) / sum(MAPPED_PIXELS)
    share, step = samples / samples.sum(axis=1, keepdims=True), 1e-7

    def accuracy(share: np.ndarray, k: int) -> float:
        return float(weight[k] * share[k, k] / (weight @ share[:, k]))

    for k, row in enumerate(estimates(OLOFSSON, list(MAPPED_PIXELS)).classes):
        variance = 0.0
        for stratum in range(4):
            moved = share.copy()
            moved[stratum, k] += step
            slope = (accuracy(moved, k) - accuracy(share, k)) / step
            variance += slope**2 * share[stratum, k] * (1 - share[stratum, k]) / (samples[stratum].sum() - 1)
        assert isinstance(row.producers_accuracy, Estimate)
        assert row.producers_accuracy.standard_error == pytest.approx(np.sqrt(variance), rel=1e-5)


def test_an_interval_is_the_value_and_two_standard_errors() -> None:
    estimate = Estimate(10.0, 1.0)
    assert (estimate.low, estimate.high) == (pytest.approx(8.04), pytest.approx(11.96))


def test_a_map_without_errors_is_its_own_estimate() -> None:
    found = estimates(ErrorMatrix(("built", "other"), ((50, 0), (0, 50))), [3.0, 7.0])
    assert [row.area_km2 for row in found.classes] == [Estimate(3.0, 0.0), Estimate(7.0, 0.0)]
    assert found.overall_accuracy == Estimate(1.0, 0.0)


def test_a_map_that_misses_built_up_is_adjusted_upwards() -> None:
    found = estimates(ErrorMatrix(("built", "other"), ((100, 0), (10, 90))), [10.0, 90.0])
    built = found.classes[0]
    assert built.area_km2.value == pytest.approx(10 + 0.1 * 90)
    assert built.area_km2.standard_error == pytest.approx(90 * np.sqrt(0.1 * 0.9 / 99))
    assert isinstance(built.producers_accuracy, Estimate)
    assert built.producers_accuracy.value == pytest.approx(10 / 19)


def test_a_class_that_is_not_mapped_here_weighs_nothing_and_needs_no_samples() -> None:
    found = estimates(ErrorMatrix(("built", "other", "ice"), ((9, 1, 0), (0, 10, 0), (0, 0, 0))), [5.0, 5.0, 0.0])
    built, _, ice = found.classes
    assert built.area_km2.value == pytest.approx(4.5)
    assert ice.area_km2 == Estimate(0.0, 0.0)
    assert (ice.users_accuracy, ice.producers_accuracy) == (Reason.TOO_FEW_SAMPLES, Reason.CLASS_ABSENT)


def test_what_cannot_be_estimated_has_a_reason() -> None:
    matrix = ErrorMatrix(("built", "other"), ((1, 0), (2, 8)))
    assert map_estimates(matrix, [1.0, 1.0]) is Reason.TOO_FEW_SAMPLES
    assert map_estimates(matrix, [0.0, 0.0]) is Reason.NO_LAND


@pytest.mark.parametrize(
    ("samples", "message"),
    [(((1, 2),), "expected 2 rows and columns"), (((1, 2), (3,)), "saw 2 rows of"), (((1, 2), (3, -4)), "saw -4")],
)
def test_a_matrix_that_is_none_is_refused(samples: tuple[tuple[int, ...], ...], message: str) -> None:
    with pytest.raises(GeoError, match=message):
        ErrorMatrix(("built", "other"), samples)


counts = st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=3, max_size=3)


@given(counts, st.lists(st.floats(0.1, 1e4), min_size=3, max_size=3), st.floats(0.01, 100))
def test_estimates_sum_to_the_whole_and_do_not_know_the_unit(
    samples: list[list[int]], mapped: list[float], unit: float
) -> None:
    matrix = ErrorMatrix(("a", "b", "c"), tuple(tuple(row) for row in samples))
    found = map_estimates(matrix, mapped)
    if isinstance(found, Reason):
        assert any(sum(row) < 2 for row in samples)
        return
    assert sum(row.area_km2.value for row in found.classes) == pytest.approx(sum(mapped))
    again = estimates(matrix, [area * unit for area in mapped])
    for one, other in zip(found.classes, again.classes, strict=True):
        assert other.area_km2.value == pytest.approx(one.area_km2.value * unit)
        assert other.area_km2.standard_error == pytest.approx(one.area_km2.standard_error * unit)
