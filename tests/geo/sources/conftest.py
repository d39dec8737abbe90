"""Rasters and local sources written by the tests themselves."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

CORNER = (500_000.0, 1_150_000.0)
WriteRaster = Callable[..., Path]
WriteSource = Callable[..., Path]

_HEAD = """
[source]
id = "mine"
title = "Mine"
version = "1"
licence = "CC0-1.0"
citation = "Me"
measures = "built-up"
"""


def _write(
    path: Path,
    array: np.ndarray,
    *,
    size: float = 100.0,
    corner: tuple[float, float] = CORNER,
    crs: str | None = "EPSG:32618",
    nodata: float | None = None,
) -> Path:
    bands = array if array.ndim == 3 else array[None]
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=bands.shape[1],
        width=bands.shape[2],
        count=bands.shape[0],
        dtype=bands.dtype,
        crs=crs,
        transform=Affine(size, 0, corner[0], 0, -size, corner[1]),
        nodata=nodata,
    ) as dataset:
        dataset.write(bands)
    return path


@pytest.fixture(scope="session")
def write_raster() -> WriteRaster:
    return _write


@pytest.fixture
def write_source(tmp_path: Path) -> WriteSource:
    """Write a local source: arrays by year, and TOML lines that replace or follow the ordinary ones."""

    def write(
        epochs: dict[int, np.ndarray],
        *,
        built_up: str = 'values = "classes"\nbuilt_up_classes = [1]\nother_classes = [0]\n',
        more: str = "",
        people: dict[int, np.ndarray] | None = None,
        **raster: object,
    ) -> Path:
        for year, array in epochs.items():
            _write(tmp_path / f"built_{year}.tif", array, **raster)  # type: ignore[arg-type]
        files = "\n".join(f'{year} = "built_{year}.tif"' for year in epochs)
        text = f"{_HEAD}\n[built_up]\n{built_up}\n[built_up.files]\n{files}\n"
        if people is not None:
            for year, array in people.items():
                _write(tmp_path / f"people_{year}.tif", array, **raster)  # type: ignore[arg-type]
            text += "\n[population.files]\n" + "\n".join(f'{year} = "people_{year}.tif"' for year in people) + "\n"
        path = tmp_path / "mine.toml"
        path.write_text(text + more, encoding="utf-8")
        return path

    return write
