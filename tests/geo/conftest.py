"""Small stacks drawn by hand, on a 100 m grid in UTM 27 north."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
import xarray as xr
from affine import Affine
from odc.geo.geobox import GeoBox

from geo.grid import Grid
from geo.measurement import SourceReference
from geo.stack import CountedPopulation, GriddedPopulation, Population, Stack

MakeStack = Callable[..., Stack]


def _grid(shape: tuple[int, int], resolution: float = 100.0) -> Grid:
    affine = Affine(resolution, 0, 500_000, 0, -resolution, 2_300_000)
    return Grid(GeoBox(shape, affine, "EPSG:32627"), "drawn by hand", resampled=False, area_distortion=0.0)


def _source(**changes: object) -> SourceReference:
    values: dict[str, object] = {
        "id": "drawn",
        "title": "Drawn by hand",
        "version": "1",
        "licence": "CC0-1.0",
        "citation": "none",
        "measures": "built-up",
        "epochs": (),
        "projected": (),
        "simulated": False,
        "files": (),
    }
    return SourceReference(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def make_grid() -> Callable[..., Grid]:
    return _grid


@pytest.fixture(scope="session")
def make_stack() -> MakeStack:
    def make(
        built_up: Mapping[int, Sequence[Sequence[float]] | np.ndarray],
        *,
        land: np.ndarray | None = None,
        study_area: np.ndarray | None = None,
        persons: Mapping[int, np.ndarray] | None = None,
        counted: Mapping[int, float] | None = None,
        factor: int = 1,
        **changes: object,
    ) -> Stack:
        fractions = np.array([np.asarray(array, np.float32) for array in built_up.values()])
        shape = fractions.shape[1:]
        lands = np.broadcast_to(np.ones(shape, bool) if land is None else land, fractions.shape).copy()
        data = xr.Dataset(
            {"built_up": (("epoch", "y", "x"), fractions), "land": (("epoch", "y", "x"), lands)},
            coords={"epoch": list(built_up)},
        )
        population: Population = None
        if persons is not None:
            population = GriddedPopulation(factor, {y: np.asarray(p, np.float64) for y, p in persons.items()})
        if counted is not None:
            population = CountedPopulation(counted)
        values: dict[str, object] = {
            "grid": _grid(shape),
            "data": data,
            "study_area": np.ones(shape, bool) if study_area is None else study_area,
            "population": population,
            "built_up_threshold": 0.5,
            "can_shrink": False,
            "projected": (),
            "sources": (_source(),),
        }
        return Stack(**(values | changes))  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def make_source() -> Callable[..., SourceReference]:
    return _source
