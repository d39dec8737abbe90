"""The section `zones` of summary.json: every district or other zone with its figures, where they are not too many."""

from collections.abc import Iterable
from itertools import groupby

from geo.measurement import ZoneMeasurement
from outputs.tables.rows import EpochRow, IndicatorRow, Strict

MOST_LISTED = 200
"""Zones of a kind that summary.json and the page list one by one; more are in the CSV files and the GeoPackage only."""


class ZoneRow(Strict):
    """One zone, cut to the study area, and what was measured in it."""

    id: str
    """Unique among zones of its kind."""
    names: dict[str, str]
    """By language code."""
    epochs: tuple[EpochRow, ...]
    indicators: tuple[IndicatorRow, ...]


class ZoneKindRow(Strict):
    """The zones of one kind."""

    kind: str
    """district, hexagon, ring or sector."""
    count: int
    zones: tuple[ZoneRow, ...]
    """All of them; empty where they are so many that only zone_indicators.csv, zone_epochs.csv and the GeoPackage
    list them."""


def kinds_of(zones: Iterable[ZoneMeasurement]) -> list[tuple[str, list[ZoneMeasurement]]]:
    """Return the zones of each kind, in the order in which they were measured."""
    return [(kind, list(found)) for kind, found in groupby(zones, key=lambda one: str(one.zone.kind))]


def zone_kind_rows(zones: Iterable[ZoneMeasurement]) -> tuple[ZoneKindRow, ...]:
    """Return the section."""
    return tuple(
        ZoneKindRow(kind=kind, count=len(found), zones=tuple(map(_row, found)) if len(found) <= MOST_LISTED else ())
        for kind, found in kinds_of(zones)
    )


def _row(one: ZoneMeasurement) -> ZoneRow:
    return ZoneRow(
        id=one.zone.id,
        names=dict(one.zone.names),
        epochs=tuple(EpochRow.model_validate(row) for row in one.epochs),
        indicators=tuple(IndicatorRow.model_validate(row) for row in one.indicators),
    )
