"""`umran publication` on a folder and on an object store, with the smallest runs that there can be."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from odc.geo.geobox import GeoBox
from shapely import box
from typer.testing import CliRunner

from flows.cli.publication import app
from geo.grid import Grid
from geo.measurement import ExtentParameters, Layers, Measurement, SourceReference
from outputs.errors import OutputsError, RootError, StoreError
from outputs.store.opening import open_root
from outputs.store.root import Root
from outputs.subject import Place, Run
from outputs.tables.summary import summary, summary_json
from tests.outputs.store import conftest as fixtures
from tests.outputs.store import small

server, s3, address, stored = fixtures.server, fixtures.s3, fixtures.address, fixtures.stored
place_of = fixtures.root
"""An empty root of each kind."""

RUN, OLDER = "r0123456789ab", "r000000000000"


@pytest.fixture
def figures() -> bytes:
    """Return the summary of a measurement without a figure, of 20 × 20 cells."""
    grid = Grid(GeoBox.from_bbox((500_000, 0, 502_000, 2_000), "EPSG:32627", resolution=100), "", False, 0.0)  # noqa: FBT003
    codes = np.ones((20, 20), np.uint8)
    measurement = Measurement(
        grid=grid,
        study_area=codes == 1,
        parameters=ExtentParameters(built_up_threshold=0.5),
        sources=(SourceReference("s", "S", "1", "CC0-1.0", "S.", "Built-up.", (2000, 2010), (), False, ()),),  # noqa: FBT003
        epochs=(),
        indicators=(),
        clusters=(),
        city_extents=(),
        layers=Layers({}, codes.astype(np.uint16), {}, {}),
        caveats=(),
    )
    area = box(-21, 0, -20.99, 0.01)
    place = Place("plain", {"en": "Plain"}, "XXX", "none", (-21, 0), area, "by hand", (), simulated=False)
    return summary_json(summary(measurement, place, Run(RUN, {}, {}))).encode()


def publish_two(root: Root, figures: bytes) -> None:
    for month, run in enumerate((OLDER, RUN), 1):
        created = f"2026-0{month}-01T00:00:00Z"
        more, recorded = {"summary.json": figures}, {"parameters": {"month": month}}
        small.publish_small(root, run, city="plain", created=created, more=more, recorded=recorded)


@pytest.fixture
def where(place_of: Root, figures: bytes) -> str:
    """Publish two runs into a root of each kind; return its name."""
    publish_two(place_of, figures)
    return place_of.name


@pytest.fixture
def folder(tmp_path: Path, figures: bytes) -> Path:
    publish_two(open_root(tmp_path), figures)
    return tmp_path


def umran(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_verify_says_that_all_is_whole(where: str) -> None:
    result = umran("verify", "--root", where)
    assert result.exit_code == 0
    assert result.output == f"{where}: 1 city, all whole\n"


def test_verify_tells_each_problem_on_a_line_and_fails(folder: Path) -> None:
    (folder / "plain" / RUN / "summary.json").unlink()
    (folder / "plain" / RUN / "extra").write_text("")
    result = umran("verify", "--root", str(folder))
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"plain/{RUN}/extra: not in the manifest; remove it if you did not put it there",
        f"plain/{RUN}/summary.json: missing; publish the run again",
        f"{folder}: 1 city, 2 problems",
    ]


def test_verify_json_is_for_scripts(folder: Path) -> None:
    (folder / ".staging" / "dead").mkdir()
    result = umran("verify", "--root", str(folder), "--json")
    assert result.exit_code == 0
    report = json.loads(result.output)
    assert report["whole"] is True
    assert [problem["kind"] for problem in report["problems"]] == ["stale"]


def test_without_a_root_the_setting_counts(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMRAN_PUBLISH_ROOT", where)
    assert umran("verify").output == f"{where}: 1 city, all whole\n"


def test_an_absent_root_is_an_error_of_one_line(tmp_path: Path, address: str) -> None:
    for root in (str(tmp_path / "none"), address):
        error = umran("verify", "--root", root).exception
        assert isinstance(error, OutputsError)
        assert (
            str(error) == f"{root}: expected a publish root, but nothing is there; publish a city first or name another"
        )


def test_list_names_the_runs_of_each_city_and_marks_the_latest(where: str) -> None:
    newer, older = umran("list", "--root", where).output.splitlines()
    assert newer.startswith(f"* plain                {RUN}  2026-02-01T00:00:00Z")
    assert older.startswith(f"  plain                {OLDER}  2026-01-01T00:00:00Z")
    assert newer.endswith(" MB  Hand  SIMULATED")
    rows = json.loads(umran("list", "plain", "--root", where, "--json").output)
    assert [(row["city"], row["run"], row["latest"]) for row in rows] == [("plain", RUN, True), ("plain", OLDER, False)]
    assert rows[0]["size_bytes"] > 0
    assert rows[0]["sources"] == ["Hand"]
    assert rows[0]["path"] == f"plain/{RUN}"


def test_list_of_nothing_says_what_to_do(folder: Path) -> None:
    assert "nothing is published here yet; `umran run sample`" in umran("list", "--root", str(folder / "x")).output
    assert "nothing is published of 'quito' here" in umran("list", "quito", "--root", str(folder)).output
    assert umran("list", "../x", "--root", str(folder), "--json").output == "[]\n"


def test_prune_says_what_would_go_and_removes_it_only_when_told_to(where: str) -> None:
    dry = umran("prune", "--keep", "1", "--root", where)
    assert dry.exit_code == 0
    assert dry.output.splitlines()[0].startswith(f"plain                {OLDER}  2026-01-01T00:00:00Z")
    assert dry.output.splitlines()[-1].endswith("MB would go; nothing was removed yet: add --yes")
    assert OLDER in umran("list", "--root", where).output
    done = umran("prune", "plain", "--keep", "1", "--yes", "--root", where)
    assert done.output.splitlines()[-1].endswith("MB removed")
    assert OLDER not in umran("list", "--root", where).output
    assert umran("verify", "--root", where).exit_code == 0
    answer = json.loads(umran("prune", "--keep", "1", "--root", where, "--json").output)
    assert answer == {"root": where, "removed": False, "runs": []}


def test_prune_of_nothing_to_keep_is_refused(folder: Path) -> None:
    assert "at least 1 run" in str(umran("prune", "--keep", "0", "--root", str(folder)).exception)
    assert umran("prune", "--root", str(folder)).exit_code == 2


def test_diff_answers_as_diff_does(where: str) -> None:
    same = umran("diff", f"plain/{RUN}", "plain", "--root", where)
    assert (same.exit_code, same.output) == (0, f"plain: {RUN} and {RUN} do not differ\n")
    other = umran("diff", OLDER, "plain", "--root", where)
    assert other.exit_code == 1
    assert "Parameters\n  month: 1 → 2\n" in other.output
    answer = json.loads(umran("diff", OLDER, "plain", "--root", where, "--json").output)
    assert answer["same"] is False
    assert answer["parameters"] == [{"name": "month", "old": 1, "new": 2}]
    trouble = umran("diff", "atlantis", "plain", "--root", where)
    assert trouble.exit_code == 2
    assert "expected a run, CITY/RUN, or a city, saw 'atlantis'" in trouble.output


COMMANDS = (["list"], ["verify"], ["prune", "--keep", "1"])


@pytest.mark.parametrize("words", COMMANDS)
def test_a_root_that_is_none_is_one_line(words: list[str]) -> None:
    error = umran(*words, "--root", "ftp://host/a").exception
    assert isinstance(error, RootError)
    assert "expected a folder, or an address such as s3://bucket/prefix" in str(error)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_store_that_refuses_is_one_line(words: list[str], address: str, server: fixtures.Server) -> None:
    server.fail(403, 1)
    error = umran(*words, "--root", address).exception
    assert isinstance(error, StoreError)
    assert f"{address}: expected to list it, saw 403 Forbidden (AccessDenied); these credentials may not" in str(error)
