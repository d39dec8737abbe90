"""Whose people are counted: of the epoch itself, else between its source's epochs; beyond them only if asked for."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from geo.measure import measure
from geo.population_years import needed_epochs
from geo.sources.load import Wishes, load
from geo.sources.local import read_local
from geo.stack import GriddedPopulation, Stack

WriteSource = Callable[..., Path]
BUILT = np.ones((4, 5), np.uint8)


def pulled(path: Path, *, extrapolate: bool = False) -> Stack:
    source = read_local(path)
    return load(source, source.footprint, wishes=Wishes(extrapolate_population=extrapolate))


def persons(total: float) -> np.ndarray:
    return np.full((4, 5), total / 20, np.float32)


@pytest.fixture
def census(write_source: WriteSource) -> Path:
    """Land of 1990, 2000, 2005 and 2020; people of 2000 (100) and 2010 (400)."""
    land = dict.fromkeys((1990, 2000, 2005, 2020), BUILT)
    return write_source(land, people={2000: persons(100), 2010: persons(400)})


def totals(stack: Stack) -> dict[int, float]:
    assert isinstance(stack.population, GriddedPopulation)
    return {year: float(people.sum()) for year, people in stack.population.persons.items()}


def test_people_between_epochs_are_interpolated_log_linearly_and_it_is_said(census: Path) -> None:
    stack = pulled(census)
    assert totals(stack) == pytest.approx({2000: 100, 2005: 200})
    assert {year: origin.kind for year, origin in stack.population_origins.items()} == {
        2000: "exact",
        2005: "interpolated",
    }
    (caveat,) = [caveat for caveat in stack.caveats if caveat.code == "interpolated_population"]
    assert "2005 (2000–2010)" in caveat.text


def test_people_beyond_the_epochs_only_if_asked_for(census: Path) -> None:
    stack = pulled(census, extrapolate=True)
    assert totals(stack) == pytest.approx({1990: 25, 2000: 100, 2005: 200, 2020: 1600})
    assert {year for year, origin in stack.population_origins.items() if origin.kind == "extrapolated"} == {1990, 2020}
    assert "extrapolated_population" in {caveat.code for caveat in stack.caveats}


def test_only_the_epochs_that_figures_rest_on_are_read() -> None:
    epochs = (1990, 2000, 2010, 2020)
    assert needed_epochs((2000, 2010), epochs, extrapolate=False) == (2000, 2010)
    assert needed_epochs((2014,), epochs, extrapolate=False) == (2010, 2020)
    assert needed_epochs((1985, 2025), epochs, extrapolate=False) == ()
    assert needed_epochs((1985, 2025), epochs, extrapolate=True) == epochs
    assert needed_epochs((1985,), (1990,), extrapolate=True) == ()


def test_people_are_counted_where_land_is_known(write_source: WriteSource) -> None:
    """A quarter of the land of 2000 is unknown: its people leave both years, so that rates are of one region."""
    land = {2000: BUILT.astype(np.float32).copy(), 2010: BUILT.astype(np.float32)}
    land[2000][0] = np.nan
    measured = measure(
        pulled(write_source(land, built_up='values = "fraction"\n', people={2000: persons(100), 2010: persons(400)}))
    )
    area = {row.year: row.population for row in measured.epochs if row.boundary == "study_area"}
    assert area == pytest.approx({2000: 75, 2010: 300})
