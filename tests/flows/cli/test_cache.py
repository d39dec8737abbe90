"""What the cache holds is listed and cleared; publications and other sources stay."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from flows.cli.main import execute
from geo.sources.cache import GridCache

CELLS = np.random.default_rng(4).random((300, 300), np.float32)
_MB = 1e6


@pytest.fixture
def sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Fill a cache with an entry of wsf and, later, one of ghsl; return their bytes."""
    monkeypatch.setenv("UMRAN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("UMRAN_CACHE_GB", "3")
    cache = GridCache(tmp_path / "cache" / "rasters", 3_000_000_000)
    put = {
        source: cache.put(source, {"epoch": year}, {"fraction": CELLS}, {"title": f"built-up {year}"}).size
        for source, year in (("wsf", 1985), ("ghsl", 1990))
    }
    (tmp_path / "cache" / "partial").mkdir()
    (tmp_path / "cache" / "partial" / "tile.zip.part").write_bytes(bytes(1000))
    return put


def test_an_empty_cache_says_where_it_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UMRAN_CACHE_DIR", str(tmp_path))
    assert execute(["cache"]) == 0
    assert capfd.readouterr().out == f"0.0 MB of at most 20 GB in {tmp_path}\n"


def test_entries_are_listed_the_last_used_first(
    tmp_path: Path, sizes: dict[str, int], capfd: pytest.CaptureFixture[str]
) -> None:
    assert execute(["cache"]) == 0
    head, ghsl, wsf, total = (" ".join(line.split()) for line in capfd.readouterr().out.splitlines())
    assert head == "Source What Size Last used"
    assert ghsl.startswith(f"ghsl built-up 1990 {sizes['ghsl'] / _MB:.1f} MB 20")
    assert wsf.startswith(f"wsf built-up 1985 {sizes['wsf'] / _MB:.1f} MB 20")
    assert total == f"{sum(sizes.values()) / _MB:.1f} MB of at most 3 GB in {tmp_path / 'cache'}"


def test_in_json_sizes_are_bytes(tmp_path: Path, sizes: dict[str, int], answered: Callable[..., Any]) -> None:
    answer = answered("cache")
    assert (answer["folder"], answer["most"]) == (str(tmp_path / "cache"), 3_000_000_000)
    assert answer["size"] == sum(sizes.values())
    assert {entry["source"]: (entry["what"], entry["size"]) for entry in answer["entries"]} == {
        "ghsl": ("built-up 1990", sizes["ghsl"]),
        "wsf": ("built-up 1985", sizes["wsf"]),
    }
    assert all(entry["used"].endswith("+00:00") for entry in answer["entries"])


def test_clearing_a_source_leaves_the_others_and_what_is_half_downloaded(
    tmp_path: Path, sizes: dict[str, int], answered: Callable[..., Any]
) -> None:
    assert answered("cache", "clear", "--source", "wsf") == {"freed": sizes["wsf"]}
    assert [entry["source"] for entry in answered("cache")["entries"]] == ["ghsl"]
    assert (tmp_path / "cache" / "partial" / "tile.zip.part").exists()


def test_clearing_all_takes_half_downloaded_files_too(
    tmp_path: Path, sizes: dict[str, int], capfd: pytest.CaptureFixture[str]
) -> None:
    assert execute(["cache", "clear"]) == 0
    assert capfd.readouterr().out == f"{(sum(sizes.values()) + 1000) / _MB:.1f} MB freed\n"
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_a_source_of_which_nothing_is_kept_frees_nothing(sizes: dict[str, int], answered: Callable[..., Any]) -> None:
    assert sizes
    assert answered("cache", "clear", "--source", "glad") == {"freed": 0}


@pytest.mark.slow
def test_what_was_cleared_is_fetched_again_and_nothing_else(town: Path, answered: Callable[..., Any]) -> None:
    words = ("pull", "midtown", "--source", "glad", "--epochs", "2000,2010")
    first = answered(*words)
    tiles = {entry["source"] for entry in answered("cache")["entries"]}
    assert tiles == {"glad", "ghsl-pop"}
    assert answered("cache", "clear", "--source", "glad")["freed"] > 0
    again = answered(*words)
    assert 0 < again["sources"][0]["bytes"] < first["sources"][0]["bytes"] / 2
    assert json.dumps(again["sources"][0]["epochs"]) == "[2000, 2010]"
    assert (town / "cache" / "rasters" / "glad").is_dir()
