"""One epoch of a source onto the city's grid: from what the cache kept of it, else read from its rasters and kept."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry as Geometry

from geo.arrays import Codes, Fraction, Mask, Persons
from geo.grid import Grid
from geo.sources.cache import Entry, GridCache
from geo.sources.declaration import BuiltUpValues
from geo.sources.items import OpenedSource
from geo.sources.land_cover import LandCoverValues
from geo.sources.land_on_grid import land_cover_on_grid
from geo.sources.mosaic import MARGIN, Pieces, built_up_on_grid, pieces_over
from geo.sources.people import people_on_blocks
from geo.sources.raster import Raster
from geo.sources.telling import telling

Tell = Callable[[str], None]
"""Is told of what goes on, for people."""


class EpochReader:
    """Reads the epochs of one source onto one grid, over one study area (EPSG:4326)."""

    def __init__(
        self,
        source: OpenedSource,
        grid: Grid,
        area: Geometry,
        *,
        cache: GridCache | None = None,
        tell: Tell = lambda _: None,
    ) -> None:
        """Keep what is read of an archive in `cache`, if there is one."""
        self.source = source
        self.grid = grid
        self._area = area
        self._cache = cache if source.remote else None
        self._tell = tell
        self._last: tuple[tuple[str, ...], Pieces] | None = None

    def built_up(self, year: int, rasters: Sequence[Raster]) -> Entry:
        """Return `fraction`, and `land` where some of it is water; facts `own_km2` and `grid_km2` where resampled.

        Raises:
            RasterError: a raster is not what the source declares.
            ArchiveError: it cannot be read.
        """
        meaning = cast("BuiltUpValues", self.source.declaration.built_up)
        resampled = self.grid.resampled
        key = self._key("built_up", year, rasters) | {"values": meaning.model_dump(mode="json", exclude={"threshold"})}
        key |= {"area": shapely.to_wkb(self._area, hex=True) if resampled else None}

        def read() -> tuple[dict[str, Any], dict[str, Any]]:
            pieces = self._pieces(rasters, MARGIN if resampled else 0)
            built = built_up_on_grid(pieces, meaning, year=year, grid=self.grid, area=self._area)
            arrays: dict[str, Any] = {"fraction": built.fraction}
            if not built.land.all():
                arrays["land"] = built.land
            facts = {"own_km2": built.own_km2, "grid_km2": self._area_km2(built.fraction) if resampled else None}
            return arrays, facts

        return self._kept(key, f"built-up {year}", read)

    def people(self, year: int, rasters: Sequence[Raster], factor: int) -> Entry:
        """Return `persons` by block of `factor` cells, and `unknown` where some blocks are.

        Raises:
            RasterError: a raster is not what the source declares.
            ArchiveError: it cannot be read.
        """
        key = self._key("population", year, rasters) | {"factor": factor}

        def read() -> tuple[dict[str, Any], dict[str, Any]]:
            persons, unknown = people_on_blocks(self.grid, factor, self._pieces(rasters, 1))
            arrays: dict[str, Any] = {"persons": persons}
            if unknown.any():
                arrays["unknown"] = unknown
            return arrays, {}

        return self._kept(key, f"population {year}", read)

    def land_cover(self, year: int, rasters: Sequence[Raster]) -> Entry:
        """Return `cells`, the groups of land that is not built up, as `geo.land_cover.LandCover` has them.

        Raises:
            RasterError: a raster is not what the source declares.
            ArchiveError: it cannot be read.
        """
        declared = self.source.declaration
        values, meaning = cast("LandCoverValues", declared.land_cover), cast("BuiltUpValues", declared.built_up)
        key = self._key("land_cover", year, rasters) | {"values": values.model_dump(mode="json")}

        def read() -> tuple[dict[str, Any], dict[str, Any]]:
            pieces = self._pieces(rasters, MARGIN if self.grid.resampled else 0)
            return {"cells": land_cover_on_grid(pieces, values, meaning, grid=self.grid)}, {}

        return self._kept(key, f"land cover {year}", read)

    def classes(self, year: int, rasters: Sequence[Raster], on_grid: Callable[[Pieces], Codes]) -> Codes:
        """Return the class codes of an epoch as `on_grid` makes them of its tiles, (y, x) uint8.

        Raises:
            RasterError: a raster is not what the source declares.
            ArchiveError: it cannot be read.
        """
        key = self._key("classes", year, rasters)
        entry = self._kept(key, f"classes {year}", lambda: ({"codes": on_grid(self._pieces(rasters, 0))}, {}))
        codes: Codes = entry.arrays["codes"]
        return codes

    def _pieces(self, rasters: Sequence[Raster], margin: int) -> Pieces:
        """Return what was read last if the next epoch comes from the same files, else read."""
        paths = tuple(raster.path for raster in rasters)
        if self._last is not None and self._last[0] == paths:
            return self._last[1]
        pieces = pieces_over(rasters, self.grid, margin)
        declared = self.source.declaration
        first_years = declared.built_up is not None and declared.built_up.first_years is not None
        if first_years or declared.land_cover is not None:
            self._last = (paths, pieces)
        return pieces

    def _kept(
        self, key: Mapping[str, Any], title: str, read: Callable[[], tuple[dict[str, Any], dict[str, Any]]]
    ) -> Entry:
        source = self.source.declaration.id
        kept = self._cache.get(source, key) if self._cache else None
        self._tell(f"{source}: {title}{', from the cache' if kept else ''}")
        if kept is not None:
            return kept
        with telling(source):
            arrays, facts = read()
        rows, columns = self.grid.shape
        facts["title"] = f"{title}, {columns} × {rows} cells of {self.grid.resolution_m:g} m"
        if self._cache is None:
            return Entry(arrays, facts, 0, "")
        return self._cache.put(source, key, arrays, facts)

    def _key(self, role: str, year: int, rasters: Sequence[Raster]) -> dict[str, Any]:
        grid = self.grid
        declared = self.source.declaration
        return {
            "role": role,
            "version": declared.version,
            "declared": declared.model_dump(mode="json", include={"access", "raster", "population", "classes"}),
            "epoch": year,
            "files": sorted(raster.name for raster in rasters),
            "levels": [raster.level for raster in rasters],
            "nodata": [repr(raster.nodata) for raster in rasters],
            "grid": hashlib.sha256(repr((grid.crs.to_wkt(), grid.affine[:6], grid.shape)).encode()).hexdigest(),
        }

    def _area_km2(self, fraction: Fraction) -> float:
        inside = self.grid.mask(self._area)
        return float(np.nansum(fraction[inside], dtype=np.float64)) * self.grid.cell_km2


def land_of(entry: Entry) -> Mask | None:
    """Return the land of a built-up entry; None where all is land."""
    return entry.arrays.get("land")


def unknown_of(entry: Entry) -> Mask:
    """Return the blocks of a population entry whose people are unknown."""
    persons: Persons = entry.arrays["persons"]
    unknown: Mask = entry.arrays.get("unknown", np.zeros(persons.shape, np.bool_))
    return unknown
