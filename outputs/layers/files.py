"""Every file of vector layers and every project that a run leaves, with its title; rasters are written one by one."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from geo.measurement import Measurement
from outputs.layers.geopackage import write_geopackage
from outputs.layers.geoparquet import write_geoparquet
from outputs.layers.polygons import vector_layers
from outputs.layers.qgis.project import write_projects
from outputs.layers.rasters import rasters
from outputs.layers.tiles import write_pmtiles
from outputs.layout import RunFiles
from outputs.media import Media
from outputs.subject import Place, Run
from outputs.words import LANGUAGES, language_name, text

Written = tuple[Path, str, Media]
"""A file with its title in the language spoken now."""


def write_vectors(folder: Path, measurement: Measurement, *, place: Place, run: Run) -> tuple[Written, ...]:
    """Write the vector layers into a run's folder as GeoPackage, GeoParquet and PMTiles; return what was written.

    Raises:
        FormatError: GDAL could not write a file, as on a full disk.
        OSError: the system could not.
    """
    files, titles = RunFiles(place.id), file_titles(measurement, place)
    package, tiles = folder / files.geopackage, folder / files.pmtiles
    write_geopackage(package, measurement, place=place, run=run)
    parquet = write_geoparquet(folder, measurement, place=place, run=run)
    write_pmtiles(tiles, measurement, place=place, run=run)
    media = [(package, Media.GEOPACKAGE), *((path, Media.GEOPARQUET) for path in parquet), (tiles, Media.PMTILES)]
    return tuple((path, titles[path.relative_to(folder).as_posix()], kind) for path, kind in media)


def write_qgis_projects(folder: Path, measurement: Measurement, *, place: Place, run: Run) -> tuple[Written, ...]:
    """Write a QGIS project a language into a run's folder, beside its layers; return what was written.

    Raises:
        OSError: a file could not be written, as on a full disk.
    """
    titles = file_titles(measurement, place)
    written = write_projects(folder, measurement, place=place, run=run)
    return tuple((path, titles[path.name], Media.QGIS_PROJECT) for path in written)


def file_titles(measurement: Measurement, place: Place) -> Mapping[str, str]:
    """Return path (relative to the run's folder) → title of every file of layers, in the language spoken now."""
    return dict(_titles(measurement, place))


def _titles(measurement: Measurement, place: Place) -> Iterator[tuple[str, str]]:
    files = RunFiles(place.id)
    for raster in rasters(measurement, place.id):
        yield raster.path, raster.title
    yield files.geopackage, text("layers.file.geopackage")
    for layer in vector_layers(measurement, place):
        yield files.geoparquet(layer.name), text("layers.file.geoparquet", title=layer.title)
    yield files.pmtiles, text("layers.file.pmtiles")
    for language in LANGUAGES:
        yield files.project(language), text("layers.file.project", language=language_name(language))
