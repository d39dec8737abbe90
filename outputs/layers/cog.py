"""Cloud Optimized GeoTIFFs: one raster a file with its colours, class names, overviews and tags.

DEFLATE at GDAL's default level reads everywhere; ZSTD was no smaller on class rasters. Fractions stay float32, so that
Σ fraction × cell area from the file is the published area.
"""

from pathlib import Path

import numpy as np
import rasterio
from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError
from rasterio.io import DatasetWriter

from geo.grid import Grid
from geo.measurement import Measurement
from outputs.errors import FormatError
from outputs.layers.categories import categories_xml
from outputs.layers.qml import raster_qml
from outputs.layers.rasters import Raster
from outputs.layers.statistics import band_statistics
from outputs.subject import Place, Run
from outputs.text import citation, is_simulated, licence, one_line, titled

_OPTIONS = {
    "driver": "COG",
    "compress": "DEFLATE",
    "blocksize": 512,
    "num_threads": "ALL_CPUS",  # the bytes are the same for any number
    "bigtiff": "IF_SAFER",
    "geotiff_version": "1.1",
}
_NO_CODES = 256
"""A colour table in a TIFF is for 8 bits; wider codes are coloured by the `.qml` alone."""


def write_raster(folder: Path, raster: Raster, *, grid: Grid, tags: dict[str, str]) -> tuple[Path, ...]:
    """Write a raster and its side files (`.qml` for QGIS, `.aux.xml` with class names); return their paths.

    Raises:
        FormatError: GDAL could not write it, as on a full disk.
    """
    path = folder / raster.path
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(path, raster, grid=grid, tags=tags)
    except (RasterioError, CPLE_BaseError, SystemError) as error:  # SystemError: GDAL failed without a message
        raise FormatError(raster.path, error) from error
    return path, *_write_side_files(path, raster)


def raster_tags(raster: Raster, measurement: Measurement, *, place: Place, run: Run) -> dict[str, str]:
    """Return the tags of a raster: what it shows, of whom, from what, and whether it is simulated."""
    simulated = is_simulated(measurement, place)
    title = titled(raster.title, measurement, place)
    legend = {f"CLASS_{row.code}": row.name for row in raster.legend.classes} if raster.legend else {}
    return {
        "TIFFTAG_IMAGEDESCRIPTION": title,
        "TIFFTAG_COPYRIGHT": licence(measurement.sources),
        "TIFFTAG_SOFTWARE": f"Umran {run.software.get('umran', '')}".strip(),
        "TITLE": title,
        "CITY": place.id,
        **{f"CITY_NAME_{code.upper()}": one_line(name) for code, name in sorted(place.names.items())},
        "YEARS": " ".join(str(year) for year in raster.years),
        "PROJECTED_YEARS": " ".join(str(year) for year in raster.years if year in measurement.projected) or "none",
        "INCOMPARABLE": _incomparable(raster, measurement),
        "SOURCE": "; ".join(f"{source.id} {source.version}" for source in measurement.sources),
        "LICENCE": licence(measurement.sources),
        "CITATION": citation(measurement.sources),
        "UNITS": raster.units,
        "UMRAN_RUN": run.id,
        "UMRAN_SIMULATED": "true" if simulated else "false",
        **legend,
    }


def _write(path: Path, raster: Raster, *, grid: Grid, tags: dict[str, str]) -> None:
    rows, columns = grid.shape
    with (
        rasterio.Env(GDAL_PAM_ENABLED=False),
        rasterio.open(
            path,
            "w",
            **_OPTIONS,
            overview_resampling="mode" if raster.legend else "average",
            height=rows,
            width=columns,
            count=1,
            dtype=raster.array.dtype,
            crs=grid.crs.to_wkt(),
            transform=grid.affine,
            nodata=raster.nodata,
        ) as dataset,
    ):
        dataset.write(raster.array, 1)
        _label(dataset, raster, tags)


def _label(dataset: DatasetWriter, raster: Raster, tags: dict[str, str]) -> None:
    dataset.update_tags(**tags)
    dataset.update_tags(1, **band_statistics(raster))
    dataset.set_band_description(1, raster.band)
    dataset.units = (raster.units,)
    if raster.legend and np.dtype(raster.array.dtype).itemsize == 1:
        colours = {row.code: (*row.rgb, 255) for row in raster.legend.classes}
        dataset.write_colormap(1, {code: colours.get(code, (0, 0, 0, 0)) for code in range(_NO_CODES)})


def _write_side_files(path: Path, raster: Raster) -> tuple[Path, ...]:
    style = path.with_suffix(".qml")
    style.write_text(raster_qml(raster.style), encoding="utf-8", newline="\n")
    if not raster.legend:
        return (style,)
    names = path.with_name(path.name + ".aux.xml")
    names.write_text(categories_xml(raster.legend), encoding="utf-8", newline="\n")
    return style, names


def _incomparable(raster: Raster, measurement: Measurement) -> str:
    """Return the periods of a raster whose difference the source says is no growth, or none."""
    pairs = [f"{start}-{end}" for start, end in sorted(measurement.incomparable) if {start, end} <= set(raster.years)]
    return " ".join(pairs) or "none"
