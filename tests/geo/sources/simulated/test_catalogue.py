import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from geo.errors import SourceError
from geo.sources.simulated import catalogue as catalogue_module
from geo.sources.simulated.catalogue import _code_digest, ensure_catalogue, is_whole
from geo.sources.simulated.plan import Plan

SMALL_RUN = textwrap.dedent("""
    import sys
    from pathlib import Path
    from geo.sources.simulated import catalogue
    plan = catalogue.sample_plan()
    coarse = {"columns": 480, "rows": 400, "cell_m": 50, "population_factor": 2}
    small = plan.model_copy(update={"frame": plan.frame.model_copy(update=coarse)})
    catalogue.sample_plan = lambda: small
    print("ready", flush=True)
    print(catalogue.ensure_catalogue(Path(sys.argv[1])), flush=True)
""")


def _start(cache: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", SMALL_RUN, str(cache)], stdout=subprocess.PIPE, text=True)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("small_sample")
def test_written_once_and_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ensure_catalogue(tmp_path)
    assert path.name == "catalog.json"
    assert is_whole(path.parent)
    monkeypatch.setattr(catalogue_module, "simulate", lambda _: pytest.fail("made a second time"))
    assert ensure_catalogue(tmp_path) == path


def test_folder_is_named_by_version_and_parameters(tmp_path: Path, small_sample: Plan) -> None:
    assert ensure_catalogue(tmp_path).parent.parent == tmp_path / "simulated"
    assert ensure_catalogue(tmp_path).parent.name.startswith(f"{small_sample.key}-")


@pytest.mark.usefixtures("small_sample")
def test_byte_identical_from_run_to_run(tmp_path: Path) -> None:
    one, two = (ensure_catalogue(tmp_path / name).parent for name in ("one", "two"))
    assert _contents(one) == _contents(two)
    assert len(_contents(one)) == 6 * 3 + 3  # an item and two rasters an epoch; catalogue, truth, index


@pytest.mark.usefixtures("small_sample")
@pytest.mark.parametrize("damage", ["flipped", "truncated", "missing", "index"])
def test_damaged_catalogue_is_rebuilt(tmp_path: Path, damage: str) -> None:
    folder = ensure_catalogue(tmp_path).parent
    before = _contents(folder)
    raster = folder / "simulated-2000" / "land_cover.tif"
    content = raster.read_bytes()
    if damage == "flipped":
        raster.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif damage == "truncated":
        raster.write_bytes(content[: len(content) // 2])
    elif damage == "missing":
        raster.unlink()
    else:
        (folder / "index.json").write_text("{", encoding="utf-8")
    assert not is_whole(folder)
    ensure_catalogue(tmp_path)
    assert _contents(folder) == before
    assert sorted(path.name for path in folder.parent.iterdir()) in (
        [folder.name],
        [folder.name, f"{folder.name}.lock"],
    )


@pytest.mark.parametrize("index", ["{}", '{"files": {}}', '{"files": []}', "[]", '{"files": {"catalog.json": null}}'])
def test_an_index_that_says_nothing_is_not_whole(tmp_path: Path, index: str) -> None:
    (tmp_path / "catalog.json").write_text("{}", encoding="utf-8")
    (tmp_path / "index.json").write_text(index, encoding="utf-8")
    assert not is_whole(tmp_path)


@pytest.mark.usefixtures("small_sample")
def test_unwritable_cache_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(SourceError, match=r"^[^\n]*file/simulated: expected a cache folder that can be written[^\n]*$"):
        ensure_catalogue(tmp_path / "file")


@pytest.mark.usefixtures("small_sample")
def test_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(catalogue_module, "write_catalogue", fail)
        with pytest.raises(RuntimeError):
            ensure_catalogue(tmp_path)
    assert [path.name for path in (tmp_path / "simulated").iterdir() if path.is_dir()] == []
    assert is_whole(ensure_catalogue(tmp_path).parent)


@pytest.mark.slow
def test_killed_at_any_moment_leaves_all_or_nothing(tmp_path: Path, small_sample: Plan) -> None:
    folder = tmp_path / "simulated" / f"{small_sample.key}-{_code_digest()}"
    left_behind = 0
    for delay in (0.05, 0.15, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2):
        process = _start(tmp_path)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        left_behind += any(folder.parent.glob(f"{folder.name}.tmp-*"))
        if folder.exists():
            assert is_whole(folder)
            folder.rename(tmp_path / f"done-{delay}")  # so that the next run has something to do
    assert left_behind, "no kill came while files were being written"
    assert is_whole(ensure_catalogue(tmp_path).parent)
    assert not list(folder.parent.glob("*.tmp-*"))


@pytest.mark.slow
def test_two_processes_at_once_both_succeed(tmp_path: Path) -> None:
    processes = [_start(tmp_path) for _ in range(2)]
    answers = [process.communicate(timeout=60)[0].splitlines()[-1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert answers[0] == answers[1]
    assert is_whole(Path(answers[0]).parent)


def test_index_tells_size_and_sha256_of_every_other_file(city_catalogue: Path) -> None:
    index = json.loads((city_catalogue.parent / "index.json").read_text(encoding="utf-8"))["files"]
    assert set(index) == set(_contents(city_catalogue.parent)) - {"index.json"}
    assert index["catalog.json"]["size"] == city_catalogue.stat().st_size
