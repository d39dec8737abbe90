import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from odc.geo.geobox import GeoBox
from shapely import box
from typer.testing import CliRunner

from flows.cli.publication import app
from geo.grid import Grid
from geo.measurement import ExtentParameters, Layers, Measurement, SourceReference
from outputs.errors import OutputsError
from outputs.publish import publish
from outputs.subject import Place, Run

FOLDER = "plain/r0123456789ab"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a root with the smallest publication that there can be: no figures, 20 × 20 cells."""
    monkeypatch.setattr("outputs.publish.render_page", lambda *_, **__: "page")
    monkeypatch.setattr("outputs.publish.preview_png", lambda *_: b"picture")
    monkeypatch.setattr("outputs.publish.render_index", repr)
    grid = Grid(GeoBox.from_bbox((500_000, 0, 502_000, 2_000), "EPSG:32627", resolution=100), "", False, 0.0)  # noqa: FBT003
    half, codes = np.full((20, 20), 0.5, np.float32), np.ones((20, 20), np.uint8)
    measurement = Measurement(
        grid=grid,
        study_area=codes == 1,
        parameters=ExtentParameters(built_up_threshold=0.5),
        sources=(SourceReference("s", "S", "1", "CC0-1.0", "S.", "Built-up.", (2000, 2010), (), False, ()),),  # noqa: FBT003
        epochs=(),
        indicators=(),
        clusters=(),
        city_extents=(),
        layers=Layers(
            {2000: half, 2010: half}, codes.astype(np.uint16), {2000: codes, 2010: codes}, {(2000, 2010): codes}
        ),
        caveats=(),
    )
    place = Place(
        "plain",
        {"en": "Plain"},
        "XXX",
        "none",
        (-21, 0),
        box(-21, 0, -20.99, 0.01),
        "drawn by hand",
        (),
        simulated=False,
    )
    publish(measurement, place, Run("r0123456789ab", {}, {}), tmp_path, created=datetime(2026, 1, 1, tzinfo=UTC))
    return tmp_path


def test_verify_says_that_all_is_whole(root: Path) -> None:
    result = CliRunner().invoke(app, ["verify", "--root", str(root)])
    assert result.exit_code == 0
    assert result.output == f"{root}: 1 city, all whole\n"


def test_verify_tells_each_problem_on_a_line_and_fails(root: Path) -> None:
    (root / FOLDER / "epochs.csv").unlink()
    (root / FOLDER / "extra").write_text("")
    result = CliRunner().invoke(app, ["verify", "--root", str(root)])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"{FOLDER}/epochs.csv: missing; publish the run again",
        f"{FOLDER}/extra: not in the manifest; remove it if you did not put it there",
        f"{root}: 1 city, 2 problems",
    ]


def test_verify_json_is_for_scripts(root: Path) -> None:
    (root / ".staging" / "dead").mkdir()
    result = CliRunner().invoke(app, ["verify", "--root", str(root), "--json"])
    assert result.exit_code == 0
    report = json.loads(result.output)
    assert report["whole"] is True
    assert [problem["kind"] for problem in report["problems"]] == ["stale"]


def test_verify_without_a_root_takes_the_setting(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMRAN_PUBLISH_ROOT", str(root))
    assert CliRunner().invoke(app, ["verify"]).output == f"{root}: 1 city, all whole\n"


def test_verify_of_an_absent_root_is_an_error_of_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["verify", "--root", str(tmp_path / "none")])
    assert isinstance(result.exception, OutputsError)
    assert "\n" not in str(result.exception)


def test_list_names_each_citys_latest_run(root: Path) -> None:
    result = CliRunner().invoke(app, ["list", "--root", str(root)])
    assert result.output.startswith("plain                r0123456789ab  2026-01-01T00:00:00Z")
    entries = json.loads(CliRunner().invoke(app, ["list", "--root", str(root), "--json"]).output)
    assert [entry["city"] for entry in entries] == ["plain"]


def test_list_of_an_empty_root_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["list", "--root", str(tmp_path)])
    assert "umran run sample" in result.output
