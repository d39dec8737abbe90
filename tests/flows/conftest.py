"""Fixtures of the flows: a cache that is filled once, an environment of their own, and a guard of the network."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Environment = dict[str, str]

_GUARD = '''
"""Refuses and writes down every attempt to reach another machine."""
import os, socket

def _local(host):
    return host in (None, "", "localhost", "::1", b"localhost") or str(host).startswith("127.")

def _refuse(what):
    with open(os.environ["NETWORK_LOG"], "a") as log:
        log.write(f"{what}\\n")
    raise OSError(f"no network in this test: {what}")

def _guarded(method):
    def call(self, address, *rest):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _local(address[0]):
            _refuse(address)
        return method(self, address, *rest)
    return call

_look_up = socket.getaddrinfo

def _getaddrinfo(host, *rest, **options):
    if not _local(host.decode() if isinstance(host, bytes) else host):
        _refuse(host)
    return _look_up(host, *rest, **options)

socket.socket.connect = _guarded(socket.socket.connect)
socket.socket.connect_ex = _guarded(socket.socket.connect_ex)
socket.getaddrinfo = _getaddrinfo
'''


@pytest.fixture(scope="session")
def umran_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def environment(tmp_path: Path, umran_cache: Path) -> Environment:
    """Return an environment without anybody's Prefect, in which nothing is written outside of the test's folders."""
    foreign = ("PREFECT_", "UMRAN_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {
        "HOME": str(tmp_path / "home"),
        "UMRAN_CACHE_DIR": str(umran_cache),
        "UMRAN_PUBLISH_ROOT": str(tmp_path / "published"),
        "UMRAN_CITIES_DIR": str(tmp_path / "cities"),
        "UMRAN_LANGUAGES": "en",  # a test that wants the others says so
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),  # the fonts, made once
        "COLUMNS": "110",
    }


@pytest.fixture
def network_log(tmp_path: Path, environment: Environment) -> Path:
    """Guard every Python that starts in `environment`; return the file that attempts to leave are put in."""
    folder = tmp_path / "guard"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_GUARD)
    log = tmp_path / "network.log"
    environment["PYTHONPATH"] = os.pathsep.join(
        [str(folder), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    ).rstrip(os.pathsep)
    environment["NETWORK_LOG"] = str(log)
    return log


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def wait_for() -> Callable[[Callable[[], bool], float], None]:
    def wait(done: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if done():
                return
            time.sleep(0.5)
        pytest.fail(f"still waiting after {seconds:.0f} s")

    return wait


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415 (slow, and only some tests need it)

    with prefect_test_harness(server_startup_timeout=120):
        yield
