"""Each source over each city, pulled from an archive laid out as the real one, equals a plain warp of its cells.

Study areas are boxes of 12 km across the border between tiles that is nearest to the city, where there is one; sources
of 100 m and coarser, and one city of each of the others, are pulled over the whole study area.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry as Geometry

from aoi import registry
from aoi.city import City
from geo.sources import road
from geo.sources.access import TileAccess, UtmTiles
from geo.sources.archive import Place
from geo.sources.classes import load_classes
from geo.sources.declarations import declared_sources
from geo.sources.means import Means, Session
from geo.sources.network import Network, Patience
from geo.sources.road import Order, fill, pull
from geo.sources.tiles import tiles_of
from geo.stack import GriddedPopulation, Stack
from tests.geo.sources.archive import mirror, write_archive, write_stac_archive
from tests.geo.sources.archive_server import Archive, start_archive
from tests.geo.sources.plain import (
    people_inside,
    plain_classes,
    plain_land,
    plain_people,
    plain_unknown_people,
)
from tests.geo.sources.rustac_server import start_rustac

DECLARED = declared_sources()
CITIES = {city.id: city for city in registry.cities() if not city.simulated}
LAND = ("esa-cci", "ghsl", "glad", "glc100", "io-lulc", "worldcover", "wsf", "wsf-2019")
PEOPLE = ("ghsl-pop", "worldpop", "worldpop-r2025a")
COARSE = ("esa-cci", "ghsl", "ghsl-smod", "glc100")
FINE = ("io-lulc", "worldcover", "wsf-2019")
SLOW = (*FINE, *PEOPLE)
"""Their whole study areas take long: at 10 m, and where people are summed."""
SMALLEST = "battambang"
"""The city whose whole study area every source is pulled over."""
BOX_KM = 12.0
PEOPLE_YEARS = (2015, 2020)
OWN = "the source's own projected grid"
ZONES = {
    "agadir": "EPSG:32629",
    "almaty": "EPSG:32643",
    "battambang": "EPSG:32648",
    "cebu": "EPSG:32651",
    "davao": "EPSG:32651",
    "havana": "EPSG:32617",
    "maseru": "EPSG:32735",
    "metro-manila": "EPSG:32651",
}
"""The cities on one UTM zone and band; Amman and San José lie on two zones, Quito on both sides of the equator."""
ACROSS = {
    "degrees 2": {"amman": 4, "cebu": 2, "quito": 2, "san-jose": 2},
    "degrees 3": {"amman": 2, "metro-manila": 2, "quito": 2, "san-jose": 2},
    "degrees 10": {"quito": 2, "san-jose": 2},
    "degrees 20": {"quito": 2},
    "ghsl": {"quito": 2},
    "utm": {"amman": 4, "quito": 2, "san-jose": 2},
    "country": {"maseru": 2},
}
"""Scheme → tiles that the study areas here need, where they are several."""
UNREACHABLE = Network(patience=Patience(connect_s=0.2, first_contact_attempts=1, first_contact_s=0.5))


@dataclass(frozen=True)
class Case:
    """A source over a city, and its own corner of the archive and of the cache."""

    source: str
    city: City
    area: Geometry
    archive: Archive
    folder: Path

    @property
    def years(self) -> tuple[int, ...]:
        return DECLARED[self.source].default_epochs[-2:]

    @property
    def host(self) -> str:
        return f"{self.archive.url}/{self.source}-{self.city.id}"

    @property
    def root(self) -> Path:
        return self.archive.root / f"{self.source}-{self.city.id}"

    def order(self, **changes: Any) -> Order:
        order = Order(self.source, self.area, self.years, population="none", countries=self.city.countries)
        return replace(order, **{"allow_incomparable": self.source == "worldcover", **changes})

    def means(self, *sources: str) -> Means:
        mirrors = {source: mirror(DECLARED[source], self.host) for source in sources or (self.source,)}
        return Means(self.folder, network=Network(mirrors=mirrors))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("parity")
    (folder / "files").mkdir()
    with start_archive(folder / "files", folder / "log.jsonl") as running:
        yield running


def study_area(source: str, city: City, *, whole: bool = False) -> Geometry:
    """Return a box at the nearest border between tiles, or at the centre; or the whole study area."""
    area = city.study_area.geometry
    if whole or source in COARSE or (city.id == SMALLEST and source not in SLOW):
        return area
    x, y = city.centre
    access = DECLARED[source].access
    assert isinstance(access, TileAccess)
    tiles = tiles_of(access, area, year=DECLARED[source].epochs[-1], countries=city.countries)
    squares = [tile.square for tile in tiles if tile.square is not None]
    borders = [one.boundary.intersection(other.boundary) for n, one in enumerate(squares) for other in squares[:n]]
    border = shapely.union_all(borders).intersection(area)
    if not border.is_empty:
        x, y = border.interpolate(border.project(shapely.Point(city.centre))).coords[0]
    up = BOX_KM / 2 / 111
    along = up / math.cos(math.radians(y))
    return shapely.box(x - along, y - up, x + along, y + up)


def tiles_needed(source: str, city: City) -> int:
    access = DECLARED[source].access
    if not isinstance(access, TileAccess):
        return 2 if city.id == "quito" else 1  # tiles of 45°
    scheme = f"{access.scheme.kind} {getattr(access.scheme, 'step', '')}".strip()
    return ACROSS[scheme].get(city.id, 1)


def pulled(case: Case, means: Means) -> Stack:
    """Pull; a source of one epoch shows no growth, so it is filled into the cache and loaded from there."""
    if len(case.years) > 1:
        return pull(case.order(), means)
    fill(case.order(), means)
    with Session(means) as session:
        stack = road._loaded(case.order(), session, least=1)
        assert session.requests == 0
    return stack


def check_grid(stack: Stack, case: Case) -> None:
    grid = stack.grid
    if case.source == "ghsl" or (case.source == "io-lulc" and case.city.id in ZONES):
        assert grid.reason.startswith(OWN)
        assert not grid.resampled
        assert grid.crs_name == ("ESRI:54009" if case.source == "ghsl" else ZONES[case.city.id])
        return
    utm = case.source == "io-lulc"
    why = "the rasters lie on different grids" if utm else "the source's grid is not projected in metres"
    assert grid.reason.startswith("Lambert azimuthal equal-area at ")
    assert grid.reason.endswith(f" m round the study area, because {why}")
    assert grid.resampled
    assert grid.crs.coordinate_operation.method_name == "Lambert Azimuthal Equal Area"


def check_land(stack: Stack, case: Case) -> None:
    declaration = DECLARED[case.source]
    assert stack.years == case.years
    for year in case.years:
        plain = plain_land(declaration, case.area, year, stack.grid)
        found, land = stack.built_up(year), stack.land(year)
        assert 0.05 < np.nanmean(found) < 0.95
        np.testing.assert_array_equal(np.isnan(found), np.isnan(plain.fraction))
        if stack.grid.resampled:
            np.testing.assert_allclose(found, plain.fraction, rtol=0, atol=1e-6)
        else:
            np.testing.assert_array_equal(found, plain.fraction.astype(np.float32))
        sure = np.isnan(plain.water) | (np.abs(plain.water - 0.5) > 1e-6)
        assert sure.mean() > 0.95
        np.testing.assert_array_equal(land[sure], ~(plain.water > 0.5)[sure])


def check_again(first: Stack, second: Stack) -> None:
    assert second.grid == first.grid
    np.testing.assert_array_equal(second.data["built_up"], first.data["built_up"])
    np.testing.assert_array_equal(second.data["land"], first.data["land"])
    assert second.sources == first.sources


def check_tiled(case: Case, means: Means) -> Stack:
    """Pull from a tile archive, compare, and pull again without a request."""
    declaration = DECLARED[case.source]
    access = declaration.access
    assert isinstance(access, TileAccess)
    paths = write_archive(case.root, declaration, case.area, case.years, case.city.countries)
    files_of = 1 if declaration.built_up and declaration.built_up.first_years else len(case.years)
    assert len(paths) == files_of * tiles_needed(case.source, case.city)
    if isinstance(access.scheme, UtmTiles):
        assert (case.city.id in ZONES) == (tiles_needed(case.source, case.city) == 1)
    stack = pulled(case, means)
    case.archive.inject()
    check_again(stack, pulled(case, means))
    filled = fill(case.order(), means)
    assert (filled.requests, filled.bytes_fetched) == (0, 0)
    assert case.archive.requests() == []
    check_grid(stack, case)
    check_land(stack, case)
    return stack


@pytest.mark.parametrize("city_id", CITIES)
@pytest.mark.parametrize("source", [source for source in LAND if source != "esa-cci"])
def test_built_up_land_is_the_plain_warp_of_the_archives_cells(
    archive: Archive, tmp_path: Path, source: str, city_id: str
) -> None:
    case = Case(source, CITIES[city_id], study_area(source, CITIES[city_id]), archive, tmp_path)
    stack = check_tiled(case, case.means())
    assert stack.incomparable == (((2020, 2021),) if source == "worldcover" else ())


@pytest.fixture
def own_archive(tmp_path: Path) -> Iterator[Archive]:
    """Serve one test: its life does not depend on the others'."""
    (tmp_path / "files").mkdir()
    with start_archive(tmp_path / "files", tmp_path / "log.jsonl") as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("source", FINE)
def test_ten_metres_over_a_whole_study_area(own_archive: Archive, tmp_path: Path, source: str) -> None:
    city = CITIES[SMALLEST]
    case = Case(source, city, study_area(source, city, whole=True), own_archive, tmp_path / "cache")
    stack = check_tiled(case, case.means())
    assert math.prod(stack.grid.shape) > 20_000_000


@pytest.mark.slow
def test_ten_metres_over_the_largest_city_across_two_tiles(own_archive: Archive, tmp_path: Path) -> None:
    """Epoch by epoch, so that the test needs half of the memory."""
    city = CITIES["metro-manila"]
    case = Case("worldcover", city, study_area("worldcover", city, whole=True), own_archive, tmp_path / "cache")
    assert len(write_archive(case.root, DECLARED["worldcover"], case.area, (2021,))) == 2
    order, means = case.order(epochs=(2021,)), case.means()
    fill(order, means)
    own_archive.inject()
    with Session(means) as session:
        stack = road._loaded(order, session, least=1)
    assert own_archive.requests() == []
    assert math.prod(stack.grid.shape) > 90_000_000
    check_grid(stack, case)
    plain = plain_land(DECLARED["worldcover"], case.area, 2021, stack.grid)
    found = stack.built_up(2021)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(plain.fraction))
    assert np.nanmax(np.abs(found - plain.fraction)) < 1e-6


@pytest.mark.parametrize("city_id", CITIES)
def test_esa_ccis_items_from_a_stac_server_are_the_plain_warp(archive: Archive, tmp_path: Path, city_id: str) -> None:
    """The second pull is without a server: what it needs lies in the cache."""
    city = CITIES[city_id]
    case = Case("esa-cci", city, study_area("esa-cci", city), archive, tmp_path / "cache")
    items = write_stac_archive(archive.root, DECLARED["esa-cci"], case.area, case.years, case.host)
    assert len(items) == len(case.years) * tiles_needed("esa-cci", city)
    with start_rustac(tmp_path, items) as server:
        means = Means(case.folder, network=Network(mirrors={"esa-cci": server}))
        stack = pull(case.order(), means)
    archive.inject()
    check_again(stack, pull(case.order(), replace(means, network=replace(UNREACHABLE, mirrors={"esa-cci": server}))))
    assert archive.requests() == []
    check_grid(stack, case)
    check_land(stack, case)


SIGNED = """
[source]
id = "signed"
title = "Signed"
version = "1"
licence = "CC0-1.0"
citation = "Me"
measures = "land cover"
epochs = [2010, 2020]

[access]
kind = "stac"
base = "{base}"
collection = "esa-cci-lc"
asset = "lccs_class"
sign = "{sign}/token/{{collection}}"

[built_up]
values = "classes"
nodata = 0
built_up_classes = {built_up_classes}
other_classes = {other_classes}
water_classes = {water_classes}

[raster]
crs = "EPSG:4326"
cell = 2.777777777777778e-3
dtypes = ["uint8"]
"""


def test_files_behind_a_token_service_are_read_with_signatures_that_expire(
    own_archive: Archive, tmp_path: Path
) -> None:
    """Each signature is good for five requests; the service gives another one each time."""
    city, declaration = CITIES["quito"], DECLARED["esa-cci"]
    case = Case("esa-cci", city, city.study_area.geometry, own_archive, tmp_path / "cache")
    items = write_stac_archive(own_archive.root, declaration, case.area, (2010, 2020), case.host)
    own_archive.inject(sig_uses=5)
    assert declaration.built_up is not None
    keys = ("built_up_classes", "other_classes", "water_classes")
    legend = {key: list(getattr(declaration.built_up, key)) for key in keys}
    toml = tmp_path / "signed.toml"
    with start_rustac(tmp_path, items) as server, start_archive(tmp_path, tmp_path / "sign.jsonl") as service:
        toml.write_text(SIGNED.format(base=server, sign=service.url, **legend), encoding="utf-8")
        stack = pull(Order(str(toml), case.area, population="none"), Means(case.folder))
        tokens = service.requests()
    assert {request["path"] for request in tokens} == {"/token/esa-cci-lc"}
    signatures = Counter(request["query"] for request in own_archive.requests() if request["status"] != 403)
    assert len(tokens) == len(signatures) > 1
    assert set(signatures.values()) <= {1, 2, 3, 4, 5}
    check_land(stack, case)
    assert "sig=" not in repr(stack.sources)
    kept = [path.read_bytes() for path in case.folder.rglob("*.json")]
    assert kept
    assert not any(b"sig=" in content for content in kept)


def check_people(case: Case, land: str = "ghsl", factor: int = 1) -> None:
    """Pull land with the people of the case, compare, and pull again without a request.

    GHSL's cells are those of its land. Others are shared out by a sum, which keeps people but at the grid's edge. Onto
    an azimuthal grid GDAL interpolates places along the rows that were read, so that 0.00001 of a person depends on how
    far these go; onto Mollweide a row of degrees stays straight.
    """
    city, declaration = case.city, DECLARED[case.source]
    wide = case.area.envelope.buffer(
        0.15 if case.city.id in {SMALLEST, "almaty"} else 0.08
    )  # a rectangle of Mollweide is a slanted one here
    write_archive(case.root, DECLARED[land], wide, PEOPLE_YEARS)
    paths = write_archive(case.root, declaration, wide, PEOPLE_YEARS, city.countries)
    assert len(paths) == 2 * tiles_needed(case.source, CITIES[city.id.removesuffix("-glad")])
    order = case.order(source=land, epochs=PEOPLE_YEARS, population=case.source)
    stack = pull(order, case.means(land, case.source))
    case.archive.inject()
    again = pull(order, case.means(land, case.source))
    assert case.archive.requests() == []
    check_again(stack, again)
    assert isinstance(stack.population, GriddedPopulation)
    assert isinstance(again.population, GriddedPopulation)
    assert stack.population.factor == again.population.factor == factor
    nested = case.source == "ghsl-pop" and land == "ghsl"
    for year in PEOPLE_YEARS:
        found = stack.population.persons[year]
        np.testing.assert_array_equal(again.population.persons[year], found)
        plain = plain_people(declaration, wide, year, stack.grid, factor)
        unknown = plain_unknown_people(declaration, wide, year, stack.grid, factor)
        np.testing.assert_array_equal(stack.population.unknown.get(year, np.zeros_like(unknown)), unknown)
        if nested:
            np.testing.assert_array_equal(found, plain)
        else:
            near = {"rtol": 1e-9, "atol": 1e-8} if land == "ghsl" else {"rtol": 0, "atol": 1e-4}
            np.testing.assert_allclose(found, plain, **near)
            assert found.sum() == pytest.approx(plain.sum(), rel=1e-8)
    inside = people_inside(declaration, wide, PEOPLE_YEARS[-1], stack.grid.coarsened(factor))
    assert stack.population.persons[PEOPLE_YEARS[-1]].sum() == pytest.approx(inside, rel=1e-12 if nested else 5e-4)


@pytest.mark.parametrize("city_id", CITIES)
@pytest.mark.parametrize("source", PEOPLE)
def test_people_are_the_plain_sum_of_the_archives_cells(
    archive: Archive, tmp_path: Path, source: str, city_id: str
) -> None:
    check_people(Case(source, CITIES[city_id], study_area(source, CITIES[city_id]), archive, tmp_path))


@pytest.mark.parametrize("source", PEOPLE)
def test_people_of_two_tiles_on_a_grid_that_is_finer(archive: Archive, tmp_path: Path, source: str) -> None:
    """GLAD's cells of 28 m over the equator: blocks of two, half of a cell of people."""
    city = replace(CITIES["quito"], id="quito-glad")
    check_people(Case(source, city, study_area("glad", CITIES["quito"]), archive, tmp_path), "glad", 2)


@pytest.mark.slow
@pytest.mark.parametrize("source", PEOPLE)
def test_people_of_a_whole_study_area(own_archive: Archive, tmp_path: Path, source: str) -> None:
    city = CITIES[SMALLEST]
    check_people(Case(source, city, study_area(source, city, whole=True), own_archive, tmp_path / "cache"))


@pytest.mark.parametrize("city_id", CITIES)
def test_the_settlement_model_is_a_window_of_the_archives_cells(archive: Archive, tmp_path: Path, city_id: str) -> None:
    city, declaration = CITIES[city_id], DECLARED["ghsl-smod"]
    case = Case("ghsl-smod", city, city.study_area.geometry, archive, tmp_path)
    paths = write_archive(case.root, declaration, case.area, case.years)
    assert len(paths) == 2 * tiles_needed("ghsl-smod", city)
    first = fill(case.order(), case.means())
    assert first.requests >= len(paths)
    archive.inject()
    second = fill(case.order(), case.means())
    assert (second.requests, second.bytes_fetched) == (0, 0)
    with Session(case.means()) as session:
        opened = session.opened(declaration, Place(case.area), case.years)
        grid, codes = load_classes(opened, case.area, cache=session.cache)
    assert archive.requests() == []
    assert grid == first.grid
    assert grid.reason.startswith(OWN)
    assert grid.crs_name == "ESRI:54009"
    assert list(codes) == list(case.years)
    for year, found in codes.items():
        np.testing.assert_array_equal(found, plain_classes(declaration, case.area, year, grid))
        assert set(np.unique(found)) == {*declaration.classes.legend}
