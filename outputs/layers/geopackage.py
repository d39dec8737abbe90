"""The GeoPackage: the vector layers in the grid's CRS, with styles that QGIS loads in each language, and the measures.

The same measurement gives the same bytes: the dates inside the file are fixed; the manifest says when it was made.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from geo.measurement import Measurement
from outputs.errors import FormatError
from outputs.layers.facts import facts
from outputs.layers.measures_table import DESCRIPTION, TABLE, TITLE, measures_frame
from outputs.layers.polygons import vector_layers
from outputs.layers.styles import vector_qml
from outputs.layers.vector import VectorLayer
from outputs.subject import Place, Run
from outputs.text import SIMULATED_SENTENCE, is_simulated, titled
from outputs.words import LANGUAGES, language_name, speaking, text

FIXED_DATE = "2000-01-01T00:00:00.000Z"
"""Every date inside the file: a clock would change the bytes from run to run."""
_VERSION = "1.3"
"""Of GeoPackage: the GDAL of QGIS 3.22 warns of newer ones, and nothing here needs them."""

_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,
  f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT, ui TEXT, update_time DATETIME)
"""
_REGISTER = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles that QGIS loads', ?)
"""
_INSERT = """
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
  styleSLD, useAsDefault, description, owner, ui, update_time)
VALUES ('', '', ?, 'geom', ?, ?, '', ?, ?, '', NULL, ?)
"""


def write_geopackage(path: Path, measurement: Measurement, *, place: Place, run: Run) -> None:
    """Write the file whole.

    Raises:
        FormatError: it could not be written, as on a full disk.
    """
    try:
        _write_layers(path, measurement, place=place, run=run)
        with closing(sqlite3.connect(path)) as connection, connection:
            _write_styles(connection, measurement, place)
    except (DataLayerError, DataSourceError, FeatureError, sqlite3.Error) as error:
        raise FormatError(path.name, error) from error


def _write_layers(path: Path, measurement: Measurement, *, place: Place, run: Run) -> None:
    metadata = facts(measurement, place, run)
    with _fixed_clock():
        for index, layer in enumerate(vector_layers(measurement, place)):
            pyogrio.write_dataframe(
                layer.frame(measurement.grid),
                path,
                layer=layer.name,
                driver="GPKG",
                geometry_type="MultiPolygon",
                promote_to_multi=True,
                append=index > 0,
                layer_options=_named(layer.title, layer.description, measurement, place),
                dataset_options={"VERSION": _VERSION} if index == 0 else {},
                dataset_metadata=metadata if index == 0 else None,
            )
        if measurement.figures:
            options = _named(TITLE, DESCRIPTION, measurement, place)
            frame = measures_frame(measurement)
            pyogrio.write_dataframe(frame, path, layer=TABLE, driver="GPKG", append=True, layer_options=options)


def _named(title: str, description: str, measurement: Measurement, place: Place) -> dict[str, str]:
    warning = f"{SIMULATED_SENTENCE} " if is_simulated(measurement, place) else ""
    return {"IDENTIFIER": titled(title, measurement, place), "DESCRIPTION": f"{warning}{description}"}


def _write_styles(connection: sqlite3.Connection, measurement: Measurement, place: Place) -> None:
    """Write a style a layer and language, each named in its language; the first language's is the default."""
    connection.execute(_TABLE)
    connection.execute(_REGISTER, (FIXED_DATE,))
    for language in LANGUAGES:
        with speaking(language, place.iso3):
            for layer in vector_layers(measurement, place):
                connection.execute(_INSERT, _style(layer, measurement, language))


def _style(layer: VectorLayer, measurement: Measurement, language: str) -> tuple[object, ...]:
    name = text("layers.style.name", title=layer.title, language=language_name(language))
    qml = vector_qml(layer, measurement)
    return layer.name, name, qml, language == LANGUAGES[0], layer.title, FIXED_DATE


@contextmanager
def _fixed_clock() -> Iterator[None]:
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
