"""Several processes that publish at once, and processes that die: all runs are whole, one of them is the latest."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from outputs.catalogue.entry import entries_in
from outputs.published import latest_run
from outputs.runs import all_runs
from outputs.store.root import Root
from outputs.verification import verify
from tests.outputs.store import small

SHORT = {"lease_s": 1.0, "skew_s": 1.0, "beat_s": 0.2, "poll_s": 0.05, "pause_s": 0.01}


class Spawner:
    """Starts processes that publish, and waits for them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, **asked: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, root: Root, run: str, city: str = "sample") -> int:
        environment = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
        pid: int = self.ask(start=[root.name, city, run], patience=SHORT, environment=environment)
        return pid

    def wait(self, pid: int) -> list[Any]:
        answer: list[Any] = self.ask(wait=pid)
        return answer


@pytest.fixture(scope="module")
def spawner() -> Iterator[Spawner]:
    command = [sys.executable, str(Path(__file__).with_name("spawner.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Spawner(process)
        process.kill()


@pytest.mark.parametrize("names", [("r1", "r1"), ("r1", "r2", "r3", "r4")])
def test_processes_that_publish_one_city_at_once_leave_every_run_whole(
    root: Root, spawner: Spawner, names: tuple[str, ...]
) -> None:
    processes = [spawner.start(root, run) for run in names]
    assert [spawner.wait(process) for process in processes] == [[0, ""]] * len(names)
    assert verify(root) == []
    (sample,) = all_runs(root)
    latest = latest_run(root, "sample")
    assert {entry.run for entry in sample.runs} == set(names)
    assert latest in names
    assert root.read("index.html") == f"sample/{latest}\n".encode()
    assert [entry.run for entry in entries_in(root.read("catalog.json"))] == [latest]
    assert root.files(".staging", deep=True) == {}


def test_processes_that_publish_different_cities_at_once_are_all_on_the_index(root: Root, spawner: Spawner) -> None:
    names = [f"city-{number}" for number in range(4)]
    processes = [spawner.start(root, "r1", name) for name in names]
    assert [spawner.wait(process) for process in processes] == [[0, ""]] * 4
    assert root.read("index.html").decode().splitlines() == [f"{name}/r1" for name in names]
    assert [entry.city for entry in entries_in(root.read("catalog.json"))] == names
    assert verify(root) == []


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_the_earlier_run_and_the_next_one_heals(
    root: Root, spawner: Spawner, again: Callable[..., Root]
) -> None:
    draw = random.Random(7)  # noqa: S311 (moments, not secrets)
    small.publish_small(root, small.EARLIER)
    killed = 0
    for _ in range(8):
        process = spawner.start(root, small.LATER)
        time.sleep(draw.uniform(0, 0.15))
        os.kill(process, signal.SIGKILL)
        killed += spawner.wait(process)[0] == -signal.SIGKILL
        assert [str(problem) for problem in verify(root) if not problem.harmless] == []
        assert latest_run(root, "sample") in {small.EARLIER, small.LATER}
    assert killed
    assert spawner.wait(spawner.start(root, small.LATER)) == [0, ""]
    time.sleep(1.1 if root.name.startswith("s3:") else 0)
    small.publish_small(again(root, lease_s=0.1), small.EARLIER, city="other")
    assert verify(root) == []
    assert root.files(".staging", deep=True) == {}
