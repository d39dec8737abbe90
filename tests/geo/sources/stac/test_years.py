from datetime import UTC, datetime
from typing import Any

import pystac
import pytest
import shapely
from shapely.geometry import mapping

from geo.errors import SourceError
from geo.sources.declaration import SourceDeclaration
from geo.sources.stac.years import by_year, year_of

SQUARE = shapely.box(0, 0, 1, 1)


def item(name: str = "one", *, date: datetime | None = None, assets: str = "map", **properties: Any) -> pystac.Item:
    made = pystac.Item(name, mapping(SQUARE), list(SQUARE.bounds), date, properties)
    for key in assets.split(" "):
        made.add_asset(key, pystac.Asset(f"https://files.example.test/{name}-{key}.tif"))
    return made


def between(start: str, end: str, date: datetime | None = None, **properties: Any) -> pystac.Item:
    return item(date=date, start_datetime=start, end_datetime=end, **properties)


@pytest.mark.parametrize(
    ("found", "year"),
    [
        (between("2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z"), 2023),  # Impact Observatory
        (between("2018-01-01T00:00:00Z", "2018-12-31T23:59:59Z"), 2018),  # ESA CCI
        (between("2019-10-01T00:00:00Z", "2020-10-01T00:00:00Z"), 2020),  # a hydrological year
        (between("2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z", datetime(2024, 1, 1, tzinfo=UTC)), 2023),
        (between("2013-01-01T00:00:00Z", "2017-12-31T00:00:00Z", datetime(2015, 1, 1, tzinfo=UTC)), 2015),
        (item(date=datetime(2015, 1, 1, tzinfo=UTC)), 2015),
        (item(date=datetime(2015, 12, 31, 23, 59, 59, tzinfo=UTC)), 2015),
        (between("2019-01-01T00:00:00Z", "2020-01-01T00:00:00Z", **{"umran:epoch": 2020}), 2020),
        (between("2015-01-01T00:00:00Z", "2019-12-31T00:00:00Z"), None),
    ],
)
def test_the_year_that_an_item_stands_for(found: pystac.Item, year: int | None) -> None:
    assert year_of(found) == year


def test_an_item_of_several_years_is_refused_by_name(declare: Any) -> None:
    with pytest.raises(SourceError, match=r"item one: expected a datetime, .*; give it the property umran:epoch"):
        by_year(declared(declare), [between("2015-01-01T00:00:00Z", "2019-12-31T00:00:00Z")], SQUARE, years=(2017,))


def declared(declare: Any, **access: Any) -> SourceDeclaration:
    made: SourceDeclaration = declare({"kind": "stac", "base": "https://api.example.test", "collection": "c", **access})
    return made


YEAR = datetime(2020, 1, 1, tzinfo=UTC)


def test_population_comes_with_the_land_where_it_is_declared(declare: Any) -> None:
    declaration = declared(declare, population_asset="people")
    found = by_year(declaration, [item(date=YEAR, assets="map people preview")], SQUARE, years=(2020,))
    assert list(found[2020][0].assets) == ["built_up", "population"]


def test_population_that_is_declared_but_nowhere_is_refused(declare: Any) -> None:
    with pytest.raises(SourceError, match="expected the asset people, saw no item with it"):
        by_year(declared(declare, population_asset="people"), [item(date=YEAR)], SQUARE, years=(2020,))


def test_population_of_a_part_of_an_epoch_is_refused(declare: Any) -> None:
    items = [item("a", date=YEAR, assets="map people"), item("b", date=YEAR)]
    with pytest.raises(
        SourceError, match="cover 2020: expected the asset people in all items or in none, saw none in b"
    ):
        by_year(declared(declare, population_asset="people"), items, SQUARE, years=(2020,))


def test_a_file_counts_once_and_items_come_in_the_order_of_their_ids(declare: Any) -> None:
    items = [item(name, date=YEAR) for name in ("b", "a", "b")]
    found = by_year(declared(declare), items, SQUARE, years=(2020,))
    assert [each.id for each in found[2020]] == ["a", "b"]


def test_an_item_that_only_touches_the_area_is_left_out(declare: Any) -> None:
    beside = item("beside", date=YEAR)
    beside.geometry = mapping(shapely.box(1, 0, 2, 1))
    found = by_year(declared(declare), [item(date=YEAR), beside], SQUARE, years=(2020,))
    assert [each.id for each in found[2020]] == ["one"]


def test_what_a_server_writes_stays_on_one_line(declare: Any) -> None:
    with pytest.raises(SourceError, match=r"^item a b: expected the asset map, saw c d; name the right one as asset$"):
        by_year(declared(declare), [item("a\nb", date=YEAR, assets="c\u2028d")], SQUARE, years=(2020,))
