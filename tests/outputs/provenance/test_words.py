from dataclasses import replace

import pytest

from geo.measurement import InputFile, Measurement
from outputs.provenance.words import lineage, provenance_words
from outputs.subject import Place, Run
from outputs.words import LANGUAGES, speaking

MADE = "2026-03-01T12:00:00Z"


def test_the_last_page_names_run_code_parameters_sources_files_and_how_to_cite(
    measurement: Measurement, place: Place, run: Run
) -> None:
    paragraphs = provenance_words(measurement, place, run, created=MADE)
    told = "\n".join(paragraphs)
    assert "r0123456789ab" in paragraphs[0]
    assert "Umran 0.1.0, with numpy 2.4.6, rasterio 1.4.4" in paragraphs[1]
    assert "cells of 100 m on a grid of 60 rows and 80 columns (EPSG:32627)" in paragraphs[2]
    assert "a built-up share of 0.1 on" in paragraphs[2]
    assert "CC0-1.0. Umran, simulated city, fixed seed; not a real place." in told
    assert "4 files were read from it: sample_landcover_1990.tif, 1990 (sha256 000000000000…)" in told
    assert "population.csv (sha256 abababababab…)." in told
    assert "provenance.json" in paragraphs[-2]
    assert paragraphs[-1].startswith("To cite this run: Umran (2026). Sample")


def test_land_people_and_other_sources_are_told_apart(compared: Measurement) -> None:
    people = replace(
        compared.sources[0],
        id="census",
        title="Census",
        version="2",
        files=(InputFile("p.csv", "population", None, 1, "cd" * 32),),
    )
    land = replace(compared.sources[0], files=compared.sources[0].files[:3])
    told = lineage(replace(compared, sources=(land, people)), Run("r1", {}, {"umran": "0.1.0"}))
    assert "boundaries drawn round it, rest on Simulated city, version 1." in told
    assert "Numbers of people rest on Census, version 2." in told
    assert "from Source wsf, version 1; Source glad, version 1, were computed" in told


def test_a_run_without_people_says_so(measurement: Measurement, run: Run) -> None:
    land = replace(measurement.sources[0], files=measurement.sources[0].files[:3])
    told = lineage(replace(measurement, sources=(land,)), run)
    assert "no number of people is given" in told
    assert "rest on both" not in told


def test_a_source_of_land_cover_is_named(measurement: Measurement, run: Run) -> None:
    file = InputFile("c.tif", "land_cover", 1990, 1, "cd" * 32)
    cover = replace(measurement.sources[0], id="cover", title="Land cover", files=(file,))
    told = lineage(replace(measurement, sources=(*measurement.sources, cover)), run)
    assert "What land was before it was built on rests on Land cover, version 1." in told


def test_many_files_are_counted_and_not_all_named(measurement: Measurement, place: Place, run: Run) -> None:
    files = tuple(InputFile(f"tile_{k}.tif", "built_up", 1990, 1, f"{k:064x}") for k in range(26))
    many = replace(measurement, sources=(replace(measurement.sources[0], files=files),))
    told = "\n".join(provenance_words(many, place, run, created=MADE))
    assert "26 files were read from it" in told
    assert "tile_23.tif" in told
    assert "tile_24.tif" not in told
    assert "2 more, which provenance.json names" in told


def test_names_with_markup_and_line_breaks_stay_text_in_one_line(
    measurement: Measurement, place: Place, run: Run
) -> None:
    files = (replace(measurement.sources[0].files[0], name="<b>\n.tif"),)
    odd = replace(measurement, sources=(replace(measurement.sources[0], title="=A\n<i>", files=files),))
    paragraphs = provenance_words(odd, place, run, created=MADE)
    assert any("=A <i>, version 1. Licence" in one for one in paragraphs)
    assert any("1 file was read from it: <b> .tif, 1990 (sha256" in one for one in paragraphs)
    assert not [one for one in paragraphs[:-1] if "\n" in one]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_as_much(measurement: Measurement, place: Place, run: Run, language: str) -> None:
    english = provenance_words(measurement, place, run, created=MADE)
    with speaking(language, "MAR"):
        spoken = provenance_words(measurement, place, run, created=MADE)
    assert len(spoken) == len(english)
    assert any("r0123456789ab" in one for one in spoken)
    assert any("sample_landcover_1990.tif" in one for one in spoken)
