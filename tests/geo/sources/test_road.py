"""From a source's name to numbers: the real city with known answers, the trap beside it, the simulated city."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.codes import ExpansionType, ExtentClass
from geo.errors import SourceError
from geo.measure import measure
from geo.measurement import Indicator, Measurement
from geo.sources.means import Means
from geo.sources.road import Order, footprint, pull
from geo.sources.simulated.catalogue import ensure_catalogue
from geo.sources.simulated.truth import EpochTruth, read_truth
from geo.stack import Stack

LOCAL = Path(__file__).parents[2] / "local"


def read(
    source: str, cache: Path, area: shapely.Geometry | None = None, *, epochs: tuple[int, ...] | None = None
) -> Stack:
    return pull(Order(source, area, epochs), Means(cache))


@pytest.fixture(scope="module")
def valledupar(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Measurement:
    assert shared_data.is_dir()
    cache = tmp_path_factory.mktemp("cache")
    return measure(read(str(LOCAL / "valledupar.toml"), cache))


def whole_area(measurement: Measurement, start: int, end: int) -> Indicator:
    return next(i for i in measurement.indicators if (i.boundary, i.start, i.end) == ("study_area", start, end))


def test_valledupars_footprint_and_people(valledupar: Measurement) -> None:
    assert not valledupar.grid.resampled
    assert valledupar.grid.crs_name == "EPSG:32618"
    area = {e.year: e for e in valledupar.epochs if e.boundary == "study_area"}
    assert {year: round((e.built_up_km2 or 0) * 100, 6) for year, e in area.items()} == {
        1990: 1524,
        2000: 2069,
        2015: 3453,
    }
    assert {year: round(e.population or 0, 2) for year, e in area.items()} == {
        1990: 194_073.43,
        2000: 263_248.18,
        2015: 362_553.23,
    }


@pytest.mark.parametrize(
    ("start", "end", "lcr", "pgr", "ratio", "log_ratio"),
    [(1990, 2000, 0.035761, 0.030486, 1.1730, 1.0028), (2000, 2015, 0.044595, 0.021338, 2.0899, 1.6002)],
)
def test_valledupars_indicator(
    valledupar: Measurement, start: int, end: int, lcr: float, pgr: float, ratio: float, log_ratio: float
) -> None:
    found = whole_area(valledupar, start, end)
    assert found.lcr == pytest.approx(lcr, abs=5e-7)
    assert found.pgr == pytest.approx(pgr, abs=5e-7)
    assert found.lcrpgr == pytest.approx(ratio, abs=5e-5)
    assert found.lcrpgr_log == pytest.approx(log_ratio, abs=5e-5)


def test_valledupar_never_shrinks(valledupar: Measurement) -> None:
    assert {caveat.code for caveat in valledupar.caveats} == set()


def test_the_ratio_series_runs_with_the_warnings_that_it_deserves(shared_data: Path, tmp_path: Path) -> None:
    assert shared_data.is_dir()
    measured = measure(read(str(LOCAL / "valledupar-ratio.toml"), tmp_path))
    repeats = [caveat.text[:13] for caveat in measured.caveats if caveat.code == "identical_epochs"]
    assert repeats == ["1975 and 2000", "1975 and 2015", "2000 and 2015"]
    unknown = next(caveat.text for caveat in measured.caveats if caveat.code == "unknown_cells")
    assert "342" in unknown
    assert "identical_epochs" in whole_area(measured, 2000, 2015).flags
    assert whole_area(measured, 2000, 2015).lcr == 0


def test_sao_tomes_two_years_give_the_areas_on_the_ground(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "saotome_worldcover"
    path = tmp_path / "saotome.toml"
    path.write_text(
        f"""
[source]
id = "worldcover"
title = "ESA WorldCover"
version = "v100, v200"
licence = "CC-BY-4.0"
citation = "ESA WorldCover 2020 v100, 2021 v200"
measures = "Land cover at 10 m"
can_shrink = true
[built_up]
values = "classes"
built_up_classes = [50]
other_classes = [10, 20, 30, 40, 60, 70, 90, 95, 100]
water_classes = [80]
nodata = 0
[built_up.files]
2020 = "{folder / "ESA_WorldCover_10m_2020_v100_SaoTome.tif"}"
2021 = "{folder / "ESA_WorldCover_10m_2021_v200_SaoTome.tif"}"
""",
        encoding="utf-8",
    )
    stack = read(str(path), tmp_path)
    assert stack.grid.resampled
    assert "resampled_area" not in {caveat.code for caveat in stack.caveats}
    measured = measure(stack)
    areas = [e.built_up_km2 for e in measured.epochs if e.boundary == "study_area"]
    assert areas == pytest.approx([10.7058, 14.7853], rel=2e-3)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Measurement, tuple[EpochTruth, ...]]:
    cache = tmp_path_factory.mktemp("cache")
    measured = measure(read("simulated", cache), centre=(-19.2866, 20.0003))
    return measured, read_truth(ensure_catalogue(cache))


def test_the_simulated_citys_figures_are_its_truth(simulated: tuple[Measurement, tuple[EpochTruth, ...]]) -> None:
    measured, truth = simulated
    area = {e.year: e for e in measured.epochs if e.boundary == "study_area"}
    assert list(area) == [t.year for t in truth]
    for true in truth:
        figures = area[true.year]
        assert figures.built_up_km2 == pytest.approx(true.built_up_km2, rel=1e-12)
        assert figures.population == pytest.approx(true.population, rel=1e-12)
        assert figures.water_km2 == pytest.approx(true.water_km2, rel=1e-12)


def test_the_simulated_city_has_every_class_and_type(simulated: tuple[Measurement, tuple[EpochTruth, ...]]) -> None:
    measured, _ = simulated
    for codes in measured.layers.extent_classes.values():
        assert set(np.unique(codes)) >= set(ExtentClass) - {ExtentClass.UNKNOWN}
    types = set(np.unique(np.stack(list(measured.layers.expansion.values()))))
    assert types == set(ExpansionType) - {ExpansionType.UNKNOWN, ExpansionType.LOST}
    assert {caveat.code for caveat in measured.caveats} == {"simulated"}
    whole = next(i for i in measured.indicators if i.whole_span and i.boundary_rule == "each_epoch")
    assert whole.growth_by_type_km2 is not None
    assert whole.growth_by_type_km2.leapfrog < whole.growth_by_type_km2.extension / 5


def test_epochs_are_chosen_and_missing_ones_named(shared_data: Path, tmp_path: Path) -> None:
    assert shared_data.is_dir()
    source = str(LOCAL / "valledupar.toml")
    assert read(source, tmp_path, epochs=(1990, 2015)).years == (1990, 2015)
    with pytest.raises(SourceError, match=r"valledupar-footprint: no epoch 1995; it has 1990, 2000, 2015"):
        read(source, tmp_path, epochs=(1990, 1995))


def test_a_study_area_elsewhere_names_both_places(shared_data: Path, tmp_path: Path) -> None:
    assert shared_data.is_dir()
    with pytest.raises(
        SourceError, match=r"expected rasters over the study area \(1\.00, 1\.00, 2\.00, 2\.00\), saw some"
    ):
        read(str(LOCAL / "valledupar.toml"), tmp_path, shapely.box(1, 1, 2, 2))


def test_one_epoch_is_no_growth(shared_data: Path, tmp_path: Path) -> None:
    assert shared_data.is_dir()
    with pytest.raises(SourceError, match="expected at least two epochs, saw 1990; add one"):
        read(str(LOCAL / "valledupar.toml"), tmp_path, epochs=(1990,))


def test_an_unknown_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"unknown source 'ghsl2': expected one of .*ghsl, .* or the path of a TOML"):
        read("ghsl2", tmp_path)
    with pytest.raises(SourceError, match="unknown source"):
        footprint("", Means(tmp_path))
