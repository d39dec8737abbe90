"""The whole road without Prefect, on a raster of 40 × 40 cells of 100 m drawn by hand."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from aoi.errors import UnknownCityError
from flows.parameters import CityParameters
from flows.progress import Event
from flows.result import Result
from flows.steps import analyse
from geo.errors import SourceError

SIDE = 40
_TOML = """
[source]
id = "drawn"
title = "Drawn by hand"
version = "1"
licence = "CC0-1.0"
citation = "Drawn for a test."
measures = "Built-up or not."

[built_up]
values = "classes"
built_up_classes = [1]
other_classes = [2]
files = { 2000 = "2000.tif", 2010 = "2010.tif" }

[population]
table = "people.csv"

[city]
id = "drawn"
names = { en = "Drawn" }
"""


def _write(path: Path, side: int) -> None:
    classes = np.full((SIDE, SIDE), 2, np.uint8)
    classes[10 : 10 + side, 10 : 10 + side] = 1
    profile = {"driver": "GTiff", "width": SIDE, "height": SIDE, "count": 1, "dtype": "uint8", "crs": "EPSG:32618"}
    with rasterio.open(path, "w", **profile, transform=from_origin(500_000, 1_000_000, 100, 100)) as raster:
        raster.write(classes, 1)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    _write(tmp_path / "2000.tif", 10)
    _write(tmp_path / "2010.tif", 20)
    (tmp_path / "people.csv").write_text("year,persons\n2000,10000\n2010,20000\n")
    path = tmp_path / "drawn.toml"
    path.write_text(_TOML)
    return path


def _run(source: Path, root: Path, **more: object) -> tuple[Result, list[Event]]:
    events: list[Event] = []
    asked = {"city": "drawn", "source": str(source), "publish_root": root, **more}
    return analyse(CityParameters.model_validate(asked), events.append), events


def test_a_run_answers_what_was_drawn(source: Path, tmp_path: Path) -> None:
    result, events = _run(source, tmp_path / "published")
    row = next(row for row in result.indicators if row.boundary == "study_area" and row.whole_span)
    assert (row.built_up_start_km2, row.built_up_end_km2) == (1.0, 4.0)
    assert (row.population_start, row.population_end) == (10_000, 20_000)
    assert row.lcr == pytest.approx(0.3)
    assert row.pgr == pytest.approx(np.log(2) / 10)
    assert [event.step for event in events if event.done] == ["resolve", "pull", "measure", "publish"]
    assert result.page.is_file()
    assert result.index.is_file()


def test_the_same_run_has_the_same_id_wherever_it_goes(source: Path, tmp_path: Path) -> None:
    first, _ = _run(source, tmp_path / "one")
    second, _ = _run(source, tmp_path / "two")
    other, _ = _run(source, tmp_path / "one", extent={"fringe_m": 200})
    assert first.run == second.run
    assert first.path.name == first.run
    assert other.run != first.run


def test_another_input_gives_another_id(source: Path, tmp_path: Path) -> None:
    first, _ = _run(source, tmp_path / "one")
    _write(source.with_name("2010.tif"), 19)
    second, _ = _run(source, tmp_path / "one")
    assert first.run != second.run


def test_a_city_that_the_source_does_not_define_is_unknown(source: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownCityError, match="atlantis"):
        _run(source, tmp_path / "one", city="atlantis")


def test_a_source_cannot_take_a_known_citys_id(source: Path, tmp_path: Path) -> None:
    source.write_text(source.read_text(encoding="utf-8").replace('"drawn"\nnames', '"quito"\nnames'), encoding="utf-8")
    with pytest.raises(SourceError, match="id 'quito' is a city that Umran knows; choose another"):
        analyse(CityParameters(city="quito", source=str(source), publish_root=tmp_path))
