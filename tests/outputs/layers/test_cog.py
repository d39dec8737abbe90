import dataclasses
import io
import json
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from rio_cogeo import cog_validate

from geo.grid import Grid
from geo.measurement import Measurement
from outputs.errors import FormatError
from outputs.layers.cog import raster_tags, write_raster
from outputs.layers.palettes import built_up_ramp, extent_legend, spoken
from outputs.layers.rasters import Raster, rasters
from outputs.subject import Place, Run
from outputs.text import one_line
from outputs.words import speaking, text


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rasters")


@pytest.fixture
def folder(written: Path, measurement: Measurement, place: Place, run: Run) -> Path:
    if not any(written.iterdir()):
        for raster in rasters(measurement, "sample"):
            tags = raster_tags(raster, measurement, place=place, run=run)
            write_raster(written, raster, grid=measurement.grid, tags=tags)
    return written


def large(array: np.ndarray) -> tuple[Grid, np.ndarray]:
    """Return a grid of 1,024 × 1,024 cells, large enough for overviews."""
    grid = Grid(GeoBox((1024, 1024), Affine(10, 0, 500_000, 0, -10, 2_000_000), "EPSG:32627"), "", False, 0.0)  # noqa: FBT003
    return grid, np.tile(array, (1024 // array.shape[0], 1024 // array.shape[1]))


def test_every_raster_is_a_valid_cog_with_its_values_grid_and_nodata(folder: Path, measurement: Measurement) -> None:
    found = list(rasters(measurement, "sample"))
    assert len(found) == 3 + 1 + 3 + 3
    for raster in found:
        path = folder / raster.path
        assert cog_validate(path, strict=True, quiet=True) == (True, [], [])
        with rasterio.open(path) as dataset:
            np.testing.assert_array_equal(dataset.read(1), raster.array)
            assert dataset.transform == measurement.grid.affine
            assert dataset.crs.to_epsg() == 32627
            assert dataset.dtypes == (raster.array.dtype.name,)
            np.testing.assert_equal(dataset.nodata, raster.nodata)
            assert dataset.descriptions == (raster.band,)
            assert dataset.units == (raster.units,)
            assert dataset.compression.name == "deflate"


def test_published_area_is_counted_from_the_file(folder: Path, measurement: Measurement) -> None:
    with rasterio.open(folder / "built_up/sample_built_up_2000.tif") as dataset:
        area = np.nansum(dataset.read(1), dtype=np.float64) * measurement.grid.cell_km2
    assert area == measurement.epochs[1].built_up_km2


def test_tags_say_what_it_is_and_that_it_is_simulated(folder: Path) -> None:
    with rasterio.open(folder / "expansion/sample_expansion_1990-2000.tif") as dataset:
        tags = dataset.tags()
    assert tags["TITLE"] == "SIMULATED CITY, Sample: Types of expansion, 1990–2000"
    assert tags["TIFFTAG_IMAGEDESCRIPTION"] == tags["TITLE"]
    assert tags["UMRAN_SIMULATED"] == "true"
    assert tags["CITY_NAME_AR"] == "مدينة العيّنة"
    assert (tags["YEARS"], tags["PROJECTED_YEARS"]) == ("1990 2000", "none")
    assert tags["CLASS_2"] == "Infill"
    assert tags["LICENCE"] == "CC0-1.0"
    assert "not a real place" in tags["CITATION"]
    assert tags["UNITS"] == "class"


def test_a_projection_and_epochs_not_to_be_compared_are_named_in_title_and_tags(
    measurement: Measurement, place: Place, run: Run
) -> None:
    rows = tuple(
        dataclasses.replace(row, flags=("incomparable_epochs",)) if row.end == 2000 else row
        for row in measurement.indicators
    )
    doubtful = dataclasses.replace(measurement, indicators=rows)
    made = {raster.path: raster for raster in rasters(doubtful, "sample")}
    assert made["extent/sample_extent_2010.tif"].title == "Classes of the urban extent, 2010 (projected)"
    names = [made[f"expansion/sample_expansion_{years}.tif"].title for years in ("1990-2000", "2000-2010")]
    assert names[0] == "Types of expansion, 1990–2000 (epochs not to be compared)"
    assert names[1] == "Types of expansion, 2000–2010 (projected)"
    tags = raster_tags(made["built_up/sample_first_built.tif"], doubtful, place=place, run=run)
    assert (tags["YEARS"], tags["PROJECTED_YEARS"]) == ("1990 2000 2010", "2010")
    assert tags["CLASS_2010"] == "2010 (projected)"


def test_a_real_city_is_not_called_simulated(measurement: Measurement, place: Place, run: Run) -> None:

    real = dataclasses.replace(measurement, sources=(dataclasses.replace(measurement.sources[0], simulated=False),))
    tags = raster_tags(next(rasters(real, "sample")), real, place=dataclasses.replace(place, simulated=False), run=run)
    assert tags["UMRAN_SIMULATED"] == "false"
    assert tags["TITLE"] == "Sample: Built-up share of the cell, 1990"


def test_class_rasters_carry_their_colours(folder: Path) -> None:
    with rasterio.open(folder / "extent/sample_extent_1990.tif") as dataset:
        colours = dataset.colormap(1)
    assert [colours[row.code] for row in extent_legend().classes] == [
        (*row.rgb, 255) for row in extent_legend().classes
    ]
    assert colours[0][3] == 0


def test_side_files_name_the_classes_for_gdal_and_qgis(folder: Path) -> None:
    names = ET.parse(folder / "extent/sample_extent_1990.tif.aux.xml").iter("Category")  # noqa: S314
    assert [name.text for name in names][:3] == ["No data", "Urban built-up", "Suburban built-up"]
    style = ET.parse(folder / "built_up/sample_first_built.qml")  # noqa: S314
    assert [(row.get("value"), row.get("label")) for row in style.iter("paletteEntry")] == [
        ("0", "Not built up"),
        ("1990", "1990"),
        ("2000", "2000"),
        ("2010", "2010 (projected)"),
    ]
    ramp = ET.parse(folder / "built_up/sample_built_up_1990.qml")  # noqa: S314
    assert [row.get("label") for row in ramp.iter("item")] == ["0%", "25%", "50%", "100%"]


def test_no_file_names_a_folder_of_this_machine(folder: Path) -> None:
    for path in folder.rglob("*.*"):
        assert str(folder).encode() not in path.read_bytes()


def test_overviews_take_the_commonest_class_and_the_mean_fraction(tmp_path: Path) -> None:
    grid, codes = large(np.array([[1, 1], [1, 5]], dtype=np.uint8))
    raster = Raster("codes.tif", "", "extent_class", (2000,), codes, 0, "class", extent_legend())
    path, *_ = write_raster(tmp_path, raster, grid=grid, tags={})
    with rasterio.open(path, overview_level=0) as dataset:
        assert dataset.shape == (512, 512)
        assert np.unique(dataset.read(1)).tolist() == [1]
    grid, fraction = large(np.array([[1, 0], [0.5, np.nan]], dtype=np.float32))
    raster = Raster("share.tif", "", "built_up", (2000,), fraction, float("nan"), "1", built_up_ramp())
    path, *_ = write_raster(tmp_path, raster, grid=grid, tags={})
    with rasterio.open(path, overview_level=0) as dataset:
        assert np.unique(dataset.read(1)).tolist() == [0.5]


def test_bytes_do_not_depend_on_the_number_of_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.random.default_rng(0).integers(0, 8, (1024, 1024), dtype=np.uint8)
    grid, _ = large(noise)
    raster = Raster("codes.tif", "", "extent_class", (2000,), noise, 0, "class", extent_legend())
    digests = []
    for threads in ("1", "2", "ALL_CPUS"):
        monkeypatch.setitem(write_raster.__globals__["_OPTIONS"], "num_threads", threads)
        path, *_ = write_raster(tmp_path, raster, grid=grid, tags={"TITLE": "x"})
        digests.append(path.read_bytes())
    assert digests[0] == digests[1] == digests[2]


def test_gdals_refusal_is_one_line_with_the_files_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> io.BytesIO:
        msg = "TIFFWriteDirectoryTagData: IO error\nwriting tag data"
        raise rasterio.errors.RasterioIOError(msg)

    monkeypatch.setattr(rasterio, "open", fail)
    grid, codes = large(np.ones((2, 2), dtype=np.uint8))
    raster = Raster("a/codes.tif", "", "extent_class", (2000,), codes, 0, "class", extent_legend())
    with pytest.raises(FormatError, match=r"^a/codes.tif could not be written \(TIFFWrite[^\n]*\)$"):
        write_raster(tmp_path, raster, grid=grid, tags={})


def test_statistics_are_in_the_file_and_those_that_gdal_computes(folder: Path, measurement: Measurement) -> None:
    for raster in rasters(measurement, "sample"):
        with rasterio.open(folder / raster.path) as dataset:
            tags, values = dataset.tags(1), dataset.read(1, masked=True).astype(np.float64)
        assert float(tags["STATISTICS_MINIMUM"]) == values.min()
        assert float(tags["STATISTICS_MAXIMUM"]) == values.max()
        assert float(tags["STATISTICS_MEAN"]) == pytest.approx(values.mean(), rel=1e-12)
        assert float(tags["STATISTICS_STDDEV"]) == pytest.approx(values.std(), rel=1e-12)
        assert float(tags["STATISTICS_VALID_PERCENT"]) == pytest.approx(100 * values.count() / values.size, rel=1e-12)


@pytest.mark.skipif(shutil.which("gdalinfo") is None, reason="needs GDAL's own programs: apt-get install gdal-bin")
def test_gdals_own_program_reads_every_raster_without_a_word(folder: Path, measurement: Measurement) -> None:
    for raster in rasters(measurement, "sample"):
        listed = subprocess.run(["gdalinfo", "-json", folder / raster.path], capture_output=True, text=True, check=True)  # noqa: S607
        assert listed.stderr == ""
        found = json.loads(listed.stdout)
        (band,) = found["bands"]
        assert band["unit"] == raster.units
        assert band["mean"] == pytest.approx(float(band["metadata"][""]["STATISTICS_MEAN"]), abs=1e-3)
        if raster.legend:
            assert [row["f"][:2] for row in found["rat"]["row"]] == [
                [row.code, row.name] for row in raster.legend.classes
            ]
        if raster.legend and raster.array.itemsize == 1:
            assert [band["categories"][row.code] for row in raster.legend.classes] == [
                row.name for row in raster.legend.classes
            ]
            assert band["colorTable"]["count"] == 256


def test_bytes_are_the_same_from_run_to_run(
    folder: Path, tmp_path: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    for raster in rasters(measurement, "sample"):
        tags = raster_tags(raster, measurement, place=place, run=run)
        for path in write_raster(tmp_path, raster, grid=measurement.grid, tags=tags):
            assert path.read_bytes() == (folder / path.relative_to(tmp_path)).read_bytes(), path.name


def test_a_name_in_tags_is_text(tmp_path: Path, measurement: Measurement, hostile: Place, run: Run) -> None:
    raster = next(rasters(measurement, "sample"))
    path, *_ = write_raster(
        tmp_path, raster, grid=measurement.grid, tags=raster_tags(raster, measurement, place=hostile, run=run)
    )
    with rasterio.open(path) as dataset:
        assert dataset.tags()["CITY_NAME_FR"] == one_line(hostile.names["fr"])
        assert dataset.tags()["TIFFTAG_IMAGEDESCRIPTION"] == dataset.tags()["TITLE"]


def test_titles_and_classes_follow_the_language(measurement: Measurement) -> None:
    with speaking("fr"):
        made = list(rasters(measurement, "sample"))
        assert made[0].title == text("layers.raster.built_up", when="1990")
        assert made[4].legend == spoken(extent_legend())
    assert [raster.path for raster in made] == [raster.path for raster in rasters(measurement, "sample")]
