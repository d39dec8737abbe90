"""Real rasters with known answers, by the real road: Northampton's impervious land, and São Tomé's refusal."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import SourceError
from geo.measure import measure
from geo.measurement import Measurement
from geo.sources.declarations import declared_sources
from geo.sources.means import Means
from geo.sources.road import Order, pull

IMPERVIOUS_KM2 = {
    2001: 8.829, 2004: 8.930, 2006: 9.024, 2008: 9.237, 2011: 9.368, 2013: 9.459, 2016: 9.567, 2019: 9.646,
}  # fmt: skip
_TOML = """
[source]
id = "nlcd-impervious"
title = "NLCD impervious surface"
version = "2021-06-04"
licence = "PDM-1.0"
citation = "U.S. Geological Survey, National Land Cover Database"
measures = "Impervious surface, percent of a cell of 30 m"
can_shrink = false

[built_up]
values = "percent"

[built_up.files]
{files}
"""


@pytest.fixture(scope="module")
def northampton(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Measurement:
    folder, work = shared_data / "northampton_nlcd", tmp_path_factory.mktemp("northampton")
    name = "NLCD_Impervious__NLCD_{year}_Impervious_L48_20210604.tif"
    files = "\n".join(f'{year} = "{folder / name.format(year=year)}"' for year in IMPERVIOUS_KM2)
    source = work / "nlcd.toml"
    source.write_text(_TOML.format(files=files), encoding="utf-8")
    town = gpd.read_file(folder / "Noho_outline.gpkg").to_crs(4326).union_all()
    return measure(pull(Order(str(source), town, population="none"), Means(work / "cache")))


def test_northamptons_impervious_land_within_the_town(northampton: Measurement) -> None:
    found = {row.year: row.built_up_km2 for row in northampton.epochs if row.boundary == "study_area"}
    assert list(found) == list(IMPERVIOUS_KM2)
    assert list(found.values()) == pytest.approx(list(IMPERVIOUS_KM2.values()), abs=0.001)


def test_northamptons_cells_are_used_as_they_are(northampton: Measurement) -> None:
    assert (northampton.grid.resampled, northampton.grid.resolution_m) == (False, 30)
    whole = next(row for row in northampton.epochs if row.boundary == "study_area")
    assert whole.boundary_km2 == pytest.approx(92.597, rel=1e-3)


def test_sao_tomes_two_years_are_refused_for_growth_before_anything_is_read(tmp_path: Path) -> None:
    assert "São Tomé" in declared_sources()["worldcover"].incomparable[0].reason
    area = shapely.box(6.72, 0.32, 6.74, 0.34)
    with pytest.raises(SourceError, match=r"^worldcover: 2020 and 2021 must not be compared: .* --allow-incomparable$"):
        pull(Order("worldcover", area), Means(tmp_path))
