import math

import pytest
import shapely

from aoi.area import geodesic_area_km2, size_problem, study_area

WGS84_SURFACE_KM2 = 510_065_621.7


def test_half_the_globe_has_half_its_surface() -> None:
    north = shapely.box(-180, 0, 180, 90)
    assert geodesic_area_km2(north) == pytest.approx(WGS84_SURFACE_KM2 / 2, rel=1e-5)


def test_a_cell_between_parallels_agrees_with_the_closed_form() -> None:
    """The authalic latitude gives the area between two parallels exactly; geodesic edges alone would miss 0.4 %."""

    def q(latitude: float) -> float:
        e2 = 0.0066943799901413165
        e, s = math.sqrt(e2), math.sin(math.radians(latitude))
        return (1 - e2) * (s / (1 - e2 * s * s) + math.atanh(e * s) / e)

    expected = 0.5 * 6378.137**2 * math.radians(4) * (q(61) - q(60))
    assert geodesic_area_km2(shapely.box(0, 60, 4, 61)) == pytest.approx(expected, rel=1e-6)


def test_the_direction_of_the_rings_does_not_matter_and_holes_are_taken_off() -> None:
    whole, hole = shapely.box(0, 0, 1, 1), shapely.box(0.2, 0.2, 0.4, 0.4)
    ring, inner = list(whole.exterior.coords), list(hole.exterior.coords)
    expected = geodesic_area_km2(whole) - geodesic_area_km2(hole)
    for shell in (ring, ring[::-1]):
        for gap in (inner, inner[::-1]):
            assert geodesic_area_km2(shapely.Polygon(shell, [gap])) == pytest.approx(expected, rel=1e-12)


def test_parts_add_up() -> None:
    one, two = shapely.box(0, 0, 1, 1), shapely.box(5, 40, 5.5, 41)
    expected = geodesic_area_km2(one) + geodesic_area_km2(two)
    assert geodesic_area_km2(shapely.MultiPolygon([one, two])) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("area", "problem"),
    [
        (0.99, "its area is 0.9900 km², under 1 km²"),
        (1.0, None),
        (50_000.0, None),
        (50_001.0, "its area is 50,001 km², over 50,000 km²"),
    ],
)
def test_the_bounds_of_the_size(area: float, problem: str | None) -> None:
    assert size_problem(area) == problem


def test_a_study_area_of_the_wrong_size_is_not_made() -> None:
    with pytest.raises(ValueError, match=r"^its area is 0\.0123 km², under 1 km²$"):
        study_area(shapely.box(0, 0, 0.001, 0.001), "a test")
