"""The publish roots and the small runs of tests/outputs/store; a city with two runs whose figures are made by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from geo.measurement import Measurement
from outputs.store.root import Root
from outputs.subject import Place, Run
from outputs.tables.summary import summary, summary_json
from tests.outputs.store import conftest as fixtures
from tests.outputs.store import small

server, s3, address, stored = fixtures.server, fixtures.s3, fixtures.address, fixtures.stored
root, again = fixtures.root, fixtures.again

MakeRaster = Callable[..., bytes]


@pytest.fixture
def make_raster(tmp_path: Path) -> MakeRaster:
    """Return a function that makes the bytes of a raster of 100 m cells from rows of numbers."""

    def make(rows: list[list[float]], *, dtype: str = "uint8", west: float = 500_000, **changes: Any) -> bytes:
        cells, path = np.array(rows, dtype=dtype), tmp_path / "made.tif"
        nodata = float("nan") if dtype == "float32" else 0
        profile = {"driver": "GTiff", "dtype": dtype, "count": 1, "nodata": nodata, "crs": "EPSG:32627"}
        profile |= {"height": cells.shape[0], "width": cells.shape[1], "transform": from_origin(west, 0, 100, 100)}
        with rasterio.open(path, "w", **(profile | changes)) as dataset:
            dataset.write(cells, 1)
        return path.read_bytes()

    return make


@pytest.fixture
def publish_measured(root: Root, place: Place) -> Callable[..., None]:
    """Return a function that publishes a run with the figures of a measurement."""

    def published(measurement: Measurement, run: str, more: dict[str, bytes] | None = None, **recorded: Any) -> None:
        text = summary_json(summary(measurement, place, Run(run, {}, {})))
        small.publish_small(root, run, more={"summary.json": text.encode(), **(more or {})}, recorded=recorded)

    return published
