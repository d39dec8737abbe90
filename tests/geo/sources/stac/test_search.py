import json
import socket
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import pytest
import shapely

from geo.errors import RefusedError, SourceError, UnreachableError
from geo.sources.declaration import SourceDeclaration
from geo.sources.http.client import Client
from geo.sources.stac import search
from geo.sources.stac.search import search_items

Declare = Callable[..., SourceDeclaration]
ServeItems = Callable[[list[dict[str, Any]]], str]
AREA = shapely.box(0.2, 0.2, 1.8, 0.8)
"""Lies on two tiles of a degree: column 0 and column 1."""


def annual(column: int, year: int, **changes: Any) -> dict[str, Any]:
    """Return a tile of a degree whose year ends where the next one begins."""
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": f"tile-{column}-{year}",
        "collection": "cover",
        "geometry": shapely.geometry.mapping(shapely.box(column, 0, column + 1, 1)),
        "bbox": [column, 0, column + 1, 1],
        "properties": {
            "datetime": None,
            "start_datetime": f"{year}-01-01T00:00:00Z",
            "end_datetime": f"{year + 1}-01-01T00:00:00Z",
        },
        "links": [],
        "assets": {"map": {"href": f"https://files.example.test/{column}-{year}.tif", "type": "image/tiff"}},
    } | changes


def at(declare: Declare, server: str, way: str, **access: Any) -> SourceDeclaration:
    return declare({"kind": "stac", "base": f"{server}/{way}", "collection": "cover", **access})


def requests_to(server: str, way: str) -> list[dict[str, Any]]:
    with urlopen(f"{server}/log", timeout=10) as answer:  # noqa: S310 - loopback
        return [seen for seen in json.load(answer) if seen["path"].startswith(f"/{way}/search")]


def test_a_real_api_gives_each_year_its_tiles_over_several_pages(
    declare: Declare, stac_api: ServeItems, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAGE_ITEMS", 2)
    items = [annual(column, year) for year in (2021, 2022, 2023) for column in range(4)]
    base = stac_api([*items, annual(0, 2023, id="other", collection="elsewhere")])
    declaration = declare({"kind": "stac", "base": base, "collection": "cover"})
    found = search_items(declaration, AREA, years=(2023, 2022), client=client)
    assert {year: [item.id for item in tiles] for year, tiles in found.items()} == {
        2022: ["tile-0-2022", "tile-1-2022"],
        2023: ["tile-0-2023", "tile-1-2023"],
    }
    item = found[2023][1]
    assert item.properties["umran:epoch"] == 2023
    assert {key: asset.href for key, asset in item.assets.items()} == {
        "built_up": "https://files.example.test/1-2023.tif"
    }
    assert shapely.geometry.shape(item.geometry).bounds == (1, 0, 2, 1)


def test_a_real_api_without_years_gives_all_that_it_has_here(
    declare: Declare, stac_api: ServeItems, client: Client
) -> None:
    base = stac_api([annual(column, year) for year in (2021, 2023) for column in range(4)])
    declaration = declare({"kind": "stac", "base": base, "collection": "cover"})
    assert list(search_items(declaration, AREA, years=(), client=client)) == [2021, 2023]


def test_a_gap_between_the_items_is_told_with_its_place(declare: Declare, stac_api: ServeItems, client: Client) -> None:
    base = stac_api([annual(0, 2022), annual(1, 2022), annual(1, 2023)])
    declaration = declare({"kind": "stac", "base": base, "collection": "cover"})
    with pytest.raises(SourceError) as error:
        search_items(declaration, AREA, years=(2022, 2023), client=client)
    assert str(error.value) == (
        "cover 2023: expected items over the whole study area, saw none over 50.0% of it "
        "(longitude 0.200 to 1.000, latitude 0.200 to 0.800); take another epoch or source, or a smaller area"
    )


def test_a_year_without_items_is_told_with_the_years_that_are_there(
    declare: Declare, stac_api: ServeItems, client: Client
) -> None:
    base = stac_api([annual(0, 2022), annual(1, 2022), annual(5, 2023)])
    declaration = declare({"kind": "stac", "base": base, "collection": "cover"})
    with pytest.raises(
        SourceError, match="expected items of 2023 over the study area, saw items of 2022; choose other"
    ):
        search_items(declaration, AREA, years=(2022, 2023), client=client)


def test_a_collection_that_the_api_has_not_gives_no_items(
    declare: Declare, stac_api: ServeItems, client: Client
) -> None:
    base = stac_api([annual(0, 2022)])
    declaration = declare({"kind": "stac", "base": base, "collection": "covr"})
    with pytest.raises(SourceError, match="expected items of 2022 over the study area, saw items of none"):
        search_items(declaration, AREA, years=(2022,), client=client)


@pytest.mark.parametrize("way", ["relative", "empty-first", "merged"])
def test_every_page_is_followed_and_an_item_counts_once(
    declare: Declare, odd_server: str, client: Client, way: str
) -> None:
    found = search_items(at(declare, odd_server, way), AREA, years=(2020,), client=client)
    assert [item.id for item in found[2020]] == ["tile-0-2020", "tile-1-2020"]


def test_a_next_page_by_post_is_asked_for_with_what_was_asked_before(
    declare: Declare, odd_server: str, client: Client
) -> None:
    search_items(at(declare, odd_server, "merged"), AREA, years=(2020,), client=client)
    first, second = (seen["body"] for seen in requests_to(odd_server, "merged")[-2:])
    assert second == first | {"at": 1}
    assert first["collections"] == ["cover"]
    assert first["datetime"] == "2020-01-01T00:00:00Z/2020-12-31T23:59:59Z"
    assert shapely.geometry.shape(first["intersects"]).equals(AREA)


@pytest.mark.parametrize(
    ("way", "message"),
    [
        ("circle", "/circle/search: its pages go round in a circle"),
        ("circle-by-post", "/circle-by-post/search: its pages go round in a circle"),
        ("endless", "/endless/search: it has more than 100 pages"),
        ("says-three", "/says-three/search: expected 3 items, saw 2; a result with gaps is not used"),
        ("says-three-as-context", "expected 3 items, saw 2"),
        ("full", "/full/search: expected a next page after 250 items, saw none"),
        ("no-items", "expected STAC items, saw one that is none"),
        ("not-a-page", "/not-a-page/search: expected a page of items, saw JSON of another kind"),
        ("html", "/html/search: an HTML page with status 200"),
        ("list", "/list/search: expected JSON, saw something else; is it the right address?"),
        ("next-on-disk", "/etc/hostname: expected a web address (http or https), saw another"),
        (
            "static",
            'expected a STAC API with a search link, saw none; for a static catalogue, declare kind = "catalogue"',
        ),
    ],
)
def test_an_api_that_misbehaves_is_refused_in_one_line(
    declare: Declare, odd_server: str, client: Client, way: str, message: str
) -> None:
    with pytest.raises(RefusedError) as error:
        search_items(at(declare, odd_server, way), AREA, years=(2020,), client=client)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    assert len(requests_to(odd_server, way)) <= 101


@pytest.mark.parametrize(
    ("way", "message"),
    [
        ("stops-early", r"cover 2020: .* saw none over 50\.0% of it \(longitude 1\.000 to 1\.800"),
        ("another-collection", r"saw none over 50\.0% of it \(longitude 1\.000 to 1\.800"),
        ("no-geometry", "item tile-1-2020: expected a geometry that is a surface, saw none"),
        ("no-asset", "item tile-1-2020: expected the asset map, saw data, preview; name the right one as asset"),
        ("on-disk", "item tile-1-2020: expected map at a web address .http or https., saw /etc/hostname"),
        ("with-a-password", "item tile-1-2020: expected map at an address without a user, saw one; credentials are"),
        ("in-a-bucket", r"item tile-1-2020: expected map at a web address .*, saw s3://bucket/1\.tif$"),
    ],
)
def test_items_that_do_not_serve_are_refused_by_name(
    declare: Declare, odd_server: str, client: Client, way: str, message: str
) -> None:
    with pytest.raises(SourceError, match=message) as error:
        search_items(at(declare, odd_server, way), AREA, years=(2020,), client=client)
    assert "secret" not in str(error.value)


def test_what_a_refusal_says_in_its_body_is_not_repeated(declare: Declare, odd_server: str, client: Client) -> None:
    with pytest.raises(RefusedError) as error:
        search_items(at(declare, odd_server, "forbidden"), AREA, years=(2020,), client=client)
    assert error.value.status == 403
    assert "secret" not in str(error.value)


def test_an_api_that_is_not_there_is_told_by_its_host(declare: Declare, client: Client) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(UnreachableError, match=f"^{host} cannot be reached"):
            search_items(at(declare, f"http://{host}", "v1"), AREA, years=(2020,), client=client)


def test_a_mirror_is_asked_instead_of_the_declared_api_on_every_page(
    declare: Declare, odd_server: str, client: Client
) -> None:
    declared = declare({"kind": "stac", "base": "https://api.example.test/v1", "collection": "cover"})
    found = search_items(declared, AREA, years=(2020,), client=client, base=f"{odd_server}/links-elsewhere")
    assert len(found[2020]) == 2


def test_a_source_of_population_gives_its_asset_the_key_of_population(
    declare: Declare, stac_api: ServeItems, client: Client
) -> None:
    base = stac_api([annual(0, 2022), annual(1, 2022)])
    declaration = declare({"kind": "stac", "base": base, "collection": "cover"}, built_up=None, population={})
    found = search_items(declaration, AREA, years=(2022,), client=client)
    assert [list(item.assets) for item in found[2022]] == [["population"], ["population"]]


def test_pystac_client_makes_no_session_of_its_own(
    declare: Declare, odd_server: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pystac_client.stac_api_io.Session", None)
    assert search_items(at(declare, odd_server, "relative"), AREA, years=(2020,), client=client)
