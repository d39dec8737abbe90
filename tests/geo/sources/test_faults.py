"""Pulls over a bad line, 200 seeded ones: each ends right or fails clean, and never leaves a damaged cache behind.

Every schedule of faults runs through the whole road, from the source's name to the Stack. Afterwards the line is good
again, and a second run over what the first one left must be right and ask for nothing that is kept.
"""

import json
import logging
import os
import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import shapely

from geo.errors import GeoError
from geo.sources.access import TileAccess
from geo.sources.declarations import declared_sources
from geo.sources.means import Means
from geo.sources.network import Network, Patience
from geo.sources.road import Order, pull
from geo.sources.tiles import tiles_of
from geo.stack import Stack
from tests.geo.sources.archive import mirror, write_archive
from tests.geo.sources.archive_server import Archive, start_archive
from tests.geo.sources.whole import check_same, check_whole

QUITO = shapely.box(-78.015, -0.01, -77.985, 0.01)
"""On the equator, where tiles of GHSL and of GLAD meet, and where two UTM zones meet."""
SECRET = "Bearer s3cr3t"  # noqa: S105 - what must show up nowhere
DECLARED = declared_sources()
LAND = {"glad": (2000, 2010), "worldcover": (2020, 2021), "io-lulc": (2017, 2020), "ghsl": (2000, 2010)}
IMPATIENCE = Patience(
    connect_s=0.5,
    silence_s=0.12,
    request_s=0.25,
    attempts=4,
    first_contact_s=2.0,
    backoff_s=0.005,
    backoff_max_s=0.02,
    retry_after_max_s=1.0,
)
PASSING = (
    *("500", "502", "503", "429", "429-date", "408", "reset", "reset-late", "truncate", "stall", "stall-late"),
    *("drip", "drip-head", "wrong-range", "no-total"),
)
"""Faults that the next answer may not have."""
LASTING = ("no-range", "html", "html-unnamed", "multipart", "changed", "gzip", "no-length", "401")
"""Faults that a client must not try to sit out; some of them do no harm. Archives say 403 and 404 of open sea."""
SHARES = {"glad": 56, "signed": 48, "wsf": 38, "ghsl": 24, "worldcover": 18, "io-lulc": 16}
"""Schedules by source, 200 in all."""
_WORKING_S = 5.0
"""What a run takes beside its waiting, on a machine that has other things to do."""
_CHUNK = 1 << 16
"""Bytes that a download brings in each spell of `request_s`, or is broken off."""

_SIGNED = """
[source]
id = "signed"
title = "Land cover behind signatures"
version = "1"
licence = "CC0-1.0"
citation = "Me"
measures = "land cover"
epochs = [2000, 2010]

[access]
kind = "stac"
base = "{host}/stac/landing"
collection = "cover"
asset = "map"
sign = "{host}/token/{{collection}}"

[built_up]
values = "classes"
built_up_classes = [250]
other_classes = {others}
water_classes = {water}
nodata = 255
"""


@dataclass
class Case:
    """A source to pull, and what pulling it over a good line gives."""

    order: Order
    archive: Archive
    files: Mapping[int, set[str]]
    """Paths of the land's files by epoch."""
    reference: Stack = field(init=False)
    rounds: int = field(init=False)
    """Requests of which each is sent only after the one before has been answered."""
    seconds: float = field(init=False)
    """Of a run over a good line."""
    longest: int = field(init=False)
    """Bytes of the longest answer, over which downloads may begin anew."""

    def means(
        self, folder: Path, patience: Patience, tell: Callable[[str], None] = lambda _: None, *, secret: str = SECRET
    ) -> Means:
        mirrors = {name: mirror(DECLARED[name], self.archive.url) for name in (*LAND, "wsf", "ghsl-pop")}
        host = self.archive.url.removeprefix("http://")
        network = Network(mirrors, credentials={host: secret}, patience=patience)
        return Means(folder, network=network, tell=tell)

    def limit_s(self, patience: Patience, retry_after_s: float) -> float:
        """Return the most seconds that a run may take: every answer late to the last moment, every wait the longest."""
        wait = max(patience.backoff_max_s, min(retry_after_s, patience.retry_after_max_s) + patience.backoff_max_s)
        spells = self.rounds + (self.longest // _CHUNK if self.order.source == "ghsl" else 0)
        return spells * patience.attempts * (patience.request_s + wait) + self.seconds + _WORKING_S


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("faults")
    root = folder / "files"
    root.mkdir()
    for source, years in {**LAND, "ghsl-pop": (2000, 2010), "wsf": (1985,)}.items():
        write_archive(root, DECLARED[source], QUITO, years)
    with start_archive(root, folder / "log.jsonl") as running:
        _write_stac(running)
        yield running


def _write_stac(archive: Archive) -> None:
    """Write what a STAC API answers, as files: a landing page, and one page of items for any search."""
    here = archive.root / "stac"
    here.mkdir()
    link = {"rel": "search", "method": "POST", "href": f"{archive.url}/stac/search"}
    (here / "landing").write_text(json.dumps({"links": [link]}))
    base = f"{mirror(DECLARED['glad'], '')}"
    items = [
        {
            "type": "Feature",
            "stac_version": "1.0.0",
            "id": f"cover-{year}-{tile}",
            "collection": "cover",
            "geometry": shapely.geometry.mapping(shapely.box(-80, south, -70, south + 10)),
            "bbox": [-80, south, -70, south + 10],
            "properties": {"datetime": f"{year}-07-01T00:00:00Z"},
            "links": [],
            "assets": {"map": {"href": f"{archive.url}{base}/{year}/{tile}.tif"}},
        }
        for year in LAND["glad"]
        for tile, south in (("10N_080W", 0), ("00N_080W", -10))
    ]
    (here / "search").write_text(json.dumps({"type": "FeatureCollection", "features": items, "links": []}))


def _paths(source: str, year: int) -> set[str]:
    access = DECLARED[source].access
    assert isinstance(access, TileAccess)
    return {urlsplit(tile.addresses[0]).path for tile in tiles_of(access, QUITO, year=year)}


@pytest.fixture(scope="module")
def prepared(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Case]:
    """Return a case by its name, with the run over a good line that all others are held against."""

    def prepare(name: str) -> Case:
        folder = tmp_path_factory.mktemp(name)
        source = name
        if name == "signed":
            meaning = DECLARED["glad"].built_up
            assert meaning is not None
            lists = {"others": list(meaning.other_classes), "water": list(meaning.water_classes)}
            (folder / "signed.toml").write_text(_SIGNED.format(host=archive.url, **lists))
            source = str(folder / "signed.toml")
        epochs = (1985, 2015) if name == "wsf" else LAND.get(name, LAND["glad"])
        people = None if name == "ghsl" else "none"
        order = Order(source, QUITO, epochs, population=people, allow_incomparable=True)
        case = Case(order, archive, {year: _paths("glad" if name == "signed" else name, year) for year in epochs})
        archive.inject(latency_ms=60, authorization=SECRET)
        begun = time.monotonic()
        case.reference = pull(case.order, case.means(folder / "cache", Patience()))
        case.seconds = time.monotonic() - begun
        asked = archive.requests()
        case.longest = max(request["bytes"] for request in asked)
        case.rounds, last = 0, 0.0
        for request in asked:
            if request["time"] >= last + 0.06:
                case.rounds, last = case.rounds + 1, request["time"]
        return case

    return prepare


def faults_of(seed: int, *, signed: bool) -> dict[str, Any]:
    """Return a schedule: a fifth of all requests go wrong, in passing ways or any; or each, for a while or for good."""
    drawn = random.Random(seed)  # noqa: S311 - draws a schedule, keeps no secret
    more = {
        "stall_s": 1.0,
        "drip_s": 0.02,
        "retry_after": drawn.choice([0, 0, 0, 0, 0, 0, 1, 7]),
        "authorization": SECRET,
    }
    if signed and drawn.random() < 0.5:
        more |= {"sig_path": ".tif", "sig_uses": drawn.choice([2, 5, 20])}
    style = drawn.choice(["passing", "passing", "any", "spell", "spell", "lasting"])
    if style == "spell":
        return more | {"script": [drawn.choice(PASSING)] * drawn.randint(1, 14), "style": style}
    if style == "lasting":
        return more | {
            "script": [None] * drawn.randint(0, 8),
            "always": drawn.choice(PASSING + LASTING),
            "style": style,
        }
    kinds = PASSING if style == "passing" else PASSING + LASTING
    return more | {"rate": 0.2, "seed": seed, "kinds": kinds, "style": style}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("name", SHARES)
def test_each_run_over_a_bad_line_ends_right_or_fails_clean(
    name: str,
    prepared: Callable[[str], Case],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no power is cut here, and each one waits for the disk
    case = prepared(name)
    outcomes: Counter[str] = Counter()
    caplog.set_level(logging.DEBUG, "urllib3")
    first = sum(list(SHARES.values())[: list(SHARES).index(name)])
    for seed in range(first, first + SHARES[name]):
        faults = faults_of(seed, signed=name == "signed")
        caplog.clear()
        try:
            outcomes[faults["style"], _run(case, faults, tmp_path / "cache", caplog)] += 1
        except Exception as error:
            error.add_note(f"schedule {seed} of {name}: {faults}")
            raise
        shutil.rmtree(tmp_path / "cache")
    with capsys.disabled():
        told = "".join(f"\n  {' '.join(kind)}: {count}" for kind, count in sorted(outcomes.items()))
        print(f"\n{name}, {case.rounds} rounds, {outcomes.total()} schedules{told}")  # noqa: T201 - figures to read
    assert outcomes["passing", "right"] >= 3
    assert any(how != "right" for _, how in outcomes)


def _run(case: Case, faults: Mapping[str, Any], folder: Path, caplog: pytest.LogCaptureFixture) -> str:
    """Run a schedule and what must hold afterwards; return how it ended."""
    told: list[str] = []
    others = set(threading.enumerate())
    case.archive.inject(**faults)
    begun = time.monotonic()
    try:
        stack = pull(case.order, case.means(folder, IMPATIENCE, told.append))
    except GeoError as error:
        _check_told(case, error)
        told += [repr(cause) for cause in _causes(error)]
        how = type(error.__cause__ or error).__name__
    else:
        check_same(stack, case.reference)
        how = "right"
    limit = case.limit_s(IMPATIENCE, faults["retry_after"])
    assert time.monotonic() - begun < limit
    _let_end(others, begun + limit)
    check_whole(folder / "rasters")
    check_no_secret(folder, [*told, caplog.text])
    _check_next_run(case, folder, was_right=how == "right")
    return how


def _let_end(others: set[threading.Thread], latest: float) -> None:
    """Wait for what was still being fetched when another file ended the run; that has its limit too.

    `others` ran before it: this process may have started Prefect's for other tests.
    """
    for thread in set(threading.enumerate()) - others:
        while thread in threading.enumerate() and time.monotonic() < latest:
            if thread.is_alive():
                thread.join(max(0.0, latest - time.monotonic()))
            else:  # listed, but not yet begun
                time.sleep(0.005)
        assert not thread.is_alive(), thread.name


def _check_told(case: Case, error: GeoError) -> None:
    text = str(error)
    assert text.strip() == text != ""
    assert text.isprintable()
    assert len(text) < 700
    places = ("127.0.0.1", ".tif", ".zip")
    assert any(place in text for place in places), text
    assert Path(case.order.source).stem in text, text


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def check_no_secret(folder: Path, texts: list[str]) -> None:
    """Check that no token and no credential was told, logged or kept."""
    files = [path.read_text() for path in folder.rglob("*.json")]
    for text in (*texts, *files):
        assert "s3cr3t" not in text
        assert "sig=" not in text


def _check_next_run(case: Case, folder: Path, *, was_right: bool) -> None:
    """Check that the next run over a good line is right, and asks for nothing that is kept."""
    kept = list(Means(folder).cache.listed())
    zips = {entry.title.replace(".tif", ".zip") for entry in kept}
    years = {int(entry.title.split()[1].rstrip(",")) for entry in kept if entry.title.startswith("built-up")}
    files = case.files
    done = {path for year in years for path in files[year]} - {
        path for year in files.keys() - years for path in files[year]
    }
    parts = {path.name.removesuffix(".part"): path.stat().st_size for path in (folder / "partial").glob("*.part")}
    another = f"{SECRET} of another day"  # tells this run's requests from late ones of the run before
    case.archive.inject(authorization=another)
    check_same(pull(case.order, case.means(folder, Patience(), secret=another)), case.reference)
    asked = [request for request in case.archive.requests() if request["headers"]["Authorization"] == another]
    assert not (was_right and asked)
    for request in asked:
        name = request["path"].rpartition("/")[2]
        assert name not in zips
        if case.order.source == "ghsl":
            assert request["range"] in {None, f"bytes={parts.get(name)}-"}
        else:
            assert request["path"] not in done
    check_whole(folder / "rasters")
    assert not list((folder / "partial").glob("*.part"))
