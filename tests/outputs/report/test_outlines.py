import numpy as np
import pyproj
from shapely import MultiPolygon, box

from outputs.report.furniture import Frame
from outputs.report.outlines import HALO, Outline, painted

FRAME = Frame(pyproj.CRS.from_epsg(32631), 0, 0, 1000, 1000, (100, 100))
"""Ten metres a pixel."""
GREY = np.full((100, 100, 3), 128, dtype=np.uint8)
SQUARE = box(200, 300, 600, 700)


def lined(image: np.ndarray, colour: tuple[int, int, int] = (0, 0, 0)) -> np.ndarray:
    found: np.ndarray = (np.abs(image.astype(int) - colour) < 60).all(axis=2)
    return found


def test_a_line_runs_along_the_edge_of_a_polygon_with_a_halo() -> None:
    image = painted(GREY, [Outline(SQUARE, "#000000")], FRAME)
    assert lined(image)[50, 18:23].any()
    assert lined(image)[50, 57:62].any()
    assert not lined(image)[50, 25:55].any()
    assert lined(image, (255, 255, 255))[50].sum() >= 2
    assert HALO == "#ffffff"


def test_a_dashed_line_has_gaps_and_no_halo() -> None:
    full, dashed = (painted(GREY, [Outline(SQUARE, "#000000", dashed=dashed)], FRAME) for dashed in (False, True))
    assert 0 < lined(dashed).sum() < lined(full).sum()
    assert not lined(dashed, (255, 255, 255)).any()


def test_islands_too_small_to_see_and_gaps_that_a_line_would_fill_are_left_out() -> None:
    speck, slit = box(800, 800, 830, 830), MultiPolygon([box(200, 300, 395, 700), box(405, 300, 600, 700)])
    with_speck = painted(GREY, [Outline(MultiPolygon([SQUARE, speck]), "#000000")], FRAME)
    assert np.array_equal(with_speck, painted(GREY, [Outline(SQUARE, "#000000")], FRAME))
    assert not lined(painted(GREY, [Outline(slit, "#000000")], FRAME))[40:60, 38:42].any()


def test_a_polygon_beyond_the_map_is_not_closed_along_its_edge() -> None:
    image = painted(GREY, [Outline(box(-500, -500, 500, 1500), "#000000")], FRAME)
    assert lined(image)[50, 48:52].any()
    assert not lined(image)[2:98, :3].any()
