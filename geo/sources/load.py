"""The one road: an opened source's items become a Stack on the city's grid.

Where the grid is the source's own, cells are read as they are. Elsewhere built-up is averaged: from classes by the
share of finer pixels, never by the nearest one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr
from rasterio.enums import Resampling
from rasterio.warp import reproject, transform_bounds
from shapely.geometry.base import BaseGeometry as Geometry

from geo.arrays import Fraction, Mask
from geo.errors import RasterError
from geo.grid import Grid, grid_for
from geo.lattice import Lattice
from geo.measurement import Caveat, InputFile, SourceReference
from geo.sources.area_check import own_area_km2
from geo.sources.declaration import BuiltUpValues
from geo.sources.items import POPULATION_ASSET, OpenedSource, asset_path, built_up_asset
from geo.sources.people import built_up_without_people, gridded_population
from geo.sources.raster import Raster, file_digest, open_raster, read_over
from geo.sources.values import built_up_fraction
from geo.stack import CountedPopulation, GriddedPopulation, Population, Stack

MIN_KNOWN_SHARE = 0.5
"""Share of the study area that an epoch must know: a city of which less than half is known is not measured."""
AREA_TOLERANCE = 0.001
"""Relative difference between the built-up area on the grid and on the source's own cells that is worth a word."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one epoch's raster gave around the study area, on its own lattice."""

    fraction: Fraction
    land: Mask
    lattice: Lattice


def load(source: OpenedSource, area: Geometry) -> Stack:
    """Read every epoch of a source onto one grid for a study area (EPSG:4326).

    Raises:
        RasterError: a raster is not what the source declares, or does not cover half of the study area.
        GridError: no grid can be made.
    """
    meaning = source.declaration.built_up
    built_up = {year: open_raster(asset_path(built_up_asset(i)), meaning.nodata) for year, i in source.items.items()}
    people = _population_rasters(source)
    first_people = next(iter(people.values())).lattice if people else None
    grid = grid_for(area, [raster.lattice for raster in built_up.values()], first_people)
    study_area = grid.mask(area)
    data, caveats = _built_up(grid, area, built_up, meaning)
    _check_known(data["built_up"].to_numpy(), study_area, built_up)
    population: Population = None
    if source.counted_population is not None:
        population = CountedPopulation(source.counted_population)
        text = (
            "Population is from a table and taken as the count of exactly this study area; see that both mean the same."
        )
        caveats.append(Caveat("counted_population", text))
    elif people:
        population = gridded_population(grid, people)
    gaps = _population_gaps(population, data, study_area, people)
    return Stack(
        grid=grid,
        data=data,
        study_area=study_area,
        population=population,
        built_up_threshold=meaning.pixel_threshold,
        can_shrink=source.declaration.can_shrink,
        projected=tuple(year for year in built_up if year in source.declaration.projected_epochs),
        population_gaps=gaps,
        sources=(_reference(source, built_up, people),),
        caveats=tuple(caveats),
    )


def _population_rasters(source: OpenedSource) -> dict[int, Raster]:
    values = source.declaration.population
    return {
        year: open_raster(asset_path(item.assets[POPULATION_ASSET]), None if values is None else values.nodata)
        for year, item in source.items.items()
        if POPULATION_ASSET in item.assets
    }


def _built_up(
    grid: Grid,
    area: Geometry,
    rasters: Mapping[int, Raster],
    meaning: BuiltUpValues,
) -> tuple[xr.Dataset, list[Caveat]]:
    shape = (len(rasters), *grid.shape)
    fractions = np.empty(shape, np.float32)
    land = np.empty(shape, np.bool_)
    caveats = []
    for position, (year, raster) in enumerate(rasters.items()):
        piece = _read_piece(grid, raster, meaning)
        if grid.resampled or piece.fraction.shape != grid.shape:  # else every cell is set below
            fractions[position] = np.nan
            land[position] = True
        if grid.resampled:
            _warp(piece, grid, fractions[position], land[position])
            caveats += _area_caveat(year, piece, area, _area_on_grid(grid, fractions[position], area))
        else:
            _place(piece, grid, fractions[position], land[position])
    dims = ("epoch", "y", "x")
    variables = {"built_up": (dims, fractions, {"units": "1"}), "land": (dims, land)}
    return xr.Dataset(variables, coords={"epoch": list(rasters)}), caveats


def _read_piece(grid: Grid, raster: Raster, meaning: BuiltUpValues) -> _Piece:
    """Read the part of a raster that the grid covers."""
    lattice = raster.lattice
    bounds = grid.geobox.extent.boundingbox.bbox
    if grid.resampled:
        bounds = transform_bounds(grid.crs.to_wkt(), lattice.crs.to_wkt(), *bounds)
    values, known, own = read_over(raster, bounds, margin=4 if grid.resampled else 0)
    fraction, land = built_up_fraction(values, known, meaning, lattice=own, file=raster.name)
    return _Piece(fraction, land, own)


def _place(piece: _Piece, grid: Grid, fraction: Fraction, land: Mask) -> None:
    """Copy a piece of the grid's own lattice to where it belongs on the grid."""
    column, row = (round(v) for v in ~grid.affine @ (piece.lattice.affine.c, piece.lattice.affine.f))
    rows, columns = piece.lattice.shape
    fraction[row : row + rows, column : column + columns] = piece.fraction
    land[row : row + rows, column : column + columns] = piece.land


def _warp(piece: _Piece, grid: Grid, fraction: Fraction, land: Mask) -> None:
    """Average a piece onto the grid: the built-up share of what is known, and land where at most half is water."""
    target = {"dst_crs": grid.crs.to_wkt(), "dst_transform": grid.affine, "dst_nodata": np.nan}
    own = {"src_crs": piece.lattice.crs.to_wkt(), "src_transform": piece.lattice.affine, "src_nodata": np.nan}
    reproject(piece.fraction, fraction, resampling=Resampling.average, num_threads=2, **own, **target)
    if not piece.land.all():
        water = np.where(np.isnan(piece.fraction), np.float32("nan"), (~piece.land).astype(np.float32))
        share = np.full(grid.shape, np.nan, np.float32)
        reproject(water, share, resampling=Resampling.average, num_threads=2, **own, **target)
        land[...] = ~(share > 0.5)  # noqa: PLR2004 - a half; NaN is unknown, which counts as land


def _area_on_grid(grid: Grid, fraction: Fraction, area: Geometry) -> float:
    return float(np.nansum(fraction[grid.mask(area)], dtype=np.float64)) * grid.cell_km2


def _area_caveat(year: int, piece: _Piece, area: Geometry, gridded: float) -> list[Caveat]:
    own = own_area_km2(piece.fraction, piece.lattice, area)
    if own == 0 or abs(gridded / own - 1) <= AREA_TOLERANCE:
        return []
    text = (
        f"{year}: resampling moved the built-up area of the study area from {own:.2f} km² on the source's own cells to "
        f"{gridded:.2f} km² on the grid ({gridded / own - 1:+.2%})."
    )
    return [Caveat("resampled_area", text)]


def _check_known(fractions: Fraction, study_area: Mask, rasters: Mapping[int, Raster]) -> None:
    cells = int(np.count_nonzero(study_area))
    for fraction, raster in zip(fractions, rasters.values(), strict=True):
        known = int(np.count_nonzero(~np.isnan(fraction) & study_area))
        if known < MIN_KNOWN_SHARE * cells:
            seen = f"{known / max(cells, 1):.0%}"
            remedy = "give a raster that covers it, a smaller area, or check the nodata value"
            raise RasterError(raster.name, "at least half of the study area's cells to be known", seen, remedy)


def _population_gaps(
    population: Population,
    data: xr.Dataset,
    study_area: Mask,
    rasters: Mapping[int, Raster],
) -> dict[int, float]:
    """Return by year the share of built-up land whose population is unknown.

    Raises:
        RasterError: it is half or more: such a count would be a made-up number.
    """
    if not isinstance(population, GriddedPopulation):
        return {}
    gaps = {}
    for year in population.persons:
        fraction = data["built_up"].sel(epoch=year).to_numpy()
        gaps[year] = built_up_without_people(population, year, fraction, study_area)
        if gaps[year] > 1 - MIN_KNOWN_SHARE:
            seen = f"{1 - gaps[year]:.0%}"
            remedy = "give a raster that covers the city, or check its nodata value"
            raise RasterError(rasters[year].name, "population of at least half of the built-up land", seen, remedy)
    return gaps


def _reference(source: OpenedSource, built_up: Mapping[int, Raster], people: Mapping[int, Raster]) -> SourceReference:
    declared = source.declaration
    files = [InputFile(r.name, "built_up", year, *file_digest(r.path)) for year, r in built_up.items()]
    files += [InputFile(r.name, "population", year, *file_digest(r.path)) for year, r in people.items()]
    return SourceReference(
        id=declared.id,
        title=declared.title,
        version=declared.version,
        licence=declared.licence,
        citation=declared.citation,
        measures=declared.measures,
        epochs=tuple(source.items),
        projected=tuple(year for year in source.items if year in declared.projected_epochs),
        simulated=declared.simulated,
        files=tuple(files),
    )
