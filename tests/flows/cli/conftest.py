"""A small town that lies where tiles meet, and its archives on loopback."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import shapely

from flows.cli.main import execute
from geo.sources.declarations import declared_sources
from tests.geo.sources.archive import mirror, write_archive
from tests.geo.sources.archive_server import Archive, start_archive

TOWN = shapely.box(-78.015, -0.01, -77.985, 0.01)
"""On the equator, where tiles of GHSL and of GLAD meet."""
EPOCHS: Mapping[str, tuple[int, ...]] = {
    "ghsl": (1990, 2000, 2010, 2020),
    "ghsl-pop": (1980, 1985, 1990, 2000, 2005, 2010, 2015, 2020, 2025),
    "glad": (2000, 2005, 2010, 2015, 2020),
    "worldcover": (2020, 2021),
    "wsf": (1985,),
    "worldpop": (2000, 2001, 2010),
}
"""What of each source is in the archive; the one file of wsf has all of its years."""


@pytest.fixture(scope="session")
def town_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("town")
    for source, years in EPOCHS.items():
        write_archive(root, declared_sources()[source], TOWN, years, ("ECU",) if source == "worldpop" else ())
    return root


@pytest.fixture(scope="session")
def town_archive(town_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with start_archive(town_files, tmp_path_factory.mktemp("log") / "log.jsonl") as archive:
        yield archive


@pytest.fixture
def mirrors() -> Callable[[str], str]:
    """Return what UMRAN_MIRRORS says so that all sources are read at a host."""
    return lambda url: json.dumps({source: mirror(declared_sources()[source], url) for source in EPOCHS})


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mirrors: Callable[[str], str], town_archive: Archive) -> Path:
    """Return the folder in which a user of the town works: its city file, an empty cache, no publications."""
    feature = {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(TOWN),
        "properties": {
            "id": "midtown",
            "names": {"en": "Midtown", "es": "Villa del Medio"},
            "iso3": "ECU",
            "region": "South America",
            "region_m49": "005",
            "centre": [-78.0, 0.0],
            "local_language": "es",
            "origin": "Drawn for a test",
        },
    }
    (tmp_path / "cities").mkdir()
    (tmp_path / "cities" / "midtown.geojson").write_text(json.dumps(feature))
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "CITIES_DIR": str(tmp_path / "cities"),
        "CACHE_DIR": str(tmp_path / "cache"),
        "PUBLISH_ROOT": str(tmp_path / "published"),
        "MIRRORS": mirrors(town_archive.url),
    }.items():
        monkeypatch.setenv(f"UMRAN_{name}", value)
    town_archive.inject()
    return tmp_path


@pytest.fixture
def answered(capfd: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run `umran` with `--json` and return its answer."""

    def run(*words: str) -> Any:
        capfd.readouterr()
        code = execute([*words, "--json"])
        out, err = capfd.readouterr()
        assert code == 0, err
        return json.loads(out)

    return run
