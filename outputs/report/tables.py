"""The tables of a page: headers, rows and footnotes, ready to be set; a dash stands where a value is undefined."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geo.measurement import EpochFigures, GrowthByType, Indicator, Measurement
from geo.reasons import Flag
from outputs.boundaries import ORDER, UNMOVED, rank
from outputs.report import rows
from outputs.report.formulas import FORMULAS
from outputs.report.marks import YearNames
from outputs.report.rows import Scope
from outputs.report.story import scope_name
from outputs.words import figures, reason
from outputs.words.filling import digits
from outputs.words.texts import period, text

Format = Callable[[Any], str]
_RATIOS = ("lcrpgr", "lcrpgr_log")
_FOLDED_ROWS = 24
"""Rows from which a table behind the first is folded: two screens."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

INDICATOR_FIELDS: Mapping[str, Format] = {
    "years": digits,
    "built_up_start_km2": figures.km2,
    "built_up_end_km2": figures.km2,
    "population_start": figures.persons,
    "population_end": figures.persons,
    "lcr": figures.rate,
    "pgr": figures.rate,
    "lcrpgr": figures.ratio,
    "total_change_percent": lambda value: figures.decimal(value, 1, sign=True),
    "built_up_per_capita_start_m2": figures.square_metres,
    "built_up_per_capita_end_m2": figures.square_metres,
    "marginal_land_per_new_inhabitant_m2": lambda value: figures.decimal(value, 0),
}
"""Field of an indicator → how it is written, in the order of columns."""
_LOG_FIELDS: Mapping[str, Format] = {
    "years": digits,
    "lcr_log": figures.rate,
    "pgr": figures.rate,
    "lcrpgr_log": figures.ratio,
}
_GROWTH_FIELDS = ("infill", "extension", "leapfrog", "inclusion", "outside_extent", "densification", "loss")
_EPOCH_FIELDS: Mapping[str, Format] = {
    "boundary_km2": figures.km2,
    "built_up_km2": figures.km2,
    "population": figures.persons,
    "urban_km2": figures.km2,
    "suburban_km2": figures.km2,
    "rural_built_up_km2": figures.km2,
    "fringe_open_km2": figures.km2,
    "captured_open_km2": figures.km2,
    "urbanized_open_space_km2": figures.km2,
    "rural_open_km2": figures.km2,
    "water_km2": figures.km2,
    "unknown_km2": figures.km2,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and unit."""

    field: str
    head: str
    unit: str
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is set, with the letters of its footnotes."""

    field: str
    value: str
    marks: str = ""
    band: str = ""
    """The interval that stands below the value."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table under its own header."""

    head: str
    extra: str
    marks: str
    cells: tuple[Cell, ...]
    strong: bool
    about: str = ""
    """The measure whose meaning a click on the head shows."""


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one boundary and rule."""

    title: str
    note: str
    rows: tuple[Row, ...]
    about: str = ""
    """The measure whose meaning a click on the title shows."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its footnotes."""

    id: str
    caption: str
    note: str
    corner: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    footnotes: tuple[tuple[str, str], ...]
    kind: str = ""
    folded: bool = False


@dataclass(slots=True)
class Footnotes:
    """Gives each reason or flag a letter in the order in which it is met."""

    codes: list[str] = field(default_factory=list)

    def marks(self, codes: Iterable[str | None]) -> str:
        """Return the letters of codes, with commas."""
        letters = []
        for code in codes:
            if code is None:
                continue
            if code not in self.codes:
                self.codes.append(str(code))
            letters.append(_letter(self.codes.index(code)))
        return ",".join(letters)

    def period_marks(self, flags: Iterable[str]) -> str:
        """Return the letters of a period's flags, but those that stand elsewhere: in the caption, beside the ratio."""
        return self.marks(flag for flag in flags if flag not in (Flag.SIMULATED, Flag.UNSTABLE_RATIO))

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return letter and sentence of every code in use."""
        return tuple((_letter(index), reason(code)) for index, code in enumerate(self.codes))


def indicator_table(measurement: Measurement) -> Table:
    """Return SDG 11.3.1 by boundary, rule and period."""
    notes = Footnotes()
    groups = _groups(measurement, lambda row: _indicator_row(row, INDICATOR_FIELDS, notes))
    lengths = {row.years for row in measurement.indicators}
    note = text("tables.indicators_note", **FORMULAS) + (f" {text('tables.unequal')}" if len(lengths) > 1 else "")
    return _table("indicators", note, (columns(INDICATOR_FIELDS), groups), notes)


def log_table(measurement: Measurement) -> Table:
    """Return the logarithmic variants, apart from the indicator."""
    notes = Footnotes()
    groups = _groups(measurement, lambda row: _indicator_row(row, _LOG_FIELDS, notes))
    return _folded("log", text("tables.log_note", **FORMULAS), (columns(_LOG_FIELDS), groups), notes)


def growth_table(measurement: Measurement) -> Table:
    """Return the kinds of growth by boundary, rule and period."""
    notes = Footnotes()
    groups = _groups(measurement, lambda row: _growth_row(row, notes))
    return _folded("growth", text("tables.growth_note"), (columns(_GROWTH_FIELDS), groups), notes)


def extent_table(measurement: Measurement) -> Table:
    """Return the land by class of every epoch within each boundary, one that moves before where it is fixed."""
    notes = Footnotes()
    moving: list[Scope] = [Scope(boundary, "each_epoch") for boundary in ORDER if boundary not in UNMOVED]
    fixed: list[Scope] = [Scope(boundary, "fixed") for boundary in ORDER]
    groups = []
    for scope in sorted([*moving, *fixed], key=lambda scope: rank(scope.boundary)):
        found = rows.epochs(measurement, scope)
        if found:
            end = YearNames(measurement.projected).year(found[-1].year)
            groups.append(_group(scope, end, [_epoch_row(row, notes) for row in found]))
    body = (columns(_EPOCH_FIELDS), groups)
    return _folded("extents", text("tables.extents_note"), body, notes, corner="tables.epoch")


def head(name: str) -> str:
    """Return a field's head."""
    return text(f"columns.{name}.head")


def _table(
    name: str, note: str, body: tuple[tuple[Column, ...], Sequence[Group]], notes: Footnotes, *, corner: str = ""
) -> Table:
    heads, groups = body
    first = text(corner or "tables.period")
    return Table(name, text(f"tables.{name}"), note, first, heads, tuple(groups), notes.lines())


def _folded(
    name: str, note: str, body: tuple[tuple[Column, ...], Sequence[Group]], notes: Footnotes, *, corner: str = ""
) -> Table:
    """Return a table that is folded where it is long."""
    table = _table(name, note, body, notes, corner=corner)
    return replace(table, folded=sum(len(group.rows) for group in table.groups) > _FOLDED_ROWS)


def _groups(measurement: Measurement, make: Callable[[Indicator], Row]) -> list[Group]:
    groups = []
    for scope in rows.scopes(measurement):
        found = rows.periods(measurement, scope)
        end = YearNames(measurement.projected).year(found[-1].end)
        groups.append(_group(scope, end, [make(row) for row in found]))
    return groups


def _group(scope: Scope, end: str, lines: Sequence[Row]) -> Group:
    title = scope_name(scope.boundary, scope.rule, end)
    return Group(title[0].upper() + title[1:], text(f"scope_note.{scope.boundary}_{scope.rule}"), tuple(lines))


def _indicator_row(row: Indicator, fields: Mapping[str, Format], notes: Footnotes) -> Row:
    return _period_row(row, indicator_cells(row, fields, notes), notes)


def indicator_cells(row: Indicator, fields: Mapping[str, Format], notes: Footnotes) -> tuple[Cell, ...]:
    """Return the cells of an indicator, each with its reason, and the ratios with the doubt that they explode."""
    unstable = Flag.UNSTABLE_RATIO if Flag.UNSTABLE_RATIO in row.flags else None
    return tuple(
        Cell(
            name, say(getattr(row, name)), notes.marks([row.undefined.get(name), unstable if name in _RATIOS else None])
        )
        for name, say in fields.items()
    )


def _growth_row(row: Indicator, notes: Footnotes) -> Row:
    growth: GrowthByType | None = row.growth_by_type_km2
    if growth is None:
        mark = notes.marks([row.undefined.get("growth_by_type_km2")])
        cells = tuple(Cell(name, figures.DASH, mark) for name in _GROWTH_FIELDS)
    else:
        cells = tuple(Cell(name, figures.km2(getattr(growth, name))) for name in _GROWTH_FIELDS)
    return _period_row(row, cells, notes)


def _period_row(row: Indicator, cells: tuple[Cell, ...], notes: Footnotes) -> Row:
    """Head a row with its period and its flags."""
    marks = notes.period_marks(row.flags)
    extra = text("tables.whole_span") if row.whole_span else ""
    return Row(period(row.start, row.end), extra, marks, cells, row.whole_span)


def _epoch_row(row: EpochFigures, notes: Footnotes) -> Row:
    cells = tuple(
        Cell(name, say(getattr(row, name)), notes.marks([row.undefined.get(name)]))
        for name, say in _EPOCH_FIELDS.items()
    )
    return Row(digits(row.year), "" if row.observed else text("tables.projected"), "", cells, strong=False)


def columns(fields: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of fields, with heads and units."""
    return tuple(Column(name, text(f"columns.{name}.head"), text(f"columns.{name}.unit")) for name in fields)


def _letter(index: int) -> str:
    return _LETTERS[index] if index < len(_LETTERS) else str(index)
