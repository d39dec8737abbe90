"""The one road: an opened source's items become a Stack on the city's grid, each epoch whole or not at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from shapely.geometry.base import BaseGeometry as Geometry

from geo.arrays import Fraction, Mask
from geo.caveats import caveat
from geo.errors import RasterError, SourceError
from geo.grid import MAX_STRETCH, Grid, cell_size_m, grid_for, shape_distortion
from geo.land_cover import LandCover, nearest_epoch
from geo.lattice import joined
from geo.references import Caveat, InputFile, SourceReference
from geo.sources.cache import Entry, GridCache
from geo.sources.declaration import BuiltUpValues, SourceDeclaration
from geo.sources.described import built_up_rasters, population_rasters
from geo.sources.epochs import EpochReader, Tell, land_of
from geo.sources.items import OpenedSource
from geo.sources.populated import Populated, populated
from geo.sources.raster import Raster
from geo.sources.reference import files_read, reference
from geo.stack import Stack

MIN_KNOWN_SHARE = 0.5
"""Share of the study area that an epoch must know: a city of which less than half is known is not measured."""
AREA_TOLERANCE = 0.001
"""Relative difference between the built-up area on the grid and on the source's own cells that is worth a word."""
NOMINAL_TOLERANCE = 0.002
"""Departure of a grid's areas from those on the ellipsoid that goes without a word: twice what resampling may do."""
_FINER = 3.9
"""An overview is read only if its cells are about a fourth of the grid's or less: then a class's share is still one."""


RastersByYear = Mapping[int, tuple[Raster, ...]]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a run asks of the reading beside source, area and epochs."""

    resolution_m: float | None = None
    """Side of the grid's cells; None takes the source's own fineness."""
    extrapolate_population: bool = False
    """Whether population is carried on beyond its source's own epochs."""
    incomparable: tuple[tuple[int, int], ...] = ()
    """Pairs of epochs that are compared although the source says that their difference is no growth."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What all steps of one loading share."""

    area: Geometry
    wishes: Wishes
    cache: GridCache | None
    tell: Tell

    def reader(self, source: OpenedSource, grid: Grid) -> EpochReader:
        return EpochReader(source, grid, self.area, cache=self.cache, tell=self.tell)


def load(  # noqa: PLR0913 (two sources and an area; the rest has its ordinary value)
    source: OpenedSource,
    area: Geometry,
    *,
    people: OpenedSource | None = None,
    cover: OpenedSource | None = None,
    wishes: Wishes | None = None,
    cache: GridCache | None = None,
    tell: Tell = lambda _: None,
) -> Stack:
    """Read every epoch of a source onto one grid for a study area (EPSG:4326).

    Args:
        source: whose built-up land is read.
        area: the study area.
        people: whose population is read; None takes the source's own, if it has any.
        cover: whose classes tell what land was before; None takes the source's own, if it has any.
        wishes: what else is asked for.
        cache: where grid-ready rasters of archives are kept.
        tell: is told of each epoch.

    Raises:
        RasterError: a raster is not what the source declares, or does not cover half of the study area.
        GridError: no grid can be made.
        ArchiveError: an archive does not give what it must.
    """
    desk = _Desk(area, wishes or Wishes(), cache, tell)
    meaning = require_land(source.declaration)
    people = people or source
    rasters, crowd = built_up_rasters(source), population_rasters(people)
    grid = _grid(desk, rasters, crowd)
    rasters = {year: _fitting(tiles, source.declaration, grid, area) for year, tiles in rasters.items()}
    reader = desk.reader(source, grid)
    own = cover is None and source.declaration.land_cover is not None
    entries, covers = _epochs(reader, rasters, starts=list(rasters)[:-1] if own else [])
    taken = _Taken(source, rasters, covers) if own else _taken(desk, grid, cover, list(rasters)[:-1])
    data, study_area = _dataset(grid, entries), grid.mask(area)
    _check_known(data["built_up"].to_numpy(), study_area, rasters)
    extrapolate = desk.wishes.extrapolate_population
    found = populated(desk.reader(people, grid), crowd, land=data, study_area=study_area, extrapolate=extrapolate)
    return Stack(
        grid=grid,
        data=data,
        study_area=study_area,
        population=found.population,
        built_up_threshold=meaning.pixel_threshold,
        can_shrink=source.declaration.can_shrink,
        projected=_projected(source),
        population_gaps=found.gaps,
        population_origins=found.origins,
        land_cover=taken.by_start,
        incomparable=desk.wishes.incomparable,
        sources=_references(source, people, files_read("built_up", rasters, entries), found, taken.reference),
        caveats=(*_note_caveats(source, people), *_grid_caveats(grid, area, entries), *found.caveats),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """The land that a city can take: of which source, read from what."""

    source: OpenedSource | None
    rasters: RastersByYear
    entries: Mapping[int, Entry]
    nearest: Mapping[int, int] | None = None
    """Year at which a period starts → the epoch that stands for it; None where it is the same."""

    @property
    def by_start(self) -> dict[int, LandCover]:
        """Land cover by the year at which a period starts."""
        if self.source is None:
            return {}
        name = self.source.declaration.id
        found = {year: LandCover(name, year, entry.arrays["cells"]) for year, entry in self.entries.items()}
        return found if self.nearest is None else {start: found[year] for start, year in self.nearest.items()}

    @property
    def reference(self) -> SourceReference | None:
        """What it is cited by, where it is a source of its own."""
        if self.source is None or self.nearest is None:
            return None
        read = {year: self.rasters[year] for year in self.entries}
        return reference(self.source.declaration, list(read), files_read("land_cover", read, self.entries))


def _epochs(
    reader: EpochReader, rasters: RastersByYear, *, starts: Collection[int]
) -> tuple[dict[int, Entry], dict[int, Entry]]:
    """Read every epoch's built-up land, and of those at which a period starts the other land too, in one reading."""
    entries, covers = {}, {}
    for year, tiles in rasters.items():
        entries[year] = reader.built_up(year, tiles)
        if year in starts:
            covers[year] = reader.land_cover(year, tiles)
    return entries, covers


def _taken(desk: _Desk, grid: Grid, cover: OpenedSource | None, starts: Sequence[int]) -> _Taken:
    """Read the land at the starts of periods from another source's nearest epochs."""
    if cover is None:
        return _Taken(None, {}, {})
    reader, rasters = desk.reader(cover, grid), built_up_rasters(cover)
    nearest = {start: nearest_epoch(rasters, start) for start in starts}
    entries = {year: reader.land_cover(year, rasters[year]) for year in sorted(set(nearest.values()))}
    return _Taken(cover, rasters, entries, nearest)


def _grid(desk: _Desk, rasters: RastersByYear, crowd: RastersByYear) -> Grid:
    people = next(iter(crowd.values()))[0].lattice if crowd else None
    lattices = [lattice for tiles in rasters.values() for lattice in joined([tile.lattice for tile in tiles])]
    return grid_for(desk.area, lattices, people, resolution_m=desk.wishes.resolution_m)


def _fitting(tiles: Sequence[Raster], declared: SourceDeclaration, grid: Grid, area: Geometry) -> tuple[Raster, ...]:
    """Return the tiles at the overview that fits the grid, where the source says how its overviews were made."""
    if not grid.resampled or declared.raster.overviews not in {"nearest", "average"}:
        return tuple(tiles)
    centre = area.centroid
    sizes = [cell_size_m(tile.lattice, centre.x, centre.y) for tile in tiles]
    return tuple(t.coarsened(grid.resolution_m / size / _FINER) for t, size in zip(tiles, sizes, strict=True))


def require_land(declared: SourceDeclaration) -> BuiltUpValues:
    """Return what a source's built-up values mean.

    Raises:
        SourceError: it has none; the message says why.
    """
    if declared.built_up is None:
        why = declared.why_not_built_up or "it holds no built-up land"
        msg = f"{declared.id}: expected a source of built-up land, saw {declared.title}: {why}; see `umran sources`"
        raise SourceError(msg)
    return declared.built_up


def _references(
    source: OpenedSource,
    people: OpenedSource,
    files: Sequence[InputFile],
    found: Populated,
    cover: SourceReference | None,
) -> tuple[SourceReference, ...]:
    """Return the land's source, then those of the people and of the land before, where they are other ones."""
    own = people is source
    land = reference(source.declaration, source.land_years, [*files, *found.files] if own else files)
    crowd = None if own or not found.files else reference(people.declaration, found.epochs, found.files)
    return tuple(cited for cited in (land, crowd, cover) if cited is not None)


def _projected(source: OpenedSource) -> tuple[int, ...]:
    return tuple(year for year in source.land_years if year in source.declaration.projected_epochs)


def _note_caveats(*sources: OpenedSource) -> list[Caveat]:
    by_id = {source.declaration.id: source for source in sources}
    caveats = []
    for source in by_id.values():
        declared = source.declaration
        caveats += [caveat("source_note", title=declared.title, note=note) for note in declared.notes]
        if source.absent:
            caveats.append(caveat("absent_tiles", title=declared.title, tiles=tuple(source.absent)))
    return caveats


def _dataset(grid: Grid, entries: Mapping[int, Entry]) -> xr.Dataset:
    shape = (len(entries), *grid.shape)
    fractions, land = np.empty(shape, np.float32), np.ones(shape, np.bool_)
    for position, entry in enumerate(entries.values()):
        fractions[position] = entry.arrays["fraction"]
        dry = land_of(entry)
        if dry is not None:
            land[position] = dry
    dims = ("epoch", "y", "x")
    variables = {"built_up": (dims, fractions, {"units": "1"}), "land": (dims, land)}
    return xr.Dataset(variables, coords={"epoch": list(entries)})


def _grid_caveats(grid: Grid, area: Geometry, entries: Mapping[int, Entry]) -> list[Caveat]:
    """Return what the grid did to areas and does to areas and shapes."""
    caveats = _shape_caveats(grid, area)
    if not grid.resampled and grid.area_distortion > NOMINAL_TOLERANCE:
        caveats.append(caveat("nominal_areas", share=grid.area_distortion))
    for year, entry in entries.items():
        own, gridded = entry.facts.get("own_km2"), entry.facts.get("grid_km2")
        if own and gridded is not None and abs(gridded / own - 1) > AREA_TOLERANCE:
            caveats.append(caveat("resampled_area", year=year, own=own, gridded=gridded, change=gridded / own - 1))
    return caveats


def _shape_caveats(grid: Grid, area: Geometry) -> list[Caveat]:
    stretch = shape_distortion(grid.crs, area)
    return [caveat("shape_distortion", crs=grid.crs.name, stretch=stretch)] if stretch > MAX_STRETCH else []


def _check_known(fractions: Fraction, study_area: Mask, rasters: Mapping[int, Sequence[Raster]]) -> None:
    cells = int(np.count_nonzero(study_area))
    for fraction, tiles in zip(fractions, rasters.values(), strict=True):
        unknown = np.isnan(fraction)
        unknown &= study_area
        known = cells - int(np.count_nonzero(unknown))
        if known < MIN_KNOWN_SHARE * cells:
            names = ", ".join(tile.name for tile in tiles)
            seen = f"{known / max(cells, 1):.0%}"
            remedy = "give a raster that covers it, a smaller area, or check the nodata value"
            raise RasterError(names, "at least half of the study area's cells to be known", seen, remedy)
