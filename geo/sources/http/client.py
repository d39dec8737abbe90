"""The client of a run: asks for small documents and for ranges of files, bounded in number, time and size."""

import random
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self, TypeVar

from geo.errors import ArchiveError, RefusedError
from geo.sources.http.answer import Answer, Asked, Identity
from geo.sources.http.clock import Clock, timed
from geo.sources.http.line import Line, Watch
from geo.sources.http.persistence import Contacts, Persistence
from geo.sources.http.redact import place_of
from geo.sources.network import Network

_T = TypeVar("_T")
Sign = Callable[[str, bool], str]
"""Returns the signed address of an address; True asks for a new signature, since the last was refused."""
_LARGEST_DOCUMENT = 64 << 20
_SMALL = 8 << 20
"""Bytes: a file up to this size is read whole from a server that gives no ranges."""
_EXPIRED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    """Their names in any case."""
    body: bytes


@dataclass(frozen=True, slots=True)
class _Known:
    """What earlier answers said of a file."""

    identity: Identity
    whole: bytes | None = None
    """Of a server that gives no ranges."""


class Client:
    """Asks servers; safe to share between threads, one a run."""

    def __init__(
        self,
        network: Network,
        *,
        jitter: random.Random | None = None,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        """Make no connection yet; `jitter` and `pause` (waits some seconds) are replaced in tests.

        Raises:
            ArchiveError: the CA bundle cannot be read, or the proxy's address is none.
        """
        self.requests = 0
        """Sent so far, repeated and redirected ones too."""
        self.bytes_fetched = 0
        """Of all bodies so far, of broken answers too."""
        self.in_flight = network.in_flight
        self._patience = network.patience
        self._line = Line(network)
        self._contacts = Contacts(network.patience.first_contact_s)
        drawn = jitter or random.Random()  # noqa: S311 - spreads requests, keeps no secret
        self._persistence = Persistence(network.patience, self._contacts, jitter=drawn, pause=pause or self._pause)
        self._slots = threading.BoundedSemaphore(network.in_flight)
        self._pool = ThreadPoolExecutor(network.in_flight, thread_name_prefix="ranges")
        self._known: dict[str, _Known] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._clocks: set[Clock] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give up what is waited for and close the connections."""
        self._closed.set()
        with self._lock:
            for clock in self._clocks:
                clock.end()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._line.close()

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        """Return the answer to a request for a document of at most 64 MB; its status is between 200 and 299.

        A POST is repeated like a GET: what is asked of archives are searches.

        Raises:
            UnreachableError: the host cannot be reached, or stops answering.
            RefusedError: it answers with another status, an HTML page or more than 64 MB.
        """

        def take(answer: Answer) -> Reply:
            answer.check(*range(HTTPStatus.OK, HTTPStatus.MULTIPLE_CHOICES))
            answer.check_bare()
            content = answer.read(_LARGEST_DOCUMENT)
            answer.check_start(content)
            return Reply(answer.status, answer.headers, content)

        return self._persistence.persist(lambda left: self._once(Asked(method, url, headers or {}, body), left, take))

    def read_range(self, url: str, start: int, length: int, *, sign: Sign | None = None) -> bytes:
        """Return `length` bytes of a file, or fewer at its end.

        Raises:
            UnreachableError: the host cannot be reached, or stops answering.
            RefusedError: no such file, no access, no ranges, an HTML page, or a file that has changed meanwhile.
        """
        known = self._known.get(url)
        if known is not None:
            length = min(length, known.identity.total - start)
        if length <= 0:
            return b""
        if known is not None and known.whole is not None:
            return known.whole[start : start + length]
        headers = {"Range": f"bytes={start}-{start + length - 1}"}

        def attempt(left: float) -> bytes:
            return _signed(
                lambda address: self._once(
                    Asked("GET", address, headers), left, lambda answer: self._part(url, answer, start, length)
                ),
                url,
                sign,
            )

        return self._persistence.persist(attempt)

    def size(self, url: str) -> int | None:
        """Return a file's length in bytes, if a range of it has been read."""
        known = self._known.get(url)
        return None if known is None else known.identity.total

    def together(self, calls: Sequence[Callable[[], _T]]) -> list[_T]:
        """Return what all calls return, made at once, in as many threads as requests may be in flight.

        Raises:
            Exception: that of the first of them that fails; those that have not begun are dropped.
        """
        self._open()
        if len(calls) == 1:
            return [calls[0]()]
        futures = [self._pool.submit(call) for call in calls]
        try:
            return [future.result() for future in futures]
        finally:
            for future in futures:
                future.cancel()

    def stream(
        self,
        url: str,
        headers: Callable[[], Mapping[str, str]],
        take: Callable[[Answer, Clock], _T],
        *,
        progressed: Callable[[], bool],
        sign: Sign | None = None,
    ) -> _T:
        """Return what `take` makes of an answer, asking again, with new headers, when it breaks off.

        Raises:
            UnreachableError: the host cannot be reached, or stops answering.
            RefusedError: what `take` refuses.
        """

        def attempt(left: float) -> _T:
            def once(address: str) -> _T:
                with self._answered(Asked("GET", address, headers()), left) as (answer, clock):
                    return take(answer, clock)

            return _signed(once, url, sign)

        return self._persistence.persist(attempt, progressed=progressed)

    def _once(self, asked: Asked, left: float, take: Callable[[Answer], _T]) -> _T:
        with self._answered(asked, left) as (answer, _):
            return take(answer)

    @contextmanager
    def _running(self, clock: Clock) -> Iterator[None]:
        """Let `close` end a request that is under way."""
        with self._lock:
            self._clocks.add(clock)
        try:
            yield
        finally:
            with self._lock:
                self._clocks.discard(clock)

    @contextmanager
    def _answered(self, asked: Asked, left: float) -> Iterator[tuple[Answer, Clock]]:
        with self._slots, timed(self._patience.request_s) as clock, self._running(clock):

            def asking(host: str) -> None:
                self._open()
                self._contacts.check(host)
                if not self._contacts.answered(host):
                    clock.tighten(left)
                with self._lock:
                    self.requests += 1

            with self._line.answered(asked, clock, Watch(asking, self._contacts.heard, self._count)) as answer:
                yield answer, clock

    def _part(self, url: str, answer: Answer, start: int, length: int) -> bytes:
        """Return the bytes of a part, after checking that it is the part that was asked for."""
        answer.check(HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        answer.check_bare()
        if answer.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return b""
        if answer.status == HTTPStatus.OK:
            return self._whole(url, answer)[start : start + length]
        first, last, total = answer.range()
        if (first, last) != (start, min(start + length, total) - 1):
            answer.again(f"bytes {first}-{last} of {total} in place of {start}-{start + length - 1}")
        body = answer.read(last + 1 - first)
        if len(body) != last + 1 - first:
            answer.again(f"{len(body)} bytes in place of {last + 1 - first}")
        if start == 0:
            answer.check_start(body)
        self._remember(url, answer, _Known(answer.identity(total)))
        return body

    def _whole(self, url: str, answer: Answer) -> bytes:
        """Return all of a file that comes though a part was asked for."""
        length = answer.length()
        if url in self._known:
            answer.again("the whole file in place of a part")
        if length is None or length > _SMALL:
            size = "of unknown length" if length is None else f"of {length:,} bytes"
            answer.refuse(f"the server gives no ranges, and a file {size} is not read whole for a part of it")
        whole = answer.read(_SMALL)
        answer.check_start(whole)
        self._remember(url, answer, _Known(answer.identity(len(whole)), whole))
        return whole

    def _remember(self, url: str, answer: Answer, known: _Known) -> None:
        with self._lock:
            before = self._known.setdefault(url, known)
        if before.identity.is_other_than(known.identity):
            raise RefusedError(place_of(url), answer.status, "the file changed while it was read; run it again")

    def _count(self, size: int) -> None:
        with self._lock:
            self.bytes_fetched += size

    def _pause(self, seconds: float) -> None:
        self._closed.wait(seconds)
        self._open()

    def _open(self) -> None:
        if self._closed.is_set():
            msg = "the archives are no longer asked: the run has ended"
            raise ArchiveError(msg)


def _signed(attempt: Callable[[str], _T], url: str, sign: Sign | None) -> _T:
    """Make an attempt at the signed address; one whose signature is refused is signed anew, once.

    When another thread has renewed the signature meanwhile, that one is tried first.
    """
    if sign is None:
        return attempt(url)
    address, renewed = sign(url, False), False  # noqa: FBT003 - a callback's arguments have no names
    while True:
        try:
            return attempt(address)
        except RefusedError as error:
            if renewed or error.status not in _EXPIRED:
                raise
        fresh = sign(url, False)  # noqa: FBT003
        renewed = fresh == address
        address = sign(url, True) if renewed else fresh  # noqa: FBT003
