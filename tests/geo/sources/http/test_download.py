"""Whole files that arrive whole, however often the line breaks or the program is killed."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from geo.errors import RefusedError, UnreachableError
from geo.sources.http.client import Client
from geo.sources.http.download import download

MakeClient = Callable[..., Client]
MB = 1 << 20
DATA = bytes(range(251)) * (4 * MB // 251)
Report = list[tuple[int, int | None]]


@pytest.fixture
def url(archive: Any) -> str:
    (archive.root / "tile.zip").write_bytes(DATA)
    return str(archive.address("tile.zip"))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "tile.zip"


@pytest.fixture
def report() -> Report:
    return []


@pytest.fixture
def fetch(client: Client, url: str, target: Path, report: Report) -> Callable[[], None]:
    return lambda: download(client, url, target, on_progress=lambda done, total: report.append((done, total)))


def ranges(archive: Any) -> list[str | None]:
    return [request["range"] for request in archive.requests()]


def left_over(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_a_file_arrives_whole_and_leaves_nothing_beside_it(
    fetch: Callable[[], None], target: Path, report: Report
) -> None:
    fetch()
    assert target.read_bytes() == DATA
    assert left_over(target) == ["tile.zip"]
    assert report[-1] == (len(DATA), len(DATA))
    assert [done for done, _ in report] == sorted(done for done, _ in report)
    assert 4 <= len(report) <= 6


def test_after_a_break_it_goes_on_from_the_byte_it_had(fetch: Callable[[], None], target: Path, archive: Any) -> None:
    archive.inject(script=["truncate", "reset-late", "stall-late"], seed=3)
    fetch()
    assert target.read_bytes() == DATA
    first, *others = archive.requests()
    assert first["range"] is None
    assert len(others) == 3
    starts = [int(request["range"].removeprefix("bytes=").removesuffix("-")) for request in others]
    assert starts == sorted(starts)
    assert starts[0] == first["bytes"]
    assert starts[2] == starts[1] + others[1]["bytes"] or others[0]["fault"] == "reset-late"


PROGRAM = """
import sys
from pathlib import Path
from geo.sources.http.client import Client
from geo.sources.http.download import download
from geo.sources.network import Network
download(Client(Network()), sys.argv[1], Path(sys.argv[2]), on_progress=lambda done, total: print(done, flush=True))
"""


def test_after_a_kill_the_next_run_goes_on_from_the_byte_it_had(
    fetch: Callable[[], None], url: str, target: Path, archive: Any
) -> None:
    archive.inject(always="stall-late", stall_s=30)
    command = [sys.executable, "-c", PROGRAM, url, str(target)]
    part = target.with_name("tile.zip.part")
    with subprocess.Popen(command, stdout=subprocess.PIPE) as killed:
        deadline = time.monotonic() + 20
        while (not part.exists() or part.stat().st_size < 2 * MB - 4096) and time.monotonic() < deadline:
            time.sleep(0.02)
        killed.send_signal(signal.SIGKILL)
    had = part.stat().st_size
    assert had > MB
    assert not target.exists()
    archive.inject()
    fetch()
    assert ranges(archive) == [f"bytes={had}-"]
    assert archive.sent() == len(DATA) - had
    assert target.read_bytes() == DATA


def test_a_part_of_another_file_is_not_gone_on_with(fetch: Callable[[], None], target: Path, archive: Any) -> None:
    part, note = target.with_name("tile.zip.part"), target.with_name("tile.zip.part.json")
    part.write_bytes(b"x" * 1000)
    note.write_text(json.dumps({"total": len(DATA), "etag": '"older"', "modified": None}))
    fetch()
    assert target.read_bytes() == DATA
    assert ranges(archive) == ["bytes=1000-"]


@pytest.mark.parametrize("note", ["", "{", '{"other": 1}', '{"total": 10, "etag": null, "modified": null}'])
def test_a_part_of_unknown_origin_is_begun_anew(
    fetch: Callable[[], None], target: Path, archive: Any, note: str
) -> None:
    target.with_name("tile.zip.part").write_bytes(b"x" * 1000)
    if note:
        target.with_name("tile.zip.part.json").write_text(note)
    fetch()
    assert target.read_bytes() == DATA
    assert ranges(archive) == [None]


def test_a_file_that_changes_meanwhile_is_begun_anew(fetch: Callable[[], None], target: Path, archive: Any) -> None:
    archive.inject(script=["truncate", "changed"], seed=3)
    fetch()
    assert target.read_bytes() == DATA


def test_a_part_that_was_whole_already_is_only_put_in_place(
    fetch: Callable[[], None], target: Path, archive: Any
) -> None:
    target.with_name("tile.zip.part").write_bytes(DATA)
    note = {"total": len(DATA), "etag": '"one"', "modified": None}
    target.with_name("tile.zip.part.json").write_text(json.dumps(note))
    fetch()
    assert target.read_bytes() == DATA
    assert ranges(archive) == []


def test_on_a_server_without_ranges_it_begins_anew(fetch: Callable[[], None], target: Path, archive: Any) -> None:
    archive.inject(script=["truncate", "no-range"], seed=3)
    fetch()
    assert target.read_bytes() == DATA


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("404", "no such file"),
        ("html", "an HTML page with status 200"),
        ("html-unnamed", "an HTML page with status 200"),
        ("gzip", "compressed on the way"),
        ("no-length", "does not say how long the file is"),
    ],
)
def test_what_is_not_the_file_is_refused_and_leaves_nothing(
    fetch: Callable[[], None], target: Path, archive: Any, fault: str, words: str
) -> None:
    archive.inject(always=fault)
    with pytest.raises(RefusedError, match=words):
        fetch()
    assert left_over(target) == []
    assert len(archive.requests()) == 1


def test_a_server_that_stalls_for_good_ends_in_an_error_and_keeps_the_part(
    make_client: MakeClient, url: str, target: Path, archive: Any
) -> None:
    archive.inject(script=["truncate"], always="stall", seed=3, stall_s=0.3)
    client = make_client({"silence_s": 0.1, "attempts": 3})
    with pytest.raises(UnreachableError, match="no whole answer in time"):
        download(client, url, target, on_progress=lambda *_: None)
    assert left_over(target) == ["tile.zip.part", "tile.zip.part.json"]


@pytest.mark.parametrize(("worthwhile", "arrives"), [(20, True), (80, False)])
def test_a_long_download_may_take_longer_than_a_request_as_long_as_it_gets_on(
    make_client: MakeClient,
    target: Path,
    archive: Any,
    monkeypatch: pytest.MonkeyPatch,
    *,
    worthwhile: int,
    arrives: bool,
) -> None:
    monkeypatch.setattr("geo.sources.http.download._WORTHWHILE", worthwhile)
    (archive.root / "slow.zip").write_bytes(bytes(100))
    archive.inject(always="drip", drip_s=0.01)
    client = make_client({"request_s": 0.5, "first_contact_s": 0.5, "attempts": 1})
    with nullcontext() if arrives else pytest.raises(UnreachableError, match="no whole answer in time"):
        download(client, archive.address("slow.zip"), target, on_progress=lambda *_: None)
    assert len(archive.requests()) == 1
    assert left_over(target) == (["tile.zip"] if arrives else ["tile.zip.part", "tile.zip.part.json"])


@pytest.mark.parametrize("seed", range(8))
def test_over_a_bad_line_it_arrives_all_the_same(
    fetch: Callable[[], None], target: Path, archive: Any, seed: int
) -> None:
    archive.inject(seed=seed, rate=0.6, kinds=["truncate", "reset-late", "reset", "503", "wrong-range"])
    fetch()
    assert target.read_bytes() == DATA
