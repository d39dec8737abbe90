"""A faulty archive on loopback, and clients that are impatient enough for tests."""

import importlib.util
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from geo.sources.http.client import Client
from geo.sources.network import Network, Patience

IMPATIENCE = Patience(
    connect_s=0.5,
    silence_s=0.5,
    request_s=1.5,
    first_contact_s=3.0,
    backoff_s=0.01,
    backoff_max_s=0.05,
    retry_after_max_s=2.0,
)
MakeClient = Callable[..., Client]
BLOCK = 256


def _archive_server() -> ModuleType:
    """Return the module one folder up: test folders are no packages."""
    path = Path(__file__).parents[1] / "archive_server.py"
    spec = importlib.util.spec_from_file_location("archive_server", path)
    assert spec
    assert spec.loader
    module = sys.modules.setdefault(spec.name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def running_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "files").mkdir()
    with _archive_server().start_archive(folder / "files", folder / "log.jsonl") as archive:
        yield archive


@pytest.fixture
def archive(running_archive: Any) -> Any:
    running_archive.inject()
    return running_archive


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    """Make clients with short limits; `patience` changes some of them, other options are a Network's."""
    made: list[Client] = []

    def make(patience: dict[str, float] | None = None, **network: Any) -> Client:
        way = Network(patience=replace(IMPATIENCE, **(patience or {})), **network)  # type: ignore[arg-type]
        made.append(Client(way, jitter=random.Random(1)))  # noqa: S311 - jitter keeps no secret
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client: MakeClient) -> Client:
    return make_client()


@pytest.fixture(scope="session")
def noise() -> np.ndarray:
    """Return cells of which each block of the file takes about as many bytes as it has."""
    return np.random.default_rng(5).integers(0, 1 << 16, (2048, 2048), dtype=np.uint16)


@pytest.fixture
def cog(archive: Any, noise: np.ndarray) -> Path:
    """Return the path of a cloud-optimised GeoTIFF in the archive."""
    path = archive.root / "folder" / "tile.tif"
    if not path.exists():
        path.parent.mkdir()
        place = {"crs": "EPSG:32629", "transform": Affine(10, 0, 400_000, 0, -10, 3_400_000)}
        shape = {"height": noise.shape[0], "width": noise.shape[1], "count": 1, "dtype": noise.dtype}
        options = {"driver": "COG", "blocksize": BLOCK, "compress": "deflate", "overview_resampling": "nearest"}
        with rasterio.open(path, "w", **options, **shape, **place) as dataset:
            dataset.write(noise, 1)
    return path
