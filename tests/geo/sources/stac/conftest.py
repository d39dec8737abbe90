"""Servers of STAC on loopback: a real API, nginx over a static catalogue, and one that misbehaves."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from geo.sources.declaration import SourceDeclaration
from geo.sources.http.client import Client
from geo.sources.network import Network, Patience

HERE = Path(__file__).parent
Declare = Callable[..., SourceDeclaration]
ServeItems = Callable[[list[dict[str, Any]]], str]


@pytest.fixture(scope="session")
def declare() -> Declare:
    """Return a declaration of land cover with this access."""

    def make(access: dict[str, Any], **changes: Any) -> SourceDeclaration:
        content: dict[str, Any] = {
            "id": "cover",
            "title": "Cover",
            "version": "1",
            "licence": "CC0-1.0",
            "citation": "Me",
            "measures": "land cover",
            "built_up": {"values": "classes", "built_up_classes": [50], "other_classes": [10]},
            "access": {"asset": "map", **access},
        }
        return SourceDeclaration.model_validate(content | changes)

    return make


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(Network(patience=Patience(attempts=2, backoff_s=0.01))) as made:
        yield made


@contextmanager
def running(*command: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Run a program as long as the block runs."""
    with subprocess.Popen(command, text=True, **options) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str, process: subprocess.Popen[str]) -> None:
    """Wait until a server answers, 20 s at most."""
    for _ in range(200):
        assert process.poll() is None, f"{process.args} ended"
        try:
            with urlopen(url, timeout=5) as answer:  # noqa: S310 - loopback
                answer.read()
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"no answer from {url}")


@pytest.fixture(scope="session")
def odd_server() -> Iterator[str]:
    """Return the address of the server that misbehaves, a way a path."""
    with running(sys.executable, str(HERE / "odd_server.py"), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"


@pytest.fixture
def stac_api(tmp_path: Path) -> Iterator[ServeItems]:
    """Serve items, each in its collection, with `rustac serve`; return the landing page."""
    rustac = shutil.which("rustac", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert rustac is not None
    with ExitStack() as stack:

        def serve(items: list[dict[str, Any]]) -> str:
            file = tmp_path / "items.json"
            file.write_text(json.dumps({"type": "FeatureCollection", "features": items}), encoding="utf-8")
            address = f"127.0.0.1:{free_port()}"
            command = (rustac, "serve", "--addr", address, "--create-collections", str(file))
            process = stack.enter_context(running(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            wait_for(f"http://{address}/", process)
            return f"http://{address}"

        yield serve


NGINX = """
{user}
daemon off;
worker_processes 1;
pid {work}/pid;
error_log {work}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log {work}/access.log;
  client_body_temp_path {work}; proxy_temp_path {work}; fastcgi_temp_path {work}; uwsgi_temp_path {work};
  scgi_temp_path {work};
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


@pytest.fixture
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Serve a folder with a catalog.json in it; return its address."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed (Debian's package nginx-light)")
    with ExitStack() as stack:

        def serve(folder: Path) -> str:
            work = tmp_path_factory.mktemp("nginx")
            port = free_port()
            config = work / "nginx.conf"
            user = "user root;" if os.geteuid() == 0 else ""  # else its workers cannot read the test's files
            config.write_text(NGINX.format(user=user, work=work, root=folder, port=port), encoding="utf-8")
            process = stack.enter_context(
                running(program, "-c", str(config), "-p", str(work), stderr=subprocess.DEVNULL)
            )
            wait_for(f"http://127.0.0.1:{port}/catalog.json", process)
            return f"http://127.0.0.1:{port}"

        yield serve
