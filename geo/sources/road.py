"""From a source's name to a Stack: find its declaration, choose the epochs, find its items, load them onto the grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import SourceError
from geo.grid import Grid
from geo.land_cover import nearest_epoch
from geo.population_years import needed_epochs
from geo.sources.archive import Place
from geo.sources.choice import LEAST_EPOCHS, check_resolution, chosen_epochs, incomparable_pairs, nearest_to
from geo.sources.classes import load_classes
from geo.sources.declaration import SourceDeclaration
from geo.sources.declarations import declared_sources
from geo.sources.items import OpenedSource, open_catalogue
from geo.sources.load import Wishes, load, require_land
from geo.sources.local import counted_population, read_declared, read_local
from geo.sources.means import Means, Session
from geo.sources.simulated.catalogue import ensure_catalogue
from geo.stack import Stack

SIMULATED = "simulated"
DEFAULT = "ghsl"
"""The source of a city for which none is named."""
NO_POPULATION = "none"
TOML = ".toml"


@dataclass(frozen=True, slots=True)
class Order:
    """What a run asks of a source."""

    source: str
    """A declared source's id, or a path that ends in .toml."""
    area: Geometry | None
    """The study area, EPSG:4326; None takes the source's whole footprint."""
    epochs: tuple[int, ...] | None = None
    """Years; None takes the source's default ones, else all that it has."""
    near: tuple[int, ...] | None = None
    """Where `epochs` are not named: the epochs nearest to these years, those of a source to compare with."""
    population: str | None = None
    """A source of population; None takes the declared one, `none` takes none."""
    land_cover: str | None = None
    """A source of classes of land, for what was built on; None takes the source's own, if it has any."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3 codes of the countries that the area lies in."""
    allow_incomparable: bool = False
    extrapolate_population: bool = False
    resolution_m: float | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What filling the cache did."""

    source: str
    epochs: tuple[int, ...]
    grid: Grid
    requests: int
    bytes_fetched: int


def declaration_of(source: str) -> SourceDeclaration | None:
    """Return the declaration of a source whose rasters lie in an archive; None for a user's own files.

    Raises:
        SourceError: no such source.
    """
    if source.endswith(TOML):
        return read_declared(Path(source))
    declared = declared_sources()
    if source not in declared:
        known = ", ".join(declared)
        msg = f"unknown source {source!r}: expected one of {known}, or the path of a TOML file (docs/local-data.md)"
        raise SourceError(msg)
    return None if source == SIMULATED else declared[source]


def footprint(source: str, means: Means) -> Geometry:
    """Return what every epoch of a source covers, EPSG:4326.

    Raises:
        SourceError: no such source, or one of an archive, which has no footprint of its own.
    """
    if declaration_of(source) is not None:
        msg = f"{source}: expected a study area for a source that covers the world; give one with --area"
        raise SourceError(msg)
    return _own_files(source, means).footprint


def pull(order: Order, means: Means) -> Stack:
    """Read the epochs of a source over a study area.

    Raises:
        SourceError: no such source, it has not these epochs or they must not be compared, or its archive cannot serve.
        RasterError: a raster is not what the source declares.
        GridError: no grid can be made.
    """
    with Session(means) as session:
        return _loaded(order, session)


def fill(order: Order, means: Means) -> Filled:
    """Read the epochs of a source over a study area into the cache, one suffices; nothing is compared.

    Raises:
        SourceError: as for `pull`, or the source is of population, which is read onto the grid of the land.
        RasterError: a raster is not what the source declares.
        GridError: no grid can be made.
    """
    declared = declaration_of(order.source)
    with Session(means) as session:
        if declared is not None and declared.classes is not None:
            years = chosen_epochs(declared, declared.epochs, order.epochs, least=1)
            area = _required(order.area, declared)
            opened = session.opened(declared, Place(area, order.countries), years)
            grid, _ = load_classes(opened, area, cache=session.cache, tell=means.tell)
        else:
            if declared is not None and declared.built_up is None:
                msg = (
                    f"{declared.id}: expected a source of land, whose grid its population is read onto; "
                    f"`umran pull CITY --source ghsl --population {declared.id}` reads both"
                )
                raise SourceError(msg)
            stack = _loaded(replace(order, allow_incomparable=True), session, least=1)
            years, grid = stack.years, stack.grid
        return Filled(order.source, years, grid, session.requests, session.bytes_fetched)


def _loaded(order: Order, session: Session, *, least: int = LEAST_EPOCHS) -> Stack:
    if order.area is not None:
        check_resolution(order.area, order.resolution_m)
    land, area = _land(order, session, least)
    pairs = incomparable_pairs(land.declaration, land.land_years, allowed=order.allow_incomparable)
    people = _people(order, land, area, session)
    cover = _cover(order, land, area, session)
    wishes = Wishes(order.resolution_m, order.extrapolate_population, pairs)
    return load(land, area, people=people, cover=cover, wishes=wishes, cache=session.cache, tell=session.means.tell)


def _required(area: Geometry | None, declared: SourceDeclaration) -> Geometry:
    if area is None:
        msg = f"{declared.id}: expected a study area for a source that covers the world, saw none; give one with --area"
        raise SourceError(msg)
    return area


def _land(order: Order, session: Session, least: int) -> tuple[OpenedSource, Geometry]:
    """Return the source of built-up land with the epochs that are wanted, and the area to read."""
    declared = declaration_of(order.source)
    if declared is None:
        files = _own_files(order.source, session.means)
        years = _years(order, files.declaration, files.land_years, least)
        return files.only(years), _area_over(files, order.area)
    require_land(declared)
    years = _years(order, declared, declared.epochs, least)
    incomparable_pairs(declared, years, allowed=order.allow_incomparable)  # before anything is fetched
    area = _required(order.area, declared)
    land = session.opened(declared, Place(area, order.countries), years)
    counted = counted_population(Path(order.source)) if order.source.endswith(TOML) else None
    return replace(land, counted_population=counted), area


def epochs_of(order: Order, means: Means) -> tuple[int, ...]:
    """Return the epochs that a pull would read, without reading them.

    Raises:
        SourceError: no such source, or it has not these epochs.
    """
    declared = declaration_of(order.source)
    if declared is not None:
        return _years(order, declared, declared.epochs)
    files = _own_files(order.source, means)
    return _years(order, files.declaration, files.land_years)


def _years(
    order: Order, declared: SourceDeclaration, available: Sequence[int], least: int = LEAST_EPOCHS
) -> tuple[int, ...]:
    wanted = order.epochs
    if wanted is None and order.near is not None:
        wanted = nearest_to(order.near, available)
    return chosen_epochs(declared, available, wanted, least=least)


def _people(order: Order, land: OpenedSource, area: Geometry, session: Session) -> OpenedSource | None:
    """Return the source of population; None where the land's own files have it, or nobody is to be counted."""
    wanted = order.population or land.declaration.population_source
    if wanted is None:
        return None
    if wanted == NO_POPULATION:
        return OpenedSource(land.declaration, {})
    declared = declaration_of(wanted)
    if declared is None:
        return _own_files(wanted, session.means)
    if declared.population is None:
        msg = f"{declared.id}: expected a source of population, saw {declared.title}; `umran sources` lists them"
        raise SourceError(msg)
    epochs = needed_epochs(land.land_years, declared.epochs, extrapolate=order.extrapolate_population)
    return session.opened(declared, Place(area, order.countries), epochs)


def _cover(order: Order, land: OpenedSource, area: Geometry, session: Session) -> OpenedSource | None:
    """Return the source of the classes that land was of, with its epochs nearest to the starts of periods."""
    if order.land_cover is None or order.land_cover == order.source:
        return None
    declared = declaration_of(order.land_cover)
    if declared is None or declared.land_cover is None:
        known = ", ".join(name for name, one in declared_sources().items() if one.land_cover is not None)
        msg = f"{order.land_cover}: expected a source of classes of land, saw one without; take one of {known}"
        raise SourceError(msg)
    epochs = sorted({nearest_epoch(declared.epochs, start) for start in land.land_years[:-1]})
    return session.opened(declared, Place(area, order.countries), epochs)


def _own_files(source: str, means: Means) -> OpenedSource:
    """Open the simulated city, or a user's own files."""
    if source == SIMULATED:
        return open_catalogue(declared_sources()[source], ensure_catalogue(means.cache_dir))
    return read_local(Path(source))


def _area_over(files: OpenedSource, area: Geometry | None) -> Geometry:
    """Return the area to read, which must lie where the files are."""
    whole = files.footprint
    if area is None:
        return whole
    if not area.intersects(whole):
        here, there = (", ".join(f"{value:.2f}" for value in geometry.bounds) for geometry in (area, whole))
        msg = (
            f"{files.declaration.id}: expected rasters over the study area ({here}), saw some elsewhere ({there}); "
            "name another source (docs/local-data.md), or check their CRS"
        )
        raise SourceError(msg)
    return area
