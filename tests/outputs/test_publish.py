import dataclasses
import errno
import hashlib
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import rasterio

from geo.measurement import Measurement
from outputs.errors import OutputsError, PublishError
from outputs.layout import INDEX_PAGES
from outputs.publish import publish
from outputs.runs import published_runs
from outputs.store.opening import open_root
from outputs.subject import Place, Run
from outputs.verification import verify
from outputs.words import LANGUAGES

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
DATED = {
    "manifest.json",
    "item.json",
    "provenance.json",
    "latest.json",
    "collection.json",
    "catalog.json",
    *INDEX_PAGES,
}
SCRIPT = Path(__file__).with_name("publishing.py")
EARLIER, LATER = "r000000000001", "r000000000002"


def start(root: Path, run: str, *more: str, seed: str = "0") -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.Popen([sys.executable, str(SCRIPT), "publish", str(root), run, *more], env=environment)


def digests(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file() and ".staging" not in path.parts)
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.usefixtures("plain_pages")
def test_a_publication_is_complete_and_whole(tmp_path: Path, measurement: Measurement, place: Place, run: Run) -> None:
    steps: list[str] = []
    published = publish(measurement, place, run, tmp_path, created=CREATED, on_step=steps.append)
    assert published.path == tmp_path / "sample" / "r0123456789ab"
    assert published.created == "2026-01-01T00:00:00Z"
    assert verify(tmp_path) == []
    assert {name for name in published.files if "/" not in name} == {
        "index.html",
        "method.html",
        "preview.png",
        "summary.json",
        "indicators.csv",
        "epochs.csv",
        "reporting.xlsx",
        "reporting_sdmx.csv",
        "item.json",
        "provenance.json",
        "manifest.json",
        "sample.gpkg",
        "sample.pmtiles",
        *(f"sample.{language}.qgz" for language in LANGUAGES),
    }
    assert len([name for name in published.files if name.endswith(".tif")]) == 10
    assert {path.name for path in tmp_path.iterdir()} == {
        ".lock",
        ".staging",
        "catalog.json",
        *INDEX_PAGES,
        "sample",
        "summary-1.2.schema.json",
    }
    assert steps[0] == "Built-up share of the cell, 1990"
    assert steps[-3:] == ["vector layers", "tables", "swap in"]


@pytest.mark.usefixtures("plain_pages")
def test_measures_are_published_where_there_are_some(
    tmp_path: Path, measured: Measurement, place: Place, run: Run
) -> None:
    published = publish(measured, place, run, tmp_path, created=CREATED)
    assert "measures.csv" in published.files
    assert "zone_indicators.csv" not in published.files
    assert verify(tmp_path) == []


@pytest.mark.usefixtures("plain_pages")
def test_zones_are_published_where_there_are_some(tmp_path: Path, zoned: Measurement, place: Place, run: Run) -> None:
    published = publish(zoned, place, run, tmp_path, created=CREATED)
    assert {"zone_indicators.csv", "zone_epochs.csv"} <= set(published.files)
    assert verify(tmp_path) == []


@pytest.mark.usefixtures("plain_pages")
def test_files_can_be_read_by_a_web_server(tmp_path: Path, measurement: Measurement, place: Place, run: Run) -> None:
    before = os.umask(0o022)
    try:
        publish(measurement, place, run, tmp_path / "root", created=CREATED)
    finally:
        os.umask(before)
    for path in (tmp_path / "root" / "sample").rglob("*"):
        assert path.stat().st_mode & 0o004, path


@pytest.mark.slow
def test_simulated_is_said_in_every_kind_of_file(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    folder = publish(measurement, place, run, tmp_path, created=CREATED, languages=("en",)).path
    assert "simulated" in (folder / "index.html").read_text(encoding="utf-8").lower()
    assert "simulated" in (tmp_path / "index.html").read_text(encoding="utf-8").lower()
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["simulated"] is True
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["city"]["simulated"] is True
    assert json.loads((folder / "item.json").read_text(encoding="utf-8"))["properties"]["umran:simulated"] is True
    for table in ("indicators.csv", "epochs.csv"):
        header, *rows = (folder / table).read_text(encoding="utf-8-sig").splitlines()
        column = header.split(",").index("simulated")
        assert {row.split(",")[column] for row in rows} == {"true"}
    for path in folder.rglob("*.tif"):
        with rasterio.open(path) as dataset:
            assert dataset.tags()["UMRAN_SIMULATED"] == "true"


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        assert start(tmp_path / seed, EARLIER, "real", seed=seed).wait() == 0
        time.sleep(1.1)
    one, two = digests(tmp_path / "1"), digests(tmp_path / "2")
    assert set(one) == set(two)
    different = {name for name in one if one[name] != two[name]}
    names = {Path(name).name for name in different}
    assert {name for name in names if not name.startswith(("report.", "annex.", "index."))} <= DATED
    assert "sample/r000000000001/item.json" in different


@pytest.mark.slow
@pytest.mark.parametrize("runs", [(EARLIER, EARLIER), (EARLIER, LATER)])
def test_two_processes_at_once_leave_both_runs_whole(tmp_path: Path, runs: tuple[str, str]) -> None:
    processes = [start(tmp_path, run) for run in runs]
    assert [process.wait() for process in processes] == [0, 0]
    assert verify(tmp_path) == []
    assert {path.name for path in (tmp_path / "sample").iterdir()} == {"collection.json", "latest.json", *runs}
    assert list((tmp_path / ".staging").iterdir()) == []


@pytest.mark.slow
def test_names_are_text_everywhere(tmp_path: Path, measurement: Measurement, place: Place, run: Run) -> None:
    english = "=cmd()<script>alert(1)</script>\"'&\nQuito " + "x" * 300
    arabic = "\u202eعمران\u202c</title>"
    names = {"en": english, "ar": arabic, "fr": "{{ 7*7 }}", "es": "'; DROP TABLE clusters; --"}
    named = dataclasses.replace(place, names=names)
    folder = publish(measurement, named, run, tmp_path, created=CREATED, languages=("en", "ar")).path
    assert verify(tmp_path) == []
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["city"]["names"] == names
    for page in (folder / "index.html", tmp_path / "index.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
        assert "\u202c</title>" not in text
    with rasterio.open(folder / "extent/sample_extent_1990.tif") as dataset:
        assert dataset.tags()["CITY_NAME_EN"] == english.replace("\n", " ")
        assert dataset.tags()["CITY_NAME_AR"] == names["ar"]
    with closing(sqlite3.connect(folder / "sample.gpkg")) as connection:
        found = connection.execute("SELECT name_en, name_fr, name_es FROM study_area").fetchall()
        assert found == [(english.replace("\n", " "), names["fr"], names["es"])]
        assert connection.execute("SELECT count(*) FROM clusters").fetchone() == (5,)
    assert (folder / "indicators.csv").read_bytes().decode("utf-8-sig").splitlines()[1].startswith("sample,\"'=cmd()")


@pytest.mark.usefixtures("plain_pages")
def test_a_root_that_is_a_file_is_told(tmp_path: Path, measurement: Measurement, place: Place, run: Run) -> None:
    (tmp_path / "file").write_text("")
    for root in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(PublishError, match=r"^publishing to [^\n]*a file where a folder is expected[^\n]*$"):
            publish(measurement, place, run, root, created=CREATED)


@pytest.mark.usefixtures("plain_pages")
def test_a_city_folder_that_is_a_file_is_told(tmp_path: Path, measurement: Measurement, place: Place, run: Run) -> None:
    (tmp_path / "sample").write_text("")
    with pytest.raises(PublishError, match="a file where a folder is expected"):
        publish(measurement, place, run, tmp_path, created=CREATED)
    assert list((tmp_path / ".staging").iterdir()) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.EROFS, "read-only"), (errno.EACCES, "may not write"), (errno.ENOSPC, "the disk is full")],
)
@pytest.mark.usefixtures("plain_pages")
@pytest.mark.parametrize("refused", ["mkdir", "rename", "fsync"])
def test_what_the_system_refuses_leaves_the_earlier_publication_whole(
    tmp_path: Path,
    measurement: Measurement,
    place: Place,
    *,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    said: str,
    refused: str,
) -> None:
    earlier, later = (Run(name, {}, {}) for name in (EARLIER, LATER))
    publish(measurement, place, earlier, tmp_path, created=CREATED)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, "no", str(tmp_path))

    with monkeypatch.context() as patch:
        patch.setattr(os, refused, refuse)
        with pytest.raises(PublishError, match=rf"^publishing to [^\n]*{said}[^\n]*untouched$"):
            publish(measurement, place, later, tmp_path, created=CREATED)
    assert [problem for problem in verify(tmp_path) if not problem.harmless] == []
    assert json.loads((tmp_path / "sample" / "latest.json").read_text())["run"] == EARLIER
    publish(measurement, place, later, tmp_path, created=CREATED)
    assert verify(tmp_path) == []


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("earlier")
    assert start(root, EARLIER).wait() == 0
    return root


@pytest.mark.slow
@pytest.mark.parametrize("limit", [1_000, 3_000, 4_500, 20_000, 100_000])
@pytest.mark.usefixtures("plain_pages")
def test_files_that_cannot_grow_leave_the_earlier_publication_whole(
    earlier: Path, tmp_path: Path, limit: int, measurement: Measurement, place: Place, run: Run
) -> None:
    """A limit on the size of files stands for a full disk: GDAL, SQLite and Python each meet it."""
    shutil.copytree(earlier, tmp_path, dirs_exist_ok=True)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-c", f"import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n{LIMITED}"]
    done = subprocess.run(
        [*command, str(SCRIPT), str(tmp_path), LATER],
        preexec_fn=limited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith(f"publishing to {tmp_path}: ")
    assert done.stdout.count("\n") == 1
    assert [problem for problem in verify(tmp_path) if not problem.harmless] == []
    assert [entry.run for entry in published_runs(open_root(tmp_path))] == [EARLIER]
    publish(measurement, place, dataclasses.replace(run, id=LATER), tmp_path, created=CREATED)
    assert verify(tmp_path) == []


LIMITED = """
import runpy, sys
from pathlib import Path
from outputs.errors import PublishError
script = runpy.run_path(sys.argv[1])
try:
    script["publish_once"](Path(sys.argv[2]), sys.argv[3])
except PublishError as error:
    print(error)
"""


@pytest.mark.usefixtures("plain_pages")
def test_an_unpublishable_figure_publishes_nothing(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    row = dataclasses.replace(measurement.indicators[0], lcr=float("nan"))
    with pytest.raises(OutputsError, match="finite"):
        publish(dataclasses.replace(measurement, indicators=(row,)), place, run, tmp_path, created=CREATED)
    assert {path.name for path in tmp_path.iterdir()} == {".lock", ".staging"}
    assert list((tmp_path / ".staging").iterdir()) == []
