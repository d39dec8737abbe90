"""A user's own rasters, declared in a small TOML: docs/local-data.md explains it on one page."""

import csv
import tomllib
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from geo.errors import SourceError
from geo.sources.declaration import BuiltUpValues, PopulationValues, SourceDeclaration
from geo.sources.items import OpenedSource, raster_item
from geo.sources.strict import Line, SourceId, Year


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Head(_Strict):
    id: SourceId
    title: Line
    version: Line
    licence: Line
    citation: Line
    measures: Line
    can_shrink: bool = False
    projected_epochs: tuple[Year, ...] = ()


class _ByEpoch(_Strict):
    """Where the raster of each epoch is."""

    files: dict[Year, str] = {}
    pattern: str | None = None
    """A path with {year} in it, with `epochs`: instead of `files`."""
    epochs: tuple[Year, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.pattern is None) == bool(self.epochs):
            msg = "pattern and epochs go together"
            raise ValueError(msg)
        if self.pattern is not None and (self.files or "{year}" not in self.pattern):
            msg = "give either files (year = path), or a pattern with {year} in it and epochs"
            raise ValueError(msg)
        return self

    def paths(self, folder: Path) -> dict[int, str]:
        """Return the path of each epoch's raster, ascending."""
        named = self.files or {year: str(self.pattern).replace("{year}", str(year)) for year in self.epochs}
        return {year: str(folder / named[year]) for year in sorted(named)}


class _BuiltUp(_ByEpoch, BuiltUpValues):
    @model_validator(mode="after")
    def _some_files(self) -> Self:
        if not self.files and not self.pattern:
            msg = "give files (year = path), or a pattern with {year} in it and epochs"
            raise ValueError(msg)
        return self


class _Population(_ByEpoch, PopulationValues):
    table: str | None = None

    @model_validator(mode="after")
    def _rasters_or_table(self) -> Self:
        if bool(self.files or self.pattern) == bool(self.table):
            msg = "give either rasters (files, or pattern and epochs) or a table"
            raise ValueError(msg)
        return self


class _Local(_Strict):
    source: _Head
    built_up: _BuiltUp
    population: _Population | None = None
    city: dict[str, Any] | None = None


def read_local(path: Path) -> OpenedSource:
    """Read a local source: its declaration, and one STAC item an epoch.

    Raises:
        SourceError: no such file, not TOML, an unknown or missing key, a population table that is not one.
        RasterError: a raster that cannot be opened.
    """
    local = _parsed(path)
    declaration = SourceDeclaration(
        **local.source.model_dump(),
        built_up=local.built_up,
        population=local.population,
    )
    built_up = local.built_up.paths(path.parent)
    people = local.population.paths(path.parent) if local.population else {}
    if people and not set(people) & set(built_up):
        msg = f"{path.name}: population of {sorted(people)} meets no built-up epoch {sorted(built_up)}; align the years"
        raise SourceError(msg)
    items = {}
    for year, built in built_up.items():
        assets = {"built_up": built}
        if year in people:
            assets["population"] = people[year]
        items[year] = raster_item(declaration, year, assets)
    table = local.population.table if local.population else None
    counted = read_table(path.parent / table) if table else None
    if counted is not None and not set(counted) & set(items):
        msg = f"{path.name}: population of {sorted(counted)} meets no built-up epoch {sorted(items)}; align the years"
        raise SourceError(msg)
    return OpenedSource(declaration, items, counted)


def city_table(path: Path) -> dict[str, Any] | None:
    """Return the `[city]` table of a local source, if it has one; `aoi` knows what it means."""
    return _parsed(path).city


def _parsed(path: Path) -> _Local:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        msg = f"{path}: expected a source's TOML file, saw none; check the path (docs/local-data.md has an example)"
        raise SourceError(msg) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: expected a TOML file, saw {' '.join(str(error).split())}; docs/local-data.md has an example"
        raise SourceError(msg) from error
    try:
        return _Local.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole file"
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        message = first["msg"].removeprefix("Value error, ")
        msg = f"{path.name}: {where}: {message}{more}; docs/local-data.md explains each key"
        raise SourceError(msg) from error


def read_table(path: Path) -> dict[int, float]:
    """Return persons by year from a CSV with the columns `year` and `persons`.

    Raises:
        SourceError: no such file, other columns, a year twice, a number that is not one or is negative.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"year", "persons"} <= set(reader.fieldnames or ()):
                seen = ", ".join(reader.fieldnames or ["none"])
                msg = f"{path.name}: expected the columns year and persons, saw {seen}"
                raise SourceError(msg)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        msg = f"{path}: expected a CSV of year and persons, saw {error.__class__.__name__}; check the path and encoding"
        raise SourceError(msg) from error
    persons: dict[int, float] = {}
    for line, row in enumerate(rows, start=2):
        year, count = _row(path, line, row)
        if year in persons:
            msg = f"{path.name}, line {line}: {year} stands twice; keep one row a year"
            raise SourceError(msg)
        persons[year] = count
    if not persons:
        msg = f"{path.name}: expected a row a year, saw none"
        raise SourceError(msg)
    return dict(sorted(persons.items()))


def _row(path: Path, line: int, row: dict[str, str]) -> tuple[int, float]:
    try:
        year, count = int(row["year"]), float(row["persons"])
    except (TypeError, ValueError) as error:
        seen = f"{row['year']!r}, {row['persons']!r}"
        msg = f"{path.name}, line {line}: expected a year and a number without separators, saw {seen}"
        raise SourceError(msg) from error
    if not 0 <= count < float("inf"):
        msg = f"{path.name}, line {line}: expected persons from 0 up, saw {count:g}"
        raise SourceError(msg)
    return year, count
