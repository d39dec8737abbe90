"""Documents and ranges over a line on which everything goes wrong once, and what is never tried twice."""

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from geo.errors import ArchiveError, RefusedError, UnreachableError
from geo.sources.http.client import Client

DATA = bytes(range(256)) * 400
LARGE = 9 << 20
PASSING = [
    *("408", "429", "429-date", "500", "502", "503", "504", "reset", "reset-late", "truncate", "stall", "stall-late"),
    *("drip", "drip-head", "wrong-range", "no-total"),
]


@pytest.fixture
def url(archive: Any) -> str:
    (archive.root / "data.bin").write_bytes(DATA)
    return str(archive.address("data.bin"))


@pytest.fixture
def large(archive: Any) -> str:
    path = archive.root / "large.bin"
    if not path.exists():
        path.write_bytes(bytes(LARGE))
    return str(archive.address("large.bin"))


def asked(archive: Any) -> list[tuple[str | None, int | None]]:
    return [(request["range"], request["status"]) for request in archive.requests()]


def test_a_range_is_the_bytes_asked_for_and_fewer_at_the_end(client: Client, url: str, archive: Any) -> None:
    assert client.read_range(url, 1000, 5) == DATA[1000:1005]
    assert client.read_range(url, len(DATA) - 3, 10) == DATA[-3:]
    assert client.read_range(url, len(DATA), 10) == b""
    assert asked(archive) == [("bytes=1000-1004", 206), (f"bytes={len(DATA) - 3}-{len(DATA) - 1}", 206)]
    assert (client.requests, client.bytes_fetched, client.size(url)) == (2, 8, len(DATA))


def test_a_first_range_beyond_the_end_is_empty(client: Client, url: str) -> None:
    assert client.read_range(url, len(DATA) + 5, 10) == b""


@pytest.mark.parametrize("fault", PASSING)
def test_a_trouble_that_passes_is_passed_over(client: Client, url: str, archive: Any, fault: str) -> None:
    archive.inject(script=[fault], retry_after=1, drip_s=0.002, seed=4)
    assert client.read_range(url, 0, 50_000) == DATA[:50_000]
    assert [request["fault"] for request in archive.requests()] == [fault, None]


@pytest.mark.parametrize("fault", PASSING)
def test_a_trouble_that_stays_ends_in_one_line_within_its_limit(
    make_client: Callable[..., Client], url: str, archive: Any, fault: str
) -> None:
    client = make_client({"attempts": 3, "request_s": 1.0})
    client.read_range(url, 0, 10)
    archive.inject(always=fault, drip_s=0.002, seed=4)
    begun = time.monotonic()
    with pytest.raises((RefusedError, UnreachableError)) as caught:
        client.read_range(url, 10, 50_000)
    assert time.monotonic() - begun < 3 * 1.0 + 1
    assert [request["fault"] for request in archive.requests()] == [fault] * 3
    assert "; 3 attempts" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("401", r"access denied \(401\): it wants credentials"),
        ("403", r"access denied \(403\): credentials missing or expired"),
        ("404", r"no such file \(404\)"),
        ("410", r"removed for good \(410\)"),
        ("418", r"i'm a teapot \(418\)"),
        ("html", "an HTML page with status 200"),
        ("html-unnamed", "an HTML page with status 200"),
        ("multipart", "several parts in one answer"),
        ("gzip", "compressed on the way"),
    ],
)
def test_what_trying_again_cannot_change_is_refused_at_once_and_in_words(
    client: Client, url: str, archive: Any, fault: str, words: str
) -> None:
    archive.inject(always=fault)
    with pytest.raises(RefusedError, match=rf"^127.0.0.1:\d+/data.bin: {words}"):
        client.read_range(url, 0, 10)
    assert len(archive.requests()) == 1


def test_the_status_can_be_asked_of_the_error(client: Client, archive: Any) -> None:
    with pytest.raises(RefusedError) as caught:
        client.read_range(archive.address("nothing.tif"), 0, 10)
    assert caught.value.status == 404


def test_a_wrong_range_is_said_to_be_one(client: Client, url: str, archive: Any) -> None:
    archive.inject(always="wrong-range")
    with pytest.raises(RefusedError, match="bytes 1-10 of 102400 in place of 0-9"):
        client.read_range(url, 0, 10)


@pytest.mark.parametrize("form", ["429", "429-date"])
def test_a_server_that_asks_for_time_gets_it(client: Client, url: str, archive: Any, form: str) -> None:
    archive.inject(script=[form], retry_after=2 if "date" in form else 1)
    begun = time.monotonic()
    client.read_range(url, 0, 10)
    assert time.monotonic() - begun > 0.9


def test_a_server_that_asks_for_too_much_time_is_not_waited_for(client: Client, url: str, archive: Any) -> None:
    archive.inject(script=["429"], retry_after=3600)
    with pytest.raises(RefusedError, match="too many requests"):
        client.read_range(url, 0, 10)


def test_without_ranges_a_small_file_is_read_whole_and_once(client: Client, url: str, archive: Any) -> None:
    archive.inject(always="no-range")
    assert client.read_range(url, 5, 5) == DATA[5:10]
    assert client.read_range(url, 7, 5) == DATA[7:12]
    assert len(archive.requests()) == 1


def test_without_ranges_a_large_file_is_refused_and_not_read(client: Client, large: str, archive: Any) -> None:
    archive.inject(always="no-range")
    with pytest.raises(RefusedError, match="gives no ranges, and a file of 9,437,184 bytes is not read whole"):
        client.read_range(large, 0, 10)
    assert client.bytes_fetched == 0


def test_a_file_that_changes_between_two_ranges_is_refused(client: Client, url: str, archive: Any) -> None:
    client.read_range(url, 0, 10)
    archive.inject(always="changed")
    with pytest.raises(RefusedError, match="changed while it was read"):
        client.read_range(url, 10, 10)


def test_a_document_comes_whole_with_its_status_and_headers(client: Client, archive: Any) -> None:
    reply = client.request("POST", archive.address("echo"), headers={"X-Mine": "yes"}, body=b"[1]")
    told = json.loads(reply.body)
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    assert (told["method"], told["body"], told["headers"]["X-Mine"]) == ("POST", "[1]", "yes")
    assert told["headers"]["User-Agent"].startswith("umran/")


def test_a_document_is_asked_for_again_when_the_server_stumbles(client: Client, archive: Any) -> None:
    archive.inject(script=["503", "truncate", "reset"], seed=1)
    assert json.loads(client.request("GET", archive.address("echo")).body)["method"] == "GET"


def test_a_document_that_is_too_large_is_not_read(client: Client, archive: Any) -> None:
    with (archive.root / "huge.json").open("wb") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(RefusedError, match="expected at most 67,108,864 bytes"):
        client.request("GET", archive.address("huge.json"))
    assert client.bytes_fetched == 0
    archive.inject(always="no-length")
    with pytest.raises(RefusedError, match="expected at most 67,108,864 bytes"):
        client.request("GET", archive.address("huge.json"))


def test_an_expired_signature_is_renewed_once(client: Client, url: str, archive: Any) -> None:
    archive.inject(sig_uses=2)
    asked_for: list[bool] = []

    def sign(address: str, renew: bool) -> str:  # noqa: FBT001
        asked_for.append(renew)
        return f"{address}?sig={sum(asked_for)}"

    for start in range(4):
        assert client.read_range(url, start, 1, sign=sign) == DATA[start : start + 1]
    assert [request["query"] for request in archive.requests()] == ["sig=0", "sig=0", "sig=0", "sig=1", "sig=1"]
    assert asked_for.count(True) == 1


def test_a_signature_that_is_refused_anew_is_an_error(client: Client, url: str, archive: Any) -> None:
    archive.inject(always="403")
    with pytest.raises(RefusedError, match="403"):
        client.read_range(url, 0, 1, sign=lambda address, renew: f"{address}?sig={renew}")
    assert len(archive.requests()) == 2


def test_no_more_requests_are_in_flight_than_allowed(
    make_client: Callable[..., Client], url: str, archive: Any
) -> None:
    client = make_client(in_flight=3)
    archive.inject(latency_ms=30)
    threads = [threading.Thread(target=client.read_range, args=(url, start, 10)) for start in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(request["active"] for request in archive.requests()) == 3
    assert client.requests == 12


def test_a_closed_client_asks_nobody_and_does_not_wait_on(
    make_client: Callable[..., Client], url: str, archive: Any
) -> None:
    client = make_client({"backoff_s": 60.0, "backoff_max_s": 60.0, "first_contact_s": 200.0})
    archive.inject(always="503")
    begun = time.monotonic()
    threading.Timer(0.3, client.close).start()
    with pytest.raises(ArchiveError, match="the run has ended"):
        client.read_range(url, 0, 10)
    assert time.monotonic() - begun < 5
    with pytest.raises(ArchiveError, match="the run has ended"):
        client.read_range(url, 0, 10)
