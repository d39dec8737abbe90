"""Which files of an archive a place needs: found, checked, remembered; and what is said of those that are not there."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pystac
import pytest
import shapely
from shapely.geometry import mapping

from geo.errors import GeoError, OfflineError, RasterError, SourceError
from geo.sources.archive import Place
from geo.sources.declaration import SourceDeclaration
from geo.sources.items import EPOCH, OpenedSource
from geo.sources.load import Wishes, load
from geo.sources.means import Means, Session
from geo.sources.network import Network, Patience
from geo.stack import Stack
from tests.geo.sources.archive_server import Archive, start_archive

WriteRaster = Callable[..., Path]
WriteTile = Callable[..., None]
AREA = shapely.box(10.3, 0.2, 11.2, 0.8)
"""On two tiles of one degree, 0_10 and 0_11; most of it on the first."""
YEARS = (2000, 2010)
QUICK = Patience(connect_s=0.3, attempts=2, first_contact_attempts=1, first_contact_s=0.5, backoff_s=0.01)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "files").mkdir()
    with start_archive(folder / "files", folder / "log.jsonl") as archive:
        yield archive


@pytest.fixture
def archive(running: Archive, tmp_path: Path) -> Archive:
    """Return the running archive with a folder of the test's own."""
    running.inject()
    return replace(
        running, root=running.root / tmp_path.name, url=f"{running.url}/{tmp_path.name}", _seen=running._seen
    )


def declared(archive: Archive, **access: Any) -> SourceDeclaration:
    scheme = {"kind": "degrees", "step": 1, "corner": "south_west"}
    tiles = {"kind": "tiles", "base": archive.url, "path": "{year}/{tile}.tif", "absent_means": "open sea"}
    return SourceDeclaration.model_validate(
        {
            "id": "cover",
            "title": "Cover",
            "version": "1",
            "licence": "CC0-1.0",
            "citation": "Me",
            "measures": "land cover",
            "epochs": YEARS,
            "built_up": {"values": "classes", "built_up_classes": [50], "other_classes": [10]},
            "raster": {"crs": "EPSG:4326", "cell": 0.01, "dtypes": ["uint8"]},
            "access": {**tiles, "scheme": scheme, **access},
        }
    )


@pytest.fixture
def write_tile(archive: Archive, write_raster: WriteRaster) -> WriteTile:
    def write(tile: str, years: tuple[int, ...] = YEARS, path: str = "{year}/{tile}.tif", **raster: Any) -> None:
        south, west = map(int, tile.split("_"))
        options = {"size": 0.01, "corner": (west, south + 1), "crs": "EPSG:4326", **raster}
        values = options.pop("values", np.full((100, 100), 50, np.uint8))
        for year in years:
            write_raster(archive.root / path.format(year=year, tile=tile), values, **options)

    return write


def opened(declaration: SourceDeclaration, folder: Path, area: shapely.Geometry = AREA, **network: Any) -> OpenedSource:
    with Session(Means(folder, network=Network(patience=QUICK, **network))) as session:
        return session.opened(declaration, Place(area), YEARS)


def loaded(declaration: SourceDeclaration, folder: Path, *, resolution_m: float | None = None, **network: Any) -> Stack:
    with Session(Means(folder, network=Network(patience=QUICK, **network))) as session:
        source = session.opened(declaration, Place(AREA), YEARS)
        return load(source, AREA, wishes=Wishes(resolution_m), cache=session.cache)


def paths(archive: Archive) -> list[tuple[str, int]]:
    return [(request["path"].split("/", 2)[2], request["status"]) for request in archive.requests()]


def test_a_tile_that_is_not_there_is_unknown_not_zero(archive: Archive, write_tile: WriteTile, tmp_path: Path) -> None:
    write_tile("0_10")
    stack = loaded(declared(archive), tmp_path)
    found = stack.built_up(2010)
    middle = found.shape[0] // 2
    border = ~stack.grid.affine @ stack.grid.project_point(11, 0.5).coords[0]
    column = int(border[0])
    assert (found[middle, 2 : column - 1] == 1).all()
    assert np.isnan(found[middle, column + 1 :]).all()
    assert found.shape[1] - column > 10
    assert stack.land(2010)[middle, column + 1 :].all()


def test_a_source_all_of_whose_tiles_are_absent_is_told_in_one_line(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match=r"^cover: expected a file of 2000 .* saw none of cover-2000-0_10, cover"
    ) as told:
        opened(declared(archive), tmp_path)
    assert "no tile there (open sea), or the mirror lacks it" in str(told.value)
    assert "\n" not in str(told.value)


def test_one_epoch_without_any_tile_stops_all(archive: Archive, write_tile: WriteTile, tmp_path: Path) -> None:
    write_tile("0_10", years=(2000,))
    with pytest.raises(SourceError, match="expected a file of 2010 over the study area"):
        opened(declared(archive), tmp_path)


def test_an_epoch_that_lacks_a_tile_of_another_stops_all_and_is_not_remembered(
    archive: Archive, write_tile: WriteTile, tmp_path: Path
) -> None:
    """Where there was land in one year there is no open sea in the other: the mirror lacks the tile."""
    write_tile("0_10")
    write_tile("0_11", years=(2000,))
    with pytest.raises(
        SourceError, match=r"expected of 2010 the tiles that other epochs have, saw no 0_11; see whether"
    ):
        opened(declared(archive), tmp_path)
    write_tile("0_11", years=(2010,))
    assert len(opened(declared(archive), tmp_path).items[2010]) == 2


def test_tiles_that_no_epoch_has_are_named(archive: Archive, write_tile: WriteTile, tmp_path: Path) -> None:
    write_tile("0_10")
    stack = loaded(declared(archive), tmp_path)
    (caveat,) = [caveat.text for caveat in stack.caveats if caveat.code == "absent_tiles"]
    assert "no file of 0_11, which is taken for open sea" in caveat


def test_two_archives_that_call_themselves_alike_share_nothing(
    archive: Archive, write_tile: WriteTile, tmp_path: Path
) -> None:
    for tile in ("0_10", "0_11"):
        write_tile(tile, path="a/{year}/{tile}.tif")
        write_tile(tile, path="b/{year}/{tile}.tif", values=np.full((100, 100), 10, np.uint8))
    areas = [
        float(loaded(declared(archive, base=f"{archive.url}/{folder}"), tmp_path).built_up(2000).mean())
        for folder in ("a", "b")
    ]
    assert areas == [1, 0]


def test_a_wrong_tile_is_not_held_against_a_mended_mirror(
    archive: Archive, write_tile: WriteTile, tmp_path: Path
) -> None:
    write_tile("0_10")
    write_tile("0_11", crs="EPSG:32618")
    with pytest.raises(RasterError, match="expected EPSG:4326"):
        opened(declared(archive), tmp_path)
    write_tile("0_11")
    assert len(opened(declared(archive), tmp_path).items[2000]) == 2


def test_an_interrupt_does_not_wait_for_an_answer_that_drips(
    archive: Archive, write_tile: WriteTile, tmp_path: Path
) -> None:
    write_tile("0_10")
    write_tile("0_11")
    archive.inject(always="drip", drip_s=0.05)
    patient = replace(QUICK, request_s=60.0, silence_s=20.0, first_contact_s=60.0)
    began = time.monotonic()
    with Session(Means(tmp_path, network=Network(patience=patient))) as session:
        threading.Timer(0.5, session.client.close).start()
        with pytest.raises(GeoError):
            session.opened(declared(archive), Place(AREA), YEARS)
    assert time.monotonic() - began < 10


def test_a_tile_that_must_be_there_is_missed_by_name(archive: Archive, write_tile: WriteTile, tmp_path: Path) -> None:
    write_tile("0_10")
    with pytest.raises(SourceError, match=r"^cover: expected a file 0_11, saw none \(.*0_11.tif: no such file \(404\)"):
        opened(declared(archive, absent_means=None), tmp_path)


def test_several_addresses_are_tried_in_their_order(archive: Archive, write_tile: WriteTile, tmp_path: Path) -> None:
    write_tile("0_10", path="{year}/{tile}.tif")
    write_tile("0_10", path="flat/{year}-{tile}.tif")
    write_tile("0_11", path="flat/{year}-{tile}.tif")
    declaration = declared(archive, also=["old/{year}-{tile}.tif", "flat/{year}-{tile}.tif"])
    found = opened(declaration, tmp_path)
    assert [item.assets["built_up"].href.removeprefix(archive.url) for item in found.items[2000]] == [
        "/2000/0_10.tif",
        "/flat/2000-0_11.tif",
    ]
    asked = paths(archive)
    missed = [path for path, status in asked if status == 404]
    assert missed == ["2000/0_11.tif", "old/2000-0_11.tif", "2010/0_11.tif", "old/2010-0_11.tif"]
    assert not any(path.startswith("flat/") and "0_10" in path for path, _ in asked)


@pytest.mark.parametrize("status", [403, 404])
def test_what_says_absent_is_declared(archive: Archive, write_tile: WriteTile, tmp_path: Path, status: int) -> None:
    write_tile("0_10")
    write_tile("0_11")
    archive.inject(always=str(status), path="0_11")
    assert len(opened(declared(archive, absent_statuses=[403, 404]), tmp_path).items[2000]) == 1


def test_no_access_is_no_absence(archive: Archive, write_tile: WriteTile, tmp_path: Path) -> None:
    write_tile("0_10")
    archive.inject(always="403", path="0_11")
    with pytest.raises(SourceError, match=r"0_11\.tif: .*403"):
        opened(declared(archive), tmp_path)


@pytest.mark.parametrize(
    ("raster", "message"),
    [
        ({"corner": (10, 3)}, "expected a tile over 10, 0, 11, 1, saw one over 10, 2, 11, 3"),
        ({"crs": "EPSG:4258"}, "expected EPSG:4326, saw ETRS89"),
        (
            {"values": np.full((90, 100), 50, np.uint8)},
            "expected a tile over 10, 0, 11, 1, saw one over 10, 0.1, 11, 1",
        ),
        ({"values": np.full((50, 50), 50, np.uint8), "size": 0.02}, "expected cells of 0.01, saw 0.02 × 0.02"),
        ({"values": np.full((100, 100), 50, np.int16)}, "expected uint8, saw int16"),
        ({"values": np.full((2, 100, 100), 50, np.uint8)}, "expected one band, saw 2 bands"),
    ],
    ids=["place", "crs", "size", "cell", "dtype", "bands"],
)
def test_a_raster_that_is_not_what_was_declared_is_refused_by_name(
    archive: Archive, write_tile: WriteTile, tmp_path: Path, raster: dict[str, Any], message: str
) -> None:
    write_tile("0_10", **raster)
    with pytest.raises(RasterError) as refused:
        opened(declared(archive), tmp_path)
    assert str(refused.value).startswith(f"0_10.tif: {message}; ")
    assert not list((tmp_path / "rasters").rglob("entry.json"))


def test_a_code_outside_the_legend_is_refused_and_not_kept(
    archive: Archive, write_tile: WriteTile, tmp_path: Path
) -> None:
    write_tile("0_10", values=np.full((100, 100), 51, np.uint8))
    with pytest.raises(RasterError, match=r"^0_10.tif: expected the declared classes 10, 50, saw 51 \("):
        loaded(declared(archive), tmp_path)
    kept = [json.loads(path.read_text())["facts"]["title"] for path in (tmp_path / "rasters").rglob("entry.json")]
    assert sorted(kept) == ["files of 2000", "files of 2010"]


@pytest.mark.parametrize("fault", ["html", "html-unnamed"])
def test_a_page_in_place_of_a_raster_is_refused(
    archive: Archive, write_tile: WriteTile, tmp_path: Path, fault: str
) -> None:
    write_tile("0_10")
    archive.inject(always=fault)
    with pytest.raises(SourceError, match=r"2000/0_1[01]\.tif: .*HTML") as refused:
        opened(declared(archive), tmp_path)
    assert "\n" not in str(refused.value)


def test_what_was_found_is_read_at_the_mirror_of_today(archive: Archive, write_tile: WriteTile, tmp_path: Path) -> None:
    """The second run is on another grid, so it reads; where the tiles are it knows."""
    for base in ("one", "two"):
        write_tile("0_10", path=f"{base}/{{year}}/{{tile}}.tif")
    declaration = declared(archive)
    first = loaded(declaration, tmp_path, mirrors={"cover": f"{archive.url}/one"})
    archive.inject()
    second = loaded(declaration, tmp_path, resolution_m=2000, mirrors={"cover": f"{archive.url}/two"})
    asked = {path for path, _ in paths(archive)}
    assert asked == {"two/2000/0_10.tif", "two/2010/0_10.tif"}
    assert np.nanmean(second.built_up(2010)) == np.nanmean(first.built_up(2010)) == 1


def test_a_second_run_needs_no_server(archive: Archive, write_tile: WriteTile, tmp_path: Path) -> None:
    write_tile("0_10", values=np.random.default_rng(1).choice(np.array([10, 50], np.uint8), (100, 100)))
    declaration = declared(archive)
    first = loaded(declaration, tmp_path)
    dead = {"mirrors": {"cover": "http://127.0.0.1:9/gone"}}
    archive.inject()
    second = loaded(declaration, tmp_path, **dead)
    assert archive.requests() == []
    np.testing.assert_array_equal(second.data["built_up"], first.data["built_up"])
    assert second.sources == first.sources
    with pytest.raises(OfflineError):
        opened(declaration, tmp_path, shapely.box(10.4, 0.2, 11.2, 0.8), **dead)


def test_headers_are_asked_for_once_a_place(archive: Archive, write_tile: WriteTile, tmp_path: Path) -> None:
    write_tile("0_10")
    declaration = declared(archive)
    first = opened(declaration, tmp_path)
    archive.inject()
    second = opened(declaration, tmp_path)
    assert archive.requests() == []
    texts = [[json.dumps(item.to_dict(), sort_keys=True) for item in found.items[2000]] for found in (first, second)]
    assert texts[0] == texts[1]
    opened(declaration.model_copy(update={"version": "2"}), tmp_path)
    assert archive.requests()


def test_an_items_file_must_cover_what_the_item_says(
    archive: Archive, write_raster: WriteRaster, tmp_path: Path
) -> None:
    """A catalogue on disk says that its tile reaches to 12° east; its file ends at 11°."""
    file = write_raster(
        tmp_path / "stac" / "map.tif", np.full((100, 100), 50, np.uint8), size=0.01, corner=(10, 1), crs="EPSG:4326"
    )
    catalogue = pystac.Catalog("cover", "Cover")
    claimed = shapely.box(10, 0, 12, 1)
    for year in YEARS:
        when = datetime(year, 7, 1, tzinfo=UTC)
        item = pystac.Item(str(year), mapping(claimed), list(claimed.bounds), when, {EPOCH: year})
        item.add_asset("map", pystac.Asset(str(file)))
        catalogue.add_item(item)
    catalogue.normalize_and_save(str(tmp_path / "stac"), pystac.CatalogType.ABSOLUTE_PUBLISHED)
    access = {"kind": "catalogue", "href": str(tmp_path / "stac" / "catalog.json"), "asset": "map"}
    declaration = declared(archive).model_copy(update={"access": None})
    declaration = SourceDeclaration.model_validate(declaration.model_dump() | {"access": access})
    with pytest.raises(
        SourceError, match=r"cover 2000: expected items over the whole study area, .* over 22\.2% of it"
    ):
        opened(declaration, tmp_path)
    assert len(opened(declaration, tmp_path, shapely.box(10.3, 0.2, 10.8, 0.8)).items[2000]) == 1
    assert not (tmp_path / "rasters").exists()  # a user's files may change under their names
