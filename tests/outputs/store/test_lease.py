"""A run under way on an object store is kept from other runs; a dead one is found and its place taken."""

import time
from collections.abc import Callable

import pytest

from outputs.errors import LockTimeoutError, LostHoldError, PublishError
from outputs.store.objects import _ObjectHold
from outputs.store.root import Root
from outputs.verification import verify
from tests.outputs.store import small

RUN = "sample/r000000000001"
MARKER = f".staging/{RUN}.json"


def test_a_hold_is_a_marker_that_goes_with_it(stored: Root) -> None:
    with stored.hold(RUN):
        assert stored.under_way() == {MARKER: True}
    assert stored.under_way() == {}


def test_a_hold_goes_when_its_run_fails(stored: Root) -> None:
    with pytest.raises(RuntimeError), stored.hold(RUN):
        raise RuntimeError
    assert stored.under_way() == {}


def test_a_living_run_is_waited_for_and_other_runs_are_not(stored: Root, again: Callable[..., Root]) -> None:
    other = again(stored, wait_s=0.3)
    with stored.hold(RUN):
        with pytest.raises(LockTimeoutError, match=r"held its lock for more than 0\.3 s"), other.hold(RUN):
            pass
        with other.hold("sample/r000000000002"):
            pass
    with other.hold(RUN):
        pass


def test_a_run_that_lives_longer_than_a_lease_is_not_taken_for_dead(stored: Root, again: Callable[..., Root]) -> None:
    holder = again(stored, beat_s=0.1)
    with holder.hold(RUN) as held:
        with pytest.raises(LockTimeoutError), again(stored, lease_s=0.6, wait_s=1.5).hold(RUN):
            pass
        again(stored, lease_s=1.2).clean()  # times of objects are whole seconds
        held.check()


def test_a_run_that_is_silent_is_taken_over_and_finds_out(stored: Root, again: Callable[..., Root]) -> None:
    silent = again(stored, beat_s=60)
    with silent.hold(RUN) as held:
        began = time.monotonic()
        with again(stored, lease_s=0.4).hold(RUN):
            assert time.monotonic() - began >= 0.4
            with pytest.raises(LostHoldError, match=r"^publishing to s3://[^\n]* publish it again$"):
                held.check()
        assert stored.under_way() == {}
    assert stored.under_way() == {}


def test_a_run_that_lost_its_place_publishes_nothing(
    stored: Root, again: Callable[..., Root], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its manifest it is silent for so long that another process takes its place and publishes the run."""
    check = _ObjectHold.check

    def after_another(hold: _ObjectHold) -> None:
        monkeypatch.setattr(_ObjectHold, "check", check)
        small.publish_small(again(stored, lease_s=0.3), small.EARLIER, more={"new.txt": b"text"})
        check(hold)

    monkeypatch.setattr(_ObjectHold, "check", after_another)
    with pytest.raises(PublishError, match="another process took it"):
        small.publish_small(again(stored, beat_s=60), small.EARLIER)
    assert verify(stored) == []
    assert "new.txt" in stored.files(RUN)


def test_what_a_dead_run_uploaded_is_removed_once_it_is_surely_dead(stored: Root, again: Callable[..., Root]) -> None:
    small.publish_small(stored, small.LATER, city="other")
    stored.put(MARKER, b"{}")
    stored.put(f"{RUN}/index.html", b"half")
    assert verify(stored) == []  # it may live
    small.publish_small(again(stored, skew_s=60), small.LATER, city="other")
    assert stored.files(RUN) == {"index.html": 4}
    time.sleep(1.1)
    dead = again(stored, lease_s=0)
    assert [(problem.kind, problem.path) for problem in verify(dead)] == [("stale", MARKER)]
    small.publish_small(dead, small.LATER, city="other")
    assert stored.files(RUN) == {}
    assert stored.under_way() == {}
    assert verify(stored) == []


def test_the_marker_of_a_run_that_became_whole_goes_alone(stored: Root, again: Callable[..., Root]) -> None:
    small.publish_small(stored, small.EARLIER)
    stored.put(MARKER, b"{}")
    time.sleep(1.1)
    again(stored, lease_s=0).clean()
    assert stored.under_way() == {}
    assert verify(stored) == []
    assert "index.html" in stored.files(RUN)


def test_what_cannot_be_removed_after_a_failure_stays_marked(
    stored: Root, again: Callable[..., Root], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Uploading fails, and so does removing: the marker stays until a later run removes both."""

    def refuse(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(_ObjectHold, "check", refuse)
        with pytest.raises(KeyboardInterrupt):
            small.publish_small(stored, small.EARLIER)
    assert stored.under_way() == {MARKER: True}
    time.sleep(1.1)
    again(stored, lease_s=0).clean()
    assert stored.under_way() == {}
    assert stored.files(RUN) == {}
