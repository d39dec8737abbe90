import dataclasses
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from pmtiles.reader import MemorySource, Reader
from shapely import MultiPolygon, Polygon, box

from geo.measurement import Measurement
from outputs.errors import FormatError
from outputs.layers.polygons import vector_layers
from outputs.layers.tiles import _bands, _generalised, _Zooms, write_pmtiles
from outputs.subject import Place, Run
from outputs.text import one_line


@pytest.fixture
def file(tmp_path: Path, whole: Measurement, place: Place, run: Run) -> Path:
    path = tmp_path / "sample.pmtiles"
    write_pmtiles(path, whole, place=place, run=run)
    return path


def test_all_layers_are_in_one_file_in_the_crs_of_web_maps(file: Path, whole: Measurement, place: Place) -> None:
    layers = {layer.name: layer for layer in vector_layers(whole, place)}
    assert [name for name, _ in pyogrio.list_layers(file)] == list(layers)
    for name, layer in layers.items():
        found = gpd.read_file(file, layer=name)
        assert found.crs.to_epsg() == 3857
        assert set(layer.columns) <= set(found.columns)
        keys = [key for key in ("year", "number", "zone", "city") if key in layer.columns]
        expected = set(zip(*(layer.columns[key] for key in keys), strict=True))
        assert set(found[keys].itertuples(index=False, name=None)) == expected, "a feature is missing"


def test_shapes_lie_where_the_layer_has_them(file: Path, whole: Measurement) -> None:
    found = gpd.read_file(file, layer="urban_extent").to_crs(whole.grid.crs)
    for extent in whole.city_extents:
        tiled = found[found["year"] == extent.year].union_all()
        assert tiled.symmetric_difference(extent.geometry).area < 0.1 * extent.geometry.area
        assert tiled.hausdorff_distance(extent.geometry) < 2 * whole.grid.resolution_m


def test_zooms_reach_from_the_world_to_the_grids_cells(file: Path) -> None:
    header = Reader(MemorySource(file.read_bytes())).header()
    assert (header["min_zoom"], header["max_zoom"]) == (0, 9)  # a pixel of 145 m at 18 degrees north, a cell of 100 m
    assert file.stat().st_size < 200_000


@pytest.mark.parametrize(("resolution_m", "latitude", "finest"), [(10, 0, 12), (10, 60, 11), (100, 0, 9), (30, 0, 11)])
def test_a_pixel_of_the_finest_zoom_is_a_cell_or_more(resolution_m: float, latitude: float, finest: int) -> None:
    bands = _bands(resolution_m, latitude)
    assert bands[0].last == finest
    assert 1 <= bands[0].pixel_m / resolution_m < 2
    assert [zoom for band in reversed(bands) for zoom in range(band.first, band.last + 1)] == list(range(finest + 1))
    assert [band.finest for band in bands] == [True] + [False] * (len(bands) - 1)


def test_what_is_smaller_than_a_pixel_is_left_out_but_no_feature_of_the_finest_zoom() -> None:
    holed = Polygon(box(0, 0, 100, 100).exterior, [box(10, 10, 15, 15).exterior, box(40, 40, 60, 60).exterior])
    shape = MultiPolygon([holed, box(200, 0, 209, 9)])
    coarse, fine = (_generalised(shape, _Zooms(0, 9, 10.0, finest=finest)) for finest in (False, True))
    assert coarse.equals(Polygon(box(0, 0, 100, 100).exterior, [box(40, 40, 60, 60).exterior]))
    assert fine.equals(coarse.union(box(200, 0, 209, 9)))


def test_tiles_and_layers_are_described_for_web_maps(file: Path, whole: Measurement, place: Place) -> None:
    metadata = Reader(MemorySource(file.read_bytes())).metadata()
    assert metadata["name"] == "SIMULATED CITY, Sample: Urban expansion"
    assert metadata["attribution"] == "Umran, simulated city, fixed seed; not a real place."
    layers = vector_layers(whole, place)
    assert [(row["id"], row["description"]) for row in metadata["vector_layers"]] == [
        (layer.name, layer.description) for layer in layers
    ]
    assert set(metadata["vector_layers"][1]["fields"]) == set(layers[1].columns)


def test_a_citation_is_text_where_web_maps_read_html(
    tmp_path: Path, measurement: Measurement, hostile: Place, run: Run
) -> None:
    source = dataclasses.replace(measurement.sources[0], citation="<script>alert(1)</script> & Sons")
    path = tmp_path / "sample.pmtiles"
    write_pmtiles(path, dataclasses.replace(measurement, sources=(source,)), place=hostile, run=run)
    metadata = Reader(MemorySource(path.read_bytes())).metadata()
    assert metadata["attribution"] == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons"
    assert metadata["name"] == f"SIMULATED CITY, {one_line(hostile.names['en'])}: Urban expansion"


def test_an_empty_layer_is_left_out(tmp_path: Path, measurement: Measurement, place: Place, run: Run) -> None:
    path = tmp_path / "sample.pmtiles"
    write_pmtiles(path, dataclasses.replace(measurement, clusters=(), city_extents=()), place=place, run=run)
    assert [name for name, _ in pyogrio.list_layers(path)] == ["study_area"]


def test_gdals_refusal_is_one_line_and_leaves_nothing_behind(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        msg = "disk I/O error\nwhile cutting"
        raise pyogrio.errors.DataSourceError(msg)

    monkeypatch.setattr(pyogrio, "write_dataframe", fail)
    with pytest.raises(FormatError, match=r"^sample.pmtiles could not be written \(disk I/O error while cutting\)$"):
        write_pmtiles(tmp_path / "sample.pmtiles", measurement, place=place, run=run)
    assert list(tmp_path.iterdir()) == []
