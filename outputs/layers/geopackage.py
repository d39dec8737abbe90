"""The GeoPackage: study area, extents, clusters in the grid's CRS, with styles that QGIS loads, and the measures.

The same measurement gives the same bytes: the dates inside the file are fixed; the manifest says when it was made.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
from jinja2 import Environment, PackageLoader, StrictUndefined
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from geo.measurement import Measurement, SettlementKind
from outputs.errors import FormatError
from outputs.layers.measures_table import DESCRIPTION, TABLE, TITLE, measures_frame
from outputs.layers.palettes import first_built_legend, rgb
from outputs.layers.vector import VectorLayer
from outputs.layers.zone_change import change_legend
from outputs.layers.zones import zone_layers
from outputs.subject import Place, Run
from outputs.text import SIMULATED_SENTENCE, citation, is_simulated, licence, one_line, titled

FIXED_DATE = "2000-01-01T00:00:00.000Z"
"""Every date inside the file: a clock would change the bytes from run to run."""

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
VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', NULL, ?)
"""


_SETTLEMENTS: Mapping[SettlementKind, tuple[str, str]] = {
    "urban_centre": ("Urban centres", "Dense contiguous square kilometres of many people, one row a centre and epoch."),
    "urban_cluster": ("Urban clusters", "Contiguous square kilometres of some density, with the centres in them."),
}


def vector_layers(measurement: Measurement, place: Place) -> tuple[VectorLayer, ...]:
    """Return the layers in the order in which they lie in the file."""
    own = (_study_area(measurement, place), _urban_extents(measurement), _clusters(measurement))
    settled = _SETTLEMENTS if measurement.settlements else ()
    return (*own, *(_settlements(measurement, kind) for kind in settled), *zone_layers(measurement))


def write_geopackage(path: Path, measurement: Measurement, *, place: Place, run: Run) -> None:
    """Write the file whole.

    Raises:
        FormatError: it could not be written, as on a full disk.
    """
    layers = vector_layers(measurement, place)
    try:
        _write_layers(path, layers, measurement=measurement, place=place, run=run)
        _write_styles(path, measurement, layers)
    except (DataLayerError, DataSourceError, FeatureError, sqlite3.Error) as error:
        raise FormatError(path.name, error) from error


def _write_layers(
    path: Path, layers: tuple[VectorLayer, ...], *, measurement: Measurement, place: Place, run: Run
) -> None:
    simulated = is_simulated(measurement, place)
    metadata = {
        "city": place.id,
        "run": run.id,
        "licence": licence(measurement.sources),
        "citation": citation(measurement.sources),
        "simulated": "true" if simulated else "false",
    }
    with _fixed_clock():
        for index, layer in enumerate(layers):
            frame = gpd.GeoDataFrame(dict(layer.columns), geometry=list(layer.geometries), crs=measurement.grid.crs)
            warning = f"{SIMULATED_SENTENCE} " if simulated else ""
            pyogrio.write_dataframe(
                frame,
                path,
                layer=layer.name,
                driver="GPKG",
                geometry_type="MultiPolygon",
                promote_to_multi=True,
                append=index > 0,
                layer_options={
                    "IDENTIFIER": titled(layer.title, measurement, place),
                    "DESCRIPTION": f"{warning}{layer.description}",
                },
                dataset_options={"VERSION": "1.4"} if index == 0 else {},
                dataset_metadata=metadata if index == 0 else None,
            )
        if measurement.figures:
            _write_measures(path, measurement, place)


def _write_measures(path: Path, measurement: Measurement, place: Place) -> None:
    warning = f"{SIMULATED_SENTENCE} " if is_simulated(measurement, place) else ""
    options = {"IDENTIFIER": titled(TITLE, measurement, place), "DESCRIPTION": f"{warning}{DESCRIPTION}"}
    pyogrio.write_dataframe(
        measures_frame(measurement), path, layer=TABLE, driver="GPKG", append=True, layer_options=options
    )


def _study_area(measurement: Measurement, place: Place) -> VectorLayer:
    columns = {
        "city": [place.id],
        **{f"name_{code}": [one_line(name)] for code, name in sorted(place.names.items())},
        "iso3": [place.iso3],
        "origin": [one_line(place.area_origin)],
    }
    area = measurement.grid.project(place.study_area)
    return VectorLayer("study_area", "Study area", "The area inside which the city was measured.", columns, (area,))


def _urban_extents(measurement: Measurement) -> VectorLayer:
    rows = measurement.city_extents
    columns = {
        "year": np.array([row.year for row in rows], dtype=np.int32),
        "observed": np.array([row.year not in measurement.projected for row in rows], dtype=np.bool_),
        "area_km2": np.array([row.area_km2 for row in rows], dtype=np.float64),
        "cluster_count": np.array([row.cluster_count for row in rows], dtype=np.int32),
    }
    text = "The city's urban extent, one row an epoch: urban and suburban built-up with its urbanized open space."
    return VectorLayer("urban_extent", "Urban extent", text, columns, tuple(row.geometry for row in rows))


def _clusters(measurement: Measurement) -> VectorLayer:
    rows = measurement.clusters
    columns = {
        "year": np.array([row.year for row in rows], dtype=np.int32),
        "observed": np.array([row.year not in measurement.projected for row in rows], dtype=np.bool_),
        "number": np.array([row.number for row in rows], dtype=np.int32),
        "joined_with": np.array([row.group for row in rows], dtype=np.int32),
        "in_city": np.array([row.in_city for row in rows], dtype=np.bool_),
        "area_km2": np.array([row.area_km2 for row in rows], dtype=np.float64),
    }
    text = "Contiguous urban and suburban built-up with its urbanized open space; joined_with: by the inclusion rule."
    return VectorLayer("clusters", "Clusters", text, columns, tuple(row.geometry for row in rows))


def _settlements(measurement: Measurement, kind: SettlementKind) -> VectorLayer:
    rows = [row for row in measurement.settlements if row.kind == kind]
    density = [np.nan if row.density_per_km2 is None else row.density_per_km2 for row in rows]
    columns = {
        "year": np.array([row.year for row in rows], dtype=np.int32),
        "observed": np.array([row.year not in measurement.projected for row in rows], dtype=np.bool_),
        "number": np.array([row.number for row in rows], dtype=np.int32),
        "in_city": np.array([row.in_city for row in rows], dtype=np.bool_),
        "area_km2": np.array([row.area_km2 for row in rows], dtype=np.float64),
        "land_km2": np.array([row.land_km2 for row in rows], dtype=np.float64),
        "population": np.array([row.population for row in rows], dtype=np.float64),
        "density_per_km2": np.array(density, dtype=np.float64),
    }
    title, text = _SETTLEMENTS[kind]
    edition = measurement.measures.level1.edition
    text = f"{text} Degree of Urbanisation, level 1, edition {edition}; in_city: the one at the city's centre."
    return VectorLayer(kind, title, text, columns, tuple(row.geometry for row in rows))


def _write_styles(path: Path, measurement: Measurement, layers: tuple[VectorLayer, ...]) -> None:
    environment = Environment(
        loader=PackageLoader("outputs.layers", "styles"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["rgb"] = lambda colour: ",".join(str(part) for part in rgb(colour))
    epochs = first_built_legend(measurement.years, measurement.projected).classes[1:]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_TABLE)
        connection.execute(_REGISTER, (FIXED_DATE,))
        for layer in layers:
            template = environment.get_template(f"{layer.style or layer.name}.qml")
            qml = template.render(epochs=epochs, last=measurement.years[-1], changes=change_legend().rules)
            connection.execute(_INSERT, (layer.name, layer.name, qml, layer.title, FIXED_DATE))


@contextmanager
def _fixed_clock() -> Iterator[None]:
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
