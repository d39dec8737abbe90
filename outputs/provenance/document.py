"""provenance.json: a run as W3C PROV, from the files that were read to every number and file that was published.

    source ∋ input file ← used by ← run → generated → published file, number
    number → derived from → basis ∋ the input files that it rests on

Identifiers are names in the namespaces below; those of a run are `urn:umran:run:<city>:<run>:…`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote

from prov.constants import PROV, PROV_LABEL, PROV_LOCATION, PROV_TYPE, PROV_VALUE
from prov.identifier import Namespace, QualifiedName
from prov.model import Literal, ProvDocument

from geo.measurement import Measurement
from geo.references import InputFile, SourceReference
from outputs.manifest import FileEntry, iso_utc
from outputs.provenance.numbers import Number, numbers_of
from outputs.provenance.rests import Basis, files_of
from outputs.subject import Place, Run
from outputs.text import is_simulated, one_line, titled

TERM: Final = Namespace("umran", "urn:umran:term:")
"""Our own attributes and types."""
PARAMETER: Final = Namespace("parameter", "urn:umran:parameter:")
SOFTWARE: Final = Namespace("software", "urn:umran:software:")
SOURCE: Final = Namespace("source", "urn:umran:source:")
NUMBER, BASIS, FILE, RUN, STUDY_AREA, PARAMETERS = "number", "basis", "file", "run", "study_area", "parameters"
"""First parts of names within a run."""
Facts = dict[QualifiedName, Any]
"""Attributes of a record, each with one value."""
Setting = str | float | list[int] | None
"""A parameter of a run; int and bool are floats to the type checker."""


def run_namespace(city: str, run: str) -> Namespace:
    """Return the namespace of what one run made."""
    return Namespace(RUN, f"urn:umran:run:{city}:{run}:")


def provenance_json(  # noqa: PLR0913 (what was measured, and what was published of it, when and by whom)
    measurement: Measurement,
    place: Place,
    run: Run,
    *,
    created: datetime,
    files: Iterable[FileEntry],
    agency: str = "",
) -> str:
    """Return the text of provenance.json (PROV-JSON); the same arguments give the same bytes.

    Args:
        measurement: what was measured.
        place: of what place.
        run: what identifies the run.
        created: when it was published.
        files: every file of the run but the manifest and this one, with its digest.
        agency: who answers for the run, where that is known.
    """
    document = _Document(measurement, place, run)
    document.add_agents(agency)
    document.add_inputs()
    document.add_run(created)
    for file in files:
        document.add_file(file)
    for number in numbers_of(measurement):
        document.add_number(number)
    return document.text()


@dataclass(frozen=True)
class _Document:
    """A document in the making; records stand in the order in which they are added."""

    measurement: Measurement
    place: Place
    run: Run

    @cached_property
    def names(self) -> Namespace:
        return run_namespace(self.place.id, self.run.id)

    @cached_property
    def prov(self) -> ProvDocument:
        document = ProvDocument()
        for namespace in (TERM, PARAMETER, SOFTWARE, SOURCE, self.names):
            document.add_namespace(namespace)
        return document

    @cached_property
    def activity(self) -> QualifiedName:
        return self.names[RUN]

    @cached_property
    def bases(self) -> dict[str, QualifiedName]:
        """The bases that are there already, by their name in the run."""
        return {}

    def add_agents(self, agency: str) -> None:
        """Add the software, Umran before its libraries, and who answers for the run."""
        names = ["umran", *(name for name in self.run.software if name != "umran")]
        for name in names:
            version = self.run.software.get(name, "")
            facts: Facts = {PROV_TYPE: PROV["SoftwareAgent"], PROV_LABEL: name, TERM["version"]: version}
            self.prov.agent(SOFTWARE[name], facts)
            if name == "umran":
                self.prov.wasAssociatedWith(self.activity, SOFTWARE[name], self.names[PARAMETERS])
            else:
                self.prov.actedOnBehalfOf(SOFTWARE[name], SOFTWARE["umran"], self.activity)
        if agency:
            who: Facts = {PROV_TYPE: PROV["Organization"], PROV_LABEL: one_line(agency)}
            self.prov.agent(self.names["agency"], who)
            self.prov.actedOnBehalfOf(SOFTWARE["umran"], self.names["agency"], self.activity)

    def add_inputs(self) -> None:
        """Add the sources with their files, the study area and the parameters."""
        for source in self.measurement.all_sources:
            self.prov.collection(_source_name(source), _source_facts(source))
            for file in source.files:
                self.prov.entity(_input_name(source, file), _input_facts(source, file))
                self.prov.hadMember(_source_name(source), _input_name(source, file))
        notes = "; ".join(one_line(note) for note in self.place.area_notes)
        facts: Facts = {
            PROV_TYPE: TERM["StudyArea"],
            TERM["origin"]: one_line(self.place.area_origin),
            TERM["notes"]: notes,
        }
        labels = [(PROV_LABEL, Literal(one_line(name), langtag=code)) for code, name in self.place.names.items()]
        self.prov.entity(self.names[STUDY_AREA], [*facts.items(), *labels])
        settings: Facts = {PARAMETER[name]: _setting(value) for name, value in self.run.parameters.items()}
        settings[PROV_TYPE] = PROV["Plan"]
        self.prov.entity(self.names[PARAMETERS], settings)

    def add_run(self, created: datetime) -> None:
        """Add the run itself, with what it used."""
        title = titled("urban expansion", self.measurement, self.place)
        facts: Facts = {PROV_TYPE: TERM["Run"], PROV_LABEL: title, TERM["city"]: self.place.id}
        facts |= {TERM["run"]: self.run.id, TERM["simulated"]: is_simulated(self.measurement, self.place)}
        activity = self.prov.activity(self.activity, None, iso_utc(created), facts)
        self.prov.used(activity, self.names[STUDY_AREA])
        self.prov.used(activity, self.names[PARAMETERS])
        for source in self.measurement.all_sources:
            for file in source.files or [None]:
                self.prov.used(activity, _input_name(source, file) if file else _source_name(source))

    def add_file(self, file: FileEntry) -> None:
        """Add a published file."""
        name = self.names[f"{FILE}/{quote(file.path)}"]
        facts: Facts = {
            PROV_TYPE: TERM["File"],
            PROV_LABEL: one_line(file.title),
            PROV_LOCATION: file.path,
            TERM["media_type"]: file.media_type,
            TERM["size"]: file.size,
            TERM["sha256"]: file.sha256,
        }
        self.prov.entity(name, facts)
        self.prov.wasGeneratedBy(name, self.activity)

    def add_number(self, number: Number) -> None:
        """Add a published number, and what it rests on."""
        where, name = number.where, self.names[f"{NUMBER}/{number.path}"]
        facts: Facts = {
            PROV_TYPE: TERM["Number"],
            PROV_LOCATION: number.file,
            PROV_VALUE: number.value,
            TERM["low"]: number.low,
            TERM["high"]: number.high,
            TERM["unit"]: number.unit or None,
            TERM["undefined"]: number.undefined,
            TERM["flags"]: "; ".join(number.flags) or None,
            TERM["field"]: number.field,
            TERM["boundary"]: where.boundary,
            TERM["boundary_rule"]: where.boundary_rule,
            TERM["start"]: where.start,
            TERM["end"]: where.end,
            TERM["zone"]: where.zone or None,
            TERM["source"]: where.source or None,
        }
        self.prov.entity(name, {key: value for key, value in facts.items() if value is not None})
        self.prov.wasGeneratedBy(name, self.activity)
        self.prov.wasDerivedFrom(name, self._basis(number.basis, number.sources))

    def _basis(self, basis: Basis, sources: tuple[SourceReference, ...]) -> QualifiedName:
        """Return the collection of what a number rests on; one on no input rests on the study area."""
        members = [_input_name(source, file) for source, file in files_of(sources, basis)]
        if basis.roles and not members:
            members = [_source_name(source) for source in sources]
        if not members:
            return self.names[STUDY_AREA]
        key = f"{BASIS}/{quote(sources[0].id, safe='')}/{basis.name}"
        if key not in self.bases:
            self.bases[key] = self.names[key]
            self.prov.collection(self.bases[key], {TERM["rests_on"]: basis.name})
            for member in members:
                self.prov.hadMember(self.bases[key], member)
        return self.bases[key]

    def text(self) -> str:
        """Return it as PROV-JSON with sorted keys, a record a line."""
        found = json.loads(str(self.prov.serialize(format="json")), object_hook=_in_order)
        kinds = []
        for kind, records in sorted(found.items()):
            lines = [f"{json.dumps(name)}: {_line(record)}" for name, record in sorted(records.items())]
            kinds.append(f'"{kind}": {{\n' + ",\n".join(lines) + "\n}")
        return "{\n" + ",\n".join(kinds) + "\n}\n"


def _line(record: object) -> str:
    return json.dumps(record, sort_keys=True, ensure_ascii=False, allow_nan=False)


def _in_order(found: dict[str, Any]) -> dict[str, Any]:
    """Sort the values of each attribute: the library keeps several in no order."""
    return {key: sorted(value, key=_line) if isinstance(value, list) else value for key, value in found.items()}


def _source_name(source: SourceReference) -> QualifiedName:
    return SOURCE["/".join(quote(part, safe="") for part in (source.id, source.version))]


def _input_name(source: SourceReference, file: InputFile) -> QualifiedName:
    parts = (file.role, "all" if file.year is None else str(file.year), file.name)
    return SOURCE["/".join([_source_name(source).localpart, *(quote(part, safe="") for part in parts)])]


def _source_facts(source: SourceReference) -> Facts:
    names = ("id", "version", "licence", "citation", "measures")
    facts: Facts = {TERM[name]: one_line(getattr(source, name)) for name in names}
    return {PROV_TYPE: TERM["Source"], PROV_LABEL: one_line(source.title), **facts}


def _input_facts(source: SourceReference, file: InputFile) -> Facts:
    facts: Facts = {PROV_TYPE: TERM["InputFile"], PROV_LABEL: one_line(file.name)}
    facts |= {TERM["source"]: source.id, TERM["role"]: file.role, TERM["sha256"]: file.sha256, TERM["size"]: file.size}
    return facts | ({} if file.year is None else {TERM["year"]: file.year})


def _setting(value: Setting) -> str | float:
    """Return a parameter as one value: an attribute's values have no order."""
    if value is None:
        return "not set"
    return ", ".join(map(str, value)) if isinstance(value, list) else value
