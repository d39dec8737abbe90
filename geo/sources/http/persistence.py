"""How often is tried, and how long is waited between: more patiently with a host that has answered before."""

import random
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from geo.errors import UnreachableError
from geo.sources.http.trouble import TryAgainError
from geo.sources.network import Patience

_T = TypeVar("_T")
_LEAST_JITTER = 0.5
"""Share of the back-off that is always waited; the rest is drawn, so that requests that failed together part."""


class Contacts:
    """Which hosts have answered, and which were found silent a moment ago."""

    def __init__(self, remember_s: float) -> None:
        """Remember a silent host for some seconds: what asks it meanwhile is told so at once."""
        self._remember_s = remember_s
        self._answered: set[str] = set()
        self._silent: dict[str, tuple[float, UnreachableError]] = {}
        self._lock = threading.Lock()

    def answered(self, host: str) -> bool:
        """Return whether a host has ever answered."""
        return host in self._answered

    def heard(self, host: str) -> None:
        """Note that a host answers."""
        with self._lock:
            self._answered.add(host)
            self._silent.pop(host, None)

    def missed(self, host: str, error: UnreachableError) -> None:
        """Note that a host does not answer."""
        with self._lock:
            self._silent[host] = (time.monotonic(), error)

    def check(self, host: str) -> None:
        """Raise for a host that was found silent a moment ago.

        Raises:
            UnreachableError: it was.
        """
        with self._lock:
            when, error = self._silent.get(host, (0.0, None))
        if error is not None and time.monotonic() - when < self._remember_s:
            raise UnreachableError(error.host, error.reason)


class Persistence:
    """Tries again what may pass."""

    def __init__(
        self, patience: Patience, contacts: Contacts, *, jitter: random.Random, pause: Callable[[float], object]
    ) -> None:
        """Draw the jitter and wait as told."""
        self._patience = patience
        self._contacts = contacts
        self._jitter = jitter
        self._pause = pause

    def persist(self, attempt: Callable[[float], _T], *, progressed: Callable[[], bool] = lambda: False) -> _T:
        """Return what an attempt returns; it is given the seconds that a host's first contact may still take.

        Args:
            attempt: raises TryAgainError for what may pass.
            progressed: whether the last attempt brought so much that the count begins anew.

        Raises:
            UnreachableError: a host cannot be reached, or does not answer, however often it is asked.
            RefusedError: it answers, but not with what is asked.
        """
        begun = time.monotonic()
        silent, number, first = 0, 0, 1
        while True:
            number += 1
            left = max(0.0, self._patience.first_contact_s - (time.monotonic() - begun))
            try:
                return attempt(left)
            except TryAgainError as trouble:
                first = number if progressed() else first
                silent += trouble.silent
                wait = self._wait(trouble, number + 1 - first)
                left = self._patience.first_contact_s - (time.monotonic() - begun) - wait
                error = self._given_up(trouble, number + 1 - first, silent=silent, left=left)
                if error is not None:
                    raise error from None
            self._pause(wait)

    def _given_up(self, trouble: TryAgainError, tried: int, *, silent: int, left: float) -> Exception | None:
        """Return the error if it is not worth trying again."""
        known = self._contacts.answered(trouble.host)
        if not known and (silent >= self._patience.first_contact_attempts or left <= 0):
            error = trouble.final(tried)
            if isinstance(error, UnreachableError):
                self._contacts.missed(trouble.host, error)
            return error
        asked_too_much = (trouble.wait or 0.0) > self._patience.retry_after_max_s
        return trouble.final(tried) if asked_too_much or tried >= self._patience.attempts else None

    def _wait(self, trouble: TryAgainError, tried: int) -> float:
        """Return the seconds until the next attempt."""
        longest = min(self._patience.backoff_max_s, self._patience.backoff_s * 2.0 ** max(0, tried - 1))
        drawn = longest * self._jitter.uniform(_LEAST_JITTER, 1.0)
        return drawn if trouble.wait is None else trouble.wait + drawn * _LEAST_JITTER
