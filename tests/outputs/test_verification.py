import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo.measurement import Measurement
from outputs.errors import OutputsError
from outputs.publish import publish
from outputs.subject import Place, Run
from outputs.verification import Problem, verify

pytestmark = pytest.mark.usefixtures("plain_pages")

RUN = "sample/r0123456789ab"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published")


@pytest.fixture
def root(tmp_path: Path, whole: Path, measurement: Measurement, place: Place, run: Run) -> Path:
    if not (whole / RUN).is_dir():
        publish(measurement, place, run, whole, created=datetime(2026, 1, 1, tzinfo=UTC))
    return Path(shutil.copytree(whole, tmp_path / "root"))


def seen(root: Path) -> list[tuple[str, str]]:
    return [(problem.kind, problem.path) for problem in verify(root)]


def test_a_whole_root_has_no_problem(root: Path) -> None:
    assert verify(root) == []


def test_an_empty_root_has_no_problem(tmp_path: Path) -> None:
    assert verify(tmp_path) == []


def test_one_changed_bit_is_found(root: Path) -> None:
    path = root / RUN / "built_up/sample_built_up_2000.tif"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert seen(root) == [("changed", f"{RUN}/built_up/sample_built_up_2000.tif")]
    assert "expected sha256" in str(verify(root)[0])


def test_a_truncated_file_is_found_by_its_size(root: Path) -> None:
    path = root / RUN / "sample.gpkg"
    path.write_bytes(path.read_bytes()[:-1])
    assert seen(root) == [("changed", f"{RUN}/sample.gpkg")]
    assert "bytes, saw" in str(verify(root)[0])


def test_missing_and_extra_files_are_found(root: Path) -> None:
    (root / RUN / "epochs.csv").rename(root / RUN / "extent" / "epochs.csv")
    (root / "sample" / "notes.txt").write_text("mine")
    assert seen(root) == [
        ("extra", "sample/notes.txt"),
        ("missing", f"{RUN}/epochs.csv"),
        ("extra", f"{RUN}/extent/epochs.csv"),
    ]


def test_a_missing_damaged_or_foreign_manifest_is_found(root: Path) -> None:
    manifest = root / RUN / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text("{")
    assert seen(root) == [("unreadable", f"{RUN}/manifest.json")]
    manifest.write_text(json.dumps({**content, "run": "r000000000000"}))
    assert seen(root) == [("changed", f"{RUN}/manifest.json")]
    manifest.unlink()
    assert seen(root) == [("dangling", "sample/latest.json"), ("unreadable", f"{RUN}/manifest.json")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (None, "missing"),
        ("", "unreadable"),
        ("[1]", "unreadable"),
        ('{"run": "r000000000000", "path": "r000000000000"}', "dangling"),
        ('{"run": "../other", "path": "../other"}', "dangling"),
        ('{"run": "r0123456789ab", "path": "elsewhere"}', "dangling"),
    ],
)
def test_a_pointer_to_nowhere_is_found(root: Path, text: str | None, kind: str) -> None:
    path = root / "sample" / "latest.json"
    path.unlink()
    if text is not None:
        path.write_text(text)
    assert seen(root) == [(kind, "sample/latest.json")]


def test_a_missing_index_and_schema_are_found(root: Path) -> None:
    (root / "index.html").unlink()
    (root / "summary-1.2.schema.json").unlink()
    assert seen(root) == [("missing", "index.html"), ("missing", "summary-1.2.schema.json")]


def test_the_rest_of_a_killed_run_is_told_and_harmless(root: Path) -> None:
    (root / ".staging" / "0123").mkdir()
    problems = verify(root)
    assert [(problem.kind, problem.harmless) for problem in problems] == [("stale", True)]
    assert not Problem("changed", "a", "b").harmless


def test_a_root_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputsError, match="nothing is there"):
        verify(tmp_path / "none")
