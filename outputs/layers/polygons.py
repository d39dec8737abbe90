"""Which vector layers a run publishes, in every format: study area, extents, clusters, settlements, zones."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from shapely.geometry.base import BaseGeometry

from geo.measurement import CityExtent, Cluster, Measurement, Settlement, SettlementKind
from outputs.layers.vector import VectorLayer, in_each_language
from outputs.layers.zones import zone_layers
from outputs.report.marks import YearNames
from outputs.subject import Place
from outputs.text import one_line
from outputs.words import text

_SETTLEMENTS: tuple[SettlementKind, ...] = ("urban_centre", "urban_cluster")


def vector_layers(measurement: Measurement, place: Place) -> tuple[VectorLayer, ...]:
    """Return the layers in the order in which they lie in a file, titled in the language spoken now.

    Attributes are the same in every language: their names are English, and labels are a column a language.
    """
    own = (_study_area(measurement, place), _urban_extents(measurement, place), _clusters(measurement, place))
    settled = _SETTLEMENTS if measurement.settlements else ()
    return (*own, *(_settlements(measurement, kind, place) for kind in settled), *zone_layers(measurement, place))


def _study_area(measurement: Measurement, place: Place) -> VectorLayer:
    columns = {
        "city": [place.id],
        **{f"name_{code}": [one_line(name)] for code, name in sorted(place.names.items())},
        "iso3": [place.iso3],
        "origin": [one_line(place.area_origin)],
        **in_each_language("label", lambda: [text("layers.label.study_area")], place.iso3),
    }
    area = measurement.grid.project(place.study_area)
    return _layer("study_area", columns, (area,))


def _urban_extents(measurement: Measurement, place: Place) -> VectorLayer:
    rows = measurement.city_extents
    columns = {
        **_when(rows, measurement),
        "area_km2": np.array([row.area_km2 for row in rows], dtype=np.float64),
        "cluster_count": np.array([row.cluster_count for row in rows], dtype=np.int32),
        **_labels([("urban_extent", row.year) for row in rows], measurement, place),
    }
    return _layer("urban_extent", columns, (row.geometry for row in rows))


def _clusters(measurement: Measurement, place: Place) -> VectorLayer:
    rows = measurement.clusters
    kinds = [("cluster_in_city" if row.in_city else "cluster_other", row.year) for row in rows]
    columns = {
        **_when(rows, measurement),
        "number": np.array([row.number for row in rows], dtype=np.int32),
        "joined_with": np.array([row.group for row in rows], dtype=np.int32),
        "in_city": np.array([row.in_city for row in rows], dtype=np.bool_),
        "area_km2": np.array([row.area_km2 for row in rows], dtype=np.float64),
        **_labels(kinds, measurement, place),
    }
    return _layer("clusters", columns, (row.geometry for row in rows))


def _settlements(measurement: Measurement, kind: SettlementKind, place: Place) -> VectorLayer:
    rows = [row for row in measurement.settlements if row.kind == kind]
    density = [np.nan if row.density_per_km2 is None else row.density_per_km2 for row in rows]
    columns = {
        **_when(rows, measurement),
        "number": np.array([row.number for row in rows], dtype=np.int32),
        "in_city": np.array([row.in_city for row in rows], dtype=np.bool_),
        "area_km2": np.array([row.area_km2 for row in rows], dtype=np.float64),
        "land_km2": np.array([row.land_km2 for row in rows], dtype=np.float64),
        "population": np.array([row.population for row in rows], dtype=np.float64),
        "density_per_km2": np.array(density, dtype=np.float64),
        **_labels([(kind, row.year) for row in rows], measurement, place),
    }
    return _layer(kind, columns, (row.geometry for row in rows), edition=measurement.measures.level1.edition)


def _layer(name: str, columns: Mapping[str, object], geometries: Iterable[BaseGeometry], **values: str) -> VectorLayer:
    description = text(f"layers.description.{name}", **values)
    return VectorLayer(name, text(f"layers.title.{name}"), description, columns, tuple(geometries))


def _when(rows: Sequence[CityExtent | Cluster | Settlement], measurement: Measurement) -> dict[str, object]:
    return {
        "year": np.array([row.year for row in rows], dtype=np.int32),
        "observed": np.array([row.year not in measurement.projected for row in rows], dtype=np.bool_),
    }


def _labels(kinds: Sequence[tuple[str, int]], measurement: Measurement, place: Place) -> dict[str, object]:
    """Return what each feature is called on a map: what it is, and when."""
    years = YearNames(measurement.projected)

    def values() -> list[str]:
        said = {
            (kind, year): text(f"layers.label.{kind}", when=years.year(year)) for kind, year in dict.fromkeys(kinds)
        }
        return [said[kind] for kind in kinds]

    return {**in_each_language("label", values, place.iso3)}
