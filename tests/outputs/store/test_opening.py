from pathlib import Path

import pytest

from outputs.errors import RootError
from outputs.store.folder import FolderRoot
from outputs.store.opening import allows_http, below, open_root, parse_root


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("published", Path("published")),
        ("/srv/umran", Path("/srv/umran")),
        ("~/here", Path("~/here")),
        ("C:/umran", Path("C:/umran")),
        ("a:b", Path("a:b")),
        ("file:///srv/um%20ran", Path("/srv/um ran")),
        ("s3://bucket", "s3://bucket"),
        ("s3://bucket/", "s3://bucket"),
        ("s3://bucket/a//b/", "s3://bucket/a/b"),
        ("gs://bucket/a", "gs://bucket/a"),
        ("az://container/a", "az://container/a"),
        (Path("published"), Path("published")),
    ],
)
def test_a_text_names_a_folder_or_an_address(text: str | Path, root: Path | str) -> None:
    assert parse_root(text) == root


@pytest.mark.parametrize(
    "text",
    [
        "s3:/bucket/a",
        "s3://",
        "s3:///a",
        "s3://bucket/../a",
        "s3://bucket/a?versionId=1",
        "s3://bucket/a#b",
        "s3://bucket:notaport/a",
        "ftp://host/a",
        "https://bucket.s3.amazonaws.com/a",
        "file://host/a",
    ],
)
def test_what_names_no_root_is_told_in_one_line(text: str) -> None:
    with pytest.raises(RootError, match=r"^expected a folder, or an address such as s3://bucket/prefix [^\n]*, saw '"):
        parse_root(text)


@pytest.mark.parametrize(
    "text", ["s3://KEY:SECRET@bucket/a", "s3://SECRET@bucket", "ftp://KEY:SECRET@host", "s3://b/a?sig=SECRET"]
)
def test_secrets_in_an_address_are_refused_and_not_shown(text: str) -> None:
    with pytest.raises(RootError) as told:
        parse_root(text)
    assert "SECRET" not in str(told.value)
    assert "KEY" not in str(told.value).replace("AWS_ACCESS_KEY_ID", "")


@pytest.mark.parametrize(
    ("environment", "plain"),
    [
        ({}, False),
        ({"AWS_ENDPOINT_URL": "https://s3.example.org"}, False),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9000"}, True),
        ({"AWS_ENDPOINT_URL": "http://localhost:9000/"}, True),
        ({"AWS_ENDPOINT_URL": "http://[::1]:9000"}, True),
        ({"AWS_ENDPOINT_URL": "http://store.example.org", "AWS_ALLOW_HTTP": "true"}, True),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1", "AWS_ENDPOINT_URL_S3": "https://s3.example.org"}, False),
        ({"AWS_ENDPOINT": "http://127.0.0.1:9000"}, True),
    ],
)
def test_a_store_is_reached_unencrypted_on_loopback_or_where_it_is_wished(
    environment: dict[str, str], *, plain: bool
) -> None:
    assert allows_http(environment) is plain


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("http://store.example.org", "AWS_ALLOW_HTTP=true"),
        ("http://127.example.org", "AWS_ALLOW_HTTP=true"),
        ("store.example.org", "expected AWS_ENDPOINT_URL to be an address"),
        ("nonsense", "expected AWS_ENDPOINT_URL to be an address"),
        ("https://", "expected AWS_ENDPOINT_URL to be an address"),
        ("https://host:port", "expected AWS_ENDPOINT_URL to be an address"),
        ("https://KEY:SECRET@host", "expected AWS_ENDPOINT_URL to be an address"),
    ],
)
def test_an_endpoint_that_cannot_be_used_is_told_without_its_secrets(endpoint: str, said: str) -> None:
    with pytest.raises(RootError, match=said) as told:
        allows_http({"AWS_ENDPOINT_URL": endpoint})
    assert "SECRET" not in str(told.value)


def test_a_root_that_is_open_is_returned_as_it_is(tmp_path: Path) -> None:
    root = open_root(tmp_path)
    assert isinstance(root, FolderRoot)
    assert open_root(root) is root
    assert open_root(str(tmp_path)).name == str(tmp_path)


def test_what_lies_below_is_a_path_or_an_address() -> None:
    assert below(Path("/srv"), "a.csv") == Path("/srv/a.csv")
    assert below("s3://bucket/a", "b.csv") == "s3://bucket/a/b.csv"
