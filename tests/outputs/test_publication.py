import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo.measurement import Measurement
from outputs.errors import LockTimeoutError
from outputs.publication import is_published
from outputs.publish import publish
from outputs.published import latest_run, published_run
from outputs.staging import locked
from outputs.store.opening import open_root
from outputs.subject import Place, Run
from outputs.verification import verify

pytestmark = pytest.mark.usefixtures("plain_pages")

FIRST, SECOND = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published")


@pytest.fixture
def root(tmp_path: Path, whole: Path, measurement: Measurement, place: Place, run: Run) -> Path:
    if not (whole / place.id).is_dir():
        publish(measurement, place, run, whole, created=FIRST)
    return Path(shutil.copytree(whole, tmp_path / "root"))


def test_the_same_run_again_is_kept_as_it_is(root: Path, measurement: Measurement, place: Place, run: Run) -> None:
    folder = root / place.id / run.id
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    steps: list[str] = []
    published = publish(measurement, place, run, root, created=SECOND, on_step=steps.append)
    assert steps == ["already published, and whole"]
    assert published.created == "2026-01-01T00:00:00Z"
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_damaged_run_is_replaced_whole(root: Path, measurement: Measurement, place: Place, run: Run) -> None:
    folder = root / place.id / run.id
    (folder / "epochs.csv").write_text("half")
    (folder / "stray").write_text("")
    assert not is_published(root, place.id, run.id)
    published = publish(measurement, place, run, root, created=SECOND)
    assert published.created == "2026-02-02T00:00:00Z"
    assert verify(root) == []
    assert not (root / ".damaged").exists()
    assert not (folder / "stray").exists()


def test_latest_points_at_the_run_that_was_published_last(
    root: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    other = Run("rffffffffffff", run.parameters, run.software)
    publish(measurement, place, other, root, created=SECOND)
    latest = root / place.id / "latest.json"
    assert json.loads(latest.read_text()) == {
        "run": other.id,
        "path": other.id,
        "created": "2026-02-02T00:00:00Z",
    }
    assert latest_run(open_root(root), place.id) == other.id
    publish(measurement, place, run, root, created=SECOND)
    assert latest_run(open_root(root), place.id) == run.id
    assert {path.name for path in (root / place.id).iterdir()} == {"collection.json", "latest.json", run.id, other.id}
    assert verify(root) == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"path": "../x"}', '{"path": "none"}'])
def test_a_broken_pointer_is_no_run(root: Path, text: str) -> None:
    (root / "sample" / "latest.json").write_text(text)
    assert latest_run(open_root(root), "sample") is None


def test_a_published_run_lists_its_files(root: Path, run: Run) -> None:
    published = published_run(open_root(root), "sample", run.id)
    assert isinstance(published.path, Path)
    on_disk = {path.relative_to(published.path).as_posix() for path in published.path.rglob("*") if path.is_file()}
    assert set(published.files) == on_disk
    assert published.page == published.path / "index.html"


def test_a_root_that_another_run_holds_is_told(
    root: Path, measurement: Measurement, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outputs.staging.LOCK_TIMEOUT_S", 0.1)
    run = Run("rffffffffffff", {}, {})

    def hold_at_swap(step: str) -> None:
        if step == "swap in":
            held.__enter__()

    held = locked(root)
    try:
        with pytest.raises(LockTimeoutError, match=r"^publishing to [^\n]* has held its lock for more than 0.1 s"):
            publish(measurement, place, run, root, created=SECOND, on_step=hold_at_swap)
    finally:
        held.__exit__(None, None, None)
    assert verify(root) == []
    assert not (root / place.id / run.id).exists()
