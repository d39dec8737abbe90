"""A publication that is disturbed at each of its calls: what was published stays whole, and the next run heals."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from outputs.catalogue.entry import entries_in
from outputs.errors import LockTimeoutError, PublishError
from outputs.history.retention import old_runs, prune
from outputs.publication import is_published
from outputs.published import latest_run
from outputs.store.root import Root
from outputs.verification import verify
from tests.outputs.store import small

KINDS = (403, 500, 503, "timeout", "reset", "lost", "truncated")
ADDRESS = "s3://memory/root"
Again = Callable[..., Root]


def is_whole(root: Root, run: str) -> bool:
    """Return whether a run is what readers find: pointed at, listed, and each of its files as it was published."""
    listed = [entry.run for entry in entries_in(root.read("sample/collection.json"))]
    return run in listed and latest_run(root, "sample") == run and is_published(root, "sample", run)


def failure(act: Callable[[], object], root: Root) -> bool:
    """Return whether something fails; if it does, then in one line that gives no secret away."""
    try:
        act()
    except PublishError as error:
        told = str(error)
    else:
        return False
    assert re.fullmatch(rf"publishing to {root.name}: [^\n]*; what was published before is untouched", told)
    assert "SECRET" not in told
    return True


@pytest.mark.parametrize("late", [False, True])
def test_a_publication_may_fail_at_any_call(calls: Any, again: Again, *, late: bool) -> None:
    """Each call fails for good, before it is done or after; the earlier run stays, and the same run heals."""
    root = again(ADDRESS)
    small.publish_small(root, small.EARLIER)
    latest, number = small.EARLIER, 0
    while number <= calls.count or number == 0:
        number += 1
        run = f"r{number:012x}"
        calls.plan(number, late=late)
        failed = failure(lambda run=run: small.publish_small(again(ADDRESS), run), root)
        needed = calls.count
        calls.plan(0)
        assert is_whole(root, latest if failed else run) or (late and is_whole(root, run))
        assert [str(problem) for problem in verify(root) if not problem.harmless] == []
        small.publish_small(again(ADDRESS, lease_s=0.01), run)
        assert is_whole(root, run)
        latest, calls.count = run, needed
    assert number > 30
    again(ADDRESS, lease_s=0).clean()
    assert verify(root) == []
    assert root.under_way() == {}


@pytest.mark.parametrize("late", [False, True])
def test_pruning_may_fail_at_any_call(calls: Any, again: Again, *, late: bool) -> None:
    root = again(ADDRESS)
    small.publish_small(root, small.LATER)
    number = 0
    while number <= calls.count or number == 0:
        number += 1
        small.publish_small(root, f"r{number + 15:012x}", created="2025-01-01T00:00:00Z")
        small.publish_small(root, small.LATER)
        old = old_runs(root, 1)
        calls.plan(number, late=late)
        failure(lambda old=old: prune(again(ADDRESS), old), root)
        needed = calls.count
        calls.plan(0)
        assert is_whole(root, small.LATER)
        assert [str(problem) for problem in verify(root) if not problem.harmless] == []
        again(ADDRESS, lease_s=0).clean()
        prune(again(ADDRESS, lease_s=0.01), old_runs(root, 1))
        assert root.folders("sample") == (small.LATER,)
        assert verify(root) == []
        calls.count = needed
    assert number > 5


@pytest.mark.parametrize("other", ["r000000000001", "r000000000002"])
def test_another_run_may_be_published_between_any_two_calls(calls: Any, again: Again, *, other: str) -> None:
    """Another run of the city, or the same run, is published whole between two calls, for each two calls."""
    root = again(ADDRESS)
    calls.plan(0)
    small.publish_small(root, small.EARLIER)
    for number in range(1, calls.count + 1):
        calls.store.delete([entry["path"] for entry in calls.store.list().collect()])
        done: list[bool] = []

        def publish_other(done: list[bool] = done) -> None:
            try:
                small.publish_small(again(ADDRESS, wait_s=0.01, skew_s=60), other)
            except LockTimeoutError:
                assert other == small.EARLIER  # the same run: it waits for the first one
            else:
                done.append(True)

        calls.plan(number, act=publish_other)
        small.publish_small(again(ADDRESS, skew_s=60), small.EARLIER)
        calls.plan(0)
        latest = latest_run(root, "sample")
        assert latest in {small.EARLIER, other}
        assert root.read("index.html") == f"sample/{latest}\n".encode()
        listed = {entry.run for entry in entries_in(root.read("sample/collection.json"))}
        assert listed == {small.EARLIER, *([other] if done else [])}
        assert verify(root) == []


@pytest.mark.slow
def test_a_real_store_may_fail_at_any_request(stored: Root, s3: Any, again: Again) -> None:
    """Each request is failed for good by one kind of fault, one kind after the other."""
    small.publish_small(stored, small.EARLIER)
    latest, number, done = small.EARLIER, 0, 0
    while number <= done:
        number += 1
        run, kind = f"r{number:012x}", KINDS[number % len(KINDS)]
        s3.fail(kind, number)
        publisher = again(stored, request_s=0.2 if kind == "timeout" else 2.0)
        failed = failure(lambda run=run, publisher=publisher: small.publish_small(publisher, run), stored)
        done = max(done, len(s3.seen()))
        s3.fail()
        assert is_whole(stored, latest if failed else run)
        small.publish_small(again(stored, lease_s=0.3), run)
        assert is_whole(stored, run)
        latest = run
    assert number > 30
    time.sleep(1.1)
    again(stored, lease_s=0).clean()
    assert verify(stored) == []
    assert stored.under_way() == {}


@pytest.mark.slow
def test_a_real_store_may_falter_at_any_request(stored: Root, s3: Any, again: Again) -> None:
    """Each second request fails once: it is asked again, and nobody notices."""
    kinds = [kind for kind in KINDS if kind != 403]
    for number in range(1, 38, 2):
        s3.fail(kinds[number // 2 % len(kinds)], number, lasting=False)
        small.publish_small(again(stored), f"r{number:012x}")
    s3.fail()
    assert verify(stored) == []
