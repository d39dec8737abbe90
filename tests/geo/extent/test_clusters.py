import math

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage
from shapely import Point, box

from geo.extent.clusters import city_group, find_clusters, join_clusters, label_clusters, outlines

UNIT = Affine(100, 0, 0, 0, -100, 0)
FACTOR = 0.06659


def mask(*rows: str) -> np.ndarray:
    return np.array([[cell == "#" for cell in row] for row in rows])


def test_diagonal_neighbours_are_one_cluster_and_the_largest_is_number_one() -> None:
    labels, cells = label_clusters(mask("#....", ".....", "..#..", "...##"))
    assert labels.tolist() == [[2, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 1]]
    assert cells.tolist() == [3, 1]


def test_clusters_of_one_size_keep_the_reading_order() -> None:
    labels, _ = label_clusters(mask("#.#.#"))
    assert labels.tolist() == [[1, 0, 2, 0, 3]]


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32))
def test_clusters_are_those_of_scipy(seed: int) -> None:
    urbanized = np.random.default_rng(seed).random((25, 35)) < 0.4
    labels, cells = label_clusters(urbanized)
    _, count = ndimage.label(urbanized, np.ones((3, 3)))
    assert len(cells) == count
    assert cells.tolist() == sorted(cells, reverse=True)
    assert cells.tolist() == np.bincount(labels.ravel())[1:].tolist()


def test_outlines_follow_the_cells_edges_with_holes() -> None:
    labels, _ = label_clusters(mask("###", "#.#", "###"))
    (ring,) = outlines(labels, UNIT)
    assert ring.equals(box(0, -300, 300, 0) - box(100, -200, 200, -100))


def test_outlines_of_a_diagonal_cluster_are_valid() -> None:
    labels, _ = label_clusters(mask("#.", ".#"))
    (pair,) = outlines(labels, UNIT)
    assert pair.is_valid
    assert pair.area == 20_000


def test_the_buffer_of_a_disc_is_a_quarter_of_its_area() -> None:
    area = 7e6
    radius = math.sqrt(area / math.pi)
    width = FACTOR * math.sqrt(area)
    assert math.pi * ((radius + width) ** 2 - radius**2) == pytest.approx(area / 4, rel=1e-4)


def squares(*places: tuple[float, float]) -> list[shapely.Polygon]:
    """Return squares of a given side (m) from a given x on, all on one line."""
    return [box(x, 0, x + side, side) for x, side in places]


def groups(*places: tuple[float, float]) -> list[int]:
    polygons = squares(*places)
    areas = np.array([polygon.area for polygon in polygons]) / 1e6
    return join_clusters(polygons, areas, FACTOR).tolist()


def test_two_clusters_join_when_their_buffers_meet() -> None:
    # Two squares of 1,000 m: buffers of 66.59 m each, so gaps up to 133.18 m close.
    assert groups((0, 1_000), (1_133.0, 1_000)) == [1, 1]
    assert groups((0, 1_000), (1_133.5, 1_000)) == [1, 2]


def test_a_joined_cluster_reaches_farther_than_its_parts() -> None:
    # The third lies 150 m off the second: 66.59 + 66.59 m do not reach; of the two joined (94.17 m) they do.
    assert groups((0, 1_000), (1_100, 1_000)) == [1, 1]
    assert groups((1_100, 1_000), (2_250, 1_000)) == [1, 2]
    assert groups((0, 1_000), (1_100, 1_000), (2_250, 1_000)) == [1, 1, 1]
    # And a fourth at 190 m, which only the buffer of all three reaches (115.3 + 66.6 = 181.9 m): no; at 180 m: yes.
    assert groups((0, 1_000), (1_100, 1_000), (2_250, 1_000), (3_440, 1_000)) == [1, 1, 1, 4]
    assert groups((0, 1_000), (1_100, 1_000), (2_250, 1_000), (3_430, 1_000)) == [1, 1, 1, 1]


def test_a_small_cluster_is_reached_by_a_large_ones_buffer() -> None:
    assert groups((0, 10_000), (10_660, 100)) == [1, 1]
    assert groups((0, 10_000), (10_680, 100)) == [1, 2]


def test_groups_carry_the_number_of_their_largest_member() -> None:
    assert groups((50_000, 3_000), (0, 2_000), (53_100, 1_000), (2_100, 500)) == [1, 2, 1, 2]


def test_no_clusters_join_to_nothing() -> None:
    found = find_clusters(np.zeros((3, 3), bool), UNIT, FACTOR)
    assert found.areas_km2.size == 0
    assert city_group(found, Point(0, 0), 1e9) == (None, math.inf)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32), st.integers(1, 14))
def test_joining_is_what_it_says_at_its_end(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    centres, sides = random.uniform(0, 12_000, (count, 2)), random.uniform(100, 2_000, count)
    polygons = [box(x, y, x + s, y + s) for (x, y), s in zip(centres, sides, strict=True)]
    polygons.sort(key=lambda polygon: -polygon.area)
    areas = np.array([polygon.area for polygon in polygons]) / 1e6
    joined = join_clusters(polygons, areas, FACTOR)
    width = {g: FACTOR * math.sqrt(areas[joined == g].sum() * 1e6) for g in set(joined.tolist())}
    for one in range(count):
        assert joined[one] <= one + 1
        for other in range(one):
            if joined[one] != joined[other]:
                gap = polygons[one].distance(polygons[other])
                assert gap > width[int(joined[one])] + width[int(joined[other])]


def test_the_city_is_the_group_at_the_centre_even_if_another_is_larger() -> None:
    clusters = find_clusters(mask("#......###", "..........", ".......###"), UNIT, FACTOR)
    group, distance = city_group(clusters, Point(50, -50), 5_000)
    assert (clusters.members(group or 0).tolist(), distance) == ([3], 0.0)
    assert clusters.mask(group or 0).sum() == 1


def test_off_the_centre_the_nearest_within_reach_is_the_city() -> None:
    clusters = find_clusters(mask("#......###"), UNIT, FACTOR)
    assert city_group(clusters, Point(250, -50), 5_000) == (2, 150.0)
    assert city_group(clusters, Point(-9_900, -50), 5_000) == (None, 9_900.0)
