import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cli.main import execute

UMRAN = Path(sys.executable).with_name("umran")


@pytest.fixture
def umran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UMRAN_PUBLISH_ROOT", str(tmp_path / "published"))
    monkeypatch.setenv("UMRAN_CACHE_DIR", str(tmp_path / "cache"))
    return lambda *words: execute(words)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("run", "quitto"), 1, "unknown city 'quitto': did you mean quito?"),
        (("run", "No City"), 1, "unknown city 'No City'"),
        (("run",), 2, "Missing argument 'city'"),
        (("run", "sample", "--colour"), 2, "No such option: --colour"),
        (("run", "sample", "--epochs", "1990,x"), 2, "expected years such as 1990,2000,2015, saw '1990,x'"),
        (("run", "sample", "--epochs", "1990"), 2, "epochs: expected at least two years, saw 1990"),
        (("run", "sample", "--epochs", "1990,1990"), 2, "epochs: expected years that differ from each other"),
        (("run", "sample", "--epochs", "1990,12"), 2, "epochs.1: expected greater than or equal to 1800, saw 12"),
        (("run", "sample", "--source", "nothing.toml"), 1, "nothing.toml: expected a source's TOML file, saw none"),
        (("run", "quito", "--source", "landsat"), 1, "unknown source 'landsat'"),
        (("run", "sample", "--area", "nothing.gpkg"), 1, "nothing.gpkg"),
        (("runn",), 2, "No such command 'runn'"),
        (("batch", "--epochs", "1990"), 2, "epochs: expected at least two years"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    umran: Callable[..., int], capfd: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, told: str
) -> None:
    assert umran(*words) == code
    out, err = capfd.readouterr()
    errors = [line for line in err.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert told in errors[0]
    assert err.splitlines()[-1] == errors[0]
    assert "Traceback" not in err
    assert out == ""


def test_an_error_in_json_is_an_object_on_stdout(umran: Callable[..., int], capfd: pytest.CaptureFixture[str]) -> None:
    assert umran("run", "quitto", "--json") == 1
    out, err = capfd.readouterr()
    assert json.loads(out) == {
        "error": {"type": "UnknownCityError", "message": "unknown city 'quitto': did you mean quito?"}
    }
    assert err.count("\n") == 1


def test_debug_shows_where_an_error_came_from(umran: Callable[..., int]) -> None:
    with pytest.raises(Exception, match="unknown city"):
        umran("run", "quitto", "--debug")


def test_an_unforeseen_error_is_one_line_too(
    umran: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("geo.sources.declarations.declared_sources", lambda: 1 / 0)
    assert umran("sources") == 1
    assert capfd.readouterr().err.splitlines()[-1].startswith("error: unforeseen ZeroDivisionError: ")


def test_version(umran: Callable[..., int], capfd: pytest.CaptureFixture[str]) -> None:
    assert umran("--version") == 0
    assert capfd.readouterr().out.startswith("umran 0")


def test_sources_are_listed(umran: Callable[..., int], capfd: pytest.CaptureFixture[str]) -> None:
    assert umran("sources", "--json") == 0
    assert "simulated" in [source["id"] for source in json.loads(capfd.readouterr().out)]


def test_help_imports_neither_geo_nor_prefect() -> None:
    script = (
        "import sys; from flows.cli.main import execute; execute(['run', '--help']); "
        "sys.exit(bool({'prefect', 'numpy', 'rasterio', 'geo'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_a_plain_run_answers_in_json_without_prefect(environment: dict[str, str], tmp_path: Path) -> None:
    script = (
        "import sys; from flows.cli.main import execute; "
        "code = execute(['run', 'sample', '--epochs', '2015,1990', '--json']); "
        "sys.exit(code or 9 * ('prefect' in sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["city"] == "sample"
    assert answer["simulated"] is True
    assert (answer["headline"]["start"], answer["headline"]["end"]) == (1990, 2015)
    assert answer["headline"]["boundary"] == "urban_extent"
    assert Path(answer["page"]).is_file()
    assert [line.split()[0] for line in ran.stderr.splitlines()] == ["resolve", "pull", "measure", "publish"]

    taken = tmp_path / "a file"
    taken.write_text("")
    refused = subprocess.run(
        [UMRAN, "run", "sample", "--epochs", "1990,2015", "--out", taken / "there"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith("error: ")
    assert "a file" in refused.stderr.splitlines()[-1]


@pytest.mark.slow
def test_ctrl_c_ends_a_run_in_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    script = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from flows.cli.main import execute; sys.exit(execute(['run', 'sample']))"
    )
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-c", script], env=environment, cwd=tmp_path, stderr=log, start_new_session=True
    )
    end = time.monotonic() + 60
    while "resolve" not in Path(log.name).read_text() and time.monotonic() < end:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(60) == 130
    told = Path(log.name).read_text().splitlines()
    assert told[-1] == "error: interrupted; what was published before is untouched"
    assert not (tmp_path / "published" / "sample").exists()
