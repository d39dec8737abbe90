"""What the measures beside the indicator cost against the urban extents alone: `python -m benchmarks.measures`.

Both are timed inside one process on the same stack, wall and CPU, round by round; medians and ratios are printed.
"""

import statistics
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from benchmarks.__main__ import made_big_city
from benchmarks.big_city import EPOCHS, SIDE
from geo import measures
from geo.extent.classes import Circles
from geo.extent.urban_extent import urban_extent
from geo.measure import series_of
from geo.measurement import ExtentParameters
from geo.series import Series
from geo.settlement.city import settled
from geo.sources.load import load
from geo.sources.local import read_local
from geo.stack import Stack

ROUNDS = 3
Cost = tuple[float, float]


def timed(work: Callable[[], object]) -> Cost:
    """Return the wall and the CPU seconds of a piece of work."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def extents(stack: Stack) -> None:
    """Do what the urban extents take."""
    parameters = ExtentParameters(built_up_threshold=stack.built_up_threshold)
    how = Circles(parameters, stack.grid.resolution_m)
    for year in stack.years:
        urban_extent(stack, year, centre=None, how=how)


def beside(series: Series) -> None:
    """Do what the measures beside the indicator take, their settlements too."""
    for year in series.years:
        settled(series.stack, year, series.centre, series.measures)
    measures.figures(series)


def main() -> None:
    """Measure and print."""
    source = read_local(made_big_city())
    stack = load(source, source.footprint)
    series = series_of(stack)
    costs: dict[str, list[Cost]] = {"urban extents": [], "all measures beside": []}
    for _ in range(ROUNDS):
        costs["urban extents"].append(timed(lambda: extents(stack)))
        costs["all measures beside"].append(timed(lambda: beside(series)))
    table = Table(title=f"{SIDE:,} × {SIDE:,} cells of 10 m, {len(EPOCHS)} epochs; medians of {ROUNDS}")
    for heading in ("", "wall, s", "ratio", "CPU, s", "ratio"):
        table.add_column(heading, justify="right" if heading else "left")
    medians = {name: [statistics.median(cost[i] for cost in runs) for i in (0, 1)] for name, runs in costs.items()}
    wall, cpu = medians["urban extents"]
    for name, (own_wall, own_cpu) in medians.items():
        table.add_row(name, f"{own_wall:.1f}", f"{own_wall / wall:.2f}", f"{own_cpu:.1f}", f"{own_cpu / cpu:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
