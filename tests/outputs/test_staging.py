import subprocess
import sys
import threading
from pathlib import Path

import pytest

from outputs.errors import LockTimeoutError
from outputs.staging import clean, locked, replace_bytes, staging, stale

HOLD = """
import sys, time
from pathlib import Path
from outputs.staging import staging
with staging(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half a file")
    print(folder.name, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_staging_is_gone_when_its_run_ends(tmp_path: Path) -> None:
    with staging(tmp_path) as folder:
        (folder / "a").write_text("a")
        assert folder.parent == tmp_path / ".staging"
    assert list((tmp_path / ".staging").iterdir()) == []


def test_a_staging_is_gone_when_its_run_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with staging(tmp_path) as folder:
            (folder / "a").write_text("a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list((tmp_path / ".staging").iterdir()) == []


def test_the_staging_of_a_live_run_stays_and_that_of_a_killed_one_goes(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    assert holder.stdout
    name = holder.stdout.readline().strip()
    try:
        assert stale(tmp_path) == ()
        with staging(tmp_path):
            assert (tmp_path / ".staging" / name / "half").is_file()
    finally:
        holder.kill()
        holder.wait()
    assert stale(tmp_path) == (name,)
    with staging(tmp_path) as folder:
        assert {path.name for path in folder.parent.iterdir()} == {folder.name, f"{folder.name}.lock"}


def test_what_has_no_lock_is_cleaned(tmp_path: Path) -> None:
    (tmp_path / ".staging" / "dead").mkdir(parents=True)
    (tmp_path / ".staging" / "x.part").write_text("")
    assert stale(tmp_path) == ("dead", "x.part")
    clean(tmp_path)
    assert stale(tmp_path) == ()


def test_waiting_for_the_lock_has_an_end(tmp_path: Path) -> None:
    with locked(tmp_path):
        failures: list[BaseException] = []

        def wait() -> None:
            try:
                with locked(tmp_path, 0.1):
                    pass
            except LockTimeoutError as error:
                failures.append(error)

        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()
    assert len(failures) == 1
    with locked(tmp_path, 0.1):
        pass


def test_replacing_leaves_an_equal_file_alone(tmp_path: Path) -> None:
    path, text = tmp_path / "city" / "latest.json", "عمران".encode()
    replace_bytes(tmp_path, path, text)
    before = path.stat()
    assert path.read_bytes() == text
    replace_bytes(tmp_path, path, text)
    assert path.stat().st_ino == before.st_ino
    path.write_bytes(b"\xff")
    replace_bytes(tmp_path, path, b"new")
    assert path.read_bytes() == b"new"
    assert list((tmp_path / ".staging").iterdir()) == []
