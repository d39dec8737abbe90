"""Which rasters a run publishes: each with its name, title, legend and the way its overviews are made."""

from collections.abc import Iterator
from dataclasses import dataclass

from geo.arrays import Codes, Fraction, Years
from geo.codes import FIRST_BUILT_UNKNOWN
from geo.measurement import Measurement
from outputs.layers.palettes import (
    Legend,
    Ramp,
    built_up_ramp,
    expansion_legend,
    extent_legend,
    first_built_legend,
    land_taken_legend,
)
from outputs.layout import RunFiles
from outputs.text import year_name


@dataclass(frozen=True, slots=True)
class Raster:
    """One raster to write."""

    path: str
    """Relative to the run's folder."""
    title: str
    band: str
    """The band's description."""
    years: tuple[int, ...]
    array: Fraction | Codes | Years
    """(y, x) on the measurement's grid; not copied."""
    nodata: float
    units: str
    style: Legend | Ramp

    @property
    def legend(self) -> Legend | None:
        """The classes, where the values are class codes (or years)."""
        return self.style if isinstance(self.style, Legend) else None


def rasters(measurement: Measurement, city: str) -> Iterator[Raster]:
    """Yield the rasters of a run in the order in which they are written; none is copied."""
    files, layers = RunFiles(city), measurement.layers
    names = {year: year_name(year, measurement.projected) for year in measurement.years}
    for year, fraction in layers.built_up.items():
        title = f"Built-up share of the cell, {names[year]}"
        yield Raster(
            files.built_up(year), title, "built_up_fraction", (year,), fraction, float("nan"), "1", built_up_ramp()
        )
    years = measurement.years
    yield Raster(
        files.first_built,
        f"Epoch at which a cell is first built-up, {names[years[0]]}–{names[years[-1]]}",
        "first_built_year",
        years,
        layers.first_built,
        FIRST_BUILT_UNKNOWN,
        "year",
        first_built_legend(years, measurement.projected),
    )
    for year, codes in layers.extent_classes.items():
        title = f"Classes of the urban extent, {names[year]}"
        yield Raster(files.extent(year), title, "extent_class", (year,), codes, 0, "class", extent_legend())
    for (start, end), codes in layers.expansion.items():
        doubt = " (epochs not to be compared)" if (start, end) in measurement.incomparable else ""
        title = f"Types of expansion, {names[start]}–{names[end]}{doubt}"
        path = files.expansion(start, end)
        yield Raster(path, title, "expansion_type", (start, end), codes, 0, "class", expansion_legend())
    for (start, end), codes in layers.land_taken.items():
        title = f"Land taken, {names[start]}–{names[end]}"
        path = files.land_taken(start, end)
        yield Raster(path, title, "land_taken", (start, end), codes, 0, "class", land_taken_legend())
