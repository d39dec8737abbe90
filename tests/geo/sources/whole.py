"""What must hold of any pull: its numbers are the reference's to the bit, and what it leaves in the cache is whole."""

import json
from pathlib import Path

import numpy as np

from geo.sources import cache as cache_module
from geo.stack import GriddedPopulation, Stack


def check_same(stack: Stack, reference: Stack) -> None:
    """Check that two stacks have the same numbers, to the bit."""
    assert stack.years == reference.years
    for variable in reference.data:
        assert stack.data[variable].to_numpy().tobytes() == reference.data[variable].to_numpy().tobytes()
    assert isinstance(stack.population, GriddedPopulation) == isinstance(reference.population, GriddedPopulation)
    if isinstance(reference.population, GriddedPopulation) and isinstance(stack.population, GriddedPopulation):
        assert stack.population.persons.keys() == reference.population.persons.keys()
        for year, persons in reference.population.persons.items():
            assert np.array_equal(stack.population.persons[year], persons)


def check_whole(rasters: Path) -> None:
    """Check that what lies in the cache are entries, each as its checksums say."""
    for folder in rasters.glob("*/*"):
        told = json.loads((folder / "entry.json").read_text())
        is_file = folder.name.startswith("file-")
        assert {path.name for path in folder.iterdir()} == {
            "entry.json",
            *(name if is_file else f"{name}.tif" for name in told["files"]),
        }
        if is_file:
            (name,) = told["files"]
            assert cache_module._sha256(folder / name) == told["files"][name]["sha256"]
        else:
            cache_module._read(folder)
