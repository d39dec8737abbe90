"""Several processes that publish at once, and processes that die: all runs are whole, one of them is the latest."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from outputs.catalogue.entry import entries_in
from outputs.published import latest_run
from outputs.runs import all_runs
from outputs.store.root import Root
from outputs.verification import verify
from tests.outputs.store import small

SCRIPT = Path(__file__).with_name("publisher.py")
SHORT = {"lease_s": 1.0, "skew_s": 1.0, "beat_s": 0.2, "poll_s": 0.05, "pause_s": 0.01}


def start(root: Root, run: str, city: str = "sample") -> subprocess.Popen[str]:
    where = root.name if isinstance(root.address(""), str) else str(root.address(""))
    command = [sys.executable, str(SCRIPT), where, city, run, json.dumps(SHORT)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("names", [("r1", "r1"), ("r1", "r2", "r3")])
def test_processes_that_publish_one_city_at_once_leave_every_run_whole(root: Root, names: tuple[str, ...]) -> None:
    processes = [start(root, run) for run in names]
    assert [process.communicate()[1] for process in processes] == [""] * len(names)
    assert verify(root) == []
    (sample,) = all_runs(root)
    latest = latest_run(root, "sample")
    assert {entry.run for entry in sample.runs} == set(names)
    assert latest in names
    assert root.read("index.html") == f"sample/{latest}\n".encode()
    assert [entry.run for entry in entries_in(root.read("catalog.json"))] == [latest]
    assert root.files(".staging", deep=True) == {}


@pytest.mark.slow
def test_processes_that_publish_different_cities_at_once_are_all_on_the_index(root: Root) -> None:
    names = [f"city-{number}" for number in range(3)]
    processes = [start(root, "r1", name) for name in names]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert root.read("index.html").decode().splitlines() == [f"{name}/r1" for name in names]
    assert [entry.city for entry in entries_in(root.read("catalog.json"))] == names
    assert verify(root) == []


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_the_earlier_run_and_the_next_one_heals(
    root: Root, again: Callable[..., Root]
) -> None:
    draw = random.Random(7)  # noqa: S311 (moments, not secrets)
    small.publish_small(root, small.EARLIER)
    for _ in range(3):
        process = start(root, small.LATER)
        while not root.under_way() and not root.files(".staging") and process.poll() is None:
            time.sleep(0.005)
        time.sleep(draw.uniform(0, 0.25))
        process.kill()
        process.communicate()
        assert [str(problem) for problem in verify(root) if not problem.harmless] == []
        assert latest_run(root, "sample") in {small.EARLIER, small.LATER}
    assert start(root, small.LATER).wait() == 0
    time.sleep(2.1 if isinstance(root.address(""), str) else 0)
    small.publish_small(again(root, lease_s=0.5), small.EARLIER, city="other")
    assert verify(root) == []
    assert root.files(".staging", deep=True) == {}
