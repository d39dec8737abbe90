import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pydantic import ValidationError

from geo.measurement import Measurement
from outputs.errors import OutputsError
from outputs.manifest import FileEntry, file_entry, iso_utc, manifest, manifest_json, read_manifest, size_and_sha256
from outputs.media import Media
from outputs.subject import Place, Run

CREATED = datetime(2026, 3, 1, 12, 30, 59, 999, tzinfo=UTC)


def test_size_and_digest_are_those_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    data = bytes(range(256)) * 10_000
    path.write_bytes(data)
    assert size_and_sha256(path) == (2_560_000, hashlib.sha256(data).hexdigest())


def test_manifest_reads_back_with_inputs_and_files_by_path(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    (tmp_path / "b").write_text("b")
    (tmp_path / "a").write_text("")
    files = [file_entry(tmp_path, tmp_path / name, name, media_type=Media.CSV, group="tables") for name in ("b", "a")]
    content = manifest(measurement, place, run=run, created=CREATED, files=files)
    (tmp_path / "manifest.json").write_text(manifest_json(content))
    assert read_manifest(tmp_path) == content
    assert [(file.path, file.size) for file in content.files] == [("a", 0), ("b", 1)]
    assert content.created == "2026-03-01T12:30:59Z"
    assert content.simulated
    assert [entry.name for entry in content.inputs][-1] == "population.csv"
    assert content.software["numpy"] == "2.4.6"
    assert content.parameters["epochs"] == [1990, 2000, 2010]


@pytest.mark.parametrize("path", ["../a", "/etc/passwd", "a/../../b", "a//b", "./a"])
def test_a_path_that_leaves_the_folder_is_refused(path: str) -> None:
    fields = {"path": path, "title": "", "media_type": "text/csv", "group": None, "size": 0, "sha256": "0" * 64}
    with pytest.raises(ValidationError, match="not a plain relative path"):
        FileEntry.model_validate(fields)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "it is missing"),
        ("{", "it is damaged"),
        ("[]", "it is damaged"),
        (json.dumps({"city": "a"}), "it is damaged"),
        ("\udcff", "it is damaged"),
    ],
)
def test_a_missing_or_damaged_manifest_is_one_line(tmp_path: Path, text: str | None, why: str) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(OutputsError, match=rf"^[^\n]*manifest.json: expected the run's manifest, but {why}[^\n]*$"):
        read_manifest(tmp_path)


def test_moments_are_utc_and_need_a_zone() -> None:
    assert iso_utc(datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=3)))) == "2025-12-31T22:00:00Z"
    with pytest.raises(ValueError, match="time zone"):
        iso_utc(datetime(2026, 1, 1))  # noqa: DTZ001
