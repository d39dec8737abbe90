"""Which text names which publish root: a folder, or an address such as s3://bucket/prefix."""

import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from outputs.errors import RootError
from outputs.store.folder import FolderRoot
from outputs.store.patience import PATIENCE, Patience
from outputs.store.root import Root

SCHEMES = ("s3", "gs", "az")
"""Those that obstore opens as an object store of one bucket or container: S3, Google's and Azure's."""
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
"""The first that is set counts."""
_URL = re.compile(r"([a-z][a-z0-9+.-]+):/", re.IGNORECASE)  # two letters at least: C:/ is a folder
_EXPECTED = "expected a folder, or an address such as s3://bucket/prefix (gs://, az://)"


def parse_root(text: str | os.PathLike[str]) -> Path | str:
    """Return a folder as a path and the address of an object store as a tidy text.

    Raises:
        RootError: it is neither.
    """
    written = os.fspath(text)
    found = _URL.match(written)
    if found is None:
        return Path(written)
    try:
        url = urlsplit(written)
        _ = url.port
    except ValueError:
        raise RootError(_EXPECTED, _shown(written)) from None
    if url.scheme == "file" and url.netloc in {"", "localhost"} and url.path:
        return Path(unquote(url.path))
    return _address(url, written)


def open_root(root: Root | Path | str, patience: Patience = PATIENCE) -> Root:
    """Return the publish root that a path or an address names; one that is open already is returned as it is.

    Raises:
        RootError: it is neither a folder's path nor an address, or the endpoint cannot be used.
    """
    if not isinstance(root, Path | str):
        return root
    where = parse_root(root)
    if isinstance(where, Path):
        return FolderRoot(where)
    from outputs.store.objects import ObjectRoot  # noqa: PLC0415 (folders need no client of object stores)

    plain = where.startswith("s3:") and allows_http(os.environ)
    return ObjectRoot(where, patience, allow_http=plain)


def below(root: Path | str, name: str) -> Path | str:
    """Return where a file lies below a folder or an address."""
    return root / name if isinstance(root, Path) else f"{root}/{name}"


def allows_http(environment: Mapping[str, str]) -> bool:
    """Return whether the S3 endpoint that the environment names is reached without encryption.

    Raises:
        RootError: it is no address, or one that would send data in the clear to another machine.
    """
    name, text = next(((name, environment[name]) for name in _ENDPOINTS if environment.get(name)), ("", ""))
    if not name:
        return False
    expected = f"expected {name} to be an address such as https://s3.example.org"
    try:
        url = urlsplit(text)
        good = url.scheme in {"http", "https"} and url.hostname and (url.port is None or url.port > 0)
    except ValueError:
        good = False
    if not good or "@" in url.netloc:
        raise RootError(expected, _shown(text))
    if url.scheme == "https":
        return False
    if not _is_loopback(url.hostname or "") and environment.get("AWS_ALLOW_HTTP", "").lower() not in {"true", "1"}:
        remedy = "use https, or set AWS_ALLOW_HTTP=true if your data may travel unencrypted"
        raise RootError(expected, _shown(text), remedy)
    return True


def _address(url: SplitResult, written: str) -> str:
    if "@" in url.netloc:
        remedy = "credentials belong in the environment (AWS_ACCESS_KEY_ID and its like), never in an address"
        raise RootError(_EXPECTED, _shown(written), remedy)
    parts = [part for part in url.path.split("/") if part]
    if url.scheme not in SCHEMES or not url.netloc or url.query or url.fragment or {".", ".."} & set(parts):
        raise RootError(_EXPECTED, _shown(written))
    return f"{url.scheme}://{'/'.join([url.netloc, *parts])}"


def _shown(text: str) -> str:
    """Return an address without what may be a secret in it: what stands before an @, and what follows a ?."""
    return repr(re.sub(r"//[^/]*@", "//…@", text.partition("?")[0]))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
