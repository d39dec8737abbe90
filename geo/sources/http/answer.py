"""One answer of a server, its body not yet read: what it claims, and whether that can be what was asked for."""

import email.utils
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from urllib3 import BaseHTTPResponse

from geo.errors import RefusedError
from geo.sources.http.redact import place_of
from geo.sources.http.trouble import TryAgainError, may_pass, meaning_of, translated

_PIECE = 1 << 16
_WORTH_DRAINING = 1 << 16
"""Bytes: as much of an unwanted body is read, to keep its connection."""
_HTML = (b"<!doctype html", b"<html")
_WEAK = "W/"
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses that send on to another address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """By what two answers show that they are of the same file."""

    total: int
    """Length of the whole file in bytes."""
    etag: str | None
    modified: str | None

    def is_other_than(self, other: "Identity") -> bool:
        """Return whether something that both say differs."""
        etags = {self.etag, other.etag} - {None}
        times = {self.modified, other.modified} - {None}
        return self.total != other.total or len(etags) > 1 or len(times) > 1

    @property
    def validator(self) -> str | None:
        """What If-Range may say: an ETag that is not weak, else the time of the last change."""
        return self.modified if self.etag is None or self.etag.startswith(_WEAK) else self.etag


class Answer:
    """An answer whose headers are here."""

    def __init__(self, asked: Asked, response: BaseHTTPResponse, count: Callable[[int], None]) -> None:
        """Hold a response; `count` is told of the bytes of its body as they arrive."""
        self.asked = asked
        self.place = place_of(asked.url)
        self.status = response.status
        self.headers = response.headers
        self._response = response
        self._count = count

    def check(self, *expected: int) -> None:
        """Raise for a status that was not expected, and for what cannot be a document or raster.

        Raises:
            TryAgainError: the status may pass.
            RefusedError: it does not, or an HTML page or several parts came.
        """
        if self.status not in expected:
            if may_pass(self.status):
                self.again(meaning_of(self.status), wait=_retry_after(self.headers.get("Retry-After")))
            self.refuse(meaning_of(self.status))
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind in {"text/html", "application/xhtml+xml"}:
            self.refuse(f"an HTML page with status {self.status}")
        if kind.startswith("multipart/"):
            self.refuse("several parts in one answer")

    def check_bare(self) -> None:
        """Raise if the bytes of a file were compressed on the way, since their positions are then lost.

        Raises:
            RefusedError: they were.
        """
        encoding = self.headers.get("Content-Encoding", "identity").lower()
        if encoding != "identity":
            self.refuse(f"compressed on the way ({encoding}), though asked not to be")

    def check_start(self, body: bytes) -> None:
        """Raise if a file's first bytes are those of an HTML page.

        Raises:
            RefusedError: they are.
        """
        if body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
            self.refuse(f"an HTML page with status {self.status}")

    def identity(self, total: int) -> Identity:
        """Return by what a file of this length is known again."""
        return Identity(total, self.headers.get("ETag"), self.headers.get("Last-Modified"))

    def length(self) -> int | None:
        """Return the length of the body, if the server says it."""
        with suppress(KeyError, ValueError):
            return int(self.headers["Content-Length"])
        return None

    def range(self) -> tuple[int, int, int]:
        """Return the first and last byte that came, and the file's length.

        Raises:
            TryAgainError: the server does not say.
        """
        told = _RANGE.fullmatch(self.headers.get("Content-Range", ""))
        if told is None:
            self.again("a part of a file without saying which")
        first, last, total = map(int, told.groups())
        return first, last, total

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it arrives.

        Raises:
            TryAgainError: it breaks off.
        """
        while True:
            with translated(self.asked.url):
                piece = self._response.read1(_PIECE)
            if not piece:
                return
            self._count(len(piece))
            yield piece

    def read(self, most: int) -> bytes:
        """Return the body.

        Raises:
            TryAgainError: it breaks off.
            RefusedError: it is longer than `most` bytes.
        """
        body = bytearray()
        length = self.length()
        if length is not None and length > most:
            self.refuse(f"expected at most {most:,} bytes, saw {length:,}")
        for piece in self.pieces():
            body += piece
            if len(body) > most:
                self.refuse(f"expected at most {most:,} bytes, saw more")
        return bytes(body)

    def close(self) -> None:
        """Give the connection back, or close it if more is to come than is worth reading."""
        with suppress(TryAgainError, RefusedError), translated(self.asked.url):
            length = self.length()
            if length is not None and length <= _WORTH_DRAINING:
                self._response.drain_conn()
        self._response.close()
        self._response.release_conn()

    def again(self, reason: str, *, wait: float | None = None) -> NoReturn:
        """Raise for an answer that may be right the next time.

        Raises:
            TryAgainError: always.
        """
        raise TryAgainError(self.asked.url, reason, status=self.status, wait=wait)

    def refuse(self, reason: str) -> NoReturn:
        """Raise for an answer that stays as it is.

        Raises:
            RefusedError: always.
        """
        raise RefusedError(self.place, self.status, reason)


def _retry_after(told: str | None) -> float | None:
    """Return the seconds that a server asks to wait, which it says in seconds or as a date."""
    if told is None:
        return None
    with suppress(ValueError, TypeError):
        return max(0.0, float(told) if told.strip().isdigit() else _seconds_until(told))
    return None


def _seconds_until(date: str) -> float:
    return email.utils.parsedate_to_datetime(date).timestamp() - time.time()
