import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.growth.gradient import Fit, density_gradient, fit_clark, fit_log_linear
from geo.reasons import Reason


def fitted(found: Fit | Reason) -> Fit:
    assert not isinstance(found, Reason)
    return found


def test_rings_have_edges_mean_distances_and_shares() -> None:
    rings = density_gradient(np.array([1.0, 1.0, 0.0]), np.array([2.0, 4.0, 0.0]), ring_km=3.0).rings
    assert [(ring.inner_km, ring.outer_km, ring.share) for ring in rings] == [(0.0, 3.0, 0.5), (3.0, 6.0, 0.25)]
    assert rings[0].mean_km == pytest.approx(2.0)  # a disc: two thirds of its radius
    assert rings[1].mean_km == pytest.approx(2 / 3 * 7 / 3 * 3)


def test_nists_certified_fit() -> None:
    """NIST StRD, data set DanWood, y = b1·x^b2: Clark's curve with r = ln x and b = -b2."""
    x = np.array([1.309, 1.471, 1.490, 1.565, 1.611, 1.680])
    y = np.array([2.138, 3.421, 3.597, 4.340, 4.882, 5.660])
    fit = fitted(fit_clark(np.log(x), y, np.ones(6)))
    assert fit.density_at_centre == pytest.approx(7.6886226176e-01, rel=1e-6)
    assert fit.decay_per_km == pytest.approx(-3.8604055871, rel=1e-6)
    assert fit.density_at_centre_error == pytest.approx(1.8281973860e-02, rel=1e-4)
    assert fit.decay_error_per_km == pytest.approx(5.1726610913e-02, rel=1e-4)
    assert fit.r_squared == pytest.approx(1 - 4.3173084083e-03 / np.sum((y - y.mean()) ** 2), rel=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.1, 0.9), st.floats(-0.05, 1.0), st.integers(4, 40))
def test_a_curve_drawn_by_clark_is_found_again(at_centre: float, decay: float, count: int) -> None:
    distance = np.arange(count) + 0.5
    share = at_centre * np.exp(-decay * distance)
    for fit in (fit_clark, fit_log_linear):
        found = fitted(fit(distance, share, distance))
        assert found.density_at_centre == pytest.approx(at_centre, rel=1e-5)
        assert found.decay_per_km == pytest.approx(decay, abs=1e-5)


def test_land_is_the_weight() -> None:
    distance, share = np.arange(4.0), np.array([0.8, 0.5, 0.2, 0.9])
    land = np.array([3.0, 2.0, 1.0, 1.0])
    repeated = np.repeat(np.arange(4), land.astype(int))
    weighted, whole = fit_clark(distance, share, land), fit_clark(distance[repeated], share[repeated], np.ones(7))
    assert fitted(weighted).decay_per_km == pytest.approx(fitted(whole).decay_per_km, rel=1e-5)
    assert fitted(weighted).r_squared == pytest.approx(fitted(whole).r_squared, rel=1e-5)


def test_an_empty_ring_takes_part_in_the_curve_and_not_in_the_line() -> None:
    found = density_gradient(np.array([8.0, 4.0, 2.0, 1.0, 0.0]), np.full(5, 10.0), ring_km=1.0)
    assert fitted(found.fit).decay_per_km > fitted(found.biased_log_linear_fit).decay_per_km


@pytest.mark.parametrize("land", [[], [1.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
def test_no_built_up_has_no_curve(land: list[float]) -> None:
    found = density_gradient(np.zeros(len(land)), np.array(land), ring_km=1.0)
    assert found.fit is Reason.ZERO_BUILT_UP
    assert found.biased_log_linear_fit is Reason.ZERO_BUILT_UP


def test_two_rings_have_no_curve_and_no_errors() -> None:
    found = density_gradient(np.array([2.0, 1.0]), np.array([4.0, 4.0]), ring_km=1.0)
    assert found.fit is Reason.TOO_FEW_ZONES
    assert density_gradient(np.array([2.0, 1.0, 0.0]), np.full(3, 4.0), ring_km=1.0).biased_log_linear_fit is (
        Reason.TOO_FEW_ZONES
    )


def test_the_same_density_all_over_has_no_goodness_of_fit() -> None:
    found = fitted(density_gradient(np.full(5, 3.0), np.full(5, 6.0), ring_km=1.0).fit)
    assert found.density_at_centre == pytest.approx(0.5)
    assert found.decay_per_km == pytest.approx(0.0, abs=1e-6)
    assert found.r_squared is Reason.NO_VARIATION


def test_a_single_built_up_ring_has_a_curve_or_a_reason() -> None:
    found = density_gradient(np.array([0.0, 0.0, 0.0, 3.0]), np.full(4, 6.0), ring_km=1.0).fit
    assert isinstance(found, Fit | Reason)
    found = density_gradient(np.array([3.0, 0.0, 0.0, 0.0]), np.full(4, 6.0), ring_km=1.0).fit
    assert isinstance(found, Fit | Reason)


@settings(deadline=None, max_examples=20)
@given(st.floats(0.01, 100.0))
def test_the_unit_of_area_does_not_matter(unit: float) -> None:
    built, land = np.array([5.0, 3.0, 4.0, 1.0]), np.array([6.0, 8.0, 9.0, 9.0])
    one, other = (fitted(density_gradient(built * scale, land * scale, ring_km=2.0).fit) for scale in (1.0, unit))
    assert one.decay_per_km == pytest.approx(other.decay_per_km, rel=1e-4)
    assert one.decay_error_per_km == pytest.approx(other.decay_error_per_km, rel=1e-4)
