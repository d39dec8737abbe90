"""Starts the archive of http/server.py, tells it which faults to inject, and reads what it logged."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SERVER = Path(__file__).with_name("http") / "server.py"


@dataclass
class Archive:
    """A running archive."""

    root: Path
    """Its files."""
    url: str
    process: subprocess.Popen[str]
    log: Path
    _seen: int = field(default=0)

    def address(self, path: str) -> str:
        return f"{self.url}/{path}"

    def inject(self, **faults: Any) -> None:
        """Replace the faults (server.py lists them), and forget the requests so far."""
        self._order({"report": True})
        self._order({"faults": faults})
        self._seen = len(self.log.read_text(encoding="utf-8").splitlines())

    def requests(self) -> list[dict[str, Any]]:
        """Return what was asked since the last change of faults, in its order, after it has been answered."""
        self._order({"report": True})
        lines = self.log.read_text(encoding="utf-8").splitlines()[self._seen :]
        return sorted(map(json.loads, lines), key=lambda request: request["time"])

    def sent(self) -> int:
        """Return the bytes of bodies sent since the last change of faults."""
        return sum(request["bytes"] for request in self.requests())

    def _order(self, order: dict[str, Any]) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"


LIFE_S = 1_500
"""Longer than the longest module of tests takes on a busy machine."""


@contextmanager
def start_archive(root: Path, log: Path) -> Iterator[Archive]:
    """Serve a folder on loopback until left, LIFE_S at most; the log lies elsewhere."""
    log.touch()
    command = [sys.executable, str(SERVER), "--root", str(root), "--log", str(log), "--life", str(LIFE_S)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        port = int(process.stdout.readline())
        try:
            yield Archive(root, f"http://127.0.0.1:{port}", process, log)
        finally:
            process.stdin.close()
            process.wait(10)
