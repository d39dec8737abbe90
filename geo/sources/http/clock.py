"""Time limits that really interrupt: a clock read before each piece that arrives, and connections bounded as a whole.

A socket's own time-out starts anew with each piece, so that a slow drip outlasts it; and a name look-up has none.
"""

import http.client
import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError

_T = TypeVar("_T")


class Clock:
    """The time that one answer may take, headers and body."""

    def __init__(self, seconds: float) -> None:
        """Start it."""
        self._seconds = seconds
        self._ends = time.monotonic() + seconds

    def tighten(self, seconds: float) -> None:
        """Leave at most these seconds from now."""
        self._ends = min(self._ends, time.monotonic() + seconds)

    def end(self) -> None:
        """Leave nothing, for good: whoever waits for the next piece gives up."""
        self._seconds = 0.0
        self._ends = time.monotonic()

    def renew(self) -> None:
        """Start it anew."""
        self._ends = time.monotonic() + self._seconds

    def left(self, most: float) -> float:
        """Return the seconds that are left, at most `most`.

        Raises:
            TimeoutError: none are.
        """
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, most)


_CLOCK: ContextVar[Clock | None] = ContextVar("clock", default=None)


@contextmanager
def timed(seconds: float) -> Iterator[Clock]:
    """Hold what this thread receives meanwhile to a clock."""
    clock = Clock(seconds)
    token = _CLOCK.set(clock)
    try:
        yield clock
    finally:
        _CLOCK.reset(token)


def bounded(call: Callable[[], _T], seconds: float | None, late: Callable[[_T], object]) -> _T:
    """Return what `call` returns, if it does within some seconds; `late` gets what comes after that.

    It runs in a daemon thread, since nothing interrupts a name look-up; a hanging one does not hold the program's end.

    Raises:
        TimeoutError: it did not return in time.
    """
    future: Future[_T] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is awaited
            future.set_exception(error)

    threading.Thread(target=run, name="connect", daemon=True).start()
    try:
        return future.result(seconds)
    except TimeoutError:
        future.add_done_callback(lambda done: None if done.exception() else late(done.result()))
        raise


class _ClockedReader(io.RawIOBase):
    """A socket's bytes, each piece awaited no longer than the clock allows."""

    def __init__(self, raw: io.RawIOBase, connection: socket.socket, clock: Clock) -> None:
        super().__init__()
        self._raw = raw
        self._connection = connection
        self._clock = clock
        self._silence = connection.gettimeout() or 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - typeshed's buffer protocol is not importable here
        self._connection.settimeout(self._clock.left(self._silence))
        return cast("int | None", self._raw.readinto(buffer))

    def close(self) -> None:
        self._raw.close()
        super().close()


class _ClockedResponse(http.client.HTTPResponse):
    """An answer whose headers and body keep to this thread's clock."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        clock = _CLOCK.get()
        if clock is not None and sock.gettimeout():
            self.fp = io.BufferedReader(_ClockedReader(cast("Any", self.fp).detach(), sock, clock))


class _Bounded:
    """What both kinds of connection do in our way."""

    response_class: Any = _ClockedResponse
    timeout: float | None

    def _new_conn(self) -> socket.socket:
        """Look the name up and connect, to whichever of its addresses, within the limit as a whole."""
        try:
            return bounded(super()._new_conn, self.timeout, socket.socket.close)  # type: ignore[misc,no-any-return]
        except TimeoutError:
            raise ConnectTimeoutError(self, "no connection in time") from None


class _Connection(_Bounded, HTTPConnection):
    pass


class _SecureConnection(_Bounded, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOLS = {"http": _Pool, "https": _SecurePool}
"""Connection pools by scheme, for urllib3's pool managers."""
