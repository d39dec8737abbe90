"""published.csv: what others published of the city, epoch by epoch and period by period, and our own figures beside."""

from collections.abc import Iterator
from typing import Any

from outputs.tables.compared import ComparedPeriodRow
from outputs.tables.flat import HEAD, head_cells
from outputs.tables.published import PublishedPeriodRow, PublishedRow
from outputs.tables.spreadsheet import Cell, csv_bytes, listed
from outputs.tables.summary import Summary

_COLUMNS = (
    "beside", "figures_of", "boundary", "start_year", "end_year", "own_start_year", "own_end_year",
    "built_up_start_km2", "built_up_end_km2", "population_start_persons", "population_end_persons",
    "lcr_per_year", "pgr_per_year", "lcrpgr", "lcr_log_per_year", "undefined", "flags", "citation", "licence",
)  # fmt: skip
_KEYS = {
    "built_up_start_km2": "built_up_start_km2",
    "built_up_end_km2": "built_up_end_km2",
    "population_start": "population_start_persons",
    "population_end": "population_end_persons",
    "lcr": "lcr_per_year",
    "pgr": "pgr_per_year",
    "lcrpgr": "lcrpgr",
    "lcr_log": "lcr_log_per_year",
}
"""Field of summary.json → its column."""
_OTHERS, _OWN = "published", "this run"


def published_csv(content: Summary) -> bytes:
    """Return published.csv: one row an epoch and period of each source, then each of our own that stands beside it.

    The column `source` says whose figures a row has; an epoch's row has its year and figures in the columns of an end.
    """
    return csv_bytes([*HEAD, *_COLUMNS], (row for one in content.published for row in _rows(content, one)))


def _rows(content: Summary, one: PublishedRow) -> Iterator[dict[str, Cell]]:
    head = head_cells(content, content.sources) | {"beside": one.source}
    theirs: dict[str, Cell] = head | {
        "source": one.source,
        "figures_of": _OTHERS,
        "boundary": one.boundary,
        "citation": one.citation,
        "licence": one.licence,
    }
    for epoch in one.epochs:
        figures: dict[str, Cell] = {"built_up_end_km2": epoch.built_up_km2, "population_end_persons": epoch.population}
        yield theirs | {"end_year": epoch.year} | figures
    for period in one.periods:
        yield theirs | _their_cells(one, period)
        for own in one.own:
            if (own.start, own.end) == (period.start, period.end):
                yield head | {"figures_of": _OWN} | _own_cells(own)


def _their_cells(one: PublishedRow, period: PublishedPeriodRow) -> dict[str, Cell]:
    epochs = {epoch.year: epoch for epoch in one.epochs}
    cells = _period_cells(period)
    for side, year in (("start", period.start), ("end", period.end)):
        if year in epochs:
            cells[f"built_up_{side}_km2"] = epochs[year].built_up_km2
            cells[f"population_{side}_persons"] = epochs[year].population
    return cells


def _own_cells(own: ComparedPeriodRow) -> dict[str, Cell]:
    boundary = f"{own.boundary}, {own.boundary_rule}"
    return _period_cells(own) | {
        "boundary": boundary,
        "own_start_year": own.own_start,
        "own_end_year": own.own_end,
    }


def _period_cells(row: PublishedPeriodRow | ComparedPeriodRow) -> dict[str, Cell]:
    values: dict[str, Any] = {column: getattr(row, name, None) for name, column in _KEYS.items()}
    return values | {
        "start_year": row.start,
        "end_year": row.end,
        "undefined": listed(row.undefined),
        "flags": "; ".join(row.flags),
    }
