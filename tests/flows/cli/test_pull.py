"""Pulled once, a city is measured without a network; several sources stand side by side; what must be marked is."""

import csv
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.cli.main import execute
from geo.sources.declarations import declared_sources
from outputs import layout
from tests.geo.sources.archive_server import Archive
from tests.geo.sources.whole import check_whole

pytestmark = pytest.mark.slow
UMRAN = Path(sys.executable).with_name("umran")
NOWHERE = "http://127.0.0.1:9"
"""Nobody listens at the discard port."""


def summary(answer: dict[str, Any]) -> Any:
    return json.loads((Path(answer["path"]) / "summary.json").read_text(encoding="utf-8"))


def test_what_was_pulled_is_measured_without_a_network_wherever_the_cache_is_brought(
    town: Path,
    answered: Callable[..., Any],
    town_archive: Archive,
    mirrors: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pulled = answered("pull", "midtown")
    assert pulled["city"] == "midtown"
    assert pulled["cache"] == str(town / "cache")
    (source,) = pulled["sources"]
    assert (source["source"], source["epochs"]) == ("ghsl", [1990, 2000, 2010, 2020])
    assert source["requests"] == len(town_archive.requests()) == 16
    assert source["bytes"] == town_archive.sent()

    again = answered("pull", "midtown")
    assert [(s["requests"], s["bytes"]) for s in again["sources"]] == [(0, 0)]

    shutil.move(town / "cache", town / "brought along")
    monkeypatch.setenv("UMRAN_CACHE_DIR", str(town / "brought along"))
    monkeypatch.setenv("UMRAN_MIRRORS", mirrors(NOWHERE))
    town_archive.inject()
    answer = answered("run", "midtown")
    assert answer["headline"]["lcr"] is not None
    assert [epoch["year"] for epoch in summary(answer)["epochs"]][:4] == [1990, 2000, 2010, 2020]
    assert town_archive.requests() == []


def test_several_sources_stand_side_by_side_in_summary_and_page(town: Path, answered: Callable[..., Any]) -> None:
    answer = answered("run", "midtown", "--source", "ghsl,wsf,glad")
    assert [row["source"] for row in answer["spread"]["sources"]] == ["ghsl", "wsf", "glad"]
    compared = summary(answer)["comparison"]
    assert [source["id"] for source in compared["sources"]] == ["ghsl", "wsf", "glad"]
    rows = [row for row in compared["rows"] if row["boundary"] == "study_area"]
    assert {row["source"] for row in rows if row["lcr"] is not None} == {"ghsl", "wsf", "glad"}
    for row in rows:
        if row["lcr"] is not None:
            nearest = (row["own_start"], row["own_end"]) != (row["start"], row["end"])
            assert ("nearest_epochs" in row["flags"]) == nearest
    spread = next(s for s in compared["spreads"] if s["boundary"] == "study_area" and s["quantity"] == "lcr")
    of_period = [
        row["lcr"] for row in rows if (row["start"], row["end"]) == (spread["start"], spread["end"]) and row["lcr"]
    ]
    assert (spread["minimum"], spread["maximum"]) == (min(of_period), max(of_period))
    page = Path(answer["page"]).read_text(encoding="utf-8")
    section = page.partition('<section id="compared"')[2]
    for source in ("ghsl", "wsf", "glad"):
        assert declared_sources()[source].title in section
    assert (town / "published" / "midtown" / "latest.json").is_file()


def test_epochs_that_must_not_be_compared_are_refused_and_if_allowed_every_row_is_marked(
    town: Path, answered: Callable[..., Any], capfd: pytest.CaptureFixture[str], town_archive: Archive
) -> None:
    assert execute(["run", "midtown", "--source", "worldcover"]) == 1
    told = capfd.readouterr().err.splitlines()[-1]
    assert told.startswith("error: worldcover: 2020 and 2021")
    assert "different algorithms" in told
    assert "--allow-incomparable" in told
    assert town_archive.requests() == []
    assert not (town / "published").exists()

    answer = answered("run", "midtown", "--source", "worldcover", "--allow-incomparable")
    for rows in (answer["indicators"], summary(answer)["indicators"]):
        assert rows
        assert all("incomparable_epochs" in row["flags"] for row in rows)
    with (Path(answer["path"]) / layout.INDICATORS).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert lines
    assert all("incomparable_epochs" in line["flags"] for line in lines)


def test_population_is_carried_on_only_if_asked_and_the_grids_cells_are_as_asked(
    town: Path, answered: Callable[..., Any]
) -> None:
    words = ("run", "midtown", "--population", "worldpop", "--epochs", "1990,2010", "--resolution", "50")
    without = answered(*words)
    assert without["headline"]["population_start"] is None
    assert without["headline"]["undefined"]["population_start"]
    assert "extrapolated_population" not in {warning["code"] for warning in without["warnings"]}
    with_it = answered(*words, "--extrapolate-population")
    area = next(row for row in with_it["indicators"] if row["boundary"] == "study_area")
    assert area["population_start"] < area["population_end"]
    assert "extrapolated_population" in {warning["code"] for warning in with_it["warnings"]}
    for answer in (without, with_it):
        grid = summary(answer)["grid"]
        assert grid["resolution_m"] == 50
        assert grid["resampled"]
    assert (town / "cache" / "rasters" / "worldpop").is_dir()


def test_a_pull_that_is_killed_goes_on_where_it_was(
    town: Path, answered: Callable[..., Any], town_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three times, at a random moment of its downloads, each byte of which is sent by itself."""
    drawn = random.Random(3)  # noqa: S311 - draws moments, keeps no secret
    partial = town / "cache" / "partial"
    resumed = 0
    for _ in range(3):
        had = _parts(partial)
        town_archive.inject(always="drip", drip_s=0)
        with subprocess.Popen([UMRAN, "pull", "midtown"], stderr=subprocess.DEVNULL) as killed:
            _wait_for_growth(partial, had)
            time.sleep(drawn.uniform(0, 1.5))
            killed.send_signal(signal.SIGKILL)
        resumed += _check_resumed(town_archive, had)
        check_whole(town / "cache" / "rasters")
    had = _parts(partial)
    town_archive.inject()
    pulled = answered("pull", "midtown")
    resumed += _check_resumed(town_archive, had)
    assert resumed >= 3
    assert pulled["sources"][0]["epochs"] == [1990, 2000, 2010, 2020]
    check_whole(town / "cache" / "rasters")
    assert _parts(partial) == {}

    after_kills = answered("run", "midtown")
    monkeypatch.setenv("UMRAN_CACHE_DIR", str(town / "another cache"))
    undisturbed = answered("run", "midtown")
    assert after_kills["run"] == undisturbed["run"]
    assert after_kills["indicators"] == undisturbed["indicators"]


def _parts(partial: Path) -> dict[str, int]:
    """Return how much of each download is here that has begun."""
    found = {path.name.removesuffix(".part"): path.stat().st_size for path in partial.glob("*.part")}
    return {name: size for name, size in found.items() if size}


def _wait_for_growth(partial: Path, had: dict[str, int]) -> None:
    end = time.monotonic() + 60
    while sum(_parts(partial).values()) <= sum(had.values()) and time.monotonic() < end:
        time.sleep(0.02)


def _check_resumed(archive: Archive, had: dict[str, int]) -> int:
    """Check that each download that had begun was asked for from the byte it had; return how many were asked for."""
    asked = {request["path"].rpartition("/")[2]: request for request in archive.requests()}
    again = had.keys() & asked.keys()
    for name in again:
        assert asked[name]["range"] == f"bytes={had[name]}-"
    return len(again)
