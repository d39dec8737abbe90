"""A user's own rasters, or an archive of their own, declared in a small TOML: docs/local-data.md explains it."""

import csv
import tomllib
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import BaseModel, Field, ValidationError, model_validator

from geo.errors import SourceError
from geo.population_years import needed_epochs
from geo.sources.access import Access, CatalogueAccess
from geo.sources.declaration import BuiltUpValues, Incomparable, PopulationValues, RasterFacts, SourceDeclaration
from geo.sources.declarations import declared_sources
from geo.sources.items import OpenedSource, raster_item
from geo.sources.strict import Line, SourceId, Strict, Year

_Model = TypeVar("_Model", bound=BaseModel)


class _Head(Strict):
    id: SourceId
    title: Line
    version: Line
    licence: Line
    citation: Line
    measures: Line
    can_shrink: bool = False
    projected_epochs: tuple[Year, ...] = ()
    resolution: Line | None = None
    notes: tuple[Line, ...] = ()
    incomparable: tuple[Incomparable, ...] = ()
    population_source: SourceId | None = None


class _ArchiveHead(_Head):
    epochs: tuple[Year, ...] = Field(min_length=1)


class _ByEpoch(Strict):
    """Where the raster of each epoch is."""

    files: dict[Year, str] = Field(default_factory=dict)
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


class _Local(Strict):
    source: _Head
    built_up: _BuiltUp
    population: _Population | None = None
    city: dict[str, Any] | None = None


class _Counted(PopulationValues):
    table: str | None = None
    """Instead of rasters."""


class _Archive(Strict):
    """Rasters that lie in an archive, or behind any STAC catalogue: `[access]` instead of files."""

    source: _ArchiveHead
    access: Access = Field(discriminator="kind")
    built_up: BuiltUpValues | None = None
    population: _Counted | None = None
    raster: RasterFacts = RasterFacts()
    city: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _people_are_somewhere(self) -> Self:
        asset = getattr(self.access, "population_asset", None)
        rasters = self.population is not None and self.population.table is None
        if self.built_up is None and not rasters:
            msg = "give [built_up], or [population] without a table"
            raise ValueError(msg)
        if self.built_up is not None and rasters != bool(asset):
            msg = "beside [built_up], [population] needs a table, or access.population_asset"
            raise ValueError(msg)
        return self


def read_declared(path: Path) -> SourceDeclaration | None:
    """Read the declaration of a source whose rasters `[access]` finds; None where the file names them itself.

    Raises:
        SourceError: no such file, not TOML, an unknown or missing key, an id of Umran's own.
    """
    archive = _parsed(path)
    if not isinstance(archive, _Archive):
        return None
    if archive.source.id in declared_sources():
        msg = f"{path.name}: source.id: {archive.source.id} is a source that Umran knows; choose another"
        raise SourceError(msg)
    access = archive.access
    if isinstance(access, CatalogueAccess) and "://" not in access.href:
        access = access.model_copy(update={"href": str((path.parent / access.href).absolute())})
    counted = archive.population is not None and archive.population.table is not None
    content = archive.source.model_dump() | {
        "built_up": archive.built_up,
        "population": None if counted else archive.population,
        "raster": archive.raster,
        "access": access,
    }
    return _validated(SourceDeclaration, content, path)


def counted_population(path: Path) -> dict[int, float] | None:
    """Return persons of the study area by year, where a local source names a table of them.

    Raises:
        SourceError: as for `read_declared` and `read_table`.
    """
    population = _parsed(path).population
    return read_table(path.parent / population.table) if population and population.table else None


def read_local(path: Path) -> OpenedSource:
    """Read a local source: its declaration, and one STAC item an epoch.

    Raises:
        SourceError: no such file, not TOML, an unknown or missing key, a population table that is not one.
        RasterError: a raster that cannot be opened.
    """
    local = _parsed(path)
    if not isinstance(local, _Local):
        msg = f"{path.name}: expected files, saw [access]: its rasters are found over a study area"
        raise SourceError(msg)
    content = local.source.model_dump() | {"built_up": local.built_up, "population": local.population}
    declaration = _validated(SourceDeclaration, content, path)
    built_up = local.built_up.paths(path.parent)
    people = local.population.paths(path.parent) if local.population else {}
    if people and not needed_epochs(list(built_up), list(people), extrapolate=True):
        msg = f"{path.name}: population of {sorted(people)} meets no built-up epoch {sorted(built_up)}; align the years"
        raise SourceError(msg)
    items = {}
    for year in sorted({*built_up, *people}):
        files = {"built_up": built_up.get(year), "population": people.get(year)}
        assets = {key: name for key, name in files.items() if name is not None}
        items[year] = (raster_item(declaration, year, assets),)
    counted = counted_population(path)
    if counted is not None and not set(counted) & set(items):
        msg = f"{path.name}: population of {sorted(counted)} meets no built-up epoch {sorted(items)}; align the years"
        raise SourceError(msg)
    return OpenedSource(declaration, items, counted)


def city_table(path: Path) -> dict[str, Any] | None:
    """Return the `[city]` table of a local source, if it has one; `aoi` knows what it means."""
    return _parsed(path).city


def _parsed(path: Path) -> _Local | _Archive:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        msg = f"{path}: expected a source's TOML file, saw none; check the path (docs/local-data.md has an example)"
        raise SourceError(msg) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: expected a TOML file, saw {' '.join(str(error).split())}; docs/local-data.md has an example"
        raise SourceError(msg) from error
    return _validated(_Archive, raw, path) if "access" in raw else _validated(_Local, raw, path)


def _validated(model: type[_Model], content: dict[str, Any], path: Path) -> _Model:
    try:
        return model.model_validate(content)
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
