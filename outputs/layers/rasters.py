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
    spoken,
)
from outputs.layout import RunFiles
from outputs.report.marks import YearNames
from outputs.words import text


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
    """Yield the rasters of a run in the order in which they are written, titled in the language spoken now.

    No array is copied.
    """
    files, layers, when = RunFiles(city), measurement.layers, YearNames(measurement.projected)
    for year, fraction in layers.built_up.items():
        title = text("layers.raster.built_up", when=when.year(year))
        path = files.built_up(year)
        yield Raster(path, title, "built_up_fraction", (year,), fraction, float("nan"), "1", built_up_ramp())
    years = measurement.years
    yield Raster(
        files.first_built,
        text("layers.raster.first_built", when=when.period(years[0], years[-1])),
        "first_built_year",
        years,
        layers.first_built,
        FIRST_BUILT_UNKNOWN,
        "year",
        spoken(first_built_legend(years, measurement.projected)),
    )
    for year, codes in layers.extent_classes.items():
        title = text("layers.raster.extent", when=when.year(year))
        style = spoken(extent_legend())
        yield Raster(files.extent(year), title, "extent_class", (year,), codes, 0, "class", style)
    yield from _of_periods(measurement, city)


def _of_periods(measurement: Measurement, city: str) -> Iterator[Raster]:
    files, layers, when = RunFiles(city), measurement.layers, YearNames(measurement.projected)
    for (start, end), codes in layers.expansion.items():
        title = text("layers.raster.expansion", when=when.period(start, end))
        if (start, end) in measurement.incomparable:
            title = text("layers.raster.incomparable", title=title)
        path, style = files.expansion(start, end), spoken(expansion_legend())
        yield Raster(path, title, "expansion_type", (start, end), codes, 0, "class", style)
    for (start, end), codes in layers.land_taken.items():
        title = text("layers.raster.land_taken", when=when.period(start, end))
        path, style = files.land_taken(start, end), spoken(land_taken_legend())
        yield Raster(path, title, "land_taken", (start, end), codes, 0, "class", style)
