"""What goes wrong on the way, in words: which troubles may pass, and what a refusing status means."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import RemoteDisconnected

from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from geo.errors import ArchiveError, RefusedError, UnreachableError
from geo.sources.http.redact import host_of, place_of

PASSING = frozenset({408, 425, 429})
"""Statuses below 500 that may pass; all from 500 on may."""
_SERVER_ERROR = 500
_MEANINGS = {
    400: "the server does not understand what is asked (400)",
    401: "access denied (401): it wants credentials; name them in the configuration",
    403: "access denied (403): credentials missing or expired",
    404: "no such file (404)",
    407: "the proxy wants a user and a password (407)",
    410: "removed for good (410)",
    429: "too many requests (429)",
    451: "withheld for legal reasons (451)",
}


_SILENCE = {
    NameResolutionError: "its name is not known",
    NewConnectionError: "no connection",
    ConnectTimeoutError: "no connection in time",
    ReadTimeoutError: "no whole answer in time",
    TimeoutError: "no whole answer in time",
}
"""After these nobody is known to be there; the first that fits counts."""


class TryAgainError(Exception):
    """A trouble that may pass."""

    def __init__(
        self, url: str, reason: str, *, status: int | None = None, wait: float | None = None, silent: bool = False
    ) -> None:
        """Say what happened where; `wait` is what the server asks for (s), `silent` that nobody was there."""
        self.host = host_of(url)
        self.place = place_of(url)
        self.reason = reason
        self.status = status
        self.wait = wait
        self.silent = silent
        super().__init__(f"{self.place}: {reason}")

    def final(self, attempts: int) -> ArchiveError:
        """Return the error that it becomes when it does not pass."""
        reason = f"{self.reason}; {attempts} attempts" if attempts > 1 else self.reason
        if self.status is None:
            return UnreachableError(self.host, reason)
        return RefusedError(self.place, self.status, reason)


def meaning_of(status: int) -> str:
    """Return what a status says, in words."""
    if status in _MEANINGS:
        return _MEANINGS[status]
    phrase = HTTPStatus(status).phrase.lower() if status in HTTPStatus._value2member_map_ else "an unknown status"
    return f"{phrase} ({status})"


def may_pass(status: int) -> bool:
    """Return whether trying again can change a status."""
    return status in PASSING or status >= _SERVER_ERROR


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn what urllib3 raises, whose texts hold addresses, into our own errors.

    Raises:
        TryAgainError: it may pass.
        RefusedError: the certificate is not trusted, or the proxy refuses.
    """
    try:
        yield
    except (HTTPError, OSError, ValueError) as error:
        raise _in_words(error, url) from None


def _in_words(error: Exception, url: str) -> Exception:
    if isinstance(error, ProxyError):
        return _proxy_trouble(error, url)
    untrusted = next((cause for cause in _causes(error) if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if untrusted is not None:
        why = untrusted.verify_message
        remedy = "name your organisation's certificates (CA bundle) in the configuration"
        return RefusedError(host_of(url), None, f"its certificate is not trusted ({why}); {remedy}")
    if isinstance(error, LocationValueError | ValueError) and not isinstance(error, DecodeError):
        return RefusedError(place_of(url), None, "expected an http or https address")
    silent = next((words for kind, words in _SILENCE.items() if isinstance(error, kind)), None)
    told = next((cause.strerror for cause in _causes(error) if isinstance(cause, OSError) and cause.strerror), None)
    if type(error) is NewConnectionError and told is not None:
        silent = told.lower()
    return TryAgainError(url, silent or _words(error), silent=silent is not None)


def _proxy_trouble(error: ProxyError, url: str) -> Exception:
    """Tell a proxy that refuses from one that is not there."""
    for cause in _causes(error):
        told = str(cause).partition("Tunnel connection failed: ")[2].split(" ")[0]
        if told.isdigit():
            status = int(told)
            reason = meaning_of(status) if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED else f"status {status}"
            if may_pass(status):
                return TryAgainError(url, f"the proxy does not get through ({reason})", silent=True)
            return RefusedError(host_of(url), status, f"the proxy refuses: {reason}")
    return TryAgainError(url, "the proxy cannot be reached", silent=True)


def _words(error: Exception) -> str:
    """Return what broke a connection that stood, or kept it from standing."""
    causes = list(_causes(error))
    if any(isinstance(cause, RemoteDisconnected) for cause in causes):
        return "connection closed without an answer"
    if any(isinstance(cause, ConnectionResetError | BrokenPipeError) for cause in causes):
        return "connection reset"
    return "no secure connection (TLS)" if isinstance(error, SSLError) else "the answer ended early"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that it carries or came from."""
    pending, seen = [error], set[int]()
    while pending:
        cause = pending.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        carried = (*cause.args, cause.__cause__, cause.__context__)
        pending += [other for other in carried if isinstance(other, BaseException)]
