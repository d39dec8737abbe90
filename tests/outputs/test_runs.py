"""Which runs a city has, read from one file a city; in a folder of five hundred cities, and in an object store."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.catalogue.collection import collection_json
from outputs.catalogue.entry import COLLECTION
from outputs.runs import all_runs, city_runs, found_entries, listed_entries
from outputs.store.folder import FolderRoot
from outputs.store.root import Root
from tests.outputs.store import conftest as fixtures
from tests.outputs.store import small

server, s3, address, stored = fixtures.server, fixtures.s3, fixtures.address, fixtures.stored
CITIES = tuple(f"city-{number:03d}" for number in range(500))


def collection(city: str) -> bytes:
    return collection_json(json.dumps(small.item(city, small.EARLIER, small.CREATED))).encode()


class Counted(FolderRoot):
    """A folder that writes down what is read of it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.reads: list[str] = []

    def read(self, key: str) -> bytes:
        self.reads.append(key)
        return super().read(key)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("many")
    for city in CITIES:
        (root / city).mkdir()
        (root / city / COLLECTION).write_bytes(collection(city))
    return root


def test_five_hundred_cities_are_listed_by_reading_one_small_file_each(many: Path) -> None:
    root = Counted(many)
    began = time.monotonic()
    runs = all_runs(root)
    assert time.monotonic() - began < 5
    assert tuple(one.city for one in runs) == CITIES
    assert root.reads == [f"{city}/{COLLECTION}" for city in CITIES]
    assert all(one.latest and one.latest.run == small.EARLIER for one in runs)


def test_an_object_store_is_asked_once_for_the_cities_and_once_for_each(stored: Root, s3: fixtures.Server) -> None:
    for city in CITIES[:20]:
        stored.put(f"{city}/{COLLECTION}", collection(city))
    s3.fail()
    assert len(all_runs(stored)) == 20
    assert len([request for request in s3.seen() if COLLECTION in request]) == 20
    assert len(s3.seen()) == 22


def test_without_a_collection_the_runs_themselves_are_looked_at(stored: Root) -> None:
    for run in (small.EARLIER, small.LATER):
        small.publish_small(stored, run, created=f"2026-0{run[-1]}-01T00:00:00Z")
    listed = city_runs(stored, "sample")
    for damaged in (b"", b"{}", b"[1]", b'{"links": [{"umran:entry": {}}]}'):
        stored.put(f"sample/{COLLECTION}", damaged)
        assert listed_entries(damaged) == ()
        assert city_runs(stored, "sample") == replace(listed, listed=False)
    assert [entry.run for entry in listed.runs] == [small.LATER, small.EARLIER]
    assert listed.latest == listed.runs[0]


def test_what_is_known_is_not_read_again_and_what_is_gone_is_left_out(tmp_path: Path) -> None:
    root = Counted(tmp_path)
    for run in ("r1", "r2"):
        small.publish_small(root, run)
    known = city_runs(root, "sample").runs
    (tmp_path / "sample" / "r1").rename(tmp_path / "r1")
    root.reads.clear()
    assert [entry.run for entry in found_entries(root, "sample", known)] == ["r2"]
    assert root.reads == []
    assert [entry.run for entry in found_entries(root, "sample")] == ["r2"]
