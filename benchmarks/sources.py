"""Reading a city over a line: against a plain rasterio read, cold and from the cache, and what of the bytes was needed.

A city of 60 × 60 km in cells of 10 m lies on a server on loopback, in degrees and in a UTM zone. First only reading is
timed, from the address to the array of codes: ours, and rasterio over /vsicurl/, each in a process of its own, in turn.
Then the whole pull, from the source's name to the Stack on the city's grid, with 50 ms before each answer.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import rasterio
from rich.console import Console
from rich.table import Table

from benchmarks.archive_city import CITY_M, EPOCHS, LAYOUTS, Layout, city, ensure_archive
from benchmarks.reading import READS
from geo.grid import Grid
from geo.sources.means import Means
from geo.sources.mosaic import MARGIN, bounds_in
from geo.sources.raster import open_raster, read_over
from geo.sources.road import Order, pull
from tests.geo.sources.archive_server import Archive, start_archive

BUILD = Path(__file__).resolve().parents[1] / "build" / "bench"
ROUNDS = 5
PULLS, CACHED = 3, 3
"""Pulls with an empty cache, and after each of them with a full one."""
LATENCY_MS = 50
WAYS = ("ours", "vsicurl")
SLOWER, BYTES, FASTER = 1.3, 1.5, 20
"""Goals: reading against the peer's, at most; bytes against the blocks', at most; cached against cold, at least."""


@dataclass
class Reading:
    """What reads of one window took, and what they fetched."""

    seconds: list[float] = field(default_factory=list)
    sums: set[str] = field(default_factory=set)
    fetched: int = 0
    requests: int = 0


@dataclass(frozen=True)
class Pulled:
    """What pulls took, in seconds, and what a cold one fetched."""

    cold: float
    cached: float
    fetched: int
    needed: int
    requests: int
    cached_requests: int


def blocks_bytes(path: Path, window: tuple[int, int, int, int]) -> int:
    """Return the bytes of the blocks of a GeoTIFF that a window (column, row, width, height) touches."""
    left, top, width, height = window
    with rasterio.open(path) as dataset:
        rows, columns = dataset.block_shapes[0]
        return sum(
            int(dataset.get_tag_item(f"BLOCK_SIZE_{column}_{row}", "TIFF", 1) or 0)
            for row in range(top // rows, (top + height - 1) // rows + 1)
            for column in range(left // columns, (left + width - 1) // columns + 1)
        )


def window_of(path: Path, grid: Grid) -> tuple[int, int, int, int]:
    """Return the window (column, row, width, height) of a file that a city's grid needs."""
    raster = open_raster(str(path))
    piece = read_over(raster, bounds_in(grid, raster.lattice), MARGIN if grid.resampled else 0)
    left, top = (round(v) for v in ~raster.lattice.affine @ (piece.lattice.affine.c, piece.lattice.affine.f))
    return left, top, piece.values.shape[1], piece.values.shape[0]


def time_reading(archive: Archive, layout: Layout, window: tuple[int, int, int, int]) -> dict[str, Reading]:
    """Read the last epoch's window both ways, in turn."""
    readings = {way: Reading() for way in WAYS}
    for _ in range(ROUNDS):
        for way, reading in readings.items():
            archive.inject()
            address = archive.address(layout.file(EPOCHS[-1]))
            command = [sys.executable, "-m", "benchmarks.reading", way, address, *map(str, window)]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
            reading.seconds.append(told["seconds"])
            reading.sums.add(told["sha256"])
            reading.fetched, reading.requests = archive.sent() // READS, len(archive.requests()) // READS
    return readings


def time_pulls(archive: Archive, layout: Layout, scratch: Path) -> tuple[Pulled, Grid]:
    """Pull the city with an empty cache and again with a full one."""
    source = scratch / f"{layout.name}.toml"
    source.write_text(layout.declared(archive.url), encoding="utf-8")
    order = Order(str(source), city(), population="none")
    cold, cached = [], []
    cache = scratch / "cache"
    for _ in range(PULLS):
        shutil.rmtree(cache, ignore_errors=True)
        archive.inject(latency_ms=LATENCY_MS)
        seconds, grid = _pull(order, cache)
        cold.append(seconds)
        requests, fetched = len(archive.requests()), archive.sent()
        archive.inject(latency_ms=LATENCY_MS)
        cached += [_pull(order, cache)[0] for _ in range(CACHED)]
    files = [archive.root / layout.file(year) for year in EPOCHS]
    needed = sum(blocks_bytes(path, window_of(path, grid)) for path in files)
    medians = statistics.median(cold), statistics.median(cached)
    return Pulled(*medians, fetched, needed, requests, len(archive.requests())), grid


def _pull(order: Order, cache: Path) -> tuple[float, Grid]:
    begun = time.perf_counter()
    grid = pull(order, Means(cache)).grid
    return time.perf_counter() - begun, grid


def main() -> None:
    """Measure and print."""
    root = BUILD / "archive"
    ensure_archive(root)
    readings, pulls = {}, {}
    with tempfile.TemporaryDirectory(dir=BUILD) as name:
        scratch = Path(name)
        for layout in LAYOUTS:
            with start_archive(root, scratch / f"{layout.name}.jsonl") as archive:
                pulls[layout], grid = time_pulls(archive, layout, scratch)
                window = window_of(root / layout.file(EPOCHS[-1]), grid)
                needed = blocks_bytes(root / layout.file(EPOCHS[-1]), window)
                readings[layout] = time_reading(archive, layout, window), needed
    show_readings(readings)
    show_pulls(pulls)
    if any(len(ways["ours"].sums | ways["vsicurl"].sums) > 1 for ways, _ in readings.values()):
        print("codes of ours and of rasterio: DIFFERENT")
        sys.exit(1)
    print("codes of ours and of rasterio: equal")


def show_readings(readings: dict[Layout, tuple[dict[str, Reading], int]]) -> None:
    """Print what reading alone took."""
    title = f"Reading one epoch of {CITY_M // 1000} × {CITY_M // 1000} km, from address to codes; medians"
    goals = f"Goals: at most {SLOWER} times as long, at most {BYTES} times the bytes of the blocks under the city."
    table = _table(title, goals, "ratio")
    for layout, (ways, needed) in readings.items():
        peer = statistics.median(ways["vsicurl"].seconds)
        for way, label in (("ours", "Umran"), ("vsicurl", "/vsicurl/")):
            found = ways[way]
            seconds = statistics.median(found.seconds)
            table.add_row(
                f"{layout.name}, {layout.block}: {label}",
                f"{seconds:.3f}",
                f"{seconds / peer:.2f}",
                str(found.requests),
                f"{found.fetched / 1e6:.2f}",
                f"{found.fetched / needed:.2f}",
            )
    Console().print(table)


def show_pulls(pulls: dict[Layout, Pulled]) -> None:
    """Print what whole pulls took."""
    title = f"Pulling {len(EPOCHS)} epochs onto the grid, {LATENCY_MS} ms before each answer; medians of {PULLS}"
    table = _table(title, f"Goal: from the cache at least {FASTER} times faster than cold.", "faster")
    for layout, found in pulls.items():
        share = f"{found.fetched / found.needed:.2f}"
        how = "averaged" if layout.name == "degrees" else "own grid"
        cold = f"{found.cold:.2f}", "", str(found.requests), f"{found.fetched / 1e6:.2f}", share
        cached = f"{found.cached:.2f}", f"{found.cold / found.cached:.1f}", str(found.cached_requests), "", ""
        table.add_row(f"{layout.name}, {how}: cold", *cold)
        table.add_row(f"{layout.name}, {how}: cached", *cached)
    Console().print(table)


def _table(title: str, goals: str, figure: str) -> Table:
    table = Table(title=title, caption=goals)
    for heading in ("", "s", figure, "requests", "MB", "of needed"):
        table.add_column(heading, justify="right" if heading else "left")
    return table


if __name__ == "__main__":
    main()
