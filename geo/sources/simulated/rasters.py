"""The simulated city as Cloud Optimized GeoTIFFs, each tagged as simulated, the same byte for byte every time."""

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine

from geo.arrays import Codes
from geo.sources.simulated.legend import legend
from geo.sources.simulated.people import Counts
from geo.sources.simulated.plan import Frame, Plan

NOTICE = "SIMULATED city made by Umran's generator from a fixed seed; not a real place"
"""Stands in every file."""
CLASS_NODATA = 0
PERSONS_NODATA = -1.0
"""Never occurs: where nobody lives there are 0 persons, and that is known."""

_CODES = 256
_COMMON: dict[str, Any] = {"driver": "COG", "compress": "DEFLATE", "geotiff_version": "1.1", "count": 1}


def write_land_cover(path: Path, array: Codes, *, plan: Plan, year: int) -> None:
    """Write the classes of an epoch: uint8, nodata 0, colour table, overviews by the most frequent class."""
    options = {**_COMMON, "blocksize": 512, "overview_resampling": "mode", "nodata": CLASS_NODATA, "dtype": "uint8"}
    colours = {row.code: row.rgba for row in legend()}
    names = {f"CLASS_{row.code}": row.name for row in legend()}
    tags = {**_tags(plan, year, "Land cover, classes of ESA WorldCover"), **names}
    with _opened(path, array, plan.frame, plan.frame.affine, options) as dataset:
        dataset.write_colormap(1, {code: colours.get(code, (0, 0, 0, 0)) for code in range(_CODES)})
        dataset.set_band_description(1, "land_cover")
        dataset.update_tags(**tags)
        dataset.write(array, 1)


def write_population(path: Path, array: Counts, *, plan: Plan, year: int) -> None:
    """Write the persons a cell of an epoch: float32, overviews by the mean (persons per full-size cell)."""
    options = {
        **_COMMON, "blocksize": 128, "overview_resampling": "average", "nodata": PERSONS_NODATA, "dtype": "float32"
    }  # fmt: skip
    with _opened(path, array, plan.frame, plan.frame.coarse_affine, options) as dataset:
        dataset.set_band_description(1, "population")
        dataset.units = ("persons per cell",)
        dataset.update_tags(**_tags(plan, year, "Population, persons per cell of 100 m"))
        dataset.write(array, 1)


def _opened(path: Path, array: Codes | Counts, frame: Frame, affine: Affine, options: dict[str, Any]) -> Any:  # noqa: ANN401 (rasterio has no types)
    rows, columns = np.shape(array)
    return rasterio.open(path, "w", height=rows, width=columns, crs=frame.crs, transform=affine, **options)


def _tags(plan: Plan, year: int, what: str) -> dict[str, str]:
    return {
        "TIFFTAG_IMAGEDESCRIPTION": f"{what}, {year}. {NOTICE}",
        "TIFFTAG_SOFTWARE": "Umran",
        "TIFFTAG_COPYRIGHT": "CC0-1.0",
        "UMRAN_SIMULATED": "true",
        "UMRAN_EPOCH": str(year),
        "UMRAN_SIMULATION": plan.key,
    }
