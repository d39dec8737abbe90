"""What kind of file a user brought, and the zipped shapefile unpacked with care."""

import lzma
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from tempfile import TemporaryDirectory

from aoi.text import listed
from aoi.where import Where, reason

MAX_FILE_BYTES = 200_000_000
"""A boundary with every bend of a coast is a few MB; what is larger is not a study area."""
MAX_UNZIPPED_BYTES = 500_000_000
"""What one zipped shapefile may unpack to."""
MAX_ZIP_MEMBERS = 10_000
_HEAD_BYTES = 65_536
_CHUNK_BYTES = 1_048_576
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_KML_ROOT = re.compile(rb"\A\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:\w+:)?kml[\s>]", re.DOTALL)
_PLAIN_PATH = r"[\w/ .,()'+@&=-]+"
"""Paths that pyogrio passes on as they are; it splits others at signs such as `!` and `;`."""
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
READ_HERE = "give GeoJSON, GeoPackage, a zipped Shapefile, KML or FlatGeobuf"


class Kind(StrEnum):
    """The kinds of file that are read."""

    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    ZIPPED_SHAPEFILE = "zipped Shapefile"
    KML = "KML"
    FLATGEOBUF = "FlatGeobuf"


DRIVERS = {
    Kind.GEOJSON: {"GeoJSON"},
    Kind.GEOPACKAGE: {"GPKG"},
    Kind.SHAPEFILE: {"ESRI Shapefile"},
    Kind.ZIPPED_SHAPEFILE: {"ESRI Shapefile"},
    Kind.KML: {"KML", "LIBKML"},
    Kind.FLATGEOBUF: {"FlatGeobuf"},
}
"""GDAL's names of the drivers that may read each kind: no other is let near a user's file."""


@dataclass(frozen=True, slots=True)
class Container:
    """A file that GDAL can open, and what kind it is."""

    path: Path
    kind: Kind
    shapefile: str | None = None
    """The name of the shapefile in a zip."""


@contextmanager
def opened(where: Where, layer: str | None) -> Iterator[Container]:
    """Give the file as GDAL can read it; a zipped shapefile is unpacked for as long as the context lasts.

    Raises:
        AreaFileError: the file is missing, too large, of no kind that is read here, or a zip that is not to be trusted.
    """
    kind = _kind(where)
    with TemporaryDirectory(prefix="umran-aoi-") as folder:
        if kind is Kind.ZIPPED_SHAPEFILE:
            found = _unzipped(where, layer, Path(folder))
        else:
            found = Container(_plain_path(where.path.absolute(), Path(folder)), kind)
        if kind in {Kind.SHAPEFILE, Kind.ZIPPED_SHAPEFILE}:
            _check_whole(found.path, where)
        yield found


def _plain_path(path: Path, folder: Path) -> Path:
    """Return the path, or that of a copy where pyogrio would take signs in it for an address or an archive."""
    if re.fullmatch(_PLAIN_PATH, str(path)) and path.suffix.lower() != ".zip":
        return path
    suffixes = _SHAPEFILE_PARTS if path.suffix.lower() == ".shp" else (path.suffix,)
    for suffix in suffixes:
        if (part := path.with_suffix(suffix)).exists():
            shutil.copyfile(part, folder / f"area{suffix}")
    copy = folder / f"area{path.suffix}"
    return copy.rename(folder / "area") if path.suffix.lower() == ".zip" else copy


def _kind(where: Where) -> Kind:
    try:
        if not where.path.exists():
            where.refuse("there is no such file", "check its path")
        if not where.path.is_file():
            where.refuse("it is not a file", READ_HERE)
        if (size := where.path.stat().st_size) > MAX_FILE_BYTES:
            problem = f"its size is {size / 1e6:,.0f} MB, over {MAX_FILE_BYTES / 1e6:,.0f} MB"
            where.refuse(problem, "export the one feature that is the study area, or simplify it")
        with where.path.open("rb") as file:
            kind = _sniffed(file.read(_HEAD_BYTES))
    except (OSError, ValueError) as error:
        where.refuse(f"it cannot be opened ({reason(error)})", "check its path and permissions")
    if kind is None:
        where.refuse("it is not a vector file", READ_HERE)
    return kind


def _sniffed(head: bytes) -> Kind | None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK"):
        return Kind.ZIPPED_SHAPEFILE
    if head.startswith(b"SQLite format 3\0"):
        return Kind.GEOPACKAGE
    if head.startswith(b"fgb\x03fgb"):
        return Kind.FLATGEOBUF
    if head.startswith(b"\x00\x00\x27\x0a"):
        return Kind.SHAPEFILE
    if text.startswith(b"{"):
        return Kind.GEOJSON
    return Kind.KML if _KML_ROOT.match(text) else None


def _unzipped(where: Where, layer: str | None, folder: Path) -> Container:
    try:
        with zipfile.ZipFile(where.path) as archive:
            path, stem = _unpacked(archive, where, layer, folder)
    except _ZIP_ERRORS as error:
        where.refuse(f"the zip is broken ({reason(error)})", "zip the shapefile again")
    return Container(path, Kind.ZIPPED_SHAPEFILE, stem)


def _check_whole(shapefile: Path, where: Where) -> None:
    """Refuse a .shp shorter than its header says: GDAL would read the features that are cut off as empty ones."""
    with shapefile.open("rb") as file:
        declared = 2 * int.from_bytes(file.read(28)[24:], "big")
    if shapefile.stat().st_size < declared:
        where.refuse("its .shp is cut off", "copy or export it again")


def _unpacked(archive: zipfile.ZipFile, where: Where, layer: str | None, folder: Path) -> tuple[Path, str]:
    members = archive.infolist()
    if len(members) > MAX_ZIP_MEMBERS:
        where.refuse(f"the zip has {len(members):,} members", "zip the shapefile alone")
    for member in members:
        _trusted(member, where)
    parts = _chosen(members, where, layer)
    room = MAX_UNZIPPED_BYTES
    for suffix, member in parts.items():
        room -= _copied(archive, member, folder / f"area{suffix}", room)
        if room < 0:
            problem = f"the zip unpacks to more than {MAX_UNZIPPED_BYTES / 1e6:,.0f} MB"
            where.refuse(problem, "zip a shapefile of the study area alone")
    return folder / "area.shp", PurePosixPath(parts[".shp"].filename).stem


def _trusted(member: zipfile.ZipInfo, where: Where) -> None:
    name = member.orig_filename.replace("\\", "/")
    leaves = name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in PurePosixPath(name).parts
    if leaves or S_ISLNK(member.external_attr >> 16):
        what = "links out of it" if not leaves else "leaves it"
        where.refuse(
            f"the zip's member {listed([member.orig_filename])} {what}", "zip the shapefile's own files, without paths"
        )
    if member.flag_bits & 1:
        where.refuse("the zip is encrypted", "zip the shapefile without a password")


def _chosen(members: list[zipfile.ZipInfo], where: Where, layer: str | None) -> dict[str, zipfile.ZipInfo]:
    files = {PurePosixPath(m.filename.replace("\\", "/")): m for m in members if not m.is_dir()}
    files = {path: member for path, member in files.items() if "__MACOSX" not in path.parts}
    shapes = [path for path in files if path.suffix.lower() == ".shp"]
    if not shapes:
        where.refuse(
            "there is no shapefile in the zip", "put the .shp, .shx, .dbf and .prj in it, or give the file itself"
        )
    wanted = [path for path in shapes if layer in {None, path.stem}]
    if len(wanted) != 1:
        names = listed(path.stem for path in shapes)
        problem = (
            f"the zip holds {len(shapes)} shapefiles ({names})"
            if layer is None
            else f"the zip has not one shapefile {listed([layer])} among {names}"
        )
        where.refuse(problem, "choose one with --layer NAME, or zip one alone")
    stem = wanted[0].with_suffix("")
    parts = {path.suffix.lower(): member for path, member in files.items() if path.with_suffix("") == stem}
    if ".shx" not in parts:
        where.refuse(f"the shapefile {listed([stem.name])} lacks its .shx", "zip it with its .shx, .dbf and .prj")
    return {suffix: parts[suffix] for suffix in _SHAPEFILE_PARTS if suffix in parts}


def _copied(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, room: int) -> int:
    """Copy a member, stopping once it is larger than the room left, whatever size the zip declares."""
    written = 0
    with archive.open(member) as source, target.open("wb") as sink:
        while written <= room and (chunk := source.read(_CHUNK_BYTES)):
            written += sink.write(chunk)
    return written
