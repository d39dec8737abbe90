"""How sources disagree, as a page shows it: a table for each boundary, and the widest period as a chart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geo.boundary import Boundary
from geo.comparison import ComparedPeriod, ComparedRow, Comparison, Quantity, Spread
from geo.measurement import Measurement
from geo.reasons import Flag
from outputs.boundaries import ORDER, UNMOVED
from outputs.report.lists import with_commas, with_semicolons
from outputs.report.marks import YearNames
from outputs.report.story import scope_name
from outputs.report.tables import Cell, Footnotes, Format, Group, Row, Table, columns
from outputs.words import figures
from outputs.words.filling import digits
from outputs.words.speech import left_to_right
from outputs.words.texts import period, text

_FIELDS: Mapping[Quantity, Format] = {
    "boundary_km2": figures.km2,
    "built_up_start_km2": figures.km2,
    "built_up_end_km2": figures.km2,
    "population_start": figures.persons,
    "population_end": figures.persons,
    "lcr": figures.rate,
    "pgr": figures.rate,
    "lcrpgr": figures.ratio,
    "built_up_per_capita_start_m2": figures.square_metres,
    "built_up_per_capita_end_m2": figures.square_metres,
}
_ORDER = ("whole_span", "common_span", "consecutive")
"""Longer periods say more: they stand first."""


def comparison_tables(measurement: Measurement) -> list[Table]:
    """Return a table for each boundary in which at least two sources can be compared."""
    comparison = measurement.comparison
    if comparison is None:
        return []
    tables = [_table(comparison, boundary) for boundary in ORDER]
    return [table for table in tables if table.groups]


def source_title(comparison: Comparison, source: str) -> str:
    """Return the title of a source's land."""
    return next(one.references[0].title for one in comparison.sources if one.id == source)


def own_years(comparison: Comparison, row: ComparedRow) -> str:
    """Return the years that a source's figures are of, and that they are the nearest where they are."""
    if row.own_start is None or row.own_end is None:
        return ""
    projected = next(one.projected for one in comparison.sources if one.id == row.source)
    years = YearNames(projected).period(row.own_start, row.own_end)
    return years if row.match == "exact" else text("compared.nearest", years=years)


def simulated_in_part(comparison: Comparison) -> bool:
    """Return whether some sources are simulated and others are not: then each row says so."""
    return len({any(one.simulated for one in source.references) for source in comparison.sources}) > 1


def _table(comparison: Comparison, boundary: Boundary) -> Table:
    notes = Footnotes()
    kinds = {ComparedPeriod(row.boundary, row.start, row.end): row.period for row in comparison.rows}
    periods = [which for which in kinds if which.boundary == boundary]
    periods.sort(key=lambda which: (_ORDER.index(kinds[which]), which))
    groups = [
        Group(
            period(which.start, which.end),
            with_semicolons(filter(None, (text(f"compared.{kinds[which]}"), _absent(comparison, which)))),
            tuple(_group(comparison, which, notes)),
        )
        for which in periods
        if sum(row.match is not None for row in comparison.rows_of(which)) > 1
    ]
    note = text("compared.note", tolerance=comparison.tolerance_years)
    left_out = len(periods) - len(groups)
    if left_out:
        note += " " + text("compared.left_out", count=left_out)
    caption = text("compared.caption", boundary=boundary_name(boundary))
    heads = columns(("own_years", *_FIELDS))
    return Table(f"compared-{boundary}", caption, note, text("compared.source"), heads, tuple(groups), notes.lines())


def boundary_name(boundary: Boundary) -> str:
    """Return a boundary in words: one that each source finds for itself is said to be its own."""
    return scope_name(boundary, "fixed", "") if boundary in UNMOVED else text(f"compared.own.{boundary}")


def _absent(comparison: Comparison, which: ComparedPeriod) -> str:
    """Return which sources have no epochs for a period: they have no line in the table."""
    absent = [source_title(comparison, row.source) for row in comparison.rows_of(which) if row.match is None]
    return text("compared.absent", sources=with_commas(absent)) if absent else ""


def _group(comparison: Comparison, which: ComparedPeriod, notes: Footnotes) -> Iterator[Row]:
    for row in comparison.rows_of(which):
        if row.match is not None:
            yield _source_row(comparison, row, notes)
    spreads = comparison.spreads_of(which)
    for statistic in ("minimum", "median", "maximum", "ratio"):
        if any(getattr(spread, statistic) is not None for spread in spreads.values()):
            yield _spread_row(spreads, statistic, notes)


def _source_row(comparison: Comparison, row: ComparedRow, notes: Footnotes) -> Row:
    unsaid = {Flag.UNSTABLE_RATIO, *(() if simulated_in_part(comparison) else (Flag.SIMULATED,))}
    marks = notes.marks([flag for flag in row.flags if flag not in unsaid])
    head = source_title(comparison, row.source)
    cells = [Cell("own_years", "" if row.own_years is None else digits(row.own_years))]
    for name, say in _FIELDS.items():
        unstable = Flag.UNSTABLE_RATIO if name == "lcrpgr" and Flag.UNSTABLE_RATIO in row.flags else None
        cells.append(Cell(name, say(getattr(row, name)), notes.marks([row.undefined.get(name), unstable])))
    return Row(head, own_years(comparison, row), marks, tuple(cells), strong=False)


def _spread_row(spreads: Mapping[Quantity, Spread], statistic: str, notes: Footnotes) -> Row:
    cells = [Cell("own_years", "")]
    for name, say in _FIELDS.items():
        value: Any = getattr(spreads[name], statistic)
        said = _times(value) if statistic == "ratio" else say(value)
        cells.append(Cell(name, said, notes.marks([spreads[name].undefined.get(statistic)])))
    return Row(text(f"compared.{statistic}"), "", "", tuple(cells), strong=True)


def _times(value: float | None) -> str:
    return figures.DASH if value is None else left_to_right(f"×{figures.GAP}{figures.decimal(value, 1)}")


def said(comparison: Comparison, rows: Sequence[ComparedRow]) -> str:
    """Return the rates of sources in words, for the text that stands for a picture."""
    return with_semicolons(
        text(
            "compared.said",
            source=source_title(comparison, row.source),
            years=own_years(comparison, row),
            lcr=figures.rate(row.lcr),
            pgr=figures.rate(row.pgr),
        )
        for row in rows
    )
