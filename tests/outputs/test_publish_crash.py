"""A run that is killed leaves the earlier publication whole, and the next run succeeds and cleans up."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from outputs.verification import verify

SCRIPT = Path(__file__).with_name("publishing.py")
EARLIER, LATER = "r000000000001", "r000000000002"

pytestmark = pytest.mark.slow


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(SCRIPT), *arguments]


@pytest.mark.timeout(600)
def test_killed_at_moments_of_the_whole_road(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    subprocess.run(command("publish", str(earlier), EARLIER), check=True)
    (tmp_path / "work").mkdir()
    done = subprocess.run(
        command("crash", str(earlier), str(tmp_path / "work"), "6"), check=True, capture_output=True, text=True
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) >= 20  # those, and each of the last moments
    for line in lines:
        assert line["killed"], line
        assert {kind for kind, _ in line["problems"]} <= {"stale"}, line
        assert line["latest"] in {EARLIER, LATER}
        assert line["index"]
        assert line["next"] == 0, line
        assert line["left"] == line["staged"] == []
        assert line["now"] == LATER
        assert line["runs"] == [EARLIER, LATER]
    assert {line["latest"] for line in lines} == {EARLIER, LATER}
    assert any(line["problems"] for line in lines)


def test_killed_from_outside_while_publishing(tmp_path: Path) -> None:
    subprocess.run(command("publish", str(tmp_path), EARLIER), check=True)
    draw = random.Random(0)  # noqa: S311 (moments, not secrets)
    for _ in range(5):
        process = subprocess.Popen(command("publish", str(tmp_path), LATER))
        while not any((tmp_path / ".staging").glob("*/")) and process.poll() is None:
            time.sleep(0.002)
        time.sleep(draw.uniform(0, 0.5))
        process.kill()
        process.wait()
        assert [problem for problem in verify(tmp_path) if not problem.harmless] == []
    subprocess.run(command("publish", str(tmp_path), LATER), check=True)
    assert verify(tmp_path) == []
    assert os.listdir(tmp_path / ".staging") == []  # noqa: PTH208


def test_the_first_run_of_a_root_killed_anywhere_is_healed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    script = (
        "import runpy, sys, pathlib\n"
        f"made = runpy.run_path({str(SCRIPT)!r})\n"
        "made['Moments'](int(sys.argv[2]))\n"
        "made['publish_once'](pathlib.Path(sys.argv[1]), 'r000000000001')\n"
    )
    for moment in (3, 60, 90, 93):
        root = tmp_path / str(moment)
        done = subprocess.run([sys.executable, "-c", script, str(root), str(moment)], check=False)
        assert done.returncode == -9
        subprocess.run(command("publish", str(root), EARLIER), check=True)
        assert verify(root) == []
