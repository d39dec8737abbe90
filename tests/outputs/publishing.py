"""Publishes the hand-made measurement from a process of its own, and kills it where a test asks for it.

    python publishing.py publish ROOT RUN [real]    publish once, with plain pages or with real ones
    python publishing.py crash EARLIER WORK COUNT   kill COUNT runs at moments spread over the whole road

A moment is a change of the publish root: a file opened for writing, a rename, a removal, a new folder, a flush.
"""

import importlib.util
import json
import os
import shutil
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import outputs.publish as road
from outputs import contents
from outputs.layers import files
from outputs.verification import verify

_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}
EARLIER, LATER = "r000000000001", "r000000000002"


def conftest() -> Any:
    spec = importlib.util.spec_from_file_location("hand_made", Path(__file__).with_name("conftest.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def publish_once(root: Path, run: str, *, real_pages: bool = False) -> None:
    made = conftest()
    if not real_pages:
        contents._pages, road.render_index = made.plain_files, made.plain_index
        files.write_pmtiles = made.plain_tiles
    place, now = made.make_place(), datetime.now(UTC)
    road.publish(made.make_measurement(), place, made.make_run(run), root, created=now, languages=("en", "ar"))


class Moments:
    """Counts the changes that this process makes, and kills it at one of them."""

    def __init__(self, fatal: int | None) -> None:
        self.count = 0
        self.fatal = fatal
        sys.addaudithook(self.audit)
        self.flush = os.fsync
        os.fsync = self.fsync

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        written = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event in _CHANGES or written:
            self.tick()

    def fsync(self, descriptor: int) -> None:
        self.tick()
        self.flush(descriptor)

    def tick(self) -> None:
        self.count += 1
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)


def child(root: Path, run: str, fatal: int | None = None) -> tuple[int, int]:
    """Publish in a forked child; return its wait status and how many moments it saw."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            moments = Moments(fatal)
            publish_once(root, run)
            os.write(write, str(moments.count).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    _, status = os.waitpid(pid, 0)
    count = int(os.read(read, 20) or 0)
    os.close(read)
    return status, count


def crash(earlier: Path, work: Path, count: int) -> None:
    """Print a JSON line for each kill: what was found after it, and after the next run."""
    counted = work / "counted"
    shutil.copytree(earlier, counted)
    _, total = child(counted, LATER)
    spread = {1 + round(index * (total - 1) / (count - 1)) for index in range(count)}
    for moment in sorted(spread | set(range(total - 18, total + 1))):
        root = work / f"killed-{moment}"
        shutil.copytree(earlier, root)
        status, _ = child(root, LATER, moment)
        found = [[problem.kind, str(problem)] for problem in verify(root)]
        latest = json.loads((root / "sample" / "latest.json").read_text())["run"]
        index = (root / "index.html").is_file()
        after, _ = child(root, LATER)
        line = {
            "moment": moment,
            "total": total,
            "killed": os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
            "problems": found,
            "latest": latest,
            "index": index,
            "next": after,
            "left": [str(problem) for problem in verify(root)],
            "staged": sorted(path.name for path in (root / ".staging").iterdir()),
            "now": json.loads((root / "sample" / "latest.json").read_text())["run"],
            "runs": sorted(path.name for path in (root / "sample").iterdir() if path.is_dir()),
        }
        sys.stdout.write(json.dumps(line) + "\n")
        shutil.rmtree(root)


if __name__ == "__main__":
    if sys.argv[1] == "publish":
        publish_once(Path(sys.argv[2]), sys.argv[3], real_pages="real" in sys.argv)
    else:
        crash(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
