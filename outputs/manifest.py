"""manifest.json: every file of a run with its size and sha256, what went in, and what made it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from geo.measurement import Measurement
from outputs.errors import OutputsError
from outputs.layout import MANIFEST, Group
from outputs.media import Media
from outputs.subject import Place, Run
from outputs.tables.summary import json_text
from outputs.text import is_simulated

MANIFEST_VERSION: Literal["1.0"] = "1.0"
_CHUNK = 1 << 20


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileEntry(_Strict):
    """A file of the run."""

    path: str
    """Relative to the run's folder, with `/`."""
    title: str
    media_type: str
    group: Group | None
    """Where lists of downloads put it; None for a side file that they leave out."""
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @field_validator("path")
    @classmethod
    def _stays_inside(cls, path: str) -> str:
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or str(pure) != path:
            msg = f"not a plain relative path: {path!r}"
            raise ValueError(msg)
        return path


class InputEntry(_Strict):
    """A file that was read."""

    source: str
    name: str
    role: str
    year: int | None
    size: int
    sha256: str


class Manifest(_Strict):
    """What manifest.json holds; the manifest itself is not among its files."""

    manifest_version: Literal["1.0"]
    city: str
    run: str
    created: str
    """ISO 8601, UTC."""
    simulated: bool
    files: tuple[FileEntry, ...]
    inputs: tuple[InputEntry, ...]
    parameters: dict[str, str | bool | int | float | list[int] | None]
    software: dict[str, str]


def file_entry(folder: Path, path: Path, title: str, *, media_type: Media, group: Group | None) -> FileEntry:
    """Return a file's entry, with its size and digest as they lie on disk."""
    size, digest = size_and_sha256(path)
    name = path.relative_to(folder).as_posix()
    return FileEntry(path=name, title=title, media_type=media_type, group=group, size=size, sha256=digest)


def manifest(
    measurement: Measurement, place: Place, *, run: Run, created: datetime, files: Iterable[FileEntry]
) -> Manifest:
    """Return the manifest of a run, its files ordered by path."""
    inputs = tuple(
        InputEntry(source=source.id, name=file.name, role=file.role, year=file.year, size=file.size, sha256=file.sha256)
        for source in measurement.all_sources
        for file in source.files
    )
    return Manifest(
        manifest_version=MANIFEST_VERSION,
        city=place.id,
        run=run.id,
        created=iso_utc(created),
        simulated=is_simulated(measurement, place),
        files=tuple(sorted(files, key=lambda file: file.path)),
        inputs=inputs,
        parameters=dict(run.parameters),
        software=dict(run.software),
    )


def manifest_json(content: Manifest) -> str:
    """Return the text of manifest.json."""
    return json_text(content.model_dump(mode="json"))


def read_manifest(folder: Path) -> Manifest:
    """Read a run's manifest.

    Raises:
        OutputsError: it is missing, not JSON, or not a manifest.
    """
    path = folder / MANIFEST
    try:
        return Manifest.model_validate(json.loads(path.read_bytes()))
    except (OSError, ValueError, ValidationError) as error:
        why = "it is missing" if isinstance(error, FileNotFoundError) else f"it is damaged ({type(error).__name__})"
        msg = f"{path}: expected the run's manifest, but {why}; publish the run again"
        raise OutputsError(msg) from error


def size_and_sha256(path: Path) -> tuple[int, str]:
    """Return a file's size in bytes and its sha256, reading it once."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def iso_utc(moment: datetime) -> str:
    """Return a moment as `2026-01-31T12:00:00Z`; one without a time zone is refused."""
    if moment.tzinfo is None:
        msg = f"expected a moment with a time zone, saw {moment.isoformat()}"
        raise ValueError(msg)
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
