import doctest

import numpy as np
import pytest

from geo.extent.circle_share import circle_counts
from geo.growth import openness as module
from geo.growth.openness import openness, saturation
from geo.reasons import Reason


def of(*rows: str, radius: float = 1.0) -> float | Reason:
    """# built-up, . open, ~ water; the circle of radius 1 holds a cell and its four neighbours."""
    cells = np.array([list(row) for row in rows])
    built, land = cells == "#", cells != "~"
    return openness(circle_counts(built, radius), circle_counts(land, radius), built)


def test_the_worked_example() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_lone_house_sees_four_open_cells_of_five() -> None:
    assert of("...", ".#.", "...") == pytest.approx(0.8)
    assert of("~..", "~#.", "~~.") == pytest.approx(2 / 3)  # water is no open land


def test_a_full_raster_is_closed_and_an_empty_one_has_no_openness() -> None:
    assert of("###", "###") == 0.0
    assert of("#") == 0.0
    assert of("...") is Reason.ZERO_BUILT_UP


def test_a_checkerboard_sees_open_land_at_every_side() -> None:
    assert of("#.#", ".#.", "#.#") == pytest.approx((4 * 2 / 3 + 4 / 5) / 5)


def test_an_extent_without_area_has_no_saturation() -> None:
    assert saturation(0.0, 0.0) is Reason.NO_URBAN_EXTENT
