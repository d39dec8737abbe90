"""Run the peer, the same stages and the whole run in turn, each as a process of its own, and print one table.

Wall time and peak memory are the operating system's own account of each process, its start and imports included;
medians of the rounds, and ratios to the lean script of the same call. Results are compared cell by cell.
"""

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from rich.console import Console
from rich.table import Table

from benchmarks.big_city import BUILD, EPOCHS, SIDE

ROUNDS = 3


@dataclass(frozen=True)
class Cost:
    """What a process cost."""

    seconds: float
    gigabytes: float


def cost_of(command: list[str]) -> Cost:
    """Run a command to its end; its output goes nowhere.

    Raises:
        RuntimeError: the command failed.
    """
    start = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        msg = f"{' '.join(command)}: expected exit code 0, saw {os.waitstatus_to_exitcode(status)}"
        raise RuntimeError(msg)
    return Cost(time.perf_counter() - start, usage.ru_maxrss / 2**20)


def made_big_city() -> Path:
    """Make the input in a process of its own, whose memory the peers do not inherit; return the path of its TOML."""
    cost_of([sys.executable, "-m", "benchmarks.big_city", str(BUILD / "input")])
    return BUILD / "input" / "big-city.toml"


def same_classes(one: Path, other: Path) -> bool:
    """Return whether both folders hold the same classes for every epoch, cell by cell."""
    return all(
        np.array_equal(*(rasterio.open(folder / f"extent_{year}.tif").read(1) for folder in (one, other)))
        for year in EPOCHS
    )


def main() -> None:
    """Measure and print."""
    toml = made_big_city()
    with tempfile.TemporaryDirectory(dir=BUILD) as scratch:
        folders = {name: Path(scratch) / name for name in ("lean", "stages", "run")}
        for folder in folders.values():
            folder.mkdir()
        python = sys.executable
        umran = str(Path(python).with_name("umran"))
        commands = {
            "lean script": [python, "-m", "benchmarks.lean", str(toml.parent), str(folders["lean"])],
            "same stages": [python, "-m", "benchmarks.stages", str(toml), str(folders["stages"])],
            "whole run": [umran, "run", "big-city", "--source", str(toml), "--out", str(folders["run"])],
        }
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for number in range(ROUNDS):
            commands["whole run"][-1] = str(folders["run"] / str(number))
            for name, command in commands.items():
                costs[name].append(cost_of(command))
        same = same_classes(folders["lean"], folders["stages"])
    show(costs, same=same)


def show(costs: dict[str, list[Cost]], *, same: bool) -> None:
    """Print the table."""
    table = Table(title=f"{SIDE:,} × {SIDE:,} cells of 10 m, {len(EPOCHS)} epochs; medians of {ROUNDS}")
    for heading in ("", "wall, s", "ratio", "peak, GB", "ratio"):
        table.add_column(heading, justify="right" if heading else "left")
    medians = {
        name: (statistics.median(c.seconds for c in runs), statistics.median(c.gigabytes for c in runs))
        for name, runs in costs.items()
    }
    seconds, gigabytes = medians["lean script"]
    for name, (wall, peak) in medians.items():
        table.add_row(name, f"{wall:.1f}", f"{wall / seconds:.2f}", f"{peak:.2f}", f"{peak / gigabytes:.2f}")
    Console().print(table)
    print(f"classes of the lean script and of the same stages, cell by cell: {'equal' if same else 'DIFFERENT'}")
    if not same:
        sys.exit(1)


if __name__ == "__main__":
    main()
