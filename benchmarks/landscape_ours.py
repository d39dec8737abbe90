"""The project's landscape metrics of one raster, as a process of its own."""

import dataclasses
import json
import sys
from pathlib import Path

import numpy as np

from geo.landscape.metrics import measure_landscape


def main(raster: Path, target: Path, *, nearest: bool) -> None:
    """Write every metric of every class and of the landscape."""
    measured = measure_landscape(np.load(raster), cell_m=10, nearest=nearest)
    rows = [dataclasses.asdict(row) for row in (*measured.classes, measured.whole)]
    target.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), nearest=sys.argv[3] == "all")
