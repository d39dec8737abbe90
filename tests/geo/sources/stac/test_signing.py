import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from geo.errors import RefusedError
from geo.sources.access import StacAccess
from geo.sources.http.client import Client, Reply
from geo.sources.network import Network
from geo.sources.stac import signing
from geo.sources.stac.signing import Signer, signer_of

FILE = "https://files.example.test/a.tif"


class Service(Client):
    """A token service whose n-th token is secret-n."""

    def __init__(self, life_s: float = 3600) -> None:
        super().__init__(Network())
        self.life = timedelta(seconds=life_s)
        self.asked: list[str] = []

    def request(self, method: str, url: str, **_: Any) -> Reply:
        assert method == "GET"
        self.asked.append(url)
        ends = (datetime.now(UTC) + self.life).isoformat()
        content = {"token": f"sv=1&sig=secret-{len(self.asked)}", "msft:expiry": ends}
        return Reply(200, {}, json.dumps(content).encode())


def access(**changes: Any) -> StacAccess:
    content = {"kind": "stac", "base": "https://api.example.test", "collection": "lulc/v2 annual", "asset": "data"}
    return StacAccess.model_validate(content | changes)


def test_an_address_gets_the_token_as_its_query() -> None:
    signer = Signer("https://sign.example.test/token", Service())
    assert signer(FILE) == f"{FILE}?sv=1&sig=secret-1"
    assert signer(f"{FILE}?version=2") == f"{FILE}?version=2&sv=1&sig=secret-1"
    assert signer("/data/a.tif") == "/data/a.tif"


def test_a_token_is_asked_for_once_by_collection() -> None:
    service = Service()
    signer = signer_of(access(sign="https://sign.example.test/token/{collection}"), service)
    assert signer is not None
    assert len({signer(FILE) for _ in range(5)}) == 1
    assert service.asked == ["https://sign.example.test/token/lulc%2Fv2%20annual"]


def test_a_collection_without_a_token_service_needs_no_signature() -> None:
    assert signer_of(access(), Service()) is None


def tokens_at(times: list[float], life_s: float, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the numbers of the tokens that are used at these times, seconds."""
    signer = Signer("https://sign.example.test/token", Service(life_s))
    used = ""
    for now in times:
        monkeypatch.setattr(signing.time, "monotonic", lambda now=now: now)
        used += signer(FILE)[-1]
    return used


def test_a_token_is_renewed_a_minute_before_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tokens_at([1000, 1000 + 3600 - 61, 1000 + 3600 - 59], 3600, monkeypatch) == "112"


def test_a_short_token_is_kept_for_half_of_its_life(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tokens_at([0, 4, 6], 10, monkeypatch) == "112"


def test_a_clock_that_is_ahead_asks_for_no_token_at_every_read() -> None:
    service = Service(life_s=-3600)
    signer = Signer("https://sign.example.test/token", service)
    assert [signer(FILE)[-1] for _ in range(3)] == ["1", "1", "1"]
    assert signer(FILE, renew=True)[-1] == "2"


def test_eight_threads_that_are_all_refused_renew_once() -> None:
    service = Service()
    signer = Signer("https://sign.example.test/token", service)
    together = threading.Barrier(8, timeout=10)

    def read_twice(_: int) -> tuple[str, str]:
        first = signer(FILE)
        together.wait()
        return first[-1], signer(FILE, renew=True)[-1]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read_twice, range(8))) == [("1", "2")] * 8
    assert len(service.asked) == 2


def test_a_token_refused_to_one_thread_is_not_renewed_again_for_another() -> None:
    service = Service()
    signer = Signer("https://sign.example.test/token", service)
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        assert {pool.submit(signer, FILE).result()[-1] for pool in (one, other)} == {"1"}
        assert [pool.submit(signer, FILE, renew=True).result()[-1] for pool in (one, other)] == ["2", "2"]
        assert one.submit(signer, FILE, renew=True).result()[-1] == "3"
    assert len(service.asked) == 3


def test_an_expired_signature_is_renewed_on_a_real_connection(odd_server: str, client: Client) -> None:
    ends = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = quote(json.dumps({"token": "sig=secret-NUMBER", "msft:expiry": ends}))
    signer = Signer(f"{odd_server}/token/cover?answer={answer}", client)

    def status(url: str) -> int:
        try:
            with urlopen(url, timeout=10) as reply:  # noqa: S310 - loopback
                return int(reply.status)
        except HTTPError as error:
            return error.code

    file = f"{odd_server}/file/a.tif"
    assert status(signer(file)) == 200
    with urlopen(f"{odd_server}/expire", timeout=10):  # noqa: S310 - loopback
        pass
    assert status(signer(file)) == 403
    assert status(signer(file, renew=True)) == 200
    assert status(signer(file)) == 200


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"token": "sig=secret"},
        {"token": "sig=secret", "msft:expiry": "soon"},
        {"token": "", "msft:expiry": "2030-01-01T00:00:00Z"},
        {"token": "sig=secret\r\nX: y", "msft:expiry": "2030-01-01T00:00:00Z"},
    ],
)
def test_an_answer_without_a_token_is_refused_and_not_shown(
    odd_server: str, client: Client, answer: dict[str, str]
) -> None:
    signer = Signer(f"{odd_server}/token/cover?answer={quote(json.dumps(answer))}", client)
    with pytest.raises(RefusedError, match="/token/cover: expected a token and its expiry, saw an answer") as error:
        signer(FILE)
    assert "secret" not in str(error.value)


def test_a_signer_shows_no_token() -> None:
    signer = Signer("https://sign.example.test/token", Service())
    assert "secret" in signer(FILE)
    assert "secret" not in f"{signer!r} {signer}"
