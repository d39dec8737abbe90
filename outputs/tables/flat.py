"""The CSV files: the rows of summary.json, flat, for spreadsheets.

UTF-8 with a byte-order mark, since without it a spreadsheet garbles Arabic and accents; lines end as RFC 4180 says; an
empty cell is an undefined value, and the column `undefined` says why.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from outputs.tables.compared import ComparedPeriodRow, SpreadRow
from outputs.tables.rows import EpochRow, IndicatorRow, SourceRow
from outputs.tables.summary import Summary
from outputs.text import one_line

Cell = str | bool | int | float | None
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

_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 (full-width signs are formulas as well)


def indicators_csv(content: Summary) -> bytes:
    """Return indicators.csv: one row a period, boundary and rule."""
    return _csv(_headers(IndicatorRow), (_cells(content, row) for row in content.indicators))


def epochs_csv(content: Summary) -> bytes:
    """Return epochs.csv: one row a year, boundary and rule."""
    return _csv(_headers(EpochRow), (_cells(content, row) for row in content.epochs))


def comparison_csv(content: Summary) -> bytes:
    """Return comparison.csv: one row a boundary, period and source; no row where one source was run."""
    rows = content.comparison.rows if content.comparison else ()
    return _csv(_headers(ComparedPeriodRow), (_cells(content, row) for row in rows))


def spread_csv(content: Summary) -> bytes:
    """Return spread.csv: one row a boundary, period and quantity; no row where one source was run."""
    rows = content.comparison.spreads if content.comparison else ()
    return _csv(_headers(SpreadRow), (_cells(content, row) for row in rows))


def text_cell(text: str) -> str:
    """Return a text that a spreadsheet shows and never computes: one that starts like a formula gets a leading `'`."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA_SIGNS) else line


def _headers(model: type[Row]) -> list[str]:
    middle: list[str] = []
    for name in model.model_fields:
        if name == "growth_by_type_km2":
            middle += [f"growth_{kind}_km2" for kind in _GROWTH]
        elif name not in {"source", "undefined", "flags"}:
            middle.append(_UNITS.get(name, name))
    last = ["undefined", "flags"] if "flags" in model.model_fields else ["undefined"]
    return ["city", "city_name", "iso3", "simulated", "source", "run", *middle, *last]


def _cells(content: Summary, row: Row) -> dict[str, Cell]:
    values: dict[str, Any] = {name: getattr(row, name) for name in type(row).model_fields if name != "source"}
    cells: dict[str, Cell] = {
        "city": content.city.id,
        "city_name": content.city.names["en"],
        "iso3": content.city.iso3,
        "simulated": content.city.simulated,
        "source": "; ".join(f"{source.id} {source.version}" for source in _sources(content, row)),
        "run": content.run.id,
        "undefined": "; ".join(f"{name}: {code}" for name, code in sorted(values.pop("undefined").items())),
    }
    if not isinstance(row, EpochRow):
        cells["flags"] = "; ".join(values.pop("flags"))
    if isinstance(row, SpreadRow):
        values["quantity"] = _UNITS.get(row.quantity, row.quantity)
    if isinstance(row, IndicatorRow):
        growth = values.pop("growth_by_type_km2")
        cells |= {f"growth_{kind}_km2": getattr(growth, kind, None) for kind in _GROWTH}
    return cells | {_UNITS.get(name, name): value for name, value in values.items()}


def _sources(content: Summary, row: Row) -> Iterable[SourceRow]:
    """Return the sources that a row's figures rest on."""
    compared = content.comparison.sources if content.comparison else ()
    if isinstance(row, SpreadRow):
        return [source.references[0] for source in compared]
    if isinstance(row, ComparedPeriodRow):
        return next(source.references for source in compared if source.id == row.source)
    return content.sources


def _csv(headers: list[str], rows: Iterable[Mapping[str, Cell]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, headers, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _shown(value) for name, value in row.items()} for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _shown(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return text_cell(value) if isinstance(value, str) else repr(value)


_GROWTH = ("infill", "extension", "leapfrog", "inclusion", "outside_extent", "loss", "densification")
