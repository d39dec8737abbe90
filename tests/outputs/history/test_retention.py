"""Old runs go: the newest and the latest stay, lists never name a run that is gone."""

import pytest

from outputs.errors import OutputsError
from outputs.history.retention import old_runs, prune
from outputs.runs import all_runs
from outputs.store.root import Root
from outputs.verification import verify
from tests.outputs.store import small


@pytest.fixture
def history(root: Root) -> Root:
    """Publish four runs of one city, the second of which is the latest again, and one of another."""
    for number in range(1, 5):
        small.publish_small(root, f"r{number}", created=f"2026-0{number}-01T00:00:00Z")
    small.publish_small(root, "r2")
    small.publish_small(root, "r9", city="other")
    return root


def test_the_newest_runs_stay_and_the_latest_one_too(history: Root) -> None:
    assert [old.run for old in old_runs(history, 1)] == ["r1", "r3"]
    assert [old.run for old in old_runs(history, 2)] == ["r1"]
    assert [old.run for old in old_runs(history, 3)] == ["r1"]
    assert old_runs(history, 4) == ()


def test_an_old_run_says_its_date_and_size(history: Root) -> None:
    old = old_runs(history, 3)[0]
    assert (old.city, old.created) == ("sample", "2026-01-01T00:00:00Z")
    assert old.size_bytes == sum(
        size for name, size in history.files("sample/r1", deep=True).items() if name != "manifest.json"
    )


def test_runs_that_go_leave_lists_and_files(history: Root) -> None:
    pages = {name: history.read(name) for name in ("index.html", "catalog.json", "sample/latest.json")}
    gone = prune(history, old_runs(history, 1))
    assert [old.run for old in gone] == ["r1", "r3"]
    assert history.folders("sample") == ("r2", "r4")
    assert [entry.run for entry in all_runs(history)[1].runs] == ["r4", "r2"]
    assert verify(history) == []
    assert history.files(".staging", deep=True) == {}
    assert {name: history.read(name) for name in pages} == pages


def test_only_named_cities_lose_runs(history: Root) -> None:
    assert old_runs(history, 1, ["other"]) == ()
    assert [old.run for old in old_runs(history, 1, ["sample", "sample"])] == ["r1", "r3"]


def test_a_run_that_became_the_latest_meanwhile_stays(history: Root) -> None:
    old = old_runs(history, 1)
    small.publish_small(history, "r1")
    assert [gone.run for gone in prune(history, old)] == ["r3"]
    assert history.folders("sample") == ("r1", "r2", "r4")
    assert verify(history) == []


def test_a_city_whose_pointer_is_broken_keeps_all(history: Root) -> None:
    history.put("sample/latest.json", b"{")
    assert old_runs(history, 1) == ()


def test_what_is_no_run_is_not_removed(history: Root) -> None:
    history.put("sample/r1/manifest.json", b"{")
    history.put("sample/mine/notes.txt", b"mine")
    prune(history, old_runs(history, 1))
    assert history.folders("sample") == ("mine", "r1", "r2", "r4")


def test_at_least_one_run_of_a_published_city_is_kept(history: Root) -> None:
    with pytest.raises(OutputsError, match="expected to keep at least 1 run of a city, saw 0"):
        old_runs(history, 0)
    with pytest.raises(
        OutputsError, match="expected published cities, saw atlantis; `umran publication list` names them"
    ):
        old_runs(history, 1, ["sample", "atlantis"])
