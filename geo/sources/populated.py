"""The people of a Stack: a table's counts, or population rasters on blocks of the grid, for the years of the land."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import xarray as xr

from geo.arrays import Mask
from geo.caveats import caveat
from geo.errors import RasterError
from geo.population import share_inside
from geo.population_years import Origin, PopulationOfYear, needed_epochs, population_for
from geo.references import Caveat, InputFile
from geo.sources.declaration import SourceDeclaration
from geo.sources.epochs import EpochReader, unknown_of
from geo.sources.people import block_factor, built_up_without_people
from geo.sources.raster import Raster
from geo.sources.reference import files_read
from geo.stack import CountedPopulation, GriddedPopulation, Population

MAX_GAP = 0.5
"""Share of the built-up land whose population may be unknown: a count of less than half would be a made-up number."""


@dataclass(frozen=True, slots=True)
class Populated:
    """The population of the land's years, and what is to be said of it."""

    population: Population = None
    origins: Mapping[int, Origin] = field(default_factory=dict)
    gaps: Mapping[int, float] = field(default_factory=dict)
    """Year → share of the study area's built-up land whose population is unknown."""
    files: tuple[InputFile, ...] = ()
    caveats: tuple[Caveat, ...] = ()

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs of the population source that the figures rest on."""
        return tuple(sorted({year for origin in self.origins.values() for year in origin.epochs}))


def populated(
    reader: EpochReader,
    rasters: Mapping[int, tuple[Raster, ...]],
    *,
    land: xr.Dataset,
    study_area: Mask,
    extrapolate: bool,
) -> Populated:
    """Return the population of the land's years from a source.

    Args:
        reader: reads the source onto the city's grid.
        rasters: its population rasters by epoch.
        land: the built-up land on the grid, as `geo.stack.Stack.data` has it.
        study_area: (y, x) on the grid.
        extrapolate: whether population is carried on beyond the source's epochs.

    Raises:
        RasterError: a raster is not what the source declares, or leaves out half of the built-up land.
        ArchiveError: it cannot be read.
    """
    years = [int(year) for year in land["epoch"].to_numpy()]
    if reader.source.counted_population is not None:
        return _counted(reader.source.counted_population)
    wanted = needed_epochs(years, list(rasters), extrapolate=extrapolate)
    if not wanted:
        return Populated()
    factor = block_factor(reader.grid, rasters[wanted[0]][0].lattice)
    entries = {epoch: reader.people(epoch, rasters[epoch], factor) for epoch in wanted}
    found = population_for(
        years,
        {epoch: entry.arrays["persons"] for epoch, entry in entries.items()},
        study_area_share=share_inside(study_area, factor),
        unknown={epoch: unknown_of(entry) for epoch, entry in entries.items()},
        extrapolate=extrapolate,
    )
    population = _on_blocks(factor, found)
    origins = {year: people.origin for year, people in found.items()}
    return Populated(
        population=population,
        origins=origins,
        gaps=_gaps(population, land, study_area, {epoch: rasters[epoch][0].name for epoch in wanted}),
        files=tuple(files_read("population", {epoch: rasters[epoch] for epoch in wanted}, entries)),
        caveats=_origin_caveats(reader.source.declaration, origins),
    )


def _counted(persons: Mapping[int, float]) -> Populated:
    return Populated(CountedPopulation(persons), caveats=(caveat("counted_population"),))


def _on_blocks(factor: int, found: Mapping[int, PopulationOfYear]) -> GriddedPopulation:
    return GriddedPopulation(
        factor,
        {year: people.persons for year, people in found.items()},
        {year: people.unknown for year, people in found.items() if people.unknown is not None},
    )


def _gaps(
    population: GriddedPopulation, land: xr.Dataset, study_area: Mask, names: Mapping[int, str]
) -> dict[int, float]:
    """Return by year the share of built-up land whose population is unknown.

    Raises:
        RasterError: it is half or more.
    """
    gaps = {}
    for year in population.persons:
        fraction = land["built_up"].sel(epoch=year).to_numpy()
        gaps[year] = built_up_without_people(population, year, fraction, study_area)
        if gaps[year] > MAX_GAP:
            name = names.get(year, ", ".join(names.values()))
            seen = f"{1 - gaps[year]:.0%}"
            remedy = "give a raster that covers the city, or check its nodata value"
            raise RasterError(name, "population of at least half of the built-up land", seen, remedy)
    return gaps


def _origin_caveats(source: SourceDeclaration, origins: Mapping[int, Origin]) -> tuple[Caveat, ...]:
    caveats = []
    for kind in ("interpolated", "extrapolated"):
        years = tuple(
            f"{year} ({'–'.join(map(str, origin.epochs))})" for year, origin in origins.items() if origin.kind == kind
        )
        if years:
            caveats.append(caveat(f"{kind}_population", years=years, source=source.id))
    guessed = tuple(
        year for year, origin in origins.items() if not set(source.projected_epochs).isdisjoint(origin.epochs)
    )
    if guessed:
        caveats.append(caveat("projected_population", years=guessed, source=source.id))
    return tuple(caveats)
