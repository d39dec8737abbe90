"""How a difference between two runs is told on a terminal: plain lines, section by section."""

from collections.abc import Iterable, Iterator, Mapping

from outputs.history.diff import NO_SUCH_ROW, Diff, FieldChange, InputChange, NumberChange, Value
from outputs.history.pixels import RasterChange
from outputs.text import one_line

_NOTHING = "–"
_DIGEST = 12
"""Characters of a sha256 that people compare."""


def lines(found: Diff) -> Iterator[str]:
    """Yield what differs, section by section; one line where nothing does."""
    if found.same:
        yield f"{found.city}: {found.old} and {found.new} do not differ"
        return
    yield f"{found.city}: {found.old} → {found.new}"
    yield from _section("Inputs", map(_input, found.inputs))
    yield from _section("Parameters", map(_field, found.parameters))
    yield from _section("Software", map(_field, found.software))
    yield from _section("Numbers", map(_number, found.numbers))
    yield from _section("Pixels", (_raster(raster) for raster in found.rasters if not raster.same))
    equal = sum(raster.same for raster in found.rasters)
    yield f"Rasters without a difference: {equal} of {len(found.rasters)}"


def _section(title: str, told: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(told):
        if number == 0:
            yield title
        yield f"  {line}"


def _input(change: InputChange) -> str:
    digests = [value[:_DIGEST] if value else _NOTHING for value in (change.old, change.new)]
    year = f" {change.year}" if change.year else ""
    return f"{change.source}, {change.role}{year}, {one_line(change.name)}: sha256 {' → '.join(digests)}"


def _field(change: FieldChange) -> str:
    return f"{change.name}: {_value(change.old)} → {_value(change.new)}"


def _number(change: NumberChange) -> str:
    where = f"{change.section}: {_row(change.row)}"
    if not change.field:
        return f"{where}: only in the {'new' if change.old_undefined == NO_SUCH_ROW else 'old'} run"
    values = (_value(change.old, change.old_undefined), _value(change.new, change.new_undefined))
    by = "" if change.difference is None else f" ({change.difference:+.6g})"
    return f"{where}: {change.field} {' → '.join(values)}{by}"


def _row(row: Mapping[str, Value]) -> str:
    return ", ".join(str(value) for value in row.values() if value not in {None, ""})


def _value(value: Value, undefined: str | None = None) -> str:
    if value is None:
        return f"undefined ({undefined.replace('_', ' ')})" if undefined else _NOTHING
    return f"{value:.6g}" if isinstance(value, float) else one_line(str(value))


def _raster(change: RasterChange) -> str:
    if change.why is not None:
        return f"{change.path}: {change.why}"
    area = "" if change.km2 is None else f", {change.km2:.4g} km²"
    count = "1 cell differs" if change.cells == 1 else f"{change.cells:,} cells differ"
    return f"{change.path}: {count}, {(change.share or 0) * 100:.3g} %{area}"
