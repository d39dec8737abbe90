"""Signatures, passwords and tokens never appear: not in an error, its causes, a repr or a log."""

import itertools
import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.errors import ArchiveError
from geo.sources.http.client import Client
from geo.sources.http.download import download
from geo.sources.http.ranges import RangeOpener
from geo.sources.http.redact import host_of, place_of, without_user

SECRET = "hidden"  # noqa: S105 - made up
FAULTS = ["401", "403", "404", "503", "reset", "truncate", "stall", "html", "gzip"]
OF_RANGES = ["wrong-range", "no-total", "multipart"]
USES: dict[str, Callable[[Client, str, Path], object]] = {
    "a document": lambda client, url, _: client.request("GET", url),
    "a range": lambda client, url, _: client.read_range(url, 0, 100),
    "a raster": lambda client, url, _: RangeOpener(client).opened(url).__enter__(),
    "a download": lambda client, url, folder: download(client, url, folder / "x", on_progress=lambda *_: None),
}


def everything_shown(error: BaseException, log: pytest.LogCaptureFixture, *things: object) -> str:
    lines = traceback.format_exception(error)
    return "\n".join([*lines, repr(error), log.text, *map(repr, things)])


@pytest.mark.parametrize(
    ("use", "fault"),
    [*itertools.product(USES, FAULTS), *itertools.product(["a range", "a raster"], OF_RANGES)],
)
def test_no_secret_is_shown_when_something_fails(
    make_client: Callable[..., Client],
    archive: Any,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    use: str,
    fault: str,
) -> None:
    (archive.root / "data.bin").write_bytes(bytes(1000))
    archive.inject(always=fault, stall_s=0.3)
    host = archive.url.removeprefix("http://")
    caplog.set_level(logging.DEBUG)
    client = make_client({"attempts": 2, "silence_s": 0.2}, credentials={host: f"Bearer {SECRET}"})
    url = f"http://ann:{SECRET}@{host}/data.bin?sig={SECRET}"
    with pytest.raises(ArchiveError) as caught:
        USES[use](client, url, tmp_path)
    assert SECRET in archive.requests()[0]["query"]
    assert SECRET not in everything_shown(caught.value, caplog, client)


def test_a_log_of_requests_shows_their_paths_alone(
    client: Client, archive: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.request("GET", archive.address(f"echo?sig={SECRET}"))
    assert '"GET /echo HTTP/1.1" 200' in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("url", ["http://archive.example/a?sig=hidden", "https://archive.example/a?sig=hidden"])
def test_no_password_of_a_proxy_is_shown(
    make_client: Callable[..., Client], caplog: pytest.LogCaptureFixture, url: str
) -> None:
    caplog.set_level(logging.DEBUG)
    client = make_client(proxy=f"http://ann:{SECRET}@127.0.0.1:9")
    with pytest.raises(ArchiveError) as caught:
        client.request("GET", url)
    assert SECRET not in everything_shown(caught.value, caplog, client)


def test_of_an_address_host_and_path_may_be_shown() -> None:
    url = "https://ann:hidden@Archive.example:8443/tiles/a.tif?sig=hidden#hidden"
    assert host_of(url) == "archive.example:8443"
    assert place_of(url) == "archive.example:8443/tiles/a.tif"
    assert without_user("https://ann:hidden@archive.example/a?b=c") == "https://archive.example/a?b=c"
