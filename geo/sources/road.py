"""From a source's name to a Stack: find its declaration and items, choose the epochs, load them onto the grid."""

from dataclasses import replace
from pathlib import Path

from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import SourceError
from geo.sources.declarations import declared_sources
from geo.sources.items import OpenedSource, open_catalogue
from geo.sources.load import load
from geo.sources.local import read_local
from geo.sources.simulated.catalogue import ensure_catalogue
from geo.stack import Stack

SIMULATED = "simulated"
_LEAST_EPOCHS = 2
"""Growth needs an earlier and a later year."""


def open_source(source: str, cache: Path) -> OpenedSource:
    """Open a source by its id, or by the path of a local source's TOML.

    Args:
        source: `simulated`, or a path that ends in .toml.
        cache: where the simulated city is kept.

    Raises:
        SourceError: no such source.
    """
    if source == SIMULATED:
        return open_catalogue(declared_sources()[source], ensure_catalogue(cache))
    if source.endswith(".toml"):
        return read_local(Path(source))
    msg = f"unknown source {source!r}: expected {SIMULATED}, or the path of a TOML file (docs/local-data.md)"
    raise SourceError(msg)


def footprint(source: str, cache: Path) -> Geometry:
    """Return what every epoch of a source covers, EPSG:4326."""
    return open_source(source, cache).footprint


def pull(source: str, area: Geometry | None, *, epochs: tuple[int, ...] | None, cache: Path) -> Stack:
    """Read the epochs of a source over a study area.

    Args:
        source: as for `open_source`.
        area: EPSG:4326; None takes the source's whole footprint.
        epochs: years; None takes all that the source has.
        cache: as for `open_source`.

    Raises:
        SourceError: no such source, or it has not these epochs.
        RasterError: a raster is not what the source declares.
        GridError: no grid can be made.
    """
    opened = open_source(source, cache)
    if epochs is not None:
        missing = sorted(set(epochs) - set(opened.items))
        if missing:
            msg = (
                f"{opened.declaration.id}: no epoch {', '.join(map(str, missing))}; "
                f"it has {', '.join(map(str, opened.items))}"
            )
            raise SourceError(msg)
        opened = replace(opened, items={year: item for year, item in opened.items.items() if year in epochs})
    if len(opened.items) < _LEAST_EPOCHS:
        msg = f"{opened.declaration.id}: expected at least two epochs, saw {', '.join(map(str, opened.items))}; add one"
        raise SourceError(msg)
    whole = opened.footprint
    if area is not None and not area.intersects(whole):
        here, there = (", ".join(f"{value:.2f}" for value in geometry.bounds) for geometry in (area, whole))
        msg = (
            f"{opened.declaration.id}: expected rasters over the study area ({here}), saw some elsewhere ({there}); "
            "name another source (docs/local-data.md), or check their CRS"
        )
        raise SourceError(msg)
    return load(opened, whole if area is None else area)
