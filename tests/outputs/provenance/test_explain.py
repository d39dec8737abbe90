import pytest

from outputs.errors import OutputsError
from outputs.provenance.explain import explain

LCRPGR = "urban_extent/fixed/1990-2010/lcrpgr"


def test_one_number_is_followed_to_its_files(text: str) -> None:
    lines = explain(text, LCRPGR)
    told = "\n".join(lines)
    assert lines[0].startswith(f"{LCRPGR} = 3.998")
    assert "  indicators.csv, sha256 " + f"{1:064x}" in lines
    assert "by run r0123456789ab of sample, 2026-03-01T12:00:00+00:00" in lines
    assert "  built_up_threshold: 0.1" in lines
    assert "and code umran 0.1.0, numpy 2.4.6, rasterio 1.4.4" in lines
    assert "rests on simulated 1: Simulated city" in lines
    assert "  citation: Umran, simulated city, fixed seed; not a real place." in lines
    assert f"  sample_landcover_2010.tif: built_up, 2010, 14355 bytes, sha256 {2010:064x}" in lines
    assert "  population.csv: population, all years, 321 bytes, sha256 " + "ab" * 32 in lines
    assert "sample_landcover_2000.tif" not in told  # an epoch that this number does not rest on
    assert "  projected_epoch: " in told


@pytest.mark.parametrize(
    "selector",
    ["lcrpgr fixed urban_extent 1990-2010", "lcrpgr fixed  urban_extent 1990–2010", f"/{LCRPGR}/"],
)
def test_parts_in_any_order_find_the_number(text: str, selector: str) -> None:
    assert explain(text, selector) == explain(text, LCRPGR)


def test_where_several_fit_they_are_listed_with_their_values(text: str) -> None:
    lines = explain(text, "study_area each_epoch lcr")
    assert lines[0] == "3 numbers fit 'study_area each_epoch lcr'; name one:"
    assert [line.split(" = ")[0].strip() for line in lines[1:]] == [
        "study_area/each_epoch/1990-2000/lcr",
        "study_area/each_epoch/1990-2010/lcr",
        "study_area/each_epoch/2000-2010/lcr",
    ]
    assert lines[1].endswith(" 1/year")
    assert explain(text, "fixed")[-1].startswith("  and ")


def test_an_undefined_number_says_why_in_words(text: str) -> None:
    lines = explain(text, "urban_extent/each_epoch/1990-2000/lcrpgr")
    assert lines[0].endswith("= undefined (no_population_change)")
    assert any(line.startswith("  no_population_change: The population growth rate") for line in lines)


def test_a_band_is_told_by_its_ends(text: str) -> None:
    assert explain(text, "trend_built_up")[0].endswith("= 2.5 to 4.75 km²")


def test_a_number_on_no_input_rests_on_the_study_area(text: str) -> None:
    assert explain(text, "study_area/fixed/1990/boundary_km2")[-1] == (
        "rests on the study area: drawn round the simulated city"
    )


def test_another_source_answers_with_its_own_citation(text: str) -> None:
    lines = explain(text, "wsf urban_extent 1990-2010 lcr")
    assert lines == explain(text, "compared/wsf/urban_extent/fixed/1990-2010/lcr")
    assert "rests on wsf 1: Source wsf" in lines
    assert not any("simulated 1" in line for line in lines)


def test_a_number_that_is_not_there_is_refused_with_what_is_near(text: str) -> None:
    with pytest.raises(OutputsError, match=r"^'lcrpgs 1990-2010': expected boundary, .*did you mean lcrpgr"):
        explain(text, "lcrpgs 1990-2010")
    with pytest.raises(OutputsError, match=r"saw none that fits$"):
        explain(text, " ")


@pytest.mark.parametrize("other", ["", "{", "[]", "3", "{}", '{"activity": {}}'])
def test_another_text_is_refused_in_one_line(other: str) -> None:
    with pytest.raises(OutputsError, match=r"^expected the text of a run's provenance.json, saw another .*$"):
        explain(other, "lcr")
