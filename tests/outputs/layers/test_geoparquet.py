import json
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
from pyproj import CRS

from geo.measurement import Measurement
from outputs.layers.geoparquet import write_geoparquet
from outputs.layers.polygons import vector_layers
from outputs.subject import Place, Run
from outputs.text import one_line


@pytest.fixture
def files(tmp_path: Path, whole: Measurement, place: Place, run: Run) -> dict[str, Path]:
    paths = write_geoparquet(tmp_path, whole, place=place, run=run)
    return {path.stem.removeprefix("sample_"): path for path in paths}


def test_a_file_a_layer_with_its_features(files: dict[str, Path], whole: Measurement, place: Place) -> None:
    assert list(files) == [
        "study_area",
        "urban_extent",
        "clusters",
        "urban_centre",
        "urban_cluster",
        "district",
        "hexagon",
    ]
    for layer in vector_layers(whole, place):
        found = gpd.read_parquet(files[layer.name])
        assert list(found.columns) == [*layer.columns, "geometry"]
        assert found.crs == whole.grid.crs
        assert all(a.equals(b) for a, b in zip(found.geometry, layer.geometries, strict=True))


def test_the_metadata_are_those_of_geoparquet_1_1(files: dict[str, Path], whole: Measurement) -> None:
    metadata = json.loads(pq.read_schema(files["clusters"]).metadata[b"geo"])
    assert metadata["version"] == "1.1.0"
    assert metadata["primary_column"] == "geometry"
    column = metadata["columns"]["geometry"]
    assert column["encoding"] == "WKB"
    assert column["geometry_types"] == ["Polygon"]
    assert CRS.from_json_dict(column["crs"]) == whole.grid.crs
    assert column["covering"]["bbox"]["ymax"] == ["bbox", "ymax"]
    boxes = pq.read_table(files["clusters"])["bbox"].to_pylist()
    assert tuple(boxes[0].values()) == whole.clusters[0].geometry.bounds


def test_a_reader_takes_the_features_of_a_box_only(files: dict[str, Path]) -> None:
    assert len(gpd.read_parquet(files["hexagon"])) == 201
    assert len(gpd.read_parquet(files["hexagon"], bbox=(500_010, 2_000_010, 500_090, 2_000_020))) == 1


def test_the_file_says_whose_it_is(files: dict[str, Path], run: Run) -> None:
    said = {key.decode(): value.decode() for key, value in pq.read_schema(files["urban_extent"]).metadata.items()}
    assert said["title"] == "SIMULATED CITY, Sample: Urban extent"
    assert said["description"].startswith("SIMULATED CITY: no real place")
    assert (said["licence"], said["run"], said["simulated"]) == ("CC0-1.0", run.id, "true")


def test_a_name_is_text(tmp_path: Path, measurement: Measurement, hostile: Place, run: Run) -> None:
    path, *_ = write_geoparquet(tmp_path, measurement, place=hostile, run=run)
    name = one_line(hostile.names["en"])
    assert pq.read_schema(path).metadata[b"title"].decode() == f"SIMULATED CITY, {name}: Study area"
    assert gpd.read_parquet(path)["name_fr"].tolist() == [name]
