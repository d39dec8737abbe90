import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pystac
import pytest
import rasterio
import shapely
from shapely.geometry import mapping

from geo.errors import RefusedError, SourceError
from geo.sources.declaration import SourceDeclaration
from geo.sources.http.client import Client, Reply
from geo.sources.network import Network
from geo.sources.stac import catalogue
from geo.sources.stac.catalogue import open_static

Declare = Callable[..., SourceDeclaration]
AREA = shapely.box(0.2, 0.2, 1.8, 0.8)
"""Lies on two tiles of a degree."""


class Counting(Client):
    """Notes the path of each document that it is asked for."""

    def __init__(self) -> None:
        super().__init__(Network())
        self.paths: list[str] = []

    def request(self, method: str, url: str, **more: Any) -> Reply:
        self.paths.append(url.partition("://")[2].partition("/")[2])
        return super().request(method, url, **more)


def tile(column: int, year: int, name: str = "") -> pystac.Item:
    outline = shapely.box(column, 0, column + 1, 1)
    bounds = list(outline.bounds)
    item = pystac.Item(name or f"tile-{column}", mapping(outline), bounds, datetime(year, 7, 1, tzinfo=UTC), {})
    item.add_asset("map", pystac.Asset("map.tif", media_type=pystac.MediaType.GEOTIFF))
    return item


def collection(name: str, items: list[pystac.Item]) -> pystac.Collection:
    extent = pystac.Extent(pystac.SpatialExtent([[0, 0, 1, 1]]), pystac.TemporalExtent([[None, None]]))
    made = pystac.Collection(name, f"Cover {name}", extent)
    made.add_items(items)
    made.update_extent_from_items()
    return made


@pytest.fixture
def written(tmp_path: Path, write_raster: Callable[..., Path]) -> Path:
    """Write a catalogue: cover/2000, cover/2010, far/2000, people; each tile's raster holds column + 10."""
    root = pystac.Catalog("agency", "The agency's catalogue")
    cover = pystac.Catalog("cover", "Land cover")
    cover.add_children([collection(str(year), [tile(column, year) for column in (0, 1)]) for year in (2000, 2010)])
    cover.add_child(collection("far", [tile(60, 2000)]))
    people = collection("people", [tile(0, 2000, "people-0"), tile(1, 2000, "people-1")])
    root.add_children([cover, people])
    root.normalize_and_save(str(tmp_path / "stac"), pystac.CatalogType.SELF_CONTAINED)
    for file in (tmp_path / "stac").rglob("tile-*.json"):
        column = int(file.stem.partition("-")[2])
        values = np.full((10, 10), 10 + column, np.uint8)
        write_raster(file.parent / "map.tif", values, size=0.1, corner=(column, 1), crs="EPSG:4326")
    return tmp_path / "stac" / "catalog.json"


def declared(declare: Declare, href: object, **access: Any) -> SourceDeclaration:
    return declare({"kind": "catalogue", "href": str(href), **access})


def values_of(items: tuple[pystac.Item, ...]) -> list[int]:
    values = []
    for item in items:
        with rasterio.open(item.assets["built_up"].href) as dataset:
            values.append(int(dataset.read(1)[0, 0]))
    return values


def test_a_catalogue_on_disk_gives_each_year_its_tiles(declare: Declare, written: Path, client: Client) -> None:
    found = open_static(declared(declare, written, id="cover"), AREA, years=(2000, 2010), client=client)
    assert {year: [item.id for item in items] for year, items in found.items()} == {
        2000: ["tile-0", "tile-1"],
        2010: ["tile-0", "tile-1"],
    }
    assert values_of(found[2010]) == [10, 11]
    assert found[2010][0].assets["built_up"].href == str(written.parent / "cover" / "2010" / "tile-0" / "map.tif")
    assert found[2010][0].properties["umran:epoch"] == 2010


def test_the_same_over_http_from_nginx(
    declare: Declare, written: Path, nginx: Callable[[Path], str], client: Client
) -> None:
    address = nginx(written.parent)
    found = open_static(declared(declare, f"{address}/catalog.json", id="cover"), AREA, years=(2010,), client=client)
    hrefs = [item.assets["built_up"].href for item in found[2010]]
    assert hrefs == [f"{address}/cover/2010/tile-{column}/map.tif" for column in (0, 1)]
    assert values_of(found[2010]) == [10, 11]


def test_only_what_may_hold_the_place_and_the_year_is_asked_for(
    declare: Declare, written: Path, nginx: Callable[[Path], str]
) -> None:
    declaration = declared(declare, f"{nginx(written.parent)}/cover/catalog.json")
    with Counting() as counting:
        open_static(declaration, AREA, years=(2010,), client=counting)
    assert sorted(counting.paths) == [
        "cover/2000/collection.json",
        "cover/2010/collection.json",
        "cover/2010/tile-0/tile-0.json",
        "cover/2010/tile-1/tile-1.json",
        "cover/catalog.json",
        "cover/far/collection.json",
    ]


def test_a_mirror_is_asked_instead_of_the_declared_address(
    declare: Declare, written: Path, nginx: Callable[[Path], str], client: Client
) -> None:
    published = "https://stac.example.test/v1"
    for file in written.parent.rglob("*.json"):
        text = file.read_text(encoding="utf-8")
        folder = file.parent.relative_to(written.parent).as_posix()
        text = text.replace('"./', f'"{published}/{folder}/').replace('"map.tif', f'"{published}/{folder}/map.tif')
        file.write_text(text, encoding="utf-8")
    address = nginx(written.parent)
    declaration = declared(declare, f"{published}/catalog.json", id="2010")
    found = open_static(declaration, AREA, years=(2010,), client=client, base=address)
    assert values_of(found[2010]) == [10, 11]


def test_without_years_all_that_is_there_is_taken(declare: Declare, written: Path, client: Client) -> None:
    found = open_static(declared(declare, written, id="cover"), AREA, years=(), client=client)
    assert list(found) == [2000, 2010]


def test_several_collections_are_not_taken_for_one(declare: Declare, written: Path, client: Client) -> None:
    with pytest.raises(SourceError, match="cover: expected one collection, saw 2000, people; name one as id, or the"):
        open_static(declared(declare, written), AREA, years=(2000,), client=client)


def test_a_collection_that_is_not_there_is_told_with_those_that_are(
    declare: Declare, written: Path, client: Client
) -> None:
    with pytest.raises(SourceError, match=r"agency: expected a collection covr, saw agency, cover, people, 2000, 2010"):
        open_static(declared(declare, written, id="covr"), AREA, years=(2000,), client=client)


def test_a_gap_is_told_as_in_a_search(declare: Declare, written: Path, client: Client) -> None:
    with pytest.raises(SourceError, match=r"cover 2000: .* saw none over 23\.1% of it \(longitude 2\.000 to 2\.300"):
        open_static(declared(declare, written, id="cover"), shapely.box(1, 0, 2.3, 1), years=(2000,), client=client)


def test_a_circle_of_links_ends_by_itself(declare: Declare, written: Path, client: Client) -> None:
    file = written.parent / "cover" / "2000" / "collection.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["links"] += [{"rel": "child", "href": "../catalog.json"}, {"rel": "child", "href": "./collection.json"}]
    file.write_text(json.dumps(content), encoding="utf-8")
    found = open_static(declared(declare, written, id="cover"), AREA, years=(2000,), client=client)
    assert len(found[2000]) == 2


def test_a_catalogue_too_large_to_walk_is_refused(
    declare: Declare, written: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "MAX_DOCUMENTS", 5)
    with pytest.raises(SourceError, match="it has more than 5 documents; name a collection of it as id"):
        open_static(declared(declare, written, id="cover"), AREA, years=(2000, 2010), client=client)


def test_an_extent_without_an_end_is_not_believed(declare: Declare, written: Path, client: Client) -> None:
    file = written.parent / "cover" / "2000" / "collection.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["extent"]["temporal"]["interval"] = [["2024-01-01T00:00:00Z", None]]
    content["extent"]["spatial"]["bbox"] = [[0, 0, 0, 2, 1, 90]]
    file.write_text(json.dumps(content), encoding="utf-8")
    assert len(open_static(declared(declare, written, id="cover"), AREA, years=(2000,), client=client)[2000]) == 2


def test_a_link_from_the_web_to_this_machine_is_refused(
    declare: Declare, written: Path, nginx: Callable[[Path], str], client: Client
) -> None:
    content = json.loads(written.read_text(encoding="utf-8"))
    content["links"].append({"rel": "child", "href": "file:///etc/hostname"})
    written.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(RefusedError, match="expected links to web addresses, saw another"):
        open_static(declared(declare, f"{nginx(written.parent)}/catalog.json"), AREA, years=(2000,), client=client)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "expected a STAC document, saw FileNotFoundError; check the path"),
        ("<html>", r"^catalog\.json: expected a STAC document, saw no JSON object"),
        ('{"type": "Topology"}', r"^catalog\.json: expected a STAC catalogue, collection or item, saw something else"),
        ('{"type": "Collection", "id": "x"}', "expected a STAC catalogue, collection or item, saw something else"),
        (
            '{"type": "Catalog", "stac_version": "1.0.0", "id": "x", "description": "x", "links": []}',
            "cover: expected items of 2000 over the study area, saw items of none",
        ),
    ],
)
def test_what_is_no_catalogue_is_refused_in_one_line(
    declare: Declare, tmp_path: Path, client: Client, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / "catalog.json").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message) as error:
        open_static(declared(declare, tmp_path / "catalog.json"), AREA, years=(2000,), client=client)
    assert "\n" not in str(error.value)


def test_a_missing_item_is_told_by_its_path(declare: Declare, written: Path, client: Client) -> None:
    shutil.rmtree(written.parent / "cover" / "2000" / "tile-1")
    with pytest.raises(
        SourceError, match=r"cover/2000/tile-1/tile-1\.json: expected a STAC document, saw FileNotFound"
    ):
        open_static(declared(declare, written, id="cover"), AREA, years=(2000,), client=client)
