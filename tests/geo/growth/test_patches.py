import numpy as np

from geo.growth.patches import label_patches


def test_patches_meet_at_corners_and_are_counted() -> None:
    mask = np.array([[1, 0, 0, 1], [0, 1, 0, 1]], bool)
    labels, cells = label_patches(mask)
    assert labels.tolist() == [[1, 0, 0, 2], [0, 1, 0, 2]]
    assert cells.tolist() == [2, 2]


def test_an_empty_mask_has_no_patch() -> None:
    labels, cells = label_patches(np.zeros((2, 3), bool))
    assert not labels.any()
    assert cells.tolist() == []
