"""Level 1 on landscapes drawn by hand, on Belgium, and on random ones against scipy's labels."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from geo.errors import GridError
from geo.settlement.cells import Cells
from geo.settlement.codes import Level1
from geo.settlement.degree_of_urbanisation import degree_of_urbanisation
from geo.settlement.parameters import R2022A, R2023A, Level1Parameters

MakeCells = Callable[..., Cells]
UNSMOOTHED = Level1Parameters(majority="none", max_gap_km2=0, built_up_share=None)
UNKNOWN, RURAL, CLUSTER, CENTRE, WATER = Level1
NAN = float("nan")


def codes(cells: Cells, parameters: Level1Parameters = UNSMOOTHED) -> list[list[Level1]]:
    return [[Level1(code) for code in row] for row in degree_of_urbanisation(cells, parameters).codes]


def random_cells(make_cells: MakeCells, seed: int, shape: tuple[int, int] = (12, 15)) -> Cells:
    random = np.random.default_rng(seed)
    people = np.round(10 ** random.uniform(1, 4.4, shape))
    people[random.random(shape) < 0.2] = 0
    people[random.random(shape) < 0.05] = NAN
    land = np.where(random.random(shape) < 0.3, np.round(random.random(shape), 1), 1.0)
    return make_cells(people, built_up=np.round(random.random(shape) * land, 2) / 2, land=land)


def test_fifty_thousand_side_by_side_are_an_urban_centre(make_cells: MakeCells) -> None:
    assert codes(make_cells([[25_000, 25_000, 0]])) == [[CENTRE, CENTRE, RURAL]]
    assert codes(make_cells([[25_000, 24_999, 0]])) == [[CLUSTER, CLUSTER, RURAL]]


def test_corners_join_a_cluster_but_not_a_centre(make_cells: MakeCells) -> None:
    assert codes(make_cells([[26_000, 0], [0, 26_000]])) == [[CLUSTER, RURAL], [RURAL, CLUSTER]]
    assert codes(make_cells([[2_500, 0], [0, 2_500]])) == [[CLUSTER, RURAL], [RURAL, CLUSTER]]
    four = replace(UNSMOOTHED, cluster_neighbours=4)
    assert codes(make_cells([[2_500, 0], [0, 2_500]]), four) == [[RURAL, RURAL], [RURAL, RURAL]]
    eight = replace(UNSMOOTHED, centre_neighbours=8)
    assert codes(make_cells([[26_000, 0], [0, 26_000]]), eight) == [[CENTRE, RURAL], [RURAL, CENTRE]]


def test_too_thin_a_density_breaks_a_cluster(make_cells: MakeCells) -> None:
    assert codes(make_cells([[4_000, 300, 4_000]])) == [[CLUSTER, CLUSTER, CLUSTER]]
    assert codes(make_cells([[4_000, 299, 4_000]])) == [[RURAL, RURAL, RURAL]]


def test_density_is_counted_on_land(make_cells: MakeCells) -> None:
    # 200 people on a tenth of land are 2,000 per km².
    people = [[50_000, 200]]
    assert codes(make_cells(people, land=[[1, 0.1]])) == [[CENTRE, CENTRE]]
    assert codes(make_cells(people, land=[[1, 1]])) == [[CENTRE, RURAL]]


def test_built_up_land_is_dense_whoever_lives_there(make_cells: MakeCells) -> None:
    people, land = [[50_000, 0, 0]], [[1, 0.4, 1]]
    port = make_cells(people, built_up=[[0, 0.2, 0.49]], land=land)
    for share, expected in ((0.5, [CENTRE, CENTRE, RURAL]), (0.2, [CENTRE] * 3), (None, [CENTRE, RURAL, RURAL])):
        parameters = replace(UNSMOOTHED, built_up_share=share)
        # Without people the port's second cell is no water: something is built there.
        assert codes(port, parameters) == [expected]


def test_water_is_where_nobody_lives_nothing_is_built_and_land_is_scarce(make_cells: MakeCells) -> None:
    people, built, land = [[0, 0, 1, 0]], [[0, 0, 0, 0.1]], [[0.4, 0.5, 0.4, 0.4]]
    assert codes(make_cells(people, built_up=built, land=land)) == [[WATER, RURAL, RURAL, RURAL]]


def test_what_is_unknown_is_not_classed_except_where_there_is_no_land(make_cells: MakeCells) -> None:
    cells = make_cells([[NAN, NAN, 60_000, 60_000]], built_up=[[0, NAN, NAN, 0]], land=[[0.3, 0, 1, NAN]])
    assert codes(cells, R2022A) == [[UNKNOWN, WATER, CENTRE, UNKNOWN]]
    built_up_only = make_cells([[60_000, NAN]], built_up=[[0, 1]])
    assert codes(built_up_only, R2022A) == [[CENTRE, UNKNOWN]]


def test_an_unknown_gap_stays_open_and_an_unknown_cell_joins_no_centre(make_cells: MakeCells) -> None:
    people = np.full((3, 3), 10_000.0)
    people[1, 1] = 0
    assert codes(make_cells(people), R2022A)[1][1] == CENTRE
    people[1, 1] = NAN
    assert codes(make_cells(people), R2022A)[1][1] == UNKNOWN


def test_smoothing_and_filling_go_on_until_nothing_changes(make_cells: MakeCells) -> None:
    # The notch o has 5 neighbours in the centre; with it closed, the hole is a gap, and is filled.
    drawing = ("#####", "##.##", "##..o", "#####", "#####")
    people = [[3_000 if cell == "#" else 0 for cell in row] for row in drawing]
    open_notch = replace(R2022A, majority="none")
    assert codes(make_cells(people), open_notch)[2][2:] == [RURAL, RURAL, RURAL]
    assert codes(make_cells(people), R2022A) == [[CENTRE] * 5] * 5
    assert codes(make_cells(people), replace(R2022A, max_gap_km2=1))[2] == [CENTRE] * 5


def test_settlements_are_numbered_by_their_people(make_cells: MakeCells) -> None:
    people = [[60_000, 0, 80_000, 0, 70_000], [0, 0, 0, 0, 0], [5_000, 0, 0, 0, 9_000]]
    result = degree_of_urbanisation(make_cells(people), UNSMOOTHED)
    assert result.centres[0].tolist() == [3, 0, 1, 0, 2]
    assert result.clusters[2].tolist() == [5, 0, 0, 0, 4]


def test_a_cluster_holds_the_centres_in_it_and_what_smoothing_gave_them(make_cells: MakeCells) -> None:
    people = np.full((3, 4), 7_000.0)
    people[1, 1], people[2, 3] = 0, 400
    result = degree_of_urbanisation(make_cells(people), R2022A)
    assert result.codes[1, 1] == CENTRE
    assert result.codes[2, 3] == CLUSTER
    assert (result.clusters == 1).all()


def test_the_edition_is_stored_with_the_result(make_cells: MakeCells) -> None:
    cells = make_cells([[0]])
    assert degree_of_urbanisation(cells).parameters.edition == "R2023A"
    assert degree_of_urbanisation(cells, R2022A).parameters.edition == "R2022A"
    assert degree_of_urbanisation(cells, replace(R2023A, centre_people=1)).parameters.edition == "adapted"


def test_every_cell_of_belgium_has_the_published_class(belgium: tuple[Cells, np.ndarray]) -> None:
    cells, expected = belgium
    result = degree_of_urbanisation(cells, R2022A)
    assert not result.unknown.any()
    package = np.where(result.codes == WATER, 0, result.codes)  # its number of water
    np.testing.assert_array_equal(package[5:-5, 5:-5], expected)
    assert int(result.centres.max()) == 31


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_unsmoothed_centres_and_clusters_are_those_of_scipys_labels(make_cells: MakeCells, seed: int) -> None:
    cells = random_cells(make_cells, seed)
    result = degree_of_urbanisation(cells, replace(UNSMOOTHED, centre_people=20_000))
    with np.errstate(divide="ignore", invalid="ignore"):
        density = cells.population / cells.land
    people = np.nan_to_num(cells.population)
    expected = []
    for least, size, structure in ((1_500, 20_000, None), (300, 5_000, np.ones((3, 3)))):
        labels, count = ndimage.label(density >= least, structure)
        enough = ndimage.sum_labels(people, labels, np.arange(count + 1)) >= size
        expected.append((labels > 0) & enough[labels])
    np.testing.assert_array_equal(result.centres > 0, expected[0])
    np.testing.assert_array_equal(result.clusters > 0, expected[0] | expected[1])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(0, 3), st.booleans(), st.sampled_from([R2022A, R2023A]))
def test_classes_turn_and_flip_with_the_landscape(
    make_cells: MakeCells,
    seed: int,
    turns: int,
    flip: bool,  # noqa: FBT001 - hypothesis draws it
    edition: Level1Parameters,
) -> None:
    parameters = replace(edition, centre_people=20_000)
    cells = random_cells(make_cells, seed)

    def turned(array: np.ndarray) -> np.ndarray:
        return np.rot90(array[::-1] if flip else array, turns)

    moved = make_cells(turned(cells.population), built_up=turned(cells.built_up), land=turned(cells.land))
    expected = turned(degree_of_urbanisation(cells, parameters).codes)
    np.testing.assert_array_equal(degree_of_urbanisation(moved, parameters).codes, expected)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_more_people_never_make_a_cell_less_urban(make_cells: MakeCells, seed: int) -> None:
    # Without smoothing: with more people a cell that one centre took in can be another's, and no more a neighbour.
    cells = random_cells(make_cells, seed)
    more = cells.population + np.random.default_rng(seed + 1).integers(0, 900, cells.population.shape)
    before, after = (
        degree_of_urbanisation(replace(cells, population=people), replace(UNSMOOTHED, centre_people=20_000)).codes
        for people in (cells.population, more)
    )
    assert (after[before == CENTRE] == CENTRE).all()
    assert np.isin(after[before == CLUSTER], (CLUSTER, CENTRE)).all()


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from([R2022A, R2023A]))
def test_each_cell_has_one_class_and_each_class_its_density(
    make_cells: MakeCells,
    seed: int,
    edition: Level1Parameters,
) -> None:
    cells = random_cells(make_cells, seed)
    plain = replace(edition, centre_people=20_000, majority="none", max_gap_km2=0)
    result = degree_of_urbanisation(cells, replace(edition, centre_people=20_000))
    unsmoothed = degree_of_urbanisation(cells, plain)
    assert np.isin(result.codes, list(Level1)).all()
    np.testing.assert_array_equal(result.codes == CENTRE, result.centres > 0)
    np.testing.assert_array_equal(np.isin(result.codes, (CLUSTER, CENTRE)), result.clusters > 0)
    assert (result.centres[unsmoothed.centres > 0] > 0).all()
    dense, cluster = unsmoothed.codes == CENTRE, result.codes == CLUSTER
    enough = (cells.population >= 1_500 * cells.land) | (cells.built_up >= plain.built_up_share * cells.land - 1e-9)
    assert enough[dense].all()
    assert (cells.population[cluster] >= 300 * cells.land[cluster]).all()


@pytest.mark.parametrize("edition", [R2022A, R2023A])
def test_degenerate_landscapes_have_classes_too(make_cells: MakeCells, edition: Level1Parameters) -> None:
    assert codes(make_cells([[0]]), edition) == [[RURAL]]
    assert codes(make_cells([[0]], land=0), edition) == [[WATER]]
    assert codes(make_cells([[60_000]]), edition) == [[CENTRE]]
    assert codes(make_cells([[NAN] * 3]), edition) == [[UNKNOWN] * 3]
    assert codes(make_cells([[60_000], [0], [6_000]]), edition) == [[CENTRE], [RURAL], [CLUSTER]]
    assert codes(make_cells(np.full((4, 4), 9_000.0)), edition) == [[CENTRE] * 4] * 4
    board = np.indices((6, 6)).sum(axis=0) % 2 * 40_000.0
    unsmoothed = replace(edition, majority="none")
    assert set(np.unique(degree_of_urbanisation(make_cells(board), unsmoothed).codes)) == {RURAL, CLUSTER}


def test_cells_must_be_square_kilometres_and_fit(make_cells: MakeCells) -> None:
    cells = make_cells([[1.0, 2.0]])
    with pytest.raises(GridError, match="expected land"):
        replace(cells, land=np.ones((2, 2)))
    with pytest.raises(GridError, match="cells of 1 km"):
        replace(cells, geobox=cells.geobox.zoom_out(2).crop((1, 2)))
    with pytest.raises(GridError, match="at least one"):
        make_cells(np.zeros((0, 3)))
