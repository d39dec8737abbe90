import numpy as np

from geo.sources.simulated.curves import smoothed, spline_through


def test_spline_passes_through_its_points() -> None:
    points = [(0, 0), (1, 2), (3, 1), (4, 4), (6, 0)]
    curve = spline_through(points, 10)
    assert curve[[0, 10, 20]].tolist() == [[1, 2], [3, 1], [4, 4]]


def test_spline_through_points_on_a_line_is_the_line() -> None:
    curve = spline_through([(n, 2 * n) for n in range(6)], 4)
    assert curve.tolist() == [[n / 4, n / 2] for n in range(4, 17)]


def test_smoothing_keeps_the_ends_and_cuts_the_corner() -> None:
    path = smoothed(np.array([[0.0, 0], [4, 0], [4, 4]]), 1)
    assert path.tolist() == [[0, 0], [1, 0], [3, 0], [4, 1], [4, 3], [4, 4]]
