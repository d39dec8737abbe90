"""Figures by district against exactextract alone: 2,000 districts, five epochs of 6,000 × 6,000 cells.

Both read the same rasters and give built-up land, land and people of every district and epoch. The peer is exactextract
called once for the ten layers of land and once for the five of people, whose cells are larger. Each is a process of its
own; medians of the rounds, less what the input alone takes; ratios to the peer.
"""

import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import rasterio
import shapely
import xarray as xr
from affine import Affine
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from odc.geo.geobox import GeoBox
from rich.console import Console
from rich.table import Table

from benchmarks.__main__ import BUILD, ROUNDS, Cost, cost_of
from benchmarks.big_city import BUILT, EPOCHS, SIDE, WATER, ensure_big_city
from geo.codes import ExpansionType, ExtentClass
from geo.grid import Grid
from geo.indicators.checks import Checks
from geo.lattice import DEGREES, moved
from geo.stack import GriddedPopulation, Stack
from geo.zones.indicators import CellClasses, measure_zones
from geo.zones.shares import Shares
from geo.zones.zonal import zonal_epoch
from geo.zones.zone import Zone

DISTRICTS = 2_000
CRUMBS = 40_000
"""Voronoi cells that the districts are made of, so that their outlines are as crooked as real ones."""
WEST, NORTH, CELL = 600_000, 2_300_000, 10
EXTENT = (WEST, NORTH - SIDE * CELL, WEST + SIDE * CELL, NORTH)
BLOCK = 10
TOLERANCE = 1e-5
Arrays = tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]


def ensure_districts(path: Path) -> None:
    """Write the districts' polygons unless they are there."""
    if path.exists():
        return
    random = np.random.default_rng(5)
    places, seeds = (random.random((count, 2)) * SIDE * CELL + EXTENT[:2] for count in (CRUMBS, DISTRICTS))
    crumbs = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(places), extend_to=shapely.box(*EXTENT)))
    crumbs = shapely.intersection(crumbs, shapely.box(*EXTENT))
    nearest = shapely.STRtree(shapely.points(seeds)).nearest(shapely.centroid(crumbs))
    districts = [shapely.coverage_union_all(crumbs[nearest == number]) for number in np.unique(nearest)]
    np.save(path, np.array(shapely.to_wkb(districts), dtype=object), allow_pickle=True)


def read(folder: Path) -> tuple[Arrays, np.ndarray]:
    """Return built-up fractions, land and people by epoch, and the districts."""
    covers = [rasterio.open(folder / f"cover_{year}.tif").read(1) for year in EPOCHS]
    people = [rasterio.open(folder / f"people_{year}.tif").read(1) for year in EPOCHS]
    arrays = ([(cover == BUILT).astype(np.float32) for cover in covers], [cover != WATER for cover in covers], people)
    return arrays, shapely.from_wkb(np.load(folder / "districts.npy", allow_pickle=True))


def peer(folder: Path) -> np.ndarray:
    """Return (layer, district) by exactextract alone."""
    (built, land, people), districts = read(folder)
    features = [{"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(one)} for one in districts]
    found = []
    for layers in ([*built, *(one.view(np.uint8) for one in land)], people):
        sources = [NumPyRasterSource(layer, *EXTENT, name=f"layer{at}") for at, layer in enumerate(layers)]
        sums = [feature["properties"] for feature in exact_extract(sources, features, ["sum"])]
        found += [[one[f"layer{at}_sum"] for one in sums] for at in range(len(layers))]
    return np.array(found)


@dataclass(frozen=True)
class City:
    """The same, as the measuring has it."""

    stack: Stack
    classes: CellClasses
    districts: Sequence[shapely.Geometry]

    @classmethod
    def of(cls, folder: Path) -> "City":
        """Read it; what is built up is rural, since no extent is needed here."""
        (built, land, people), districts = read(folder)
        affine = Affine(CELL, 0, WEST, 0, -CELL, NORTH)
        grid = Grid(GeoBox((SIDE, SIDE), affine, "EPSG:32627"), "benchmark", resampled=False, area_distortion=0.0)
        dims = ("epoch", "y", "x")
        data = xr.Dataset(
            {"built_up": (dims, np.array(built)), "land": (dims, np.array(land))}, coords={"epoch": list(EPOCHS)}
        )
        persons = {year: one.astype(np.float64) for year, one in zip(EPOCHS, people, strict=True)}
        stack = Stack(
            grid=grid,
            data=data,
            study_area=np.ones(grid.shape, np.bool_),
            population=GriddedPopulation(BLOCK, persons),
            built_up_threshold=0.5,
            can_shrink=False,
            projected=(),
            sources=(),
        )
        periods = [*pairwise(EPOCHS), (EPOCHS[0], EPOCHS[-1])]
        extent = {year: cls._extent(stack, year) for year in EPOCHS}
        return cls(stack, CellClasses(extent, {period: cls._expansion(stack, period) for period in periods}), districts)

    @staticmethod
    def _extent(stack: Stack, year: int) -> np.ndarray:
        codes = np.where(stack.land(year), np.uint8(ExtentClass.RURAL_OPEN), np.uint8(ExtentClass.WATER))
        codes[stack.built_up(year) > 0] = ExtentClass.RURAL
        return codes

    @staticmethod
    def _expansion(stack: Stack, period: tuple[int, int]) -> np.ndarray:
        start, end = (stack.built_up(year) > 0 for year in period)
        codes = np.where(end, np.uint8(ExpansionType.OUTSIDE), np.uint8(ExpansionType.OPEN))
        codes[start & end] = ExpansionType.UNCHANGED
        return codes


def figures(folder: Path) -> np.ndarray:
    """Return (layer, district) by our own functions."""
    city = City.of(folder)
    stack = city.stack
    shares = Shares.of(city.districts, stack.grid, area=shapely.box(*EXTENT), study_area=stack.study_area)
    epochs = [
        zonal_epoch(stack, year, shares, counted=stack.study_area, classes=city.classes.extent[year]) for year in EPOCHS
    ]
    return np.array([*(e.built_up for e in epochs), *(e.land for e in epochs), *(e.people for e in epochs)])


def indicators(folder: Path) -> np.ndarray:
    """Measure the districts whole: figures by class, indicators and growth by type of five periods."""
    city = City.of(folder)
    zones = [Zone(str(number), {}, "district", district) for number, district in enumerate(city.districts)]
    area = moved(shapely.segmentize(shapely.box(*EXTENT), 1_000), city.stack.grid.crs, DEGREES)
    found = measure_zones(
        city.stack,
        zones,
        area=area,
        checks=Checks.of(city.stack, {}),
        classes=city.classes,
    )
    return np.array([[row.built_up_km2 for row in zone.epochs] for zone in found.zones])


def arrays_only(folder: Path) -> np.ndarray:
    """Only read the arrays, as the peer does."""
    read(folder)
    return np.zeros(0)


def city_only(folder: Path) -> np.ndarray:
    """Only read the city, as it is there when districts are measured."""
    City.of(folder)
    return np.zeros(0)


JOBS = {
    "arrays": arrays_only,
    "city": city_only,
    "exactextract alone": peer,
    "the same figures": figures,
    "with indicators and growth": indicators,
}
INPUT = {"exactextract alone": "arrays", "the same figures": "city", "with indicators and growth": "city"}
"""What each has in memory before it starts."""


def main() -> None:
    """Measure and print."""
    folder = ensure_big_city(BUILD / "input").parent
    ensure_districts(folder / "districts.npy")
    costs: dict[str, list[Cost]] = {name: [] for name in JOBS}
    with tempfile.TemporaryDirectory(dir=BUILD) as scratch:
        results = {name: Path(scratch) / f"{at}.npy" for at, name in enumerate(JOBS)}
        for _ in range(ROUNDS):
            for name, result in results.items():
                command = [sys.executable, "-m", "benchmarks.zones", name, str(folder), str(result)]
                costs[name].append(cost_of(command))
        theirs, ours = (np.load(results[name]) for name in ("exactextract alone", "the same figures"))
    apart = float(np.max(np.abs(ours - theirs) / np.maximum(theirs, 1)))
    show(costs)
    print(f"largest difference between the two: {apart:.1e} of a district's figure (expected under {TOLERANCE:.0e})")
    if apart >= TOLERANCE:
        sys.exit(1)


def show(costs: dict[str, list[Cost]]) -> None:
    """Print the table."""
    table = Table(
        title=f"{DISTRICTS:,} districts, {len(EPOCHS)} epochs of {SIDE:,} × {SIDE:,} cells; medians of {ROUNDS}"
    )
    for heading in ("", "wall, s", "its input, s", "the rest, s", "ratio", "peak, GB"):
        table.add_column(heading, justify="right" if heading else "left")
    wall = {name: statistics.median(cost.seconds for cost in runs) for name, runs in costs.items()}
    rest = {name: wall[name] - wall[given] for name, given in INPUT.items()}
    for name, given in INPUT.items():
        peak = statistics.median(cost.gigabytes for cost in costs[name])
        seconds = [f"{value:.1f}" for value in (wall[name], wall[given], rest[name])]
        table.add_row(name, *seconds, f"{rest[name] / rest['exactextract alone']:.2f}", f"{peak:.2f}")
    Console().print(table)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        np.save(sys.argv[3], JOBS[sys.argv[1]](Path(sys.argv[2])))
