"""How often is tried and how long is waited, on a clock that stands still."""

import random
from collections.abc import Callable

import pytest

from geo.errors import RefusedError, UnreachableError
from geo.sources.http.persistence import Contacts, Persistence
from geo.sources.http.trouble import TryAgainError
from geo.sources.network import Patience

URL = "https://user:hidden@archive.example/tiles/a.tif?sig=hidden"
HOST = "archive.example"
JITTER = random.Random(3)  # noqa: S311 - jitter keeps no secret


class Attempts:
    """Raises the troubles in turn, then returns."""

    def __init__(self, *troubles: TryAgainError) -> None:
        self.troubles = list(troubles)
        self.made = 0

    def __call__(self, _: float) -> str:
        self.made += 1
        if self.troubles:
            raise self.troubles.pop(0)
        return "done"


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def contacts() -> Contacts:
    return Contacts(15.0)


@pytest.fixture
def persist(waits: list[float], contacts: Contacts) -> Callable[..., str]:
    return Persistence(Patience(), contacts, jitter=JITTER, pause=waits.append).persist


def busy(wait: float | None = None) -> TryAgainError:
    return TryAgainError(URL, "service unavailable (503)", status=503, wait=wait)


def silent() -> TryAgainError:
    return TryAgainError(URL, "no connection in time", silent=True)


def test_each_wait_is_between_half_and_all_of_a_doubling_back_off(
    persist: Callable[..., str], waits: list[float], contacts: Contacts
) -> None:
    contacts.heard(HOST)
    assert persist(Attempts(*[busy() for _ in range(5)])) == "done"
    assert all(full / 2 <= wait <= full for wait, full in zip(waits, [0.5, 1, 2, 4, 8], strict=True))
    assert len({wait / full for wait, full in zip(waits, [0.5, 1, 2, 4, 8], strict=True)}) == 5


def test_after_six_attempts_the_status_is_what_remains(persist: Callable[..., str], contacts: Contacts) -> None:
    contacts.heard(HOST)
    attempts = Attempts(*[busy() for _ in range(9)])
    with pytest.raises(RefusedError, match=r"^archive.example/tiles/a.tif: service unavailable \(503\); 6 attempts$"):
        persist(attempts)
    assert attempts.made == 6


def test_a_server_that_says_how_long_to_wait_is_waited_for_that_long(
    persist: Callable[..., str], waits: list[float], contacts: Contacts
) -> None:
    contacts.heard(HOST)
    persist(Attempts(busy(wait=7.0)))
    assert 7.0 <= waits[0] <= 7.5


def test_a_server_that_asks_for_too_long_is_not_waited_for(
    persist: Callable[..., str], waits: list[float], contacts: Contacts
) -> None:
    contacts.heard(HOST)
    with pytest.raises(RefusedError):
        persist(Attempts(busy(wait=121.0)))
    assert waits == []


def test_a_host_that_never_answered_is_asked_twice(persist: Callable[..., str]) -> None:
    attempts = Attempts(*[silent() for _ in range(9)])
    with pytest.raises(UnreachableError, match=r"^archive.example cannot be reached \(no connection in time; 2 "):
        persist(attempts)
    assert attempts.made == 2


def test_a_host_that_has_answered_before_is_asked_six_times(persist: Callable[..., str], contacts: Contacts) -> None:
    contacts.heard(HOST)
    attempts = Attempts(*[silent() for _ in range(9)])
    with pytest.raises(UnreachableError):
        persist(attempts)
    assert attempts.made == 6


def test_a_host_found_silent_is_remembered_until_it_answers(persist: Callable[..., str], contacts: Contacts) -> None:
    with pytest.raises(UnreachableError):
        persist(Attempts(silent(), silent()))
    with pytest.raises(UnreachableError, match="no connection in time"):
        contacts.check(HOST)
    contacts.check("other.example")
    contacts.heard(HOST)
    contacts.check(HOST)


def test_a_silent_host_is_asked_again_after_a_while(waits: list[float]) -> None:
    contacts = Contacts(0.0)
    with pytest.raises(UnreachableError):
        Persistence(Patience(), contacts, jitter=JITTER, pause=waits.append).persist(Attempts(silent(), silent()))
    contacts.check(HOST)


def test_a_connection_that_stood_and_broke_is_no_silence(persist: Callable[..., str]) -> None:
    assert persist(Attempts(*[TryAgainError(URL, "connection reset") for _ in range(4)])) == "done"


def test_an_attempt_that_got_further_does_not_count(persist: Callable[..., str], contacts: Contacts) -> None:
    contacts.heard(HOST)
    assert persist(Attempts(*[busy() for _ in range(20)]), progressed=lambda: True) == "done"
