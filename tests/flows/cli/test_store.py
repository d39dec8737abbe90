"""`umran run` into an object store: the simulated city, from its land cover to an address, and what is told of it."""

import json
from pathlib import Path

import pytest

from flows.cli.main import execute
from outputs.catalogue.stac import item_json
from outputs.contents import Job
from outputs.manifest import FileEntry, file_entry
from outputs.media import Media
from outputs.published import latest_run
from outputs.store.opening import open_root
from outputs.verification import verify
from tests.outputs.store import conftest as fixtures
from tests.outputs.store import small

server, s3, address = fixtures.server, fixtures.s3, fixtures.address
RUN = ("run", "sample", "--epochs", "1990,2015", "--json")


def few_files(folder: Path, job: Job) -> tuple[FileEntry, ...]:
    """Write what lists and artifacts read of a run: where it goes is what counts here, not what is drawn."""
    entries: list[FileEntry] = []

    def write(name: str, data: bytes, kind: Media) -> None:
        (folder / name).write_bytes(data)
        entries.append(file_entry(folder, folder / name, name, media_type=kind, group="pages"))

    write("preview.png", b"a picture", Media.PNG)
    write("index.html", b"<!doctype html>", Media.HTML)
    item = item_json(job.measurement, job.place, job.run, created=job.created, files=entries)
    write("item.json", item.encode(), Media.GEOJSON)
    return tuple(entries)


@pytest.fixture(autouse=True)
def _folders(monkeypatch: pytest.MonkeyPatch, umran_cache: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("UMRAN_CACHE_DIR", str(umran_cache))
    monkeypatch.setenv("UMRAN_CITIES_DIR", str(tmp_path / "cities"))
    monkeypatch.setattr("outputs.publish.write_files", few_files)
    monkeypatch.delenv("UMRAN_PUBLISH_URL", raising=False)


@pytest.mark.slow
def test_a_run_goes_to_an_address_and_old_ones_go(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows import artifacts  # noqa: PLC0415 (prefect takes two seconds)
    from flows.result import Result  # noqa: PLC0415

    root = open_root(address)
    small.publish_small(root, small.EARLIER)
    monkeypatch.setenv("UMRAN_PUBLISH_ROOT", address)
    assert execute([*RUN, "--keep", "1"]) == 0
    answer = json.loads(capsys.readouterr().out)
    run = answer["run"]
    assert answer["path"] == f"{address}/sample/{run}"
    assert answer["page"] == f"{address}/sample/{run}/index.html"
    assert answer["index"] == f"{address}/index.html"
    assert root.folders("sample") == (run,)
    assert verify(root) == []

    result = Result.model_validate(answer)
    assert result.root == address
    assert artifacts.address(result) == answer["page"]
    assert artifacts._picture(result).startswith("![Map of")
    monkeypatch.setenv("UMRAN_PUBLISH_URL", "https://umran.example.org/")
    assert artifacts.address(result) == f"https://umran.example.org/sample/{run}/index.html"


@pytest.mark.slow
def test_a_store_that_fails_ends_the_run_with_one_line_and_leaves_the_earlier_one(
    address: str, server: fixtures.Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = open_root(address)
    small.publish_small(root, small.EARLIER)
    monkeypatch.setattr("outputs.store.opening.open_root.__defaults__", (fixtures.IMPATIENCE,))
    server.fail(503, 8)
    assert execute([*RUN, "--out", address]) == 1
    server.fail()
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["type"] == "PublishError"
    assert "saw 503 Service Unavailable (SlowDown)" in told["message"]
    assert "\n" not in told["message"]
    assert latest_run(root, "sample") == small.EARLIER
    assert verify(root) == []


def test_a_store_that_cannot_be_reached_is_told_before_anything_is_computed(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("outputs.store.opening.open_root.__defaults__", (fixtures.IMPATIENCE,))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert execute(["run", "sample", "--out", address]) == 1
    assert "error: s3://" in (err := capsys.readouterr().err)
    assert "no answer (Connection refused); check the network and the endpoint (AWS_ENDPOINT_URL)" in err
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://store.example.org")
    assert execute(["run", "sample", "--out", address]) == 1
    assert "set AWS_ALLOW_HTTP=true" in capsys.readouterr().err
    assert execute(["run", "sample", "--out", "s3:/bucket"]) == 2
