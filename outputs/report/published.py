"""What others published of the city as a page shows it: each period of a source, and our nearest figures below it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from geo.comparison import ComparedRow
from geo.indicators.published import Published, PublishedPeriod
from geo.measurement import Measurement
from geo.reasons import Flag, Reason
from outputs import words
from outputs.report.lists import with_semicolons
from outputs.report.marks import YearNames
from outputs.report.story import scope_name
from outputs.report.tables import INDICATOR_FIELDS, Cell, Footnotes, Format, Group, Row, Table, columns
from outputs.words.filling import digits
from outputs.words.texts import said, text

_NAMES = (
    *("built_up_start_km2", "built_up_end_km2", "population_start", "population_end"),
    *("lcr", "pgr", "lcrpgr"),
)
_FIELDS: Mapping[str, Format] = {name: INDICATOR_FIELDS[name] for name in _NAMES}


def published_tables(measurement: Measurement) -> list[Table]:
    """Return a table of each source that published figures of the city."""
    return [_table(measurement, one, number) for number, one in enumerate(measurement.published, 1)]


def _table(measurement: Measurement, one: Published, number: int) -> Table:
    notes = Footnotes()
    groups = tuple(
        Group(
            words.period(period.start, period.end),
            text("charts.years", years=period.end - period.start),
            (_their_row(one, period, notes), *_own_rows(measurement, one, period, notes)),
        )
        for period in one.periods
    )
    caption = text("published.caption", source=one.source)
    note = text("published.note", citation=one.citation, licence=one.licence)
    corner = text("published.corner")
    heads = columns(("own_years", *_FIELDS))
    return Table(f"published-{number}", caption, note, corner, heads, groups, notes.lines(), kind="measures")


def _their_row(one: Published, period: PublishedPeriod, notes: Footnotes) -> Row:
    epochs = {epoch.year: epoch for epoch in one.epochs}
    start, end = epochs.get(period.start), epochs.get(period.end)
    values: dict[str, Any] = {
        "built_up_start_km2": start and start.built_up_km2,
        "built_up_end_km2": end and end.built_up_km2,
        "population_start": start and start.population,
        "population_end": end and end.population,
        **{name: getattr(period, name) for name in ("lcr", "pgr", "lcrpgr")},
    }
    missing = {name: Reason.NO_FIGURES_FOR_YEAR.value for name, value in values.items() if value is None}
    cells = _cells(values, {**missing, **period.undefined}, period.flags, notes)
    years = Cell("own_years", digits(period.end - period.start))
    return Row(one.source, said(one.boundary), notes.period_marks(period.flags), (years, *cells), strong=False)


def _own_rows(measurement: Measurement, one: Published, period: PublishedPeriod, notes: Footnotes) -> Iterator[Row]:
    last = YearNames(measurement.projected).year(measurement.years[-1])
    for own in one.own:
        if (own.start, own.end) != (period.start, period.end):
            continue
        values = {name: getattr(own, name) for name in _FIELDS}
        years = Cell("own_years", "" if own.own_years is None else digits(own.own_years))
        told = [scope_name(own.boundary, own.boundary_rule, last), _own_years(measurement, own)]
        marks = notes.period_marks(own.flags)
        cells = (years, *_cells(values, own.undefined, own.flags, notes))
        yield Row(text("published.own"), with_semicolons(told), marks, cells, strong=False)


def _own_years(measurement: Measurement, own: ComparedRow) -> str:
    """Return the years that our figures are of, where those are not the source's."""
    if own.own_start is None or own.own_end is None:
        return ""
    years = YearNames(measurement.projected).period(own.own_start, own.own_end)
    return "" if own.match == "exact" else text("compared.nearest", years=years)


def _cells(
    values: Mapping[str, Any], undefined: Mapping[str, str], flags: Collection[str], notes: Footnotes
) -> tuple[Cell, ...]:
    """Return the cells of a row; a value that is missing has its reason, and a ratio that explodes its doubt."""
    unstable = Flag.UNSTABLE_RATIO if Flag.UNSTABLE_RATIO in flags else None
    return tuple(
        Cell(name, say(values[name]), notes.marks([undefined.get(name), unstable if name == "lcrpgr" else None]))
        for name, say in _FIELDS.items()
    )
