"""national.csv: SDG 11.3.1 by country over the cities of a batch, with how it was put together and what is missing."""

from collections.abc import Iterable

from pydantic import FiniteFloat

from geo.boundary import Boundary, BoundaryRule
from geo.indicators.national import National
from geo.reasons import Reason
from outputs.tables.rows import WithReasons
from outputs.tables.spreadsheet import Cell, csv_bytes, listed

METHOD = "mean of the cities' rates, weighted; lcrpgr is the weighted LCR over the weighted PGR"
WEIGHTS = "population at the end of the period"
METHOD_SOURCE = "UN-Habitat, SDG indicator metadata 11-03-01, 2021-03-01"
SCOPE = "the cities of one batch; a national figure only if they are all cities or a national sample"
_RATES = ("lcr", "pgr", "lcrpgr", "mean_lcrpgr")
_HEADS = {
    "start": "start_year",
    "end": "end_year",
    "population": "population_end_persons",
    "lcr": "lcr_per_year",
    "pgr": "pgr_per_year",
}


class NationalRow(WithReasons):
    """One period of one country, over all its cities or over those of one size; null where undefined."""

    country: str
    """ISO 3166-1 alpha-3."""
    source: str
    boundary: Boundary
    boundary_rule: BoundaryRule
    start: int
    end: int
    years: int
    size_class: str
    """all, or the class of the cities' population at the end."""
    city_count: int
    cities: tuple[str, ...]
    """Those that are counted."""
    left_out: dict[str, str]
    """City → reason code."""
    population: FiniteFloat
    """Of the cities counted, at the end; persons."""
    lcr: FiniteFloat | None
    """A fraction a year."""
    pgr: FiniteFloat | None
    """A fraction a year."""
    lcrpgr: FiniteFloat | None
    mean_lcrpgr: FiniteFloat | None
    """Weighted mean of the cities' ratios: one city that stands still can rule it."""
    flags: tuple[str, ...]
    method: str = METHOD
    weights: str = WEIGHTS
    method_source: str = METHOD_SOURCE
    scope: str = SCOPE


def national_rows(figures: Iterable[National]) -> tuple[NationalRow, ...]:
    """Return the rows of national figures, in their order."""
    return tuple(map(_row, figures))


def national_csv(rows: Iterable[NationalRow]) -> bytes:
    """Return national.csv: one row a country, period and size of city."""
    names = [name for name in NationalRow.model_fields if name != "undefined"]
    names.insert(names.index("flags"), "undefined")
    return csv_bytes([_HEADS.get(name, name) for name in names], map(_cells, rows))


def _row(one: National) -> NationalRow:
    found = {name: getattr(one.figures, name) for name in _RATES}
    return NationalRow(
        country=one.country,
        source=one.source,
        boundary=one.boundary,
        boundary_rule=one.boundary_rule,
        start=one.start,
        end=one.end,
        years=one.end - one.start,
        size_class=one.size_class,
        city_count=len(one.figures.cities),
        cities=one.figures.cities,
        left_out=dict(one.figures.left_out),
        population=one.figures.population,
        flags=tuple(flag.value for flag in one.flags),
        undefined={name: value.value for name, value in found.items() if isinstance(value, Reason)},
        **{name: None if isinstance(value, Reason) else value for name, value in found.items()},
    )


def _cells(row: NationalRow) -> dict[str, Cell]:
    listed_cells: dict[str, Cell] = {
        "cities": "; ".join(row.cities),
        "flags": "; ".join(row.flags),
        "left_out": listed(row.left_out),
        "undefined": listed(row.undefined),
    }
    plain: dict[str, Cell] = {
        _HEADS.get(name, name): getattr(row, name) for name in NationalRow.model_fields if name not in listed_cells
    }
    return plain | listed_cells
