"""The archives that tests are served from: laid out as the real ones, and the same cells wherever two tiles meet."""

import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely

from geo.sources.access import DegreeTiles, TileAccess
from geo.sources.declaration import SourceDeclaration
from geo.sources.declarations import declared_sources
from geo.sources.facts import check_facts, placed
from geo.sources.raster import open_raster, read_over
from geo.sources.tiles import tiles_of
from tests.geo.sources.archive import (
    Pixels,
    crs_of,
    mirror,
    plain_pixels,
    write_archive,
    write_stac_archive,
)

DECLARED = declared_sources()
TILED = sorted(name for name, source in DECLARED.items() if isinstance(source.access, TileAccess))
QUITO = shapely.box(-78.03, -0.02, -77.97, 0.02)
"""On the equator, where most schemes have a border, and two UTM zones meet."""
MASERU = shapely.box(27.3, -29.5, 27.7, -29.2)


def access_of(declaration: SourceDeclaration) -> TileAccess:
    assert isinstance(declaration.access, TileAccess)
    return declaration.access


def written(root: Path, declaration: SourceDeclaration, area: shapely.Polygon) -> list[str]:
    countries = ("LSO", "ZAF") if access_of(declaration).scheme.kind == "country" else ()
    paths = write_archive(root, declaration, area, declaration.default_epochs[-1:], countries)
    assert paths
    if access_of(declaration).container == "tiff":
        return [str(path) for path in paths]
    for path in paths:
        with zipfile.ZipFile(path) as packed:
            assert packed.namelist() == [f"{path.stem}.tif"]
    return [f"/vsizip/{path}" for path in paths]


def mosaic(declaration: SourceDeclaration, rasters: list[str], expected: Pixels, area: shapely.Polygon) -> np.ndarray:
    """Read each tile within its own square, where the plain pixels are; where none reaches, as they are."""
    found = np.full_like(expected.array, 0) - 1
    access = access_of(declaration)
    overlap = access.scheme.overlap if isinstance(access.scheme, DegreeTiles) else 0.0
    rows, columns = expected.array.shape
    west, north = expected.transform @ (0, 0)
    east, south = expected.transform @ (columns, rows)
    countries = ("LSO", "ZAF")
    for path, tile in zip(
        rasters, tiles_of(access, area, year=declaration.default_epochs[-1], countries=countries), strict=True
    ):
        raster = open_raster(path, expected.nodata)
        if raster.lattice.crs.to_authority() != rasterio.crs.CRS.from_user_input(expected.crs).to_authority():
            continue
        check_facts(raster, declaration.raster)
        piece = read_over(placed(raster, tile.bounds, overlap), (west, south, east, north))
        column, row = (round(v) for v in ~expected.transform @ (piece.lattice.affine.c, piece.lattice.affine.f))
        there = np.s_[row : row + piece.values.shape[0], column : column + piece.values.shape[1]]
        found[there] = np.where(piece.known, piece.values, found[there])
    return found


@pytest.mark.parametrize("source", TILED)
def test_tiles_hold_the_plain_pixels_across_their_borders(tmp_path: Path, source: str) -> None:
    declaration = DECLARED[source]
    area = MASERU if access_of(declaration).scheme.kind == "country" else QUITO
    rasters = written(tmp_path, declaration, area)
    assert len(rasters) > 1
    for crs in crs_of(declaration, area):
        expected = plain_pixels(
            declaration, area, year=declaration.default_epochs[-1], crs=crs if declaration.raster.crs is None else None
        )
        known = expected.array != expected.nodata
        found = mosaic(declaration, rasters, expected, area)
        np.testing.assert_array_equal(found[known], expected.array[known])
        assert (found[~known] == np.zeros_like(found[:1, :1]) - 1).all()
        assert known.mean() > 0.02


@pytest.mark.parametrize("source", TILED)
def test_files_are_native_in_size_and_small_on_disk(tmp_path: Path, source: str) -> None:
    sides = {"ghsl": 10_000, "ghsl-pop": 10_000, "ghsl-smod": 1_000, "worldcover": 36_000, "glad": 40_000}
    sides |= {"glc100": 20_160, "wsf": 8_165, "wsf-2019": 24_491}
    declaration = DECLARED[source]
    area = MASERU if access_of(declaration).scheme.kind == "country" else QUITO
    for path in written(tmp_path, declaration, area):
        with rasterio.open(path) as raster:
            assert raster.dtypes == (declaration.raster.dtypes[0],)
            assert raster.block_shapes == [(512, 512)]
            if source in sides:
                assert max(abs(side - sides[source]) for side in raster.shape) <= 1
            if source == "wsf":
                assert raster.nodata == 0  # the trap: a file may call 0 nodata
        file = Path(path.removeprefix("/vsizip/"))
        assert file.stat().st_size < 4_000_000
        if file.suffix == ".tif":
            assert struct.unpack("<I", file.read_bytes()[4:8]) == (8,)  # the header is in front


def test_files_lie_where_a_mirror_has_them(tmp_path: Path) -> None:
    declaration = DECLARED["ghsl"]
    paths = write_archive(tmp_path, declaration, QUITO, (2000, 2010))
    assert len(paths) == 4
    host = "http://127.0.0.1:8000"
    assert mirror(declaration, host) == f"{host}/ftp/jrc-opendata/GHSL"
    tiles = tiles_of(access_of(declaration), QUITO, year=2000, base=mirror(declaration, host))
    assert [tmp_path / tile.addresses[0].removeprefix(f"{host}/") for tile in tiles] == list(paths[:2])


def test_a_file_of_first_years_serves_all_epochs_and_fits_its_years(tmp_path: Path) -> None:
    declaration = DECLARED["wsf"]
    paths = write_archive(tmp_path, declaration, MASERU, (1985, 2015))
    assert len(paths) == 1
    array = plain_pixels(declaration, MASERU, year=2015).array
    assert {0, 1985, 2015} <= set(np.unique(array)) <= {0, *range(1985, 2016)}


def test_a_tile_may_be_left_out_as_open_sea(tmp_path: Path) -> None:
    declaration = DECLARED["worldcover"]
    (path,) = write_archive(tmp_path, declaration, QUITO, (2020,), absent=("S03W078", "N00W078", "S03W081"))
    assert "N00W081" in path.name
    pixels = plain_pixels(declaration, QUITO, year=2020, absent=("S03W078", "N00W078", "S03W081"))
    rows, columns = pixels.array.shape
    # Widened by 2 km: the equator and longitude -78 are in the middle.
    assert (pixels.array[rows // 2 + 2 :] == 0).all()
    assert (pixels.array[:, columns // 2 + 2 :] == 0).all()
    assert (pixels.array[: rows // 2 - 2, : columns // 2 - 2] != 0).mean() > 0.9


@pytest.mark.parametrize("source", ["ghsl", "ghsl-pop", "glad", "worldcover"])
def test_built_up_land_and_people_only_grow(source: str) -> None:
    declaration = DECLARED[source]
    first, last = declaration.default_epochs[0], declaration.default_epochs[-1]
    earlier, later = (plain_pixels(declaration, QUITO, year=year).array for year in (first, last))
    if declaration.built_up is not None and declaration.built_up.values == "classes":
        earlier, later = (array == declaration.built_up.built_up_classes[0] for array in (earlier, later))
        assert 0 < earlier.mean() < later.mean() < 1
    assert (later >= earlier).all()
    assert (later > earlier).any()


@pytest.mark.parametrize("source", TILED)
def test_a_shift_by_one_cell_is_seen(source: str) -> None:
    declaration = DECLARED[source]
    (crs, *_) = crs_of(declaration, QUITO)
    array = plain_pixels(
        declaration, QUITO, year=declaration.default_epochs[-1], crs=crs if declaration.raster.crs is None else None
    ).array
    for axis in (0, 1):
        differ = np.diff(array.astype(float), axis=axis) != 0
        assert differ.mean() > 0.15


def test_esa_ccis_tiles_and_items(tmp_path: Path) -> None:
    declaration = DECLARED["esa-cci"]
    items = write_stac_archive(tmp_path, declaration, QUITO, (2015, 2020), "http://127.0.0.1:8000")
    assert [item["id"] for item in items] == [
        "ESACCI-LC-L4-LCCS-Map-300m-P1Y-2015-v2.0.7cds-S45W090",
        "C3S-LC-L4-LCCS-Map-300m-P1Y-2020-v2.1.1-S45W090",
        "ESACCI-LC-L4-LCCS-Map-300m-P1Y-2015-v2.0.7cds-N00W090",
        "C3S-LC-L4-LCCS-Map-300m-P1Y-2020-v2.1.1-N00W090",
    ]
    href = items[3]["assets"]["lccs_class"]["href"]
    raster = open_raster(str(tmp_path / href.removeprefix("http://127.0.0.1:8000/")))
    check_facts(raster, declaration.raster)
    assert raster.lattice.shape == (16_200, 16_200)
    expected = plain_pixels(declaration, QUITO, year=2020)
    rows, columns = expected.array.shape
    west, north = expected.transform @ (0, 0)
    piece = read_over(raster, (west, 0, west + columns / 360, north))
    np.testing.assert_array_equal(piece.values, expected.array[: piece.values.shape[0]])
    assert piece.values.shape == (rows // 2, columns)
