"""Where no archive can be reached a run says so in one line and in time, and leaves what is published alone."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
UMRAN = Path(sys.executable).with_name("umran")
LIMIT_S = 20.0
_WAITING_S = 15.0
"""Of the limit, what is left for waiting where starting a program takes longer than it should."""
_SLEEPING = "import socket, time\nsocket.getaddrinfo = lambda *_, **__: time.sleep(60)\n"
_NO_SUCH_NAME = """
import socket
def unknown(*_, **__):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
socket.getaddrinfo = unknown
"""


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    error: str
    """The last line of stderr."""
    others: tuple[str, ...]
    seconds: float


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Return a root in which something is published already."""
    folder = tmp_path / "published" / "agadir"
    folder.mkdir(parents=True)
    (folder / "latest.json").write_text('{"run": "r000000000000"}')
    return tmp_path / "published"


@pytest.fixture
def deaf() -> Iterator[int]:
    """Yield a port where connections are made and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield server.getsockname()[1]


@pytest.fixture
def full() -> Iterator[int]:
    """Yield a port whose queue is full, so that no connection comes to stand."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(server.getsockname())
        yield server.getsockname()[1]


@pytest.fixture
def tell(
    tmp_path: Path, environment: dict[str, str], published: Path
) -> Callable[[dict[str, tuple[str, dict[str, str]]]], dict[str, Told]]:
    """Run `umran run agadir` in several surroundings at once: a sitecustomize and variables each."""
    before = _state(published)

    def run(surroundings: dict[str, tuple[str, dict[str, str]]]) -> dict[str, Told]:
        begun = time.monotonic()
        running = {}
        for name, (custom, variables) in surroundings.items():
            folder = tmp_path / name
            folder.mkdir()
            (folder / "sitecustomize.py").write_text(custom)
            path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
            own = {"PYTHONPATH": path, "UMRAN_CACHE_DIR": str(folder / "cache")}
            running[name] = subprocess.Popen(
                [UMRAN, "run", "agadir", *(["--json"] if name.endswith("json") else [])],
                env=environment | own | variables,
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        told = {}
        for name, process in running.items():
            out, err = process.communicate(timeout=120)
            *others, error = err.splitlines()
            told[name] = Told(process.returncode, out, error, tuple(others), time.monotonic() - begun)
        assert _state(published) == before
        return told

    return run


def _state(root: Path) -> list[tuple[str, int, bytes]]:
    return [(str(p), p.stat().st_mtime_ns, p.read_bytes()) for p in sorted(root.rglob("*")) if p.is_file()]


def at(port: int) -> dict[str, str]:
    """Return what makes a port on loopback the mirror of the default sources."""
    base = f"http://127.0.0.1:{port}/GHSL"
    return {"UMRAN_MIRRORS": json.dumps({"ghsl": base, "ghsl-pop": base})}


def check(told: Told, place: str, reason: str) -> None:
    assert told.code == 1
    assert told.error.startswith("error: ghsl: the archive "), told.error
    assert f"{place} cannot be reached ({reason}" in told.error
    for way_out in ("`umran pull CITY --source ghsl`", "UMRAN_MIRRORS", "--source simulated"):
        assert way_out in told.error
    assert [line.split()[0] for line in told.others] == ["resolve"]
    assert "s3cr3t" not in told.error + told.out


def test_without_a_network_a_run_says_so_at_once(
    tell: Callable[[dict[str, tuple[str, dict[str, str]]]], dict[str, Told]],
) -> None:
    told = tell(
        {
            "closed": ("", at(9)),
            "closed-json": ("", at(9)),
            "proxy": ("", {"UMRAN_PROXY": "http://me:s3cr3t@127.0.0.1:9"}),
            "unknown": (_NO_SUCH_NAME, {}),
        }
    )
    check(told["closed"], "127.0.0.1:9", "connection refused")
    check(told["closed-json"], "127.0.0.1:9", "connection refused")
    check(told["proxy"], "jeodpp.jrc.ec.europa.eu", "the proxy cannot be reached")
    check(told["unknown"], "jeodpp.jrc.ec.europa.eu", "its name is not known")
    assert told["closed"].out == ""
    answer = json.loads(told["closed-json"].out)
    assert answer["error"]["type"] == "OfflineError"
    assert f"error: {answer['error']['message']}" == told["closed-json"].error


def test_what_never_answers_is_given_up_in_time(
    tell: Callable[[dict[str, tuple[str, dict[str, str]]]], dict[str, Told]], deaf: int, full: int
) -> None:
    idle = tell({"closed": ("", at(9))})["closed"].seconds
    told = tell({"deaf": ("", at(deaf)), "full": ("", at(full)), "sleeping": (_SLEEPING, {})})
    check(told["deaf"], f"127.0.0.1:{deaf}", "no whole answer in time")
    check(told["full"], f"127.0.0.1:{full}", "no connection in time")
    check(told["sleeping"], "jeodpp.jrc.ec.europa.eu", "no connection in time")
    for one in told.values():
        assert one.seconds < max(LIMIT_S, _WAITING_S + 3 * idle)  # three at once
