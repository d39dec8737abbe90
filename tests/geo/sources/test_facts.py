"""A raster that arrives and is not what was declared is refused by name."""

from dataclasses import replace

import pyproj
import pytest
from affine import Affine

from geo.errors import RasterError
from geo.lattice import Lattice
from geo.sources.declaration import RasterFacts
from geo.sources.facts import check_facts, placed
from geo.sources.raster import Raster

DEGREES = pyproj.CRS("EPSG:4326")
CELL = 0.00025
RASTER = Raster(
    "https://archive/40N_080W.tif",
    Lattice(DEGREES, Affine(CELL, 0, -80, 0, -CELL, 40), (40_000, 40_000)),
    "uint8",
    None,
)
FACTS = RasterFacts(crs="EPSG:4326", cell=CELL, dtypes=("uint8",))
SQUARE = (-80.0, 30.0, -70.0, 40.0)


def moved(raster: Raster, affine: Affine, shape: tuple[int, int] = (40_000, 40_000)) -> Raster:
    return replace(raster, lattice=Lattice(raster.lattice.crs, affine, shape))


def test_what_was_declared_passes() -> None:
    check_facts(RASTER, FACTS)
    check_facts(RASTER, RasterFacts())
    assert placed(RASTER, SQUARE).square == SQUARE
    assert placed(RASTER, None) is RASTER


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (RasterFacts(crs="ESRI:54009"), "40N_080W.tif: expected ESRI:54009, saw WGS 84"),
        (RasterFacts(cell=0.0003), "expected cells of 0.0003, saw 0.00025 × 0.00025"),
        (RasterFacts(dtypes=("uint16", "float32")), "expected uint16 or float32, saw uint8"),
    ],
)
def test_another_crs_cell_or_type_is_refused(facts: RasterFacts, told: str) -> None:
    with pytest.raises(RasterError) as refused:
        check_facts(RASTER, facts)
    assert told in str(refused.value)
    assert "check the mirror" in str(refused.value)


@pytest.mark.parametrize(
    "other",
    [
        moved(RASTER, Affine(CELL, 0, -70, 0, -CELL, 40)),
        moved(RASTER, Affine(CELL, 0, -80, 0, -CELL, 40), (20_000, 40_000)),
        moved(RASTER, Affine(CELL, 0, -80, 0, -CELL, 40), (40_000, 44_000)),
    ],
    ids=["elsewhere", "smaller", "larger"],
)
def test_a_tile_of_another_place_or_size_is_refused(other: Raster) -> None:
    with pytest.raises(RasterError, match=r"expected a tile over -80, 30, -70, 40, saw one over"):
        placed(other, SQUARE)


def test_a_tile_may_reach_beyond_its_square_by_the_declared_overlap() -> None:
    wide = moved(RASTER, Affine(CELL, 0, -80.1, 0, -CELL, 40.1), (40_800, 40_800))
    assert placed(wide, SQUARE, 0.1).square == SQUARE
    with pytest.raises(RasterError):
        placed(wide, SQUARE)
