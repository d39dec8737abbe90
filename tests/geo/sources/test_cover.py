import re

import pystac
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import mapping

from geo.errors import SourceError
from geo.sources.cover import footprint, require_cover
from geo.sources.items import epoch_item

AREA = shapely.box(10, 20, 11, 21)


def tiles(*boxes: tuple[float, float, float, float]) -> list[pystac.Item]:
    return [epoch_item(f"tile-{n}", 2020, shapely.box(*bounds)) for n, bounds in enumerate(boxes)]


def test_tiles_that_meet_inside_the_area_cover_it() -> None:
    require_cover(tiles((9, 19, 10.5, 22), (10.5, 19, 12, 22)), AREA, source="s", epoch=2020)


def test_a_quarter_that_is_missing_is_told_with_its_box() -> None:
    with pytest.raises(SourceError) as error:
        require_cover(tiles((9, 19, 10.5, 22), (10.5, 19, 12, 20.5)), AREA, source="s", epoch=2020)
    assert str(error.value) == (
        "s 2020: expected items over the whole study area, saw none over 25.0% of it "
        "(longitude 10.500 to 11.000, latitude 20.500 to 21.000); take another epoch or source, or a smaller area"
    )


def test_no_items_leave_all_of_the_area_missing() -> None:
    with pytest.raises(SourceError, match=r"saw none over 100\.0% of it"):
        require_cover([], AREA, source="s", epoch=2020)


def test_a_gap_is_one_from_a_hundred_metres_on() -> None:
    require_cover(tiles((9, 19, 10.5, 22), (10.5009, 19, 12, 22)), AREA, source="s", epoch=2020)
    with pytest.raises(SourceError, match=r"saw none over 0\.2% of it \(longitude 10\.500 to 10\.502"):
        require_cover(tiles((9, 19, 10.5, 22), (10.502, 19, 12, 22)), AREA, source="s", epoch=2020)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), unique=True))
def test_sixteen_squares_cover_an_area_only_together(held: list[tuple[int, int]]) -> None:
    squares = tiles(*[(10 + x / 4, 20 + y / 4, 10.25 + x / 4, 20.25 + y / 4) for x, y in held])
    if len(held) == 16:
        require_cover(squares, AREA, source="s", epoch=2020)
        return
    with pytest.raises(SourceError) as error:
        require_cover(squares, AREA, source="s", epoch=2020)
    percent = float(re.search(r"none over ([\d.]+)% of it", str(error.value))[1])  # type: ignore[index]
    assert percent == pytest.approx(100 * (1 - len(held) / 16), abs=0.06)


@pytest.mark.parametrize(
    "geometry",
    [None, {}, {"type": "Point", "coordinates": [1, 2]}, {"type": "Square"}, {"type": "Polygon", "coordinates": 3}],
)
def test_an_item_that_says_not_what_it_covers_is_refused(geometry: object) -> None:
    item = tiles((0, 0, 1, 1))[0]
    item.geometry = geometry  # type: ignore[assignment]
    with pytest.raises(SourceError, match="item tile-0: expected a geometry that is a surface, saw none"):
        footprint(item)


def test_a_footprint_that_crosses_itself_is_mended() -> None:
    item = tiles((0, 0, 1, 1))[0]
    item.geometry = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    assert footprint(item).is_valid
    assert footprint(item).area == pytest.approx(0.5)
    assert mapping(footprint(item))["type"] == "MultiPolygon"
