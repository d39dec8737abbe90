"""Landscape metrics beside pylandstats, each side a process of its own in turn, and how cost grows with the cells.

Wall time and peak memory are the operating system's own account of each process, its start and imports included;
medians of the rounds. The project's side also counts PAFRAC, COHESION, CLUMPY and AI, which the peer does not have.
"""

import json
import math
import statistics
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.__main__ import BUILD, ROUNDS, Cost, cost_of

SIDE = 6_000
SIDES = (3_000, SIDE, 10_000)
RUNS = {
    "pylandstats, without ENN": ("landscape_peer", "most"),
    "ours, without ENN": ("landscape_ours", "most"),
    "pylandstats, all": ("landscape_peer", "all"),
    "ours, all": ("landscape_ours", "all"),
}


def ensure_landscape(side: int) -> Path:
    """Have the input written unless it is there, by a process of its own: a process starts with its parent's peak."""
    path = BUILD / "input" / f"landscape_{side}.npy"
    if not path.exists():
        cost_of([sys.executable, "-m", "benchmarks.landscape_input", str(path), str(side)])
    return path


def measure(module: str, how: str, raster: Path, target: Path) -> Cost:
    """Run one side once."""
    return cost_of([sys.executable, "-m", f"benchmarks.{module}", str(raster), str(target), how])


def median(costs: list[Cost]) -> Cost:
    """Return the medians of time and of memory."""
    return Cost(statistics.median(c.seconds for c in costs), statistics.median(c.gigabytes for c in costs))


def same(one: Path, other: Path) -> bool:
    """Return whether every metric in the first file is that of the second."""
    rows, others = (json.loads(path.read_text(encoding="utf-8")) for path in (one, other))
    return all(
        math.isclose(value, twin[name], rel_tol=1e-9)
        for row, twin in zip(rows, others, strict=True)
        for name, value in row.items()
    )


def main() -> None:
    """Measure and print."""
    rasters = {side: ensure_landscape(side) for side in SIDES}
    with tempfile.TemporaryDirectory(dir=BUILD) as scratch:
        results = {name: Path(scratch) / f"{number}.json" for number, name in enumerate(RUNS)}
        rounds: dict[str, list[Cost]] = {name: [] for name in RUNS}
        for _ in range(ROUNDS):
            for name, (module, how) in RUNS.items():
                rounds[name].append(measure(module, how, rasters[SIDE], results[name]))
        equal = same(results["pylandstats, all"], results["ours, all"])
        show({name: median(costs) for name, costs in rounds.items()})
        spare = Path(scratch) / "spare.json"
        growth = {
            side: median([measure("landscape_ours", "all", raster, spare) for _ in range(ROUNDS)])
            for side, raster in rasters.items()
        }
    show_growth(growth)
    print(f"every metric that both have: {'equal' if equal else 'DIFFERENT'}")
    if not equal:
        sys.exit(1)


def show(costs: dict[str, Cost]) -> None:
    """Print both sides, without ENN and with it, and ours as a ratio to the peer's of the same metrics."""
    table = Table(title=f"{SIDE:,} × {SIDE:,} cells, four classes, both levels; medians of {ROUNDS}")
    for heading in ("", "wall, s", "ratio", "peak, GB", "ratio"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, cost in costs.items():
        peer = costs["pylandstats, " + name.split(", ")[1]]
        seconds, gigabytes = cost.seconds / peer.seconds, cost.gigabytes / peer.gigabytes
        table.add_row(name, f"{cost.seconds:.1f}", f"{seconds:.2f}", f"{cost.gigabytes:.2f}", f"{gigabytes:.2f}")
    Console().print(table)


def show_growth(costs: dict[int, Cost]) -> None:
    """Print how ours grows with the cells."""
    table = Table(title="ours, all, by size")
    for heading in ("cells, million", "wall, s", "s per million", "peak, GB", "bytes per cell"):
        table.add_column(heading, justify="right")
    for side, cost in costs.items():
        million = side**2 / 1e6
        row = (cost.seconds, cost.seconds / million, cost.gigabytes, cost.gigabytes * 2**30 / side**2)
        table.add_row(
            f"{million:.0f}", *(f"{value:.{digits}f}" for value, digits in zip(row, (1, 3, 2, 1), strict=True))
        )
    Console().print(table)


if __name__ == "__main__":
    main()
