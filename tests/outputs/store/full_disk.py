"""Publishes to a folder whose disk fails at the k-th change, for each k: `full_disk.py WORK`, a JSON line for each.

A change is a file opened for writing, a rename, a removal, a new folder, a flush. It fails with all after it, cleaning
up among them (`lasting`), and each third one alone, too. The last line is of a root that is read-only all the time.
"""

import errno
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from outputs.errors import OutputsError
from outputs.published import latest_run
from outputs.store.opening import open_root
from outputs.verification import verify

sys.path.insert(0, str(Path(__file__).parent))
from small import EARLIER, LATER, publish_small

_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}


class Disk:
    """Counts the changes of this process, and refuses some of them."""

    def __init__(self, at: int, *, lasting: bool, code: int) -> None:
        self.at, self.lasting, self.code, self.count = at, lasting, code, 0
        self.flush = os.fsync
        os.fsync = self.fsync
        sys.addaudithook(self.audit)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        written = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event in _CHANGES or (written and not str(arguments[0]).endswith(".lock")):
            self.change(str(arguments[0]))

    def fsync(self, descriptor: int) -> None:
        self.change(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        self.flush(descriptor)

    def change(self, where: str) -> None:
        self.count += 1
        if self.count == self.at or (self.lasting and self.count > self.at > 0):
            raise OSError(self.code, os.strerror(self.code), where)


def child(root: Path, at: int, *, lasting: bool = False, code: int = errno.ENOSPC) -> dict[str, Any]:
    """Publish in a process of its own; return how many changes it made and what it said."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        disk = Disk(at, lasting=lasting, code=code)
        said = ""
        try:
            publish_small(open_root(root), LATER)
        except OutputsError as error:
            said = str(error)
        except BaseException as error:  # noqa: BLE001 (the test is told)
            said = f"unforeseen {error!r}"
        os.write(write, json.dumps({"count": disk.count, "said": said}).encode())
        os._exit(0)
    os.close(write)
    os.waitpid(pid, 0)
    answer: dict[str, Any] = json.loads(os.read(read, 10_000))
    os.close(read)
    return answer


def disturbed(earlier: Path, root: Path, at: int, **how: Any) -> dict[str, Any]:
    shutil.copytree(earlier, root)
    answer = child(root, at, **how)
    serious = [str(problem) for problem in verify(root) if not problem.harmless]
    latest = latest_run(open_root(root), "sample")
    publish_small(open_root(root), LATER)
    healed = [str(problem) for problem in verify(root)]
    left = sorted(path.name for path in (root / ".staging").iterdir())
    shutil.rmtree(root)
    return {"at": at, **how, **answer, "problems": serious, "latest": latest, "healed": healed, "left": left}


if __name__ == "__main__":
    work = Path(sys.argv[1])
    publish_small(open_root(work / "earlier"), EARLIER)
    shutil.copytree(work / "earlier", work / "counted")
    total = child(work / "counted", 0)["count"]
    for number in range(1, total + 1):
        for lasting in (True, False) if number % 3 == 0 else (True,):
            found = disturbed(work / "earlier", work / f"{number}-{lasting}", number, lasting=lasting)
            sys.stdout.write(json.dumps(found) + "\n")
    found = disturbed(work / "earlier", work / "read-only", 1, lasting=True, code=errno.EROFS)
    sys.stdout.write(json.dumps(found) + "\n")
