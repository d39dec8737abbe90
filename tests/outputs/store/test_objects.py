"""What is particular to object stores: conditions, versions, media types, large files, the order of uploads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import obstore
import pytest

from outputs.errors import ChangedError, PublishError, StoreError
from outputs.store.bucket import Bucket
from outputs.store.opening import open_root
from outputs.store.root import Root, Seen
from tests.outputs.store import small


def test_a_file_is_replaced_only_if_it_is_what_was_seen(stored: Root) -> None:
    nothing = stored.see("a.json")
    assert nothing == Seen(None)
    stored.put("a.json", b"1", over=nothing)
    with pytest.raises(ChangedError, match=r"/a\.json: expected it as it was seen"):
        stored.put("a.json", b"2", over=nothing)
    first = stored.see("a.json")
    stored.put("a.json", b"3", over=first)
    with pytest.raises(ChangedError):
        stored.put("a.json", b"4", over=first)
    assert stored.read("a.json") == b"3"


def test_a_put_that_was_done_but_not_answered_counts_as_done(stored: Root, s3: Any) -> None:
    for over in (Seen(None), None):
        s3.fail("lost", 1, lasting=False)
        stored.put("a.json", b"1", over=over)
        assert stored.read("a.json") == b"1"
    seen = stored.see("a.json")
    s3.fail("lost", 1)
    stored.put("a.json", b"2", over=seen)
    s3.fail()
    assert stored.read("a.json") == b"2"


def test_an_equal_file_that_was_seen_is_left_alone(stored: Root, s3: Any) -> None:
    stored.put("a.json", b"1")
    seen = stored.see("a.json")
    s3.fail()
    stored.put("a.json", b"1", over=seen)
    assert s3.seen() == []


def test_a_large_file_goes_in_parts_and_comes_back_whole(stored: Root, s3: Any, tmp_path: Path) -> None:
    bucket: Bucket = stored._bucket  # type: ignore[attr-defined]
    (tmp_path / "large.tif").write_bytes(bytes(range(256)) * 80_000)
    s3.fail()
    bucket.put("large.tif", tmp_path / "large.tif")
    assert len([request for request in s3.seen() if "partNumber" in request]) == 3
    (tmp_path / "back").mkdir()
    assert stored.fetch("large.tif", tmp_path / "back").read_bytes() == (tmp_path / "large.tif").read_bytes()
    assert stored.files() == {"large.tif": 20_480_000}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.ar.html", "text/html; charset=utf-8"),
        ("latest.json", "application/json"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.tif", "image/tiff"),
        ("a.gpkg", "application/geopackage+sqlite3"),
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_a_browser_is_told_what_it_gets(stored: Root, name: str, kind: str) -> None:
    stored.put(name, b"x")
    assert obstore.get(stored._bucket._store, name).attributes["Content-Type"] == kind  # type: ignore[attr-defined]


def test_the_manifest_comes_after_all_files_and_latest_after_all_lists(stored: Root, s3: Any) -> None:
    s3.fail()
    small.publish_small(stored, small.EARLIER)
    puts = [request.partition("/umran/")[2].rstrip("?") for request in s3.seen() if request.startswith("PUT")]
    written = [name for name in puts if not name.startswith(".staging")]
    run = f"sample/{small.EARLIER}"
    assert set(written[:3]) == {f"{run}/index.html", f"{run}/item.json", f"{run}/below/cells.bin"}
    assert written[3:5] == [f"{run}/manifest.json", "sample/collection.json"]
    assert written[-1] == "sample/latest.json"
    assert {"index.html", "index.ar.html", "catalog.json", "summary-1.2.schema.json"} <= set(written[5:-1])


KINDS = (403, 500, 503, "timeout", "reset", "lost", "truncated")
ACTS: dict[str, Callable[[Bucket], object]] = {
    "read": lambda bucket: bucket.get("a.json"),
    "hash": lambda bucket: bucket.digest("a.json"),
    "write": lambda bucket: bucket.put("b.json", b"2"),
    "list": lambda bucket: bucket.list(""),
    "list a level": lambda bucket: bucket.list("", deep=False),
    "remove": lambda bucket: bucket.delete(["b.json"]),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_call_goes_on_after_one_fault_and_fails_in_one_line_where_it_lasts(
    stored: Root, s3: Any, kind: int | str, act: str
) -> None:
    bucket: Bucket = stored._bucket  # type: ignore[attr-defined]
    bucket.put("a.json", b"1")
    whole = ACTS[act](bucket)
    s3.fail(kind, 1, lasting=False)
    if kind != 403:  # it will not be allowed the second time either
        assert ACTS[act](bucket) == whole
    s3.fail(kind, 1)
    with pytest.raises(StoreError, match=rf"^{stored.name}[^\n]*: expected to [^\n]* it, saw [^\n]*; [^\n]*$") as told:
        ACTS[act](bucket)
    assert "SECRET" not in str(told.value)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (403, r"saw 403 Forbidden \(AccessDenied\); these credentials may not do that"),
        (500, r"saw 500 Internal Server Error \(InternalError\); the store fails: try again later"),
        (503, r"saw 503 Service Unavailable \(SlowDown\); the store fails"),
        ("reset", r"saw no answer \([^)]*\); check the network and the endpoint \(AWS_ENDPOINT_URL\)"),
        ("truncated", r"saw an answer that broke off; check the network"),
        ("timeout", r"saw no answer within 60 s; check the network"),
    ],
)
def test_each_fault_is_one_line_that_says_what_to_do(stored: Root, s3: Any, kind: int | str, said: str) -> None:
    stored.put("a.json", b"1")
    s3.fail(kind, 1)
    with pytest.raises(StoreError, match=rf"^{stored.name}/a\.json: expected to read it, {said}[^\n]*$"):
        stored.read("a.json")


def test_a_bucket_that_is_not_there_is_told(s3: Any, again: Callable[..., Root]) -> None:
    del s3
    root = open_root("s3://nowhere/root")
    with pytest.raises(
        PublishError, match=r"saw 404 Not Found \(NoSuchBucket\); create the bucket, or publish elsewhere"
    ):
        small.publish_small(again(root), small.EARLIER)


def test_a_store_that_is_not_there_is_told_within_its_time(
    s3: Any, address: str, again: Callable[..., Root], monkeypatch: pytest.MonkeyPatch
) -> None:
    del s3
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(StoreError, match=r"saw no answer \(Connection refused\); check the network and the endpoint"):
        again(open_root(address)).read("a")


def test_without_credentials_it_is_said_which(
    address: str, again: Callable[..., Root], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", "http://127.0.0.1:9")  # where a machine of a cloud finds its own
    with pytest.raises(StoreError, match=r"saw no credentials; set the store's credentials \(AWS_ACCESS_KEY_ID"):
        again(open_root(address)).read("a")


def test_azure_without_an_account_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AZURE_STORAGE_ACCOUNT_NAME", raising=False)
    with pytest.raises(StoreError, match=r"^az://container: expected to open it, saw [^\n]*Account must be specified"):
        open_root("az://container")
