import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from prov.model import ProvDocument

from geo.measurement import Measurement
from outputs.manifest import FileEntry
from outputs.subject import Place, Run

TextMaker = Callable[..., str]
RUN = "run:run"


def schema(name: str) -> Any:
    """Return a validator of a schema of W3C that the package prov ships with its tests."""
    found = json.loads(resources("prov.tests").joinpath("schemas", name).read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(found)(found)


def pairs(document: dict[str, Any], relation: str, one: str, other: str) -> set[tuple[str, str]]:
    return {(record[f"prov:{one}"], record[f"prov:{other}"]) for record in document[relation].values()}


def test_it_meets_the_schema_of_prov_json(document: dict[str, Any]) -> None:
    validator = schema("prov-json.schema.json")
    assert [error.message for error in validator.iter_errors(document)] == []
    broken = {**document, "used": {"_:id1": {"prov:activity": 3}}}
    assert list(validator.iter_errors(broken))


def test_it_comes_back_from_prov_unchanged_and_meets_the_schema_of_prov_jsonld(text: str) -> None:
    read = ProvDocument.deserialize(content=text, format="json")
    again = ProvDocument.deserialize(content=read.serialize(format="jsonld"), format="jsonld")
    assert again == read
    document = json.loads(str(read.serialize(format="jsonld")))
    assert [error.message for error in schema("prov-jsonld.schema.json").iter_errors(document)] == []


def test_every_number_is_an_entity_that_the_run_made_from_its_inputs(
    document: dict[str, Any], everything: Measurement
) -> None:
    numbers = [name for name in document["entity"] if name.startswith("run:number/")]
    assert len(numbers) > 13 * len(everything.indicators)
    generated = pairs(document, "wasGeneratedBy", "entity", "activity")
    assert {(name, RUN) for name in numbers} <= generated
    derived = dict(pairs(document, "wasDerivedFrom", "generatedEntity", "usedEntity"))
    assert set(derived) == set(numbers)
    assert set(derived.values()) <= set(document["entity"])
    members = pairs(document, "hadMember", "collection", "entity")
    lcr = derived["run:number/study_area/fixed/1990-2010/lcr"]
    assert {member for basis, member in members if basis == lcr} == {
        "source:simulated/1/built_up/1990/sample_landcover_1990.tif",
        "source:simulated/1/built_up/2010/sample_landcover_2010.tif",
    }
    pgr = derived["run:number/study_area/fixed/1990-2010/pgr"]
    assert {member for basis, member in members if basis == pgr} == {"source:simulated/1/population/all/population.csv"}


def test_a_value_keeps_all_its_digits(document: dict[str, Any], everything: Measurement) -> None:
    row = next(row for row in everything.indicators if row.boundary == "urban_extent" and row.whole_span)
    number = document["entity"]["run:number/urban_extent/fixed/1990-2010/lcrpgr"]
    assert number["prov:value"] == {"$": repr(row.lcrpgr), "type": "xsd:double"}
    assert number["umran:flags"] == "projected_epoch; simulated"


def test_an_undefined_number_has_its_reason_in_place_of_a_value(document: dict[str, Any]) -> None:
    number = document["entity"]["run:number/urban_extent/each_epoch/1990-2000/lcrpgr"]
    assert "prov:value" not in number
    assert number["umran:undefined"] == "no_population_change"


def test_a_band_has_its_two_ends(document: dict[str, Any]) -> None:
    number = document["entity"]["run:number/urban_extent/fixed/2000-2030/trend_built_up"]
    assert (number["umran:low"]["$"], number["umran:high"]["$"]) == ("2.5", "4.75")
    assert "prov:value" not in number


def test_every_input_file_has_its_digest_and_its_source(document: dict[str, Any], everything: Measurement) -> None:
    used = {entity for _, entity in pairs(document, "used", "activity", "entity")}
    for source in everything.all_sources:
        about = document["entity"][f"source:{source.id}/{source.version}"]
        assert (about["umran:citation"], about["umran:licence"]) == (source.citation, source.licence)
        for file in source.files:
            name = f"source:{source.id}/{source.version}/{file.role}/{file.year or 'all'}/{file.name}"
            assert document["entity"][name]["umran:sha256"] == file.sha256
            assert name in used
            members = pairs(document, "hadMember", "collection", "entity")
            assert (f"source:{source.id}/{source.version}", name) in members


def test_every_published_file_has_its_digest(document: dict[str, Any], files: list[FileEntry]) -> None:
    generated = pairs(document, "wasGeneratedBy", "entity", "activity")
    for file in files:
        assert document["entity"][f"run:file/{file.path}"]["umran:sha256"] == file.sha256
        assert (f"run:file/{file.path}", RUN) in generated


def test_the_run_has_its_parameters_and_its_software(document: dict[str, Any]) -> None:
    assert document["prefix"]["run"] == "urn:umran:run:sample:r0123456789ab:"
    assert document["activity"][RUN]["prov:endTime"] == "2026-03-01T12:00:00+00:00"
    parameters = document["entity"]["run:parameters"]
    assert parameters["parameter:epochs"] == "1990, 2000, 2010"
    assert parameters["parameter:built_up_threshold"]["$"] == "0.1"
    (association,) = document["wasAssociatedWith"].values()
    assert (association["prov:agent"], association["prov:plan"]) == ("software:umran", "run:parameters")
    assert document["agent"]["software:numpy"]["umran:version"] == "2.4.6"


def test_a_parameter_that_is_not_set_says_so(make_text: TextMaker, run: Run) -> None:
    document = json.loads(make_text(this=replace(run, parameters={"area": None, "allow": True})))
    parameters = document["entity"]["run:parameters"]
    assert (parameters["parameter:area"], parameters["parameter:allow"]) == ("not set", True)


def test_the_agency_answers_for_the_software_where_it_is_named(make_text: TextMaker) -> None:
    assert "run:agency" not in json.loads(make_text())["agent"]
    document = json.loads(make_text(agency="Agence <b>urbaine</b>\nd’Agadir"))
    assert document["agent"]["run:agency"]["prov:label"] == "Agence <b>urbaine</b> d’Agadir"
    assert ("software:umran", "run:agency") in pairs(document, "actedOnBehalfOf", "delegate", "responsible")


def test_a_number_on_a_source_without_files_rests_on_the_source(document: dict[str, Any]) -> None:
    derived = dict(pairs(document, "wasDerivedFrom", "generatedEntity", "usedEntity"))
    basis = derived["run:number/compared/wsf/urban_extent/fixed/1990-2010/lcr"]
    members = pairs(document, "hadMember", "collection", "entity")
    assert {member for collection, member in members if collection == basis} == {"source:wsf/1"}


def test_names_with_markup_marks_and_line_breaks_stay_text(
    make_text: TextMaker, place: Place, everything: Measurement
) -> None:
    names = {"en": "=1 <b>\"'&\n" + "x" * 300, "ar": "\u200fأ\u202e (1)"}
    files = (replace(everything.sources[0].files[0], name="a b/<é>?.tif"), *everything.sources[0].files[1:])
    odd = replace(
        everything, sources=(replace(everything.sources[0], version="1 / <b>", files=files),), comparison=None
    )
    text = make_text(of=odd, where=replace(place, names=names))
    document = json.loads(text)
    assert list(schema("prov-json.schema.json").iter_errors(document)) == []
    labels = {label["lang"]: label["$"] for label in document["entity"]["run:study_area"]["prov:label"]}
    assert labels == {"en": " ".join(names["en"].split()), "ar": names["ar"]}
    assert "source:simulated/1%20%2F%20%3Cb%3E/built_up/1990/a%20b%2F%3C%C3%A9%3E%3F.tif" in document["entity"]
    assert ProvDocument.deserialize(content=text, format="json")


def test_each_record_is_a_line_for_people_who_search(text: str) -> None:
    (line,) = [line for line in text.splitlines() if line.startswith('"run:number/urban_extent/fixed/1990-2010/lcr"')]
    assert json.loads("{" + line.rstrip(",") + "}")


MAKE = """
import importlib.util, sys
from datetime import UTC, datetime
from outputs.provenance.document import provenance_json
spec = importlib.util.spec_from_file_location("hand_made", sys.argv[1])
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
when = datetime(2026, 3, 1, tzinfo=UTC)
sys.stdout.write(provenance_json(made.make_measurement(), made.make_place(), made.make_run(), created=when, files=()))
"""


@pytest.mark.slow
def test_another_process_writes_the_same_bytes() -> None:
    conftest = str(Path(__file__).parents[1] / "conftest.py")
    root = Path(importlib.util.find_spec("outputs").origin or "").parents[1]  # type: ignore[union-attr]
    texts = [
        subprocess.run(
            [sys.executable, "-c", MAKE, conftest],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert texts[0] == texts[1] != b""
