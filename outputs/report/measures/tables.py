"""The tables of a group of measures: measures down, epochs or periods across, within each boundary apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from geo.figure import Figure
from geo.measurement import Measurement
from geo.reasons import Flag
from outputs.boundaries import rank
from outputs.report.lists import with_commas
from outputs.report.marks import YearNames
from outputs.report.measures import said
from outputs.report.story import scope_name
from outputs.report.tables import Cell, Column, Footnotes, Group, Row, Table
from outputs.tables.measures import Measure, MeasureGroup, measures
from outputs.words.filling import digits
from outputs.words.texts import period, text

BOUNDARY = "boundary"
"""Kind of table of the measures that are told within so many boundaries that these are better its lines."""
_FEW_BOUNDARIES = 2
_FOLDED_ROWS = 14
"""Rows from which a table is folded: more than a screen holds beside the others. A group's first one never is."""
_SAID_ELSEWHERE = (Flag.SIMULATED, Flag.PROJECTED_EPOCH)
"""Flags that the caption's badge and the head of a column say."""


class _When(NamedTuple):
    """A column: an epoch, or a period."""

    end: int
    start: int | None

    @classmethod
    def of(cls, figure: Figure) -> "_When":
        return cls(figure.end, figure.start)


class _Within(NamedTuple):
    """A boundary and its rule, in the order of tables."""

    rank: int
    moves: bool
    boundary: str
    rule: str

    @classmethod
    def of(cls, figure: Figure) -> "_Within":
        return cls(rank(figure.boundary), figure.boundary_rule != "fixed", figure.boundary, figure.boundary_rule)


@dataclass(frozen=True, slots=True)
class _Part:
    """The figures that one table shows: all of epochs or all of periods, all of one kind of zone or of none."""

    figures: tuple[Figure, ...]
    zone: str
    """The kind of zone; BOUNDARY where the boundaries themselves are the lines of each measure."""
    by: str
    """epoch or period."""

    @property
    def columns(self) -> list[_When]:
        """Epochs in order; periods in order, longer ones after those that end with them."""
        found = {_When.of(figure) for figure in self.figures}
        length = {when: when.end - (when.start if when.start is not None else when.end) for when in found}
        whole = max(length.values())
        return sorted(found, key=lambda when: (length[when] == whole and len(found) > 1, when.end, length[when]))


def measure_tables(measurement: Measurement, group: MeasureGroup) -> list[Table]:
    """Return a group's tables: those of whole boundaries first, then those by zone."""
    own = [figure for figure in measurement.figures if measures()[figure.measure].group == group.id]
    kinds = _kinds(own)
    order = sorted(dict.fromkeys(kinds.values()), key=lambda kind: (kind != "", kind != BOUNDARY))
    parts = [
        _Part(found, kind, by)
        for kind in order
        for by in ("epoch", "period")
        if (found := tuple(one for one in own if kinds[_which(one)] == kind and _by(one) == by))
    ]
    made = [_table(measurement, group, part) for part in parts]
    return [replace(table, folded=table.folded and place > 0) for place, table in enumerate(made)]


def _kinds(own: Sequence[Figure]) -> dict[tuple[str, bool], str]:
    """Return (measure, whether by zone) → the kind of table that it goes into."""
    within: dict[str, set[_Within]] = {}
    for figure in own:
        if not figure.zone:
            within.setdefault(figure.measure, set()).add(_Within.of(figure))
    whole = {(name, False): BOUNDARY if len(found) > _FEW_BOUNDARIES else "" for name, found in within.items()}
    return whole | {(figure.measure, True): measures()[figure.measure].zone for figure in own if figure.zone}


def _which(figure: Figure) -> tuple[str, bool]:
    return figure.measure, figure.zone != ""


def _by(figure: Figure) -> str:
    return "epoch" if figure.start is None else "period"


def _table(measurement: Measurement, group: MeasureGroup, part: _Part) -> Table:
    notes = Footnotes()
    named = YearNames(measurement.projected)
    last = named.year(measurement.years[-1])
    columns = part.columns
    shared = {when: _shared_flags(part.figures, when) for when in columns}
    heads = tuple(_column(when, named, notes.marks(shared[when])) for when in columns)
    across = _Across(columns, shared, notes)
    if part.zone == BOUNDARY:
        flat = _by_boundary(last, part, across)
    else:
        every = sorted({_Within.of(figure) for figure in part.figures})
        flat = tuple(one for within in every for one in _lines(last, within, part, across))
    what = text(f"measure_group.{group.id}.title")
    if part.zone:
        what = text("measures.of_zone", group=what, zone=text(f"measures.zone.{part.zone}"))
    name = "-".join(filter(None, ("measures", group.id, part.zone, part.by)))
    return Table(
        name,
        text(f"measures.by_{part.by}", what=what),
        "",
        text("measures.corner"),
        heads,
        flat,
        notes.lines(),
        kind="measures",
        folded=sum(len(one.rows) for one in flat) > _FOLDED_ROWS,
    )


@dataclass(frozen=True, slots=True)
class _Across:
    """The columns of a table, the flags that each says for all its cells, and the footnotes."""

    columns: Sequence[_When]
    flags: dict[_When, tuple[str, ...]]
    notes: Footnotes

    def cells(self, found: dict[_When, Figure], measure: Measure) -> tuple[Cell, ...]:
        """Return a line's cells; one that has no figure stays empty."""
        return tuple(
            self._cell(found[when], measure, when) if when in found else Cell(measure.id, "") for when in self.columns
        )

    def _cell(self, figure: Figure, measure: Measure, when: _When) -> Cell:
        own = [flag for flag in _said_flags(figure) if flag not in self.flags[when]]
        marks = self.notes.marks([figure.undefined, *own])
        return Cell(measure.id, said.value(figure, measure), marks, said.beside(figure, measure))


def _by_boundary(last: str, part: _Part, across: _Across) -> tuple[Group, ...]:
    """Return a group a measure, whose lines are boundaries."""
    groups = []
    for measure in _in_order(part.figures):
        lines: dict[_Within, dict[_When, Figure]] = {}
        for figure in part.figures:
            if figure.measure == measure.id:
                lines.setdefault(_Within.of(figure), {})[_When.of(figure)] = figure
        rows = [
            Row(
                _capital(scope_name(where.boundary, where.rule, last)),
                "",
                "",
                across.cells(found, measure),
                strong=False,
            )
            for where, found in sorted(lines.items())
        ]
        groups.append(Group(measure.title, "", tuple(rows), about=measure.id, unit=measure.unit))
    return tuple(groups)


def _in_order(own: Iterable[Figure]) -> list[Measure]:
    present = {figure.measure for figure in own}
    return [said.measure_in_words(measure) for measure in measures().values() if measure.id in present]


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _lines(last: str, within: _Within, part: _Part, across: _Across) -> list[Group]:
    """Return the groups of one boundary: one; by zone one a measure, or one a zone where measures are the more."""
    own = [figure for figure in part.figures if _Within.of(figure) == within]
    title = _capital(scope_name(within.boundary, within.rule, last))
    note = text(f"scope_note.{within.boundary}_{within.rule}")
    order = _in_order(own)
    zones = sorted({figure.zone for figure in own}, key=lambda code: said.zone_order(part.zone, code))
    if not part.zone:
        return [Group(title, note, tuple(_measure_row(own, measure, "", across) for measure in order))]
    if len(order) > len(zones):
        return [
            Group(
                said.zone(part.zone, code),
                title,
                tuple(_measure_row(own, measure, code, across) for measure in order if _any(own, measure, code)),
            )
            for code in zones
        ]
    return [
        Group(
            measure.title,
            title,
            tuple(_zone_row(own, measure, code, across) for code in zones if _any(own, measure, code)),
            about=measure.id,
            unit=measure.unit,
        )
        for measure in order
    ]


def _measure_row(own: Sequence[Figure], measure: Measure, code: str, across: _Across) -> Row:
    cells = across.cells(_found(own, measure, code), measure)
    return Row(measure.title, measure.unit, "", cells, strong=False, about=measure.id)


def _zone_row(own: Sequence[Figure], measure: Measure, code: str, across: _Across) -> Row:
    return Row(said.zone(measure.zone, code), "", "", across.cells(_found(own, measure, code), measure), strong=False)


def _any(own: Sequence[Figure], measure: Measure, code: str) -> bool:
    return any(figure.measure == measure.id and figure.zone == code for figure in own)


def _found(own: Sequence[Figure], measure: Measure, code: str) -> dict[_When, Figure]:
    return {_When.of(figure): figure for figure in own if (figure.measure, figure.zone) == (measure.id, code)}


def _column(when: _When, named: YearNames, marks: str) -> Column:
    projected = text("marks.projected_short") if when.end in named.projected else ""
    if when.start is None:
        return Column("", digits(when.end), projected, marks)
    years = text("charts.years", years=when.end - when.start)
    return Column("", period(when.start, when.end), with_commas((years, projected)), marks)


def _said_flags(figure: Figure) -> list[str]:
    return [flag for flag in figure.flags if flag not in _SAID_ELSEWHERE]


def _shared_flags(figures: Iterable[Figure], when: _When) -> tuple[str, ...]:
    """Return the flags that every figure of a column has."""
    lists = [_said_flags(figure) for figure in figures if _When.of(figure) == when]
    return tuple(flag for flag in lists[0] if all(flag in other for other in lists))
