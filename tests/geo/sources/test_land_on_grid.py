from collections.abc import Callable

import numpy as np
import pyproj
import pytest
from affine import Affine

from geo.errors import RasterError
from geo.grid import Grid
from geo.land_cover import FULL, LandGroup
from geo.lattice import Lattice
from geo.sources.declaration import BuiltUpValues
from geo.sources.land_cover import LandCoverValues
from geo.sources.land_on_grid import land_cover_on_grid
from geo.sources.raster import Piece

MakeGrid = Callable[..., Grid]
UTM = pyproj.CRS("EPSG:32627")
WEST, NORTH = 500_000, 2_300_000
TREE, CROP, BUILT, WATER, CLOUD = 10, 40, 50, 80, 99
MEANING = BuiltUpValues(
    values="classes",
    built_up_classes=(BUILT,),
    other_classes=(TREE, CROP),
    water_classes=(WATER,),
    unknown_classes=(CLOUD,),
)
VALUES = LandCoverValues.model_validate(
    {
        "classes": [
            {"name": "Trees", "group": "tree_cover", "codes": [TREE]},
            {"name": "Crops", "group": "cropland", "codes": [CROP]},
            {"name": "Water", "group": "water", "codes": [WATER]},
        ],
    },
)


def piece(codes: list[list[int]], *, size: float, column: int = 0, dtype: type = np.uint8) -> Piece:
    """Cells of some size from the grid's corner, `column` of them to the right; 0 is nodata."""
    values = np.array(codes, dtype)
    affine = Affine(size, 0, WEST + column * size, 0, -size, NORTH)
    return Piece(values, values != 0, Lattice(UTM, affine, values.shape))


def on_grid(grid: Grid, *pieces: Piece) -> np.ndarray:
    named = [(f"{number}.tif", one) for number, one in enumerate(pieces)]
    return land_cover_on_grid(named, VALUES, MEANING, grid=grid)


def test_cells_that_are_the_grids_own_keep_their_class(make_grid: MakeGrid) -> None:
    codes = on_grid(make_grid((2, 3)), piece([[TREE, CROP, BUILT], [WATER, CLOUD, 0]], size=100))
    assert codes.tolist() == [
        [LandGroup.TREE_COVER, LandGroup.CROPLAND, LandGroup.NONE],
        [LandGroup.WATER, LandGroup.NONE, LandGroup.NONE],
    ]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_finer_cells_become_shares_of_what_is_known(dtype: type, make_grid: MakeGrid) -> None:
    """Four pixels a cell: a quarter each of trees and water, two of crops; then crops, built-up, cloud and nodata."""
    shares = on_grid(
        make_grid((1, 2)), piece([[TREE, CROP, CROP, BUILT], [CROP, WATER, CLOUD, 0]], size=50, dtype=dtype)
    )
    by_group = dict(zip(list(LandGroup)[1:8], (shares / FULL).reshape(7, 2).tolist(), strict=True))
    assert by_group[LandGroup.CROPLAND] == pytest.approx([0.5, 0.5], abs=0.004)
    assert by_group[LandGroup.TREE_COVER] == pytest.approx([0.25, 0], abs=0.004)
    assert by_group[LandGroup.WATER] == pytest.approx([0.25, 0], abs=0.004)
    assert by_group[LandGroup.OTHER] == [0, 0]


def test_coarser_cells_give_their_class_to_all_that_lies_in_them(make_grid: MakeGrid) -> None:
    shares = on_grid(make_grid((2, 4)), piece([[TREE, CROP]], size=200))
    assert (shares[LandGroup.TREE_COVER - 1] / FULL).tolist() == [[1, 1, 0, 0]] * 2
    assert (shares[LandGroup.CROPLAND - 1] / FULL).tolist() == [[0, 0, 1, 1]] * 2


def test_a_cell_of_which_nothing_is_known_has_no_share(make_grid: MakeGrid) -> None:
    assert not on_grid(make_grid((1, 1)), piece([[CLOUD, 0], [0, CLOUD]], size=50)).any()


def test_tiles_of_the_same_cells_meet_within_a_cell_of_the_grid(make_grid: MakeGrid) -> None:
    """The tiles' border lies in the middle of the only cell."""
    left, right = piece([[TREE], [TREE]], size=50), piece([[CROP], [CROP]], size=50, column=1)
    shares = on_grid(make_grid((1, 1)), left, right) / FULL
    assert shares[LandGroup.TREE_COVER - 1].tolist() == [[0.5]]
    assert shares[LandGroup.CROPLAND - 1].tolist() == [[0.5]]


def test_tiles_of_other_cells_fill_what_the_first_does_not_know(make_grid: MakeGrid) -> None:
    fine, coarse = piece([[TREE, TREE], [TREE, TREE]], size=50), piece([[CROP, CROP]], size=100)
    shares = on_grid(make_grid((1, 2)), fine, coarse) / FULL
    assert shares[LandGroup.TREE_COVER - 1].tolist() == [[1, 0]]
    assert shares[LandGroup.CROPLAND - 1].tolist() == [[0, 1]]


def test_a_code_outside_the_legend_is_refused_by_name(make_grid: MakeGrid) -> None:
    with pytest.raises(RasterError, match=r"0\.tif: expected the declared classes 10, 40, 50, 80, 99, saw 77"):
        on_grid(make_grid((1, 1)), piece([[77]], size=100))
