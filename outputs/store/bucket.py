"""The single calls of an object store: each is retried, bounded in time, and fails in one line."""

import hashlib
import mimetypes
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
from obstore.store import from_url

from outputs.errors import ChangedError, StoreError
from outputs.store.faults import is_unanswered, told
from outputs.store.patience import Patience
from outputs.store.root import Seen

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

_T = TypeVar("_T")
_PART = 8 << 20
"""Bytes; larger files go in parts, each a request of its own."""
_TRIES = 3
"""Of a request whose answer broke off: obstore itself repeats only those that had no answer at all."""
_UNLISTED = {".geojson": "application/geo+json", ".gpkg": "application/geopackage+sqlite3", ".csv": "text/csv"}
"""Media types that not every machine's list has."""


class Bucket:
    """An object store below an address."""

    def __init__(self, url: str, patience: Patience, *, allow_http: bool) -> None:
        self.url = url
        self._pause_s = patience.pause_s
        try:
            self._store: ObjectStore = from_url(
                url,
                client_options=_client_options(patience, allow_http=allow_http),
                retry_config=_retry_config(patience),
            )
        except (BaseError, ValueError) as error:
            raise StoreError(url, "", *told("open", error)) from error

    def get(self, key: str) -> Seen:
        """Return an object with its version, or that there is none."""
        try:
            return self._try("read", key, lambda: self._get(key))
        except FileNotFoundError:
            return Seen(None)

    def digest(self, key: str, copy: Path | None = None) -> tuple[int, str]:
        """Return an object's size and sha256, and keep a copy of it if a path is given.

        Raises:
            FileNotFoundError: there is none.
        """
        return self._try("read", key, lambda: self._digest(key, copy))

    def put(self, key: str, data: bytes | Path, *, over: Seen | None = None) -> Seen:
        """Write an object; with `over` only if it is still what was seen.

        Raises:
            ChangedError: it is not.
        """
        mode: Any = "overwrite"
        if over:
            mode = dict(over.version) if over.version else "create"
        kind = {"Content-Type": _media_type(key)}
        options: dict[str, Any] = {"mode": mode, "attributes": kind, "chunk_size": _PART, "max_concurrency": 4}
        try:
            written = self._try("write", key, lambda: obstore.put(self._store, key, data, **options))
        except (AlreadyExistsError, PreconditionError, StoreError) as error:
            if over and (now := self._if_written(key, data)):
                return now
            if isinstance(error, StoreError):
                raise
            where = f"{self.url}/{key}"
            raise ChangedError(where) from None
        return Seen(data if isinstance(data, bytes) else None, _version(written))

    def _if_written(self, key: str, data: bytes | Path) -> Seen | None:
        """Return an object if it holds just that: a try may have been done, and only its answer lost."""
        with suppress(StoreError):
            now = self.get(key)
            return now if now.data == data else None
        return None

    def list(self, prefix: str, *, deep: bool = True) -> "tuple[Sequence[str], Sequence[ObjectMeta]]":
        """Return the folders and the objects below a prefix; `deep`: all objects, and no folders."""
        if deep:
            return (), self._try("list", prefix, lambda: obstore.list(self._store, prefix or None).collect())
        found = self._try("list", prefix, lambda: obstore.list_with_delimiter(self._store, prefix or None))
        return found["common_prefixes"], found["objects"]

    def delete(self, keys: Sequence[str]) -> None:
        """Remove objects; one that is not there is no matter."""
        if keys:
            self._try("remove", keys[0], lambda: obstore.delete(self._store, list(keys)))

    def _get(self, key: str) -> Seen:
        found = obstore.get(self._store, key)
        return Seen(bytes(found.bytes()), _version(found.meta))

    def _digest(self, key: str, copy: Path | None) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        with open(copy or os.devnull, "wb") as file:  # noqa: PTH123 (the null device is no path of every system)
            for chunk in obstore.get(self._store, key).stream():
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        return size, digest.hexdigest()

    def _try(self, act: str, key: str, call: Callable[[], _T]) -> _T:
        """Return what a call returns, after asking again where an answer broke off."""
        for tries in range(1, _TRIES + 1):
            try:
                return call()
            except (AlreadyExistsError, PreconditionError):
                raise
            except FileNotFoundError as error:
                if act == "read" and "NoSuchBucket" not in str(error):
                    raise
                raise StoreError(self.url, key, *told(act, error)) from error
            except BaseError as error:
                if tries == _TRIES or not is_unanswered(error):
                    raise StoreError(self.url, key, *told(act, error)) from error
            time.sleep(self._pause_s)
        raise AssertionError


def _version(found: Mapping[str, Any]) -> dict[str, str]:
    return {name: found[name] for name in ("e_tag", "version") if found.get(name)}


def _media_type(key: str) -> str:
    suffix = PurePosixPath(key).suffix
    kind = _UNLISTED.get(suffix) or mimetypes.guess_type(key, strict=False)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _client_options(patience: Patience, *, allow_http: bool) -> "ClientConfig":
    return {
        "allow_http": allow_http,
        "connect_timeout": timedelta(seconds=patience.connect_s),
        "timeout": timedelta(seconds=patience.request_s),
    }


def _retry_config(patience: Patience) -> "RetryConfig":
    pause, longest = timedelta(seconds=patience.pause_s), timedelta(seconds=patience.pause_max_s)
    return {
        "max_retries": patience.retries,
        "retry_timeout": timedelta(seconds=patience.retry_s),
        "backoff": {"init_backoff": pause, "max_backoff": longest, "base": 2},
    }
