from dataclasses import replace

from geo.measurement import Measurement
from outputs.report.back_matter import citation, glossary
from outputs.subject import Place, Run
from outputs.words import LANGUAGES, speaking


def test_every_word_has_a_meaning_in_every_language() -> None:
    ids = [term.id for term in glossary()]
    assert ids[0] == "built_up_land"
    assert len(ids) >= 20
    for language in LANGUAGES:
        with speaking(language):
            assert [term.id for term in glossary()] == ids
            assert all(term.word and term.definition for term in glossary())


def test_a_citation_names_year_city_span_run_and_sources(measurement: Measurement, place: Place, run: Run) -> None:
    said = citation(measurement, place, run, created="2026-11-23T22:10:00Z")
    for part in ("(2026)", "Sample", "1990–2010 (projected)", "r0123456789ab", measurement.sources[0].title):
        assert part in said
    assert "not a real place" in said


def test_a_real_city_is_cited_as_one(measurement: Measurement, place: Place, run: Run) -> None:
    sources = tuple(replace(source, simulated=False, title="GHSL") for source in measurement.sources)
    real = replace(measurement, sources=sources)
    said = citation(real, replace(place, simulated=False), run, created="2026-11-23T22:10:00Z")
    assert "not a real place" not in said
    assert said.endswith("based on GHSL.")


def test_what_is_no_moment_is_cited_as_it_is(measurement: Measurement, place: Place, run: Run) -> None:
    assert "(then)" in citation(measurement, place, run, created="then")


def test_the_city_is_cited_by_its_name_in_the_language(measurement: Measurement, place: Place, run: Run) -> None:
    with speaking("fr"):
        assert "Échantillon" in citation(measurement, place, run, created="2026-11-23")
