"""The truth of the simulated city: what each epoch is meant to hold, exactly; written beside the rasters for tests."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from geo.arrays import Mask
from geo.sources.simulated.plan import Epoch, Plan

TRUTH_FILE = "truth.json"
"""Its name beside catalog.json."""


@dataclass(frozen=True, slots=True)
class EpochTruth:
    """One epoch over the whole raster."""

    year: int
    built_up_cells: int
    built_up_km2: float
    land_km2: float
    """All that is not sea, river or pond; built-up included."""
    water_km2: float
    population: int
    """Persons; float32 cells hold whole numbers, so that they sum to it exactly."""


def epoch_truth(plan: Plan, epoch: Epoch, *, built: Mask, water: Mask) -> EpochTruth:
    """Count one epoch."""
    size = plan.frame.cell_km2
    cells, wet = int(np.count_nonzero(built)), int(np.count_nonzero(water))
    return EpochTruth(
        year=epoch.year,
        built_up_cells=cells,
        built_up_km2=round(cells * size, 4),
        land_km2=round((water.size - wet) * size, 4),
        water_km2=round(wet * size, 4),
        population=epoch.persons,
    )


def write_truth(folder: Path, truth: Iterable[EpochTruth]) -> Path:
    """Write the truth of every epoch into a catalogue's folder; return the file."""
    path = folder / TRUTH_FILE
    text = json.dumps({"simulated": True, "epochs": [asdict(epoch) for epoch in truth]}, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def read_truth(catalogue: Path) -> tuple[EpochTruth, ...]:
    """Return the truth that was written with a catalogue, given its catalog.json."""
    content = json.loads((catalogue.parent / TRUTH_FILE).read_text(encoding="utf-8"))
    return tuple(EpochTruth(**epoch) for epoch in content["epochs"])
