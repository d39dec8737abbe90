import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from aoi import container
from aoi.container import Kind, opened
from aoi.errors import AreaFileError
from aoi.where import Where

Written = Callable[..., Path]
FORMATS = "give GeoJSON, GeoPackage, a zipped Shapefile, KML or FlatGeobuf"
OWN_FILES = "zip the shapefile's own files, without paths"


def refusal(path: Path, layer: str | None = None) -> str:
    """Return the message of the error that opening raises, without the file's name."""
    with pytest.raises(AreaFileError) as caught, opened(Where(path), layer):
        pass
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.geojson", Kind.GEOJSON),
        ("a.gpkg", Kind.GEOPACKAGE),
        ("a.fgb", Kind.FLATGEOBUF),
        ("a.kml", Kind.KML),
        ("a.shp", Kind.SHAPEFILE),
    ],
)
def test_the_kind_is_told_by_the_content_not_by_the_name(
    name: str, kind: Kind, vector: Written, square: shapely.Polygon, tmp_path: Path
) -> None:
    vector(name, {"x": square})
    disguised = (tmp_path / name).rename(tmp_path / "disguised.txt")
    with opened(Where(disguised), None) as found:
        assert found.kind is kind


def test_a_zipped_shapefile_is_unpacked_and_taken_away_again(zipped: Written, square: shapely.Polygon) -> None:
    path = zipped({"x": square})
    with opened(Where(path), None) as found:
        assert found.kind is Kind.ZIPPED_SHAPEFILE
        assert found.shapefile == "city"
        assert {part.suffix for part in found.path.parent.iterdir()} == {".shp", ".shx", ".dbf", ".prj", ".cpg"}
    assert not found.path.parent.exists()


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.geojson") == "there is no such file; check its path"


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"it is not a file; {FORMATS}"


def test_a_device_is_not_read() -> None:
    assert refusal(Path("/dev/zero")) == f"it is not a file; {FORMATS}"


def test_a_name_that_no_file_can_have() -> None:
    with (
        pytest.raises(AreaFileError, match=r"^a b: there is no such file; check its path$"),
        opened(Where(Path("a\0b")), None),
    ):
        pass


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just text",
        b"\x89PNG\r\n\x1a\n",
        b'<OGRVRTDataSource><!-- <kml> --><OGRVRTLayer name="x"/></OGRVRTDataSource>',
        b"<html><body>log in first</body></html>",
        b"name,lon,lat\nx,1,2\n",
    ],
)
def test_what_is_not_a_vector_file_never_reaches_gdal(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "area.geojson"
    path.write_bytes(content)
    assert refusal(path) == f"it is not a vector file; {FORMATS}"


def test_kml_may_begin_with_declarations_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_bytes(b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n<kml xmlns="x"></kml>')
    with opened(Where(path), None) as found:
        assert found.kind is Kind.KML


def test_a_huge_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.geojson"
    with path.open("wb") as file:
        file.truncate(200_000_001 + 500_000)  # sparse: no room is taken
    assert refusal(path) == (
        "its size is 201 MB, over 200 MB; export the one feature that is the study area, or simplify it"
    )


def test_a_zip_without_a_shapefile(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing here")
        archive.writestr("__MACOSX/city.shp", "a resource fork")
    assert refusal(path) == (
        "there is no shapefile in the zip; put the .shp, .shx, .dbf and .prj in it, or give the file itself"
    )


@pytest.mark.parametrize("name", ["../city.shp", "a/../../city.shp", "/etc/city.shp", "C:\\city.shp", "..\\city.shp"])
def test_a_zip_whose_paths_leave_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "x")
    assert refusal(path) == f"the zip's member {name} leaves it; {OWN_FILES}"


def test_a_zip_with_a_link(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("city.shp")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refusal(path) == f"the zip's member city.shp links out of it; {OWN_FILES}"


def test_a_zip_bomb_is_stopped_by_what_it_unpacks_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_UNZIPPED_BYTES", 3_000_000)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("city.shp", b"\0" * 20_000_000)
        archive.writestr("city.shx", b"\0")
    assert path.stat().st_size < 30_000
    assert refusal(path) == "the zip unpacks to more than 3 MB; zip a shapefile of the study area alone"


def test_a_bomb_that_lies_about_its_size_is_found_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("city.shp", b"\0" * 1_000_000)
        archive.writestr("city.shx", b"\0")
    true, false = (1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, false))
    assert refusal(path) == "the zip is broken (Bad CRC-32 for file 'city.shp'); zip the shapefile again"


def test_a_zip_with_very_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_ZIP_MEMBERS", 2)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", "")
    assert refusal(path) == "the zip has 3 members; zip the shapefile alone"


def test_an_encrypted_zip(zipped: Written, square: shapely.Polygon) -> None:
    path = zipped({"x": square})
    content = bytearray(path.read_bytes())
    entry = content.find(b"PK\x01\x02")
    content[entry + 8] |= 1
    path.write_bytes(content)
    assert refusal(path) == "the zip is encrypted; zip the shapefile without a password"


def test_a_truncated_zip(zipped: Written, square: shapely.Polygon) -> None:
    path = zipped({"x": square})
    path.write_bytes(path.read_bytes()[:200])
    assert refusal(path) == "the zip is broken (File is not a zip file); zip the shapefile again"


def test_several_shapefiles_in_a_zip(zipped: Written, square: shapely.Polygon) -> None:
    path = zipped({"x": square}, stems=("city", "region"))
    assert refusal(path) == (
        "the zip holds 2 shapefiles (city, region); choose one with --layer NAME, or zip one alone"
    )
    assert refusal(path, "town") == (
        "the zip has not one shapefile town among city, region; choose one with --layer NAME, or zip one alone"
    )
    with opened(Where(path), "region") as found:
        assert found.shapefile == "region"


def test_a_shapefile_without_its_index(zipped: Written, square: shapely.Polygon) -> None:
    path = zipped({"x": square}, lacking=(".shx",))
    assert refusal(path) == "the shapefile city lacks its .shx; zip it with its .shx, .dbf and .prj"


def test_a_shapefile_that_is_cut_off(vector: Written, square: shapely.Polygon) -> None:
    path = vector("a.shp", {"one": square, "two": square})
    path.write_bytes(path.read_bytes()[:-40])
    assert refusal(path) == "its .shp is cut off; copy or export it again"


def test_a_zipped_shapefile_that_is_cut_off(tmp_path: Path, vector: Written, square: shapely.Polygon) -> None:
    whole = vector("a.shp", {"one": square})
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.shp", whole.read_bytes()[:-40])
        archive.write(whole.with_suffix(".shx"), "a.shx")
    assert refusal(path) == "its .shp is cut off; copy or export it again"
