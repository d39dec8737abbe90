"""The way to the archives: redirects, credentials, proxies and certificates."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.errors import ArchiveError, RefusedError, UnreachableError
from geo.sources.http.answer import Answer, Asked
from geo.sources.http.client import Client
from geo.sources.http.line import redirected

MakeClient = Callable[..., Client]
SECRET = "Bearer hidden"  # noqa: S105 - made up


class Sending(Answer):
    """An answer that sends on."""

    def __init__(self, asked: Asked, status: int, location: str | None) -> None:
        self.asked = asked
        self.place = "place"
        self.status = status
        self.headers = {} if location is None else {"Location": location}  # type: ignore[assignment]


@pytest.fixture
def host(archive: Any) -> str:
    return str(archive.url.removeprefix("http://"))


@pytest.fixture(autouse=True)
def no_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def echoed(client: Client, url: str) -> dict[str, str]:
    headers: dict[str, str] = json.loads(client.request("GET", url).body)["headers"]
    return headers


def test_five_redirects_are_followed_and_a_sixth_is_not(client: Client, archive: Any) -> None:
    assert client.request("GET", archive.address("hop/5/echo")).status == 200
    assert client.requests == 6
    with pytest.raises(RefusedError, match="more than 5 redirects"):
        client.request("GET", archive.address("hop/6/echo"))


def test_a_range_is_asked_for_again_where_it_was_redirected(client: Client, archive: Any) -> None:
    (archive.root / "data.bin").write_bytes(bytes(range(100)))
    assert client.read_range(archive.address("hop/1/data.bin"), 10, 3) == bytes([10, 11, 12])


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://archive.example/a"])
def test_a_redirect_to_anything_but_the_web_is_refused(client: Client, archive: Any, target: str) -> None:
    with pytest.raises(RefusedError, match="a redirect to no http or https address"):
        client.request("GET", archive.address(f"to?url={target}"))


def test_a_redirect_from_https_to_http_is_refused() -> None:
    with pytest.raises(RefusedError, match="from https to http"):
        redirected(Sending(Asked("GET", "https://a.example/x", {}), 302, "http://a.example/x"))


def test_a_redirect_that_says_not_where_is_refused() -> None:
    with pytest.raises(RefusedError, match="a redirect to no"):
        redirected(Sending(Asked("GET", "https://a.example/x", {}), 302, None))


def test_headers_with_secrets_go_along_to_the_same_host_only() -> None:
    asked = Asked("GET", "https://a.example/x", {"Authorization": SECRET, "Range": "bytes=0-1"})
    assert redirected(Sending(asked, 302, "/y")).headers == asked.headers
    assert redirected(Sending(asked, 302, "https://b.example/y")).headers == {"Range": "bytes=0-1"}
    assert redirected(Sending(asked, 302, "https://a.example:444/y")).headers == {"Range": "bytes=0-1"}


@pytest.mark.parametrize(("status", "method", "body"), [(303, "GET", None), (302, "GET", None), (307, "POST", b"{}")])
def test_a_search_is_sent_on_as_its_status_tells(status: int, method: str, body: bytes | None) -> None:
    asked = Asked("POST", "https://a.example/x", {"Content-Type": "application/json"}, b"{}")
    sent_on = redirected(Sending(asked, status, "/y"))
    assert (sent_on.method, sent_on.body, "Content-Type" in sent_on.headers) == (method, body, body is not None)


def test_credentials_go_to_their_host_and_to_no_other(make_client: MakeClient, archive: Any, host: str) -> None:
    port = host.rpartition(":")[2]
    client = make_client(credentials={host: SECRET})
    assert echoed(client, archive.address("echo"))["Authorization"] == SECRET
    elsewhere = f"http://localhost:{port}/echo"
    assert "Authorization" not in echoed(client, elsewhere)
    assert "Authorization" not in echoed(client, archive.address(f"to?url={elsewhere}"))


def test_a_user_in_the_address_is_sent_as_such(client: Client, host: str, archive: Any) -> None:
    assert echoed(client, f"http://ann:p%40ss@{host}/echo")["Authorization"] == "Basic YW5uOnBAc3M="
    assert "ann" not in archive.requests()[0]["path"]


@pytest.mark.parametrize("url", ["ftp://archive.example/a", "file:///etc/passwd", "no address", "http://"])
def test_what_is_no_address_of_the_web_is_refused(client: Client, url: str) -> None:
    with pytest.raises(RefusedError, match="expected an http or https address"):
        client.request("GET", url)


def test_requests_go_through_the_proxy_with_its_password(make_client: MakeClient, archive: Any, host: str) -> None:
    archive.inject(proxy_authorization="Basic YW5uOmhpZGRlbg==")
    client = make_client(proxy=f"http://ann:hidden@{host}")
    assert client.request("GET", "http://archive.example/echo").status == 200
    assert archive.requests()[0]["proxied"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_password_is_named(make_client: MakeClient, archive: Any, host: str, scheme: str) -> None:
    archive.inject(proxy_authorization="Basic other")
    client = make_client(proxy=f"http://ann:hidden@{host}")
    with pytest.raises(RefusedError, match=r"the proxy wants a user and a password \(407\)") as caught:
        client.request("GET", f"{scheme}://archive.example/echo")
    assert "hidden" not in str(caught.value)


def test_a_proxy_that_is_not_there_is_named(make_client: MakeClient) -> None:
    client = make_client(proxy="http://ann:hidden@127.0.0.1:9")
    with pytest.raises(UnreachableError, match=r"^archive.example cannot be reached \(the proxy cannot be reached"):
        client.request("GET", "http://archive.example/echo")


def test_the_proxy_of_the_environment_is_used_but_for_its_exceptions(
    make_client: MakeClient, archive: Any, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://{host}")
    monkeypatch.setenv("http_proxy", f"http://{host}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    client = make_client()
    client.request("GET", "http://archive.example/echo")
    client.request("GET", archive.address("echo"))
    assert [request["proxied"] for request in archive.requests()] == [True, False]


def test_a_proxy_that_is_none_is_refused_without_its_password(make_client: MakeClient) -> None:
    with pytest.raises(ArchiveError, match="the proxy: expected an http or https address") as caught:
        make_client(proxy="socks5://ann:hidden@proxy.example:1080")
    assert "hidden" not in str(caught.value)


def test_a_missing_file_of_certificates_is_named(make_client: MakeClient, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"nothing.pem: expected a file of certificates"):
        make_client(ca_bundle=tmp_path / "nothing.pem")


def test_a_file_without_certificates_is_named(make_client: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    with pytest.raises(ArchiveError, match=r"empty.pem: expected a file of certificates"):
        make_client(ca_bundle=tmp_path / "empty.pem")
