"""Time limits that interrupt: what hangs, drips or never comes ends when it must, and holds up nothing afterwards."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from geo.errors import UnreachableError
from geo.sources.http.client import Client
from geo.sources.http.clock import bounded

MakeClient = Callable[..., Client]


@pytest.fixture
def deaf() -> Iterator[str]:
    """Yield the address of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/a.tif"


def seconds_until_unreachable(client: Client, url: str, words: str) -> float:
    begun = time.monotonic()
    with pytest.raises(UnreachableError, match=words):
        client.read_range(url, 0, 10)
    return time.monotonic() - begun


def test_a_port_where_nobody_listens_is_named_at_once(client: Client) -> None:
    assert seconds_until_unreachable(client, "http://127.0.0.1:9/a.tif", "refused; 2 attempts") < 1


def test_an_unknown_name_is_said_to_be_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert seconds_until_unreachable(client, "http://archive.example/a.tif", "its name is not known") < 1


def test_a_name_look_up_that_hangs_is_given_up(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    wake = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: wake.wait(20))
    client = make_client({"connect_s": 0.4, "first_contact_s": 0.6})
    assert seconds_until_unreachable(client, "http://archive.example/a.tif", "no connection in time") < 2
    wake.set()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_host_that_takes_connections_and_says_nothing_is_given_up(
    make_client: MakeClient, deaf: str, scheme: str
) -> None:
    client = make_client({"silence_s": 30.0, "request_s": 30.0, "first_contact_s": 1.0})
    url = deaf.replace("http", scheme)
    assert seconds_until_unreachable(client, url, "no whole answer in time") < 2


def test_what_asks_a_silent_host_next_is_told_at_once(make_client: MakeClient, deaf: str) -> None:
    client = make_client({"silence_s": 0.5, "first_contact_s": 1.0})
    seconds_until_unreachable(client, deaf, "no whole answer in time")
    assert seconds_until_unreachable(client, deaf, "no whole answer in time") < 0.1


def test_many_at_once_wait_no_longer_than_one(make_client: MakeClient, deaf: str) -> None:
    client = make_client({"silence_s": 0.5, "first_contact_s": 1.0}, in_flight=2)
    begun = time.monotonic()
    with pytest.raises(UnreachableError):
        client.together([lambda: client.read_range(deaf, 0, 10)] * 12)
    client.together([lambda: None])
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("fault", ["drip", "drip-head"])
def test_a_drip_slower_than_the_limit_of_the_whole_is_cut_off(
    make_client: MakeClient, archive: Any, fault: str
) -> None:
    (archive.root / "slow.bin").write_bytes(bytes(10_000))
    archive.inject(always=fault, drip_s=0.15)
    client = make_client({"silence_s": 0.3, "request_s": 0.8, "attempts": 1, "first_contact_attempts": 1})
    seconds = seconds_until_unreachable(client, archive.address("slow.bin"), "no whole answer in time")
    assert 0.7 < seconds < 1.5


def test_what_comes_too_late_is_handed_to_whoever_cleans_up() -> None:
    late = threading.Event()
    with pytest.raises(TimeoutError):
        bounded(lambda: time.sleep(0.2), 0.05, lambda _: late.set())
    assert late.wait(2)


def test_what_fails_in_time_raises_its_own_error() -> None:
    with pytest.raises(ZeroDivisionError):
        bounded(lambda: 1 / 0, 1.0, lambda _: None)


def test_a_hanging_look_up_does_not_hold_the_end_of_the_program() -> None:
    program = """
import socket, time
from geo.errors import UnreachableError
from geo.sources.http.client import Client
from geo.sources.network import Network, Patience
socket.getaddrinfo = lambda *_, **__: time.sleep(60)
try:
    Client(Network(patience=Patience(connect_s=0.2, first_contact_s=0.5))).read_range("http://archive.example/a", 0, 1)
except UnreachableError as error:
    print(error)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    assert ended.stdout.startswith("archive.example cannot be reached")
