"""The CSV files: the rows of summary.json, flat."""

from collections.abc import Iterable
from typing import Any

from geo.measurement import ZoneMeasurement
from geo.zones.zone import Zone
from outputs.tables.compared import ComparedPeriodRow, SpreadRow
from outputs.tables.measured import MeasureRow
from outputs.tables.measures import METHOD_DOCUMENT
from outputs.tables.rows import EpochRow, IndicatorRow, SourceRow
from outputs.tables.spreadsheet import Cell, csv_bytes, listed
from outputs.tables.summary import Summary

Row = EpochRow | IndicatorRow | ComparedPeriodRow | SpreadRow

_UNITS = {
    "start": "start_year",
    "end": "end_year",
    "own_start": "own_start_year",
    "own_end": "own_end_year",
    "population": "population_persons",
    "population_start": "population_start_persons",
    "population_end": "population_end_persons",
    "lcr": "lcr_per_year",
    "pgr": "pgr_per_year",
    "lcr_log": "lcr_log_per_year",
}
"""Headers that say the unit where the key of summary.json does not."""

HEAD = ("city", "city_name", "iso3", "simulated", "source", "run")
"""The first columns of every file."""
_ZONE = ("zone_kind", "zone", "zone_name")
_MEASURE_COLUMNS = (
    "group", "measure", "title", "boundary", "boundary_rule", "start_year", "end_year", "zone_kind", "zone",
    "value", "unit", "low", "high", "undefined", "flags", "definition", "method", "method_source",
)  # fmt: skip


def indicators_csv(content: Summary) -> bytes:
    """Return indicators.csv: one row a period, boundary and rule."""
    return csv_bytes(_headers(IndicatorRow), (_cells(content, row) for row in content.indicators))


def epochs_csv(content: Summary) -> bytes:
    """Return epochs.csv: one row a year, boundary and rule."""
    return csv_bytes(_headers(EpochRow), (_cells(content, row) for row in content.epochs))


def comparison_csv(content: Summary) -> bytes:
    """Return comparison.csv: one row a boundary, period and source; no row where one source was run."""
    rows = content.comparison.rows if content.comparison else ()
    return csv_bytes(_headers(ComparedPeriodRow), (_cells(content, row) for row in rows))


def spread_csv(content: Summary) -> bytes:
    """Return spread.csv: one row a boundary, period and quantity; no row where one source was run."""
    rows = content.comparison.spreads if content.comparison else ()
    return csv_bytes(_headers(SpreadRow), (_cells(content, row) for row in rows))


def measures_csv(content: Summary) -> bytes:
    """Return measures.csv: one row a figure beside the indicator, with its unit, definition, method and source."""
    return csv_bytes([*HEAD, *_MEASURE_COLUMNS], (_measure_cells(content, row) for row in content.measures))


def zone_indicators_csv(content: Summary, zones: Iterable[ZoneMeasurement]) -> bytes:
    """Return zone_indicators.csv: one row a zone and period, however many zones there are."""
    headers = [*HEAD, *_ZONE, *_headers(IndicatorRow)[len(HEAD) :]]
    rows = ((one.zone, IndicatorRow.model_validate(row)) for one in zones for row in one.indicators)
    return csv_bytes(headers, (_zone_cells(zone) | _cells(content, row) for zone, row in rows))


def zone_epochs_csv(content: Summary, zones: Iterable[ZoneMeasurement]) -> bytes:
    """Return zone_epochs.csv: one row a zone and year, however many zones there are."""
    headers = [*HEAD, *_ZONE, *_headers(EpochRow)[len(HEAD) :]]
    rows = ((one.zone, EpochRow.model_validate(row)) for one in zones for row in one.epochs)
    return csv_bytes(headers, (_zone_cells(zone) | _cells(content, row) for zone, row in rows))


def _headers(model: type[Row]) -> list[str]:
    middle: list[str] = []
    for name in model.model_fields:
        if name == "growth_by_type_km2":
            middle += [f"growth_{kind}_km2" for kind in _GROWTH]
        elif name not in {"source", "undefined", "flags"}:
            middle.append(_UNITS.get(name, name))
    last = ["undefined", "flags"] if "flags" in model.model_fields else ["undefined"]
    return [*HEAD, *middle, *last]


def _cells(content: Summary, row: Row) -> dict[str, Cell]:
    values: dict[str, Any] = {name: getattr(row, name) for name in type(row).model_fields if name != "source"}
    cells = head_cells(content, _sources(content, row)) | {
        "undefined": listed(values.pop("undefined")),
    }
    if not isinstance(row, EpochRow):
        cells["flags"] = "; ".join(values.pop("flags"))
    if isinstance(row, SpreadRow):
        values["quantity"] = _UNITS.get(row.quantity, row.quantity)
    if isinstance(row, IndicatorRow):
        growth = values.pop("growth_by_type_km2")
        cells |= {f"growth_{kind}_km2": getattr(growth, kind, None) for kind in _GROWTH}
    return cells | {_UNITS.get(name, name): value for name, value in values.items()}


def head_cells(content: Summary, sources: Iterable[SourceRow]) -> dict[str, Cell]:
    """Return the first cells of every row."""
    return {
        "city": content.city.id,
        "city_name": content.city.names["en"],
        "iso3": content.city.iso3,
        "simulated": content.city.simulated,
        "source": "; ".join(f"{source.id} {source.version}" for source in sources),
        "run": content.run.id,
    }


def _zone_cells(zone: Zone) -> dict[str, Cell]:
    return dict(zip(_ZONE, (zone.kind, zone.id, zone.names.get("en", zone.id)), strict=True))


def _measure_cells(content: Summary, row: MeasureRow) -> dict[str, Cell]:
    about = content.measure_definitions[row.measure]
    values = {_UNITS.get(name, name): getattr(row, name) for name in MeasureRow.model_fields}
    said = {
        "group": about.group,
        "title": about.title,
        "zone_kind": about.zone,
        "flags": "; ".join(row.flags),
        "definition": about.definition,
        "method": f"{METHOD_DOCUMENT}#{about.method}",
        "method_source": about.source,
    }
    return head_cells(content, content.sources) | values | said


def _sources(content: Summary, row: Row) -> Iterable[SourceRow]:
    """Return the sources that a row's figures rest on."""
    compared = content.comparison.sources if content.comparison else ()
    if isinstance(row, SpreadRow):
        return [source.references[0] for source in compared]
    if isinstance(row, ComparedPeriodRow):
        return next(source.references for source in compared if source.id == row.source)
    return content.sources


_GROWTH = ("infill", "extension", "leapfrog", "inclusion", "outside_extent", "loss", "densification")
