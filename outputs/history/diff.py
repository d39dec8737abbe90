"""What changed between two runs of a city: inputs, parameters, software, numbers, pixels; what is equal is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outputs import layout
from outputs.errors import OutputsError
from outputs.history.pixels import RasterChange, raster_changes
from outputs.manifest import InputEntry
from outputs.published import cities, latest_run, manifest_of
from outputs.store.root import Root
from outputs.tables.summary import Summary, read_summary

Value = str | bool | int | float | list[int] | None
_Field = tuple[Value, str | None]
"""A value, and the code of the reason why it is None."""
_NONE: _Field = (None, None)
NO_SUCH_ROW = "no_such_row"
"""Stands where a reason stands, if one of the two runs has not measured the row at all."""
_KEYS = {
    "epochs": ("boundary", "boundary_rule", "year"),
    "indicators": ("boundary", "boundary_rule", "start", "end"),
    "measures": ("measure", "boundary", "boundary_rule", "start", "end", "zone"),
}
"""Sections of summary.json whose numbers are compared, and what tells their rows apart."""


@dataclass(frozen=True, slots=True)
class InputChange:
    """A file that was read: another one, or by one of the two runs only."""

    source: str
    name: str
    role: str
    year: int | None
    old: str | None
    """Its sha256; None where this run did not read it."""
    new: str | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A parameter or a library that is not the same."""

    name: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A field of a row that is not the same."""

    section: str
    """epochs, indicators or measures."""
    row: Mapping[str, Value]
    """What tells the row apart."""
    field: str
    """Empty where the row is in one of the two runs only; the other one's reason is then NO_SUCH_ROW."""
    old: Value
    new: Value
    difference: float | None
    """New less old, where both are numbers."""
    old_undefined: str | None = None
    """Code of the reason why the old one is no number."""
    new_undefined: str | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs between two runs of a city."""

    city: str
    old: str
    new: str
    inputs: tuple[InputChange, ...]
    parameters: tuple[FieldChange, ...]
    software: tuple[FieldChange, ...]
    numbers: tuple[NumberChange, ...]
    rasters: tuple[RasterChange, ...]
    """Every raster of the two runs, those that are equal too."""

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        fields = (self.inputs, self.parameters, self.software, self.numbers)
        return not any(fields) and all(raster.same for raster in self.rasters)


def find_run(root: Root, text: str) -> tuple[str, str]:
    """Return the city and the id of a run: of `CITY/RUN`, of a run's id alone, or of a city, whose latest is meant.

    Raises:
        OutputsError: there is no such run.
    """
    there = cities(root) if root.exists() else ()
    city, _, run = text.partition("/")
    if run and city in there and run in root.folders(city):
        return city, run
    if text in there and (latest := latest_run(root, text)):
        return text, latest
    found = next((city for city in there if text in root.folders(city)), None)
    if found is None:
        msg = f"{root.name}: expected a run, CITY/RUN, or a city, saw {text!r}; `umran publication list` names them"
        raise OutputsError(msg)
    return found, text


def diff(root: Root, old: tuple[str, str], new: tuple[str, str]) -> Diff:
    """Return what changed from one run of a city to another.

    Raises:
        OutputsError: they are of two cities, or a run cannot be read.
    """
    if old[0] != new[0]:
        msg = f"expected two runs of one city, saw {'/'.join(old)} and {'/'.join(new)}; name two runs of the same city"
        raise OutputsError(msg)
    manifests = [manifest_of(root, *run) for run in (old, new)]
    summaries = [_summary(root, run) for run in (old, new)]
    return Diff(
        city=old[0],
        old=old[1],
        new=new[1],
        inputs=tuple(_input_changes(*(manifest.inputs for manifest in manifests))),
        parameters=tuple(_field_changes(*(manifest.parameters for manifest in manifests))),
        software=tuple(_field_changes(*(manifest.software for manifest in manifests))),
        numbers=tuple(change for section in _KEYS for change in _number_changes(section, *summaries)),
        rasters=raster_changes(root, *manifests),
    )


def _summary(root: Root, run: tuple[str, str]) -> Summary:
    key = f"{'/'.join(run)}/{layout.SUMMARY}"
    try:
        return read_summary(root.read(key))
    except (OSError, ValueError) as error:
        why = "it is missing" if isinstance(error, FileNotFoundError) else f"it is damaged ({type(error).__name__})"
        msg = f"{root.address(key)}: expected the run's figures, but {why}; publish the run again"
        raise OutputsError(msg) from error


def _input_changes(old: Iterable[InputEntry], new: Iterable[InputEntry]) -> Iterable[InputChange]:
    found = [{(file.source, file.name, file.role, file.year): file.sha256 for file in files} for files in (old, new)]
    for key in sorted(found[0].keys() | found[1].keys(), key=lambda key: tuple(map(str, key))):
        before, after = found[0].get(key), found[1].get(key)
        if before != after:
            yield InputChange(*key, old=before, new=after)


def _field_changes(old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterable[FieldChange]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield FieldChange(name, old.get(name), new.get(name))


def _number_changes(section: str, old: Summary, new: Summary) -> Iterable[NumberChange]:
    before, after = _rows(section, old), _rows(section, new)
    for key in dict.fromkeys([*before, *after]):
        row = dict(zip(_KEYS[section], key, strict=True))
        if key not in before or key not in after:
            reasons = (None if key in before else NO_SUCH_ROW, None if key in after else NO_SUCH_ROW)
            yield NumberChange(section, row, "", None, None, None, *reasons)
            continue
        for field in dict.fromkeys([*before[key], *after[key]]):
            (value, reason), (other, another) = before[key].get(field, _NONE), after[key].get(field, _NONE)
            if (value, reason) != (other, another):
                yield NumberChange(section, row, field, value, other, _difference(value, other), reason, another)


def _difference(old: Value, new: Value) -> float | None:
    return new - old if isinstance(old, int | float) and isinstance(new, int | float) else None


def _rows(section: str, summary: Summary) -> dict[tuple[Value, ...], dict[str, _Field]]:
    rows = [row.model_dump(mode="json") for row in getattr(summary, section)]
    return {tuple(row.pop(name) for name in _KEYS[section]): _fields(row) for row in rows}


def _fields(row: dict[str, Any]) -> dict[str, _Field]:
    """Return the fields of a row, each with the reason why it is no number; parts of a field under `field.part`."""
    reasons = row.pop("undefined", None) or {}
    if isinstance(reasons, str):  # a measure has one value and one reason
        reasons = {"value": reasons}
    found: dict[str, _Field] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= {f"{name}.{part}": (number, None) for part, number in value.items()}
        else:
            found[name] = (" ".join(value) if isinstance(value, list) else value, reasons.get(name))
    return found
