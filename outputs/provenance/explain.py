"""Where one published number comes from, told from provenance.json: value, run, parameters, code, sources, files."""

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Self
from urllib.parse import unquote

from outputs.errors import OutputsError
from outputs.layout import SUMMARY
from outputs.provenance.document import FILE, NUMBER, RUN, STUDY_AREA
from outputs.tables.reasons import texts_of

_LISTED: Final = 40
"""Numbers that are listed where a question fits several: a screen."""
_SEPARATORS = re.compile(r"[/\s]+")
Record = Mapping[str, Any]


def explain(provenance: str | bytes, selector: str) -> tuple[str, ...]:
    """Return lines that say where a number comes from, or which numbers are meant where several are.

    Args:
        provenance: the text of a run's provenance.json.
        selector: a number's path, `urban_extent/fixed/1990-2010/lcr`, or some parts of it in any order.

    Raises:
        OutputsError: the text is no provenance.json, or no number is meant.
    """
    found = _Provenance.read(provenance)
    paths = _matching(found.numbers, selector)
    if not paths:
        raise OutputsError(_unknown(found.numbers, selector))
    if len(paths) == 1:
        return tuple(_told(found, paths[0]))
    lines = [f"{len(paths)} numbers fit {selector!r}; name one:"]
    lines += [f"  {unquote(path)} = {_value(found.numbers[path])}" for path in paths[:_LISTED]]
    return (*lines, f"  and {len(paths) - _LISTED} more") if len(paths) > _LISTED else tuple(lines)


@dataclass(frozen=True)
class _Provenance:
    """The records of a provenance.json, by kind and name."""

    kinds: Mapping[str, Mapping[str, Record]]

    @classmethod
    def read(cls, text: str | bytes) -> Self:
        try:
            found = cls(json.loads(text))
            found.run  # noqa: B018 (a document of another kind has none)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            msg = f"expected the text of a run's provenance.json, saw another ({type(error).__name__}); name its run"
            raise OutputsError(msg) from error
        return found

    @property
    def run(self) -> Record:
        return self.kinds["activity"][f"{RUN}:{RUN}"]

    @property
    def entities(self) -> Mapping[str, Record]:
        return self.kinds["entity"]

    @cached_property
    def numbers(self) -> Mapping[str, Record]:
        """Path → number."""
        start = f"{RUN}:{NUMBER}/"
        return {name.removeprefix(start): record for name, record in self.entities.items() if name.startswith(start)}

    def basis(self, path: str) -> str:
        """Return the name of what a number is derived from."""
        name = f"{RUN}:{NUMBER}/{path}"
        found = (one for one in self.kinds["wasDerivedFrom"].values() if one["prov:generatedEntity"] == name)
        return str(next(found)["prov:usedEntity"])

    def members(self, collection: str) -> list[str]:
        """Return the names of a collection's members."""
        members = self.kinds.get("hadMember", {}).values()
        return sorted(str(one["prov:entity"]) for one in members if one["prov:collection"] == collection)


def _matching(numbers: Mapping[str, Record], selector: str) -> list[str]:
    """Return the paths that a question fits: the run's own, and other sources' only where no own one fits it."""
    words = [word.replace("–", "-") for word in _SEPARATORS.split(selector) if word]
    exact = [path for path in numbers if unquote(path) == "/".join(words)]
    found = [path for path in numbers if words and set(words) <= {unquote(part) for part in path.split("/")}]
    own = [path for path in found if "umran:source" not in numbers[path]]
    return exact or own or found


def _unknown(numbers: Mapping[str, Record], selector: str) -> str:
    parts = sorted({unquote(part) for path in numbers for part in path.split("/")})
    near = [close for word in _SEPARATORS.split(selector) for close in difflib.get_close_matches(word, parts, n=2)]
    hint = f" (did you mean {', '.join(dict.fromkeys(near))}?)" if near else ""
    return f"{selector!r}: expected boundary, rule, period and field of a published number, saw none that fits{hint}"


def _told(found: _Provenance, path: str) -> Iterator[str]:
    number, run = found.numbers[path], found.run
    yield f"{unquote(path)} = {_value(number)}"
    yield from _doubts(number)
    yield "published in"
    for file in (str(number["prov:location"]), SUMMARY):
        sha256 = found.entities.get(f"{RUN}:{FILE}/{file}", {}).get("umran:sha256")
        yield f"  {file}" + (f", sha256 {sha256}" if sha256 else "")
    yield f"by run {_plain(run['umran:run'])} of {_plain(run['umran:city'])}, {_plain(run['prov:endTime'])}"
    yield "with parameters"
    for name, value in found.entities[f"{RUN}:parameters"].items():
        if name.startswith("parameter:"):
            yield f"  {name.removeprefix('parameter:')}: {_plain(value)}"
    software = [agent for name, agent in found.kinds["agent"].items() if name.startswith("software:")]
    software.sort(key=lambda agent: (agent["prov:label"] != "umran", agent["prov:label"]))
    yield "and code " + ", ".join(f"{_plain(one['prov:label'])} {_plain(one['umran:version'])}" for one in software)
    yield from _rests(found, found.basis(path))


def _doubts(number: Record) -> Iterator[str]:
    codes = [*_plain(number.get("umran:flags", "")).split("; "), _plain(number.get("umran:undefined", ""))]
    for code, text in texts_of(filter(None, codes)).items():
        yield f"  {code}: {text}"


def _rests(found: _Provenance, basis: str) -> Iterator[str]:
    """Tell of each source with the files of it that a number rests on."""
    if basis == f"{RUN}:{STUDY_AREA}":
        yield f"rests on the study area: {_plain(found.entities[basis]['umran:origin'])}"
        return
    by_source: dict[str, list[Record]] = {}
    for name in found.members(basis):
        source = "/".join(name.split("/")[:2])
        by_source.setdefault(source, []).extend([found.entities[name]] if name != source else [])
    for name, files in by_source.items():
        yield from _source(found.entities[name], files)


def _source(source: Record, files: Sequence[Record]) -> Iterator[str]:
    said = {name: _plain(source[f"umran:{name}"]) for name in ("id", "version", "licence", "citation")}
    yield f"rests on {said['id']} {said['version']}: {_plain(source['prov:label'])}"
    yield f"  licence: {said['licence']}"
    yield f"  citation: {said['citation']}"
    for file in files:
        role, year = _plain(file["umran:role"]), _plain(file.get("umran:year", "all years"))
        size, sha256 = _plain(file["umran:size"]), _plain(file["umran:sha256"])
        yield f"  {_plain(file['prov:label'])}: {role}, {year}, {size} bytes, sha256 {sha256}"


def _value(number: Record) -> str:
    unit = _plain(number.get("umran:unit", ""))
    if "prov:value" in number:
        return f"{_plain(number['prov:value'])} {unit}".rstrip()
    if "umran:low" in number:
        return f"{_plain(number['umran:low'])} to {_plain(number['umran:high'])} {unit}".rstrip()
    return f"undefined ({_plain(number['umran:undefined'])})"


def _plain(value: object) -> str:
    """Return an attribute's value without its type."""
    return str(value["$"]) if isinstance(value, dict) else str(value)
