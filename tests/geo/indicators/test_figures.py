import dataclasses

import numpy as np
import pytest

from geo.indicators.figures import CLASS_BITS, EpochKey, InTable, epoch_figures, no_figures
from geo.reasons import Reason
from geo.tabulate import Key, Table

STUDY, EXTENT = 1, 2


def found_in(boundary: int) -> InTable:
    """Return eight cells, one of each class, of which the first is unknown and the last lies outside the study area."""
    codes = np.arange(8, dtype=np.uint8)[None]
    study = np.array([[True] * 7 + [False]])
    counted = study & (codes > 0)
    extent = np.isin(codes, [1, 2, 4, 5])
    fraction = np.array([[np.nan, 1, 0.9, 0.8, 0.05, 0, 0, 0]], np.float32)
    table = Table.of(Key(codes, CLASS_BITS, (counted, study, extent)), (fraction,))
    return InTable(table, boundary, cell_km2=0.01)


def test_areas_by_class_in_the_study_area() -> None:
    found = epoch_figures(EpochKey(2000, observed=True, boundary="study_area", rule="fixed"), found_in(STUDY), 500.0)
    assert found.boundary_km2 == pytest.approx(0.07)
    assert found.unknown_km2 == pytest.approx(0.01)
    assert found.built_up_km2 == pytest.approx(0.0275)
    assert found.built_up_per_capita_m2 == pytest.approx(55.0)
    assert (found.urban_km2, found.suburban_km2, found.rural_built_up_km2) == (0.01, 0.01, 0.01)
    assert found.urbanized_open_space_km2 == pytest.approx(0.02)
    assert (found.rural_open_km2, found.water_km2) == (0.01, 0.0)


def test_areas_in_the_extent_and_an_undefined_population() -> None:
    key = EpochKey(2000, observed=True, boundary="urban_extent", rule="each_epoch")
    found = epoch_figures(key, found_in(EXTENT), Reason.NO_POPULATION_FOR_YEAR)
    assert found.boundary_km2 == pytest.approx(0.04)
    assert found.built_up_km2 == pytest.approx(0.0195)
    assert found.rural_built_up_km2 == 0
    assert found.undefined == dict.fromkeys(("population", "built_up_per_capita_m2"), "no_population_for_year")


def test_nobody_has_no_share() -> None:
    found = epoch_figures(EpochKey(2000, observed=True, boundary="study_area", rule="fixed"), found_in(STUDY), 0.0)
    assert found.population == 0
    assert found.undefined == {"built_up_per_capita_m2": "zero_population"}


def test_a_boundary_that_does_not_exist_has_a_reason_for_every_value() -> None:
    found = no_figures(EpochKey(2000, observed=False, boundary="urban_extent", rule="fixed"), Reason.NO_URBAN_EXTENT)
    values = {name: value for name, value in dataclasses.asdict(found).items() if value is None}
    assert set(values) == set(found.undefined)
    assert set(found.undefined.values()) == {"no_urban_extent"}
    assert found.observed is False
