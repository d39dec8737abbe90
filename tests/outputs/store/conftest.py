"""Publish roots to test with: a folder, and a prefix of a real S3-speaking server that can be told to fail."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import obstore
import pytest
from obstore.exceptions import GenericError
from obstore.store import MemoryStore

from outputs.store.opening import open_root
from outputs.store.patience import PATIENCE
from outputs.store.root import Root

IMPATIENCE = replace(
    PATIENCE,
    connect_s=0.5,
    request_s=0.5,
    retries=1,
    retry_s=2.0,
    pause_s=0.005,
    pause_max_s=0.01,
    lease_s=1.0,
    skew_s=0.0,
    beat_s=0.3,
    poll_s=0.02,
    wait_s=10.0,
)
BUCKET = "published"


class Server:
    """The server, and how it is told to fail."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def fail(self, kind: int | str = 500, at: int = 0, *, lasting: bool = True) -> None:
        """Count requests from here on, and fail the one of this number; none where it is 0."""
        self.ask("/-/fault", {"kind": kind, "at": at, "lasting": lasting})

    def seen(self) -> list[str]:
        """Return the requests since then, without repetitions of the one that failed."""
        return json.loads(self.ask("/-/seen"))  # type: ignore[no-any-return]

    def ask(self, path: str, body: dict[str, Any] | None = None, method: str | None = None) -> bytes:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)  # noqa: S310 (loopback)
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.read()  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    script = Path(__file__).with_name("s3_server.py")
    command = [sys.executable, str(script)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        running = Server(int(process.stdout.readline()))
        running.ask(f"/{BUCKET}", method="PUT")
        yield running
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def s3(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Return the server in good order, with the environment set so that it is reached."""
    server.fail()
    for name in [name for name in os.environ if name.startswith("AWS_") or name.upper().endswith("_PROXY")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", "http://127.0.0.1:9")  # nobody is asked for credentials
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "hand-made")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SECRET-OF-THE-TESTS")
    return server


@pytest.fixture
def address(s3: Server) -> str:
    """Return an address below which nothing lies yet."""
    del s3
    return f"s3://{BUCKET}/{uuid4().hex}/umran"


@pytest.fixture
def stored(address: str) -> Root:
    return open_root(address, IMPATIENCE)


class Calls:
    """The client of object stores, which fails, or lets something else happen, at the call of a number."""

    def __init__(self, store: MemoryStore) -> None:
        self.store = store
        self.at = 0
        self.late = False
        """Whether the call is done before it fails."""
        self.act: Callable[[], None] | None = None
        self.count = 0

    def plan(self, at: int, *, late: bool = False, act: Callable[[], None] | None = None) -> None:
        """Count calls from here on; at the one of this number `act`, or fail for good where nothing is to be done."""
        self.at, self.late, self.act, self.count = at, late, act, 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(obstore, name)

        def call(store: MemoryStore, *args: Any, **more: Any) -> Any:
            self.count += 1
            if self.count != self.at:
                return method(store, *args, **more)
            if self.act:
                self.act()
                return method(store, *args, **more)
            if self.late:
                method(store, *args, **more)
            msg = "Error performing PUT after 1 retries - HttpError { kind: Connect"
            raise GenericError(msg)

        return call


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Return the calls of every object store that is opened from here on; all are one store in memory."""
    store = MemoryStore()
    made = Calls(store)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("outputs.store.bucket.from_url", lambda *_, **__: store)
    monkeypatch.setattr("outputs.store.bucket.obstore", made)
    return made


@pytest.fixture(params=["folder", "s3"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Root:
    """Return an empty publish root of each kind."""
    if request.param == "folder":
        return open_root(tmp_path / "root")
    return request.getfixturevalue("stored")  # type: ignore[no-any-return]


@pytest.fixture
def again() -> Callable[..., Root]:
    """Open a root as another process would."""

    def opened(root: Root | str, **patience: float) -> Root:
        name = root if isinstance(root, str) else root.name
        return open_root(name, replace(IMPATIENCE, **patience))  # type: ignore[arg-type]

    return opened
