"""Every published number of a run with its id, its unit, why it is undefined where it is, and what it rests on.

Numbers of districts and other zones are not among them: there may be a million, and they rest on the same inputs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Final, NamedTuple
from urllib.parse import quote

from geo.comparison import ComparedRow, ComparedSource
from geo.figure import Figure
from geo.measurement import EpochFigures, GrowthByType, Indicator, Measurement
from geo.references import SourceReference
from outputs import layout
from outputs.provenance import rests
from outputs.provenance.rests import Basis, Field
from outputs.tables.measures import measures

Value = float | None
_KINDS: Final = tuple(kind.name for kind in fields(GrowthByType))


@dataclass(frozen=True, slots=True)
class Where:
    """Of what a row of numbers is."""

    boundary: str
    boundary_rule: str
    start: int | None
    """None for a row of one epoch."""
    end: int
    zone: str = ""
    source: str = ""
    """The id of a source that is compared; empty for the run's own."""


@dataclass(frozen=True, slots=True)
class Number:
    """One published number."""

    field: str
    """As its table names it; a measure's id."""
    where: Where
    value: Value
    unit: str
    undefined: str | None
    """Reason code where there is no value."""
    file: str
    """The table that holds it, beside summary.json."""
    basis: Basis
    sources: tuple[SourceReference, ...]
    """Those that `basis` is taken of."""
    flags: tuple[str, ...] = ()
    low: Value = None
    high: Value = None

    @property
    def path(self) -> str:
        """Its id within the run: `boundary/rule/period/field`, with a zone behind or a compared source before it."""
        where = self.where
        period = f"{where.start}-{where.end}" if where.start is not None else str(where.end)
        parts = ["compared", where.source] if where.source else []
        parts += [where.boundary, where.boundary_rule, period, self.field, *([where.zone] if where.zone else [])]
        return "/".join(quote(part, safe="") for part in parts)


class _Own(NamedTuple):
    """What the run's own numbers have in common."""

    sources: tuple[SourceReference, ...]
    last: int
    """The last epoch, whose boundary is the fixed one."""


def numbers_of(measurement: Measurement) -> Iterator[Number]:
    """Yield the numbers of epochs, indicators, measures and comparison, in the order of their tables."""
    own = _Own(measurement.sources, measurement.years[-1])
    for epoch in measurement.epochs:
        yield from _of_epoch(own, epoch)
    for row in measurement.indicators:
        yield from _of_period(own, row)
    for figure in measurement.figures:
        yield _of_figure(own, figure)
    if measurement.comparison:
        sources = {source.id: source for source in measurement.comparison.sources}
        for compared in measurement.comparison.rows:
            yield from _of_compared(compared, sources[compared.source])


def _of_epoch(own: _Own, row: EpochFigures) -> Iterator[Number]:
    where = Where(row.boundary, row.boundary_rule, None, row.year)
    for name, field in rests.EPOCH_FIELDS.items():
        yield Number(
            field=name,
            where=where,
            value=getattr(row, name),
            unit=field.unit,
            undefined=row.undefined.get(name),
            file=layout.EPOCHS,
            basis=_basis(where, field, own.last),
            sources=own.sources,
        )


def _of_period(own: _Own, row: Indicator) -> Iterator[Number]:
    where = Where(row.boundary, row.boundary_rule, row.start, row.end)
    found = {name: (field, getattr(row, name)) for name, field in rests.INDICATOR_FIELDS.items()}
    growth, key = row.growth_by_type_km2, "growth_by_type_km2"
    found |= {f"growth_{kind}_km2": (rests.GROWTH, getattr(growth, kind, None)) for kind in _KINDS}
    for name, (field, value) in found.items():
        yield Number(
            field=name,
            where=where,
            value=value,
            unit=field.unit,
            undefined=row.undefined.get(name if hasattr(row, name) else key),
            file=layout.INDICATORS,
            basis=_basis(where, field, own.last),
            sources=own.sources,
            flags=row.flags,
        )


def _of_figure(own: _Own, figure: Figure) -> Number:
    about = measures()[figure.measure]
    where = Where(figure.boundary, figure.boundary_rule, figure.start, figure.end, figure.zone)
    field = Field(about.unit, rests.measure_roles(about.group, about.unit))
    return Number(
        field=figure.measure,
        where=where,
        value=figure.value,
        unit=about.unit,
        undefined=figure.undefined,
        file=layout.MEASURES,
        basis=_basis(where, field, own.last),
        sources=own.sources,
        flags=figure.flags,
        low=figure.low,
        high=figure.high,
    )


def _of_compared(row: ComparedRow, source: ComparedSource) -> Iterator[Number]:
    where = Where(row.boundary, row.boundary_rule, row.start, row.end, source=source.id)
    own = replace(where, start=row.own_start or row.start, end=row.own_end or row.end)
    for name, field in rests.COMPARED_FIELDS.items():
        yield Number(
            field=name,
            where=where,
            value=getattr(row, name),
            unit=field.unit,
            undefined=row.undefined.get(name),
            file=layout.COMPARISON,
            basis=_basis(own, field, source.years[-1]),
            sources=source.references,
            flags=row.flags,
        )


def _basis(where: Where, field: Field, last: int) -> Basis:
    """Return what a number rests on: its own inputs, and those that its boundary is drawn from."""
    both = [year for year in (where.start, where.end) if year is not None]
    years = {"start": both[:1], "end": both[-1:]}.get(field.end, both)
    drawn = [last] if where.boundary_rule == "fixed" else years
    return Basis.of((field.roles, years), (rests.boundary_roles(where.boundary), drawn))
