"""What is kept is what was put, or it is not there: verified, bounded, swapped in whole."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest

from geo.errors import CacheError
from geo.sources.cache import GridCache

KEY = {"role": "built_up", "epoch": 2000}
FACTS = {"title": "built-up 2000"}
PLENTY = 1_000_000_000


def arrays(seed: int = 0) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    fraction = random.random((70, 90), np.float32)
    fraction[0, 0] = np.nan
    return {"fraction": fraction, "land": fraction > 0.5, "persons": random.random((7, 9))}


def test_what_was_put_comes_back_to_the_bit(tmp_path: Path) -> None:
    put = arrays()
    cache = GridCache(tmp_path, PLENTY)
    written = cache.put("ghsl", KEY, put, FACTS)
    entry = cache.get("ghsl", KEY)
    assert entry is not None
    assert set(entry.arrays) == set(put)
    for name, array in put.items():
        assert entry.arrays[name].dtype == array.dtype
        assert np.array_equal(entry.arrays[name], array, equal_nan=array.dtype.kind == "f")
    assert (entry.facts, entry.size, entry.sha256) == (FACTS, written.size, written.sha256)


def test_other_keys_sources_and_folders_have_nothing(tmp_path: Path) -> None:
    cache = GridCache(tmp_path, PLENTY)
    cache.put("ghsl", KEY, arrays(), FACTS)
    assert cache.get("ghsl", KEY | {"epoch": 2010}) is None
    assert cache.get("wsf", KEY) is None
    assert GridCache(tmp_path / "elsewhere", PLENTY).get("ghsl", KEY) is None


def test_the_identity_is_that_of_the_content(tmp_path: Path) -> None:
    one, same, other = (GridCache(tmp_path / name, PLENTY) for name in "abc")
    digests = [cache.put("s", KEY, arrays(seed), FACTS).sha256 for cache, seed in ((one, 1), (same, 1), (other, 2))]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize("damage", ["flip", "truncate", "remove", "facts"])
def test_a_damaged_entry_is_noticed_and_removed(tmp_path: Path, damage: str) -> None:
    cache = GridCache(tmp_path, PLENTY)
    cache.put("ghsl", KEY, arrays(), FACTS)
    raster = next(tmp_path.rglob("fraction.tif"))
    content = bytearray(raster.read_bytes())
    if damage == "flip":
        content[len(content) // 2] ^= 1
        raster.write_bytes(content)
    elif damage == "truncate":
        raster.write_bytes(content[:-1])
    elif damage == "remove":
        raster.unlink()
    else:
        next(tmp_path.rglob("entry.json")).write_text("{")
    assert cache.get("ghsl", KEY) is None
    cache.put("ghsl", KEY, arrays(), FACTS)
    assert cache.get("ghsl", KEY) is not None


def test_the_last_used_stay_when_room_is_made(tmp_path: Path) -> None:
    size = GridCache(tmp_path / "measure", PLENTY).put("s", KEY, arrays(), FACTS).size
    cache = GridCache(tmp_path / "cache", int(2.5 * size))
    for epoch, age in ((1990, 3000), (2000, 2000)):
        cache.put("s", {"epoch": epoch}, arrays(epoch), {"title": str(epoch)})
        path = next(entry.path for entry in cache.listed() if entry.title == str(epoch))
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    assert cache.get("s", {"epoch": 1990}) is not None  # the elder one is used, and so the younger one goes
    cache.put("s", {"epoch": 2010}, arrays(3), {"title": "2010"})
    assert {entry.title for entry in cache.listed()} == {"1990", "2010"}
    assert sum(entry.size for entry in cache.listed()) <= 2.5 * size


def test_what_is_in_use_stays_though_the_bound_is_passed(tmp_path: Path) -> None:
    cache = GridCache(tmp_path, 10)
    for epoch in (1, 2):
        cache.put("s", {"epoch": epoch}, arrays(), {"title": str(epoch)})
    assert {entry.title for entry in cache.listed()} == {"1", "2"}
    for entry in cache.listed():
        os.utime(entry.path, (entry.used - 3000,) * 2)
    cache.put("s", {"epoch": 3}, arrays(), {"title": "3"})
    assert [entry.title for entry in cache.listed()] == ["3"]


def test_a_cache_that_cannot_be_written_serves_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = GridCache(tmp_path, PLENTY)
    cache.put("s", KEY, arrays(), FACTS)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    assert cache.get("s", KEY) is not None


@pytest.mark.parametrize("facts", ["[]", '{"facts": null, "files": {}}', '{"files": 3, "facts": {}}'])
def test_an_entry_that_says_nothing_is_removed(tmp_path: Path, facts: str) -> None:
    cache = GridCache(tmp_path, PLENTY)
    cache.put("s", KEY, arrays(), FACTS)
    next(tmp_path.rglob("entry.json")).write_text(facts)
    assert cache.get("s", KEY) is None or facts.startswith('{"facts"')
    cache.put("s", {"epoch": 1}, arrays(), FACTS)
    assert [entry.title for entry in cache.listed()] == [FACTS["title"]]


def test_clearing_takes_one_source_or_all(tmp_path: Path) -> None:
    cache = GridCache(tmp_path, PLENTY)
    sizes = {source: cache.put(source, KEY, arrays(), FACTS).size for source in ("ghsl", "wsf")}
    assert cache.clear("ghsl") == sizes["ghsl"]
    assert [entry.source for entry in cache.listed()] == ["wsf"]
    assert cache.clear() == sizes["wsf"]
    assert cache.listed() == []


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    cache = GridCache(tmp_path, PLENTY)
    with pytest.raises(TypeError):
        cache.put("s", KEY, arrays(), {"title": object()})
    assert cache.get("s", KEY) is None
    assert list(tmp_path.rglob("*.tif")) == []


def test_two_that_put_the_same_at_once_leave_it_whole(tmp_path: Path) -> None:
    caches = [GridCache(tmp_path, PLENTY) for _ in range(8)]
    threads = [threading.Thread(target=cache.put, args=("s", KEY, arrays(), FACTS)) for cache in caches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert caches[0].get("s", KEY) is not None
    assert [path.name for path in (tmp_path / "s").iterdir() if path.name.startswith(".")] == []


def test_a_file_is_kept_whole_and_verified(tmp_path: Path) -> None:
    cache = GridCache(tmp_path, PLENTY)
    assert cache.file("ghsl", "tile.tif") is None
    path = cache.keep_file("ghsl", "tile.tif", lambda target: target.write_bytes(b"raster") and None)
    assert cache.file("ghsl", "tile.tif") == path
    assert [entry.title for entry in cache.listed()] == ["tile.tif"]
    path.write_bytes(b"rasteR")
    assert cache.file("ghsl", "tile.tif") is None
    assert not path.exists()


def test_a_file_whose_filling_fails_is_not_kept(tmp_path: Path) -> None:
    cache = GridCache(tmp_path, PLENTY)

    def fill(target: Path) -> None:
        target.write_bytes(b"half")
        message = "disk full"
        raise OSError(message)

    with pytest.raises(
        CacheError, match=r"expected a cache that can be written, saw: disk full; make room, or set UMRAN"
    ):
        cache.keep_file("ghsl", "tile.tif", fill)
    assert cache.file("ghsl", "tile.tif") is None
    assert list(tmp_path.rglob("tile.tif")) == []
