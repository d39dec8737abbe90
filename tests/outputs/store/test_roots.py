"""What a publish root promises, of a folder and of an object store alike."""

import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from outputs.catalogue.entry import entries_in
from outputs.errors import UnreadableError
from outputs.published import cities, latest_run, manifest_of, published_run
from outputs.runs import all_runs, published_runs
from outputs.store.root import Root, Seen, read_or_none
from outputs.verification import verify
from tests.outputs.store import small


def overwrite(root: Root, key: str, data: bytes) -> None:
    """Change a file behind the back of the publication."""
    root.put(key, data)


def seen(root: Root) -> list[tuple[str, str]]:
    return [(problem.kind, problem.path) for problem in verify(root)]


def test_a_run_is_published_listed_and_pointed_at(root: Root) -> None:
    published = small.publish_small(root, small.EARLIER)
    assert verify(root) == []
    assert latest_run(root, "sample") == small.EARLIER
    assert [entry.run for entry in published_runs(root)] == [small.EARLIER]
    assert published.path == root.address(f"sample/{small.EARLIER}")
    assert published.page == root.address(f"sample/{small.EARLIER}/index.html")
    assert published.files == ("below/cells.bin", "index.html", "item.json", "manifest.json")


def test_a_later_run_comes_first_and_the_earlier_one_stays(root: Root) -> None:
    small.publish_small(root, small.EARLIER)
    small.publish_small(root, small.LATER, created="2026-02-01T00:00:00Z")
    small.publish_small(root, small.EARLIER, city="other")
    assert verify(root) == []
    other, sample = all_runs(root)
    assert (other.city, sample.city) == ("other", "sample")
    assert [entry.run for entry in sample.runs] == [small.LATER, small.EARLIER]
    assert root.read("index.html") == b"other/r000000000001\nsample/r000000000002\n"
    assert [entry.path for entry in entries_in(root.read("catalog.json"))] == [
        "other/r000000000001",
        "sample/r000000000002",
    ]


def test_publishing_an_earlier_run_again_points_at_it_and_leaves_its_files(root: Root) -> None:
    for run in (small.EARLIER, small.LATER):
        small.publish_small(root, run)
    before = root.see(f"sample/{small.EARLIER}/manifest.json")
    published = small.publish_small(root, small.EARLIER, created="2026-03-01T00:00:00Z")
    assert published.created == small.CREATED
    assert root.see(f"sample/{small.EARLIER}/manifest.json") == before
    assert latest_run(root, "sample") == small.EARLIER
    assert verify(root) == []


def test_damage_is_found_and_the_next_publication_mends_it(root: Root) -> None:
    run = f"sample/{small.EARLIER}"
    small.publish_small(root, small.EARLIER)
    overwrite(root, f"{run}/below/cells.bin", b"half")
    overwrite(root, f"{run}/stray", b"")
    overwrite(root, "sample/notes.txt", b"mine")
    assert seen(root) == [
        ("extra", "sample/notes.txt"),
        ("changed", f"{run}/below/cells.bin"),
        ("extra", f"{run}/stray"),
    ]
    small.publish_small(root, small.EARLIER, created="2026-03-01T00:00:00Z")
    assert seen(root) == [("extra", "sample/notes.txt")]
    assert manifest_of(root, "sample", small.EARLIER).created == "2026-03-01T00:00:00Z"


def test_listings_that_are_damaged_are_told_and_made_again(root: Root) -> None:
    small.publish_small(root, small.EARLIER)
    for name, kind in (("sample/collection.json", "unreadable"), ("sample/latest.json", "unreadable")):
        overwrite(root, name, b"{")
        assert seen(root) == [(kind, name)]
        assert [city.city for city in all_runs(root)] == ["sample"]
        small.publish_small(root, small.EARLIER)
        assert seen(root) == []


def test_a_collection_that_lists_too_much_or_too_little_is_told(root: Root) -> None:
    small.publish_small(root, small.EARLIER)
    first = root.read("sample/collection.json")
    small.publish_small(root, small.LATER)
    both = root.read("sample/collection.json")
    overwrite(root, "sample/collection.json", first)
    assert seen(root) == [("stale", "sample/collection.json")]
    overwrite(root, "sample/collection.json", both.replace(small.EARLIER.encode(), b"r00000000000f"))
    assert ("dangling", "sample/collection.json") in seen(root)
    small.publish_small(root, small.LATER)
    assert verify(root) == []


def test_what_is_not_there_is_said(root: Root) -> None:
    assert not root.exists()
    assert cities(root) == ()
    assert all_runs(root) == ()
    assert root.see("a/b") == Seen(None)
    assert read_or_none(root, "a/b") is None
    assert root.folders("a") == ()
    assert root.files("a", deep=True) == {}
    for act in (root.read, root.digest):
        with pytest.raises(FileNotFoundError):
            act("a/b")
    with pytest.raises(UnreadableError, match=r"a/b/manifest\.json: expected the run's manifest, but it is missing"):
        published_run(root, "a", "b")


def test_files_and_folders_are_listed_one_by_one(root: Root, tmp_path: Path) -> None:
    for key in ("top", "a/one", "a/b/two", "ab/three"):
        root.put(key, key.encode())
    assert root.folders() in {("a", "ab"), (".staging", "a", "ab")}
    assert root.folders("a") == ("b",)
    assert dict(root.files("a")) == {"one": 5}
    assert dict(root.files("a", deep=True)) == {"b/two": 7, "one": 5}
    assert root.digest("a/b/two") == (7, hashlib.sha256(b"a/b/two").hexdigest())
    assert root.fetch("a/b/two", tmp_path).read_bytes() == b"a/b/two"


def test_a_reader_never_finds_half_a_run(root: Root, again: Callable[..., Root]) -> None:
    """One thread publishes run after run; another follows latest.json and hashes what it finds, again and again."""
    small.publish_small(root, "r000000000000")
    ended = threading.Event()
    found: set[str] = set()

    def follow() -> None:
        reader = again(root)
        while not ended.is_set():
            run = json.loads(reader.read("sample/latest.json"))["run"]
            for file in manifest_of(reader, "sample", run).files:
                assert reader.digest(f"sample/{run}/{file.path}") == (file.size, file.sha256)
            assert run in {entry.run for entry in entries_in(reader.read("sample/collection.json"))}
            found.add(run)

    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            follow()
        except BaseException as error:  # noqa: BLE001 (told by the test itself)
            failures.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    for number in range(1, 9):
        small.publish_small(root, f"r{number:012x}")
    ended.set()
    thread.join()
    assert failures == []
    assert len(found) > 1
    assert verify(root) == []
