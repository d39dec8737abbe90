import dataclasses

import pytest

from geo.measurement import Measurement
from outputs.catalogue.credits import cited, doi_links, dois, licensing, processing
from outputs.subject import Place, Run

ESA = "Copernicus Climate Change Service (2019): Land cover. doi:10.24381/cds.006f2c9a"
TWO = "A (2001) (https://doi.org/10.1000/one); B (2002), doi:10.2905/TWO-2."


@pytest.mark.parametrize(
    ("licences", "found"),
    [
        (["CC-BY-4.0", "CC-BY-4.0"], "CC-BY-4.0"),
        (["CC-BY-4.0", "CC0-1.0"], "other"),
        (["ESA CCI and Copernicus licences"], "other"),
    ],
)
def test_one_licence_is_taken_as_it_is_and_several_are_other(
    measurement: Measurement, licences: list[str], found: str
) -> None:
    sources = [dataclasses.replace(measurement.sources[0], licence=licence) for licence in licences]
    assert licensing(sources) == {"license": found, "umran:licence": "; ".join(dict.fromkeys(licences))}


def test_dois_are_found_without_what_stands_round_them() -> None:
    assert dois(ESA) == ["10.24381/cds.006f2c9a"]
    assert dois(TWO) == ["10.1000/one", "10.2905/TWO-2"]
    assert dois("no identifier, 10 km, 10.5 %") == []


def test_a_source_is_linked_to_by_its_dois_and_cited_with_the_first(
    measurement: Measurement, place: Place, run: Run
) -> None:
    source = dataclasses.replace(measurement.sources[0], citation=TWO)
    assert [link["href"] for link in doi_links([source])] == [
        "https://doi.org/10.1000/one",
        "https://doi.org/10.2905/TWO-2",
    ]
    other = dataclasses.replace(measurement, sources=(source,))
    found = cited(other, place, run, created="2026-03-01T12:00:00Z")
    assert found["sci:publications"] == [{"citation": TWO, "doi": "10.1000/one"}]
    bare = cited(measurement, place, run, created="2026-03-01T12:00:00Z")
    assert "doi" not in bare["sci:publications"][0]


def test_a_source_whose_words_break_lines_stays_in_one(measurement: Measurement, run: Run) -> None:
    source = dataclasses.replace(measurement.sources[0], title="A\nB\t<b>")
    other = dataclasses.replace(measurement, sources=(source,))
    assert "A B <b>, version 1" in processing(other, run)["processing:lineage"]
