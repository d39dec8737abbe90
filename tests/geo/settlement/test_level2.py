"""Level 2 on landscapes drawn by hand, a row of cells each, and on Belgium."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.settlement.cells import Cells
from geo.settlement.codes import Level1, Level2
from geo.settlement.degree_of_urbanisation import degree_of_urbanisation
from geo.settlement.level2 import second_level
from geo.settlement.parameters import LEVEL2_2021, LEVEL2_2024, R2022A, R2023A, Level2Parameters

MakeCells = Callable[..., Cells]


def row(
    make_cells: MakeCells, *people: float, parameters: Level2Parameters = LEVEL2_2024, land: float = 1.0
) -> list[int]:
    return second_level(degree_of_urbanisation(make_cells([people], land=land)), parameters).codes[0].tolist()


def test_each_kind_by_its_density_and_size(make_cells: MakeCells) -> None:
    assert row(make_cells, 50_000, 0) == [30, 11]
    assert row(make_cells, 5_000, 0) == [23, 11]
    assert row(make_cells, 1_400, 1_400, 0) == [22, 22, 11]
    assert row(make_cells, 800, 800, 800, 800, 800, 800, 800) == [21] * 7
    assert row(make_cells, 500, 0, 499) == [13, 11, 12]
    assert row(make_cells, 50, 49) == [12, 11]
    assert row(make_cells, 0, land=0.4) == [10]
    assert row(make_cells, float("nan")) == [0]


def test_semi_dense_before_july_2024_is_an_urban_cluster_that_keeps_away(make_cells: MakeCells) -> None:
    cluster = (1_400, 1_400, 1_400, 899)
    assert row(make_cells, *cluster, parameters=LEVEL2_2021) == [22] * 4
    assert row(make_cells, *cluster, parameters=LEVEL2_2024) == [22, 22, 22, 21]
    assert row(make_cells, 1_400, 1_400, parameters=LEVEL2_2021) == [13, 13]  # 2,800 people: no urban cluster then


def test_corners_joined_a_semi_dense_cluster_before_july_2024(make_cells: MakeCells) -> None:
    first = degree_of_urbanisation(make_cells([[1_400, 0], [0, 1_400], [1_400, 0], [0, 1_400]]))
    assert set(second_level(first, LEVEL2_2021).codes.ravel().tolist()) == {22, 11}
    assert set(second_level(first, LEVEL2_2024).codes.ravel().tolist()) == {21, 11}


@pytest.mark.parametrize("parameters", [LEVEL2_2021, LEVEL2_2024])
def test_two_kilometres_lie_between_a_semi_dense_cluster_and_a_dense_one(
    make_cells: MakeCells,
    parameters: Level2Parameters,
) -> None:
    # 3 km between the centres of cells (before) are 2 km between their edges (since).
    cluster = (1_400,) * 4
    assert row(make_cells, 6_000, 0, 0, *cluster, parameters=parameters) == [23, 11, 11, 22, 22, 22, 22]
    assert row(make_cells, 6_000, 0, *cluster, parameters=parameters) == [23, 11, 21, 21, 21, 21]
    nearer = replace(parameters, semi_dense_distance_km=parameters.semi_dense_distance_km - 1)
    assert row(make_cells, 6_000, 0, *cluster, parameters=nearer) == [23, 11, 22, 22, 22, 22]


def test_a_cluster_around_a_centre_is_suburban(make_cells: MakeCells) -> None:
    assert row(make_cells, 1_000, 60_000, 1_000, 400) == [21, 30, 21, 21]


def test_a_dense_cluster_is_made_of_what_a_centre_is_made_of(make_cells: MakeCells) -> None:
    factory = make_cells([[5_000, 0]], built_up=[[0, 0.3]])
    by_edition = {
        edition.edition: second_level(degree_of_urbanisation(factory, edition)).codes[0].tolist()
        for edition in (R2022A, R2023A)
    }
    assert by_edition == {"R2022A": [23, 11], "R2023A": [23, 23]}


def test_the_edition_is_stored_with_the_result(make_cells: MakeCells) -> None:
    first = degree_of_urbanisation(make_cells([[0]]))
    assert second_level(first).parameters.edition == "2024-07"
    assert second_level(first, LEVEL2_2021).parameters.edition == "2021"
    assert second_level(first, replace(LEVEL2_2024, dispersed_density=70)).parameters.edition == "adapted"


@pytest.mark.parametrize(
    ("parameters", "counts"),
    [
        # Cells of 10, 11, 12, 13, 21, 22, 23 and 30; fifty scattered ones were held to those in flexurba's own tests.
        (LEVEL2_2021, [2_578, 29_713, 20_955, 2_164, 6_466, 827, 1_509, 2_145]),
        (LEVEL2_2024, [2_578, 29_713, 20_955, 2_091, 6_791, 575, 1_509, 2_145]),
    ],
)
def test_belgium_in_both_editions(
    belgium: tuple[Cells, np.ndarray],
    parameters: Level2Parameters,
    counts: list[int],
) -> None:
    second = second_level(degree_of_urbanisation(belgium[0]), parameters)
    assert np.unique(second.codes, return_counts=True)[1].tolist() == counts


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from([R2022A, R2023A]))
def test_the_classes_of_2021_divide_those_of_level_1(make_cells: MakeCells, seed: int, edition: object) -> None:
    random = np.random.default_rng(seed)
    people = np.round(10 ** random.uniform(0, 4.2, (12, 12)))
    people[random.random(people.shape) < 0.2] = 0
    people[random.random(people.shape) < 0.03] = float("nan")
    first = degree_of_urbanisation(make_cells(people, land=random.choice([0.3, 1.0], people.shape)), edition)
    codes = second_level(first, LEVEL2_2021).codes
    parts = {
        Level1.UNKNOWN: (Level2.UNKNOWN,),
        Level1.WATER: (Level2.WATER,),
        Level1.RURAL: (Level2.MOSTLY_UNINHABITED, Level2.DISPERSED, Level2.VILLAGE),
        Level1.URBAN_CLUSTER: (Level2.SUBURBAN, Level2.SEMI_DENSE_CLUSTER, Level2.DENSE_CLUSTER),
        Level1.URBAN_CENTRE: (Level2.URBAN_CENTRE,),
    }
    for whole, kinds in parts.items():
        np.testing.assert_array_equal(first.codes == whole, np.isin(codes, kinds))
