import numpy as np

from outputs.report.sampling import majority, picture_shape


def test_the_commonest_class_of_each_block_wins() -> None:
    codes = np.array(
        [
            [1, 1, 6, 6],
            [1, 6, 6, 7],
            [3, 6, 0, 0],
            [6, 6, 0, 5],
        ],
        dtype=np.uint8,
    )
    assert majority(codes, (2, 2), (1, 3, 5, 7, 6, 0)).tolist() == [[1, 6], [6, 0]]


def test_a_tie_goes_to_the_class_that_stands_first() -> None:
    codes = np.array([[1, 6], [6, 1]], dtype=np.uint8)
    assert majority(codes, (1, 1), (1, 6)).tolist() == [[1]]
    assert majority(codes, (1, 1), (6, 1)).tolist() == [[6]]


def test_no_class_is_invented() -> None:
    codes = np.random.default_rng(0).choice(np.array([1, 4, 7], dtype=np.uint8), size=(101, 83))
    assert set(np.unique(majority(codes, (17, 14), (1, 4, 7)))) <= {1, 4, 7}


def test_small_rasters_are_repeated_in_whole_cells() -> None:
    assert picture_shape((60, 80), (940, 1120)) == (840, 1120)
    codes = np.array([[1, 2]], dtype=np.uint8)
    assert majority(codes, (2, 4), (1, 2)).tolist() == [[1, 1, 2, 2]] * 2


def test_large_rasters_fill_the_box() -> None:
    assert picture_shape((2000, 2400), (940, 1120)) == (933, 1120)
    assert picture_shape((6000, 6000), (940, 1120)) == (940, 940)
