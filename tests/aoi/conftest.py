"""Boundary files as users have them, written for each test."""

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

Written = Callable[..., Path]


@pytest.fixture
def square() -> shapely.Polygon:
    """A square of a fifth of a degree round a point near Quito: 22.2639 km × 22.1149 km at the equator."""
    return shapely.box(-78.6, -0.2, -78.4, 0.0)


@pytest.fixture
def geojson(tmp_path: Path) -> Written:
    """Write a GeoJSON of named features; further members of the collection as keywords."""

    def write(features: Mapping[str, BaseGeometry | None], name: str = "area.geojson", **members: Any) -> Path:
        listed = [
            {
                "type": "Feature",
                "properties": {"name": key},
                "geometry": geometry and shapely.geometry.mapping(geometry),
            }
            for key, geometry in features.items()
        ]
        path = tmp_path / name
        path.write_text(json.dumps({"type": "FeatureCollection", **members, "features": listed}), encoding="utf-8")
        return path

    return write


@pytest.fixture
def vector(tmp_path: Path) -> Written:
    """Write named features in any of the formats: the file's ending says which."""

    def write(name: str, features: Mapping[str, BaseGeometry], crs: Any = 4326, **options: Any) -> Path:
        frame = geopandas.GeoDataFrame({"name": list(features)}, geometry=list(features.values()), crs=crs)
        path = tmp_path / name
        driver = {"driver": "LIBKML"} if name.endswith(".kml") else {}
        frame.to_file(path, engine="pyogrio", **driver, **options)
        return path

    return write


@pytest.fixture
def zipped(tmp_path: Path, vector: Written) -> Written:
    """Write a zipped shapefile, without the parts named in `lacking`."""

    def write(
        features: Mapping[str, BaseGeometry],
        name: str = "area.zip",
        stems: tuple[str, ...] = ("city",),
        lacking: tuple[str, ...] = (),
        **options: Any,
    ) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for stem in stems:
                shapefile = vector(f"{stem}.shp", features, **options)
                for part in sorted(tmp_path.glob(f"{stem}.*")):
                    if part.suffix not in {*lacking, ".zip"}:
                        archive.write(part, f"boundary/{part.name}")
                shapefile.unlink()
        return path

    return write
