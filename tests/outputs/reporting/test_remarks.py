"""Why values are missing, and what must be read with them."""

import pytest

from geo.reasons import Flag, Reason
from outputs.reporting.remarks import NO_EPOCH, Remark, remarks, sentence, unhabitat_code
from outputs.words import LANGUAGES, speaking


def test_a_run_of_two_epochs_says_that_t1_is_empty(make) -> None:  # noqa: ANN001
    found = remarks(make({2010: (10.0, 1000.0), 2020: (12.0, 1100.0)}))
    assert found == (Remark("V, P, V/P", "T1", NO_EPOCH), Remark("LCR, PGR, LCRPGR", "T1–T2", NO_EPOCH))
    assert found[0].sentence == "The run has too few epochs: T1 is empty."


def test_every_missing_value_has_its_reason_and_every_doubt_its_period(make) -> None:  # noqa: ANN001
    found = remarks(make({2000: (0.0, 500.0), 2010: (10.0, None), 2020: (12.0, 1000.0)}))
    said = {(one.what, one.when): one.code for one in found}
    assert said == {
        ("P", "T2"): "no_population_for_year",
        ("V/P", "T2"): "no_population_for_year",
        ("LCR", "T1–T2"): "zero_built_up_at_start",
        ("PGR", "T1–T2"): "no_population_for_year",
        ("LCRPGR", "T1–T2"): "zero_built_up_at_start",
        ("PGR", "T2–T3"): "no_population_for_year",
        ("LCRPGR", "T2–T3"): "no_population_for_year",
    }
    still = remarks(make({2000: (9.0, 1000.0), 2010: (10.0, 1000.0), 2020: (12.0, 1000.1)}))
    assert [(one.what, one.when, one.code, one.empty) for one in still] == [
        ("LCRPGR", "T1–T2", "no_population_change", True),
        ("", "T1–T2", "unstable_ratio", False),
        ("", "T2–T3", "unstable_ratio", False),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_flag_is_a_sentence_in_every_language(language: str) -> None:
    with speaking(language):
        for code in (*Reason, *Flag, NO_EPOCH):
            assert sentence(code, "T1") != code


def test_missing_data_are_a_2_and_what_data_do_not_meet_a_1() -> None:
    assert unhabitat_code(Reason.NO_POPULATION_DATA) == unhabitat_code(NO_EPOCH) == 2
    assert unhabitat_code(Reason.NO_POPULATION_CHANGE) == unhabitat_code("a reason of tomorrow") == 1


def test_the_codes_file_names_no_reason_that_does_not_exist() -> None:
    from outputs.reporting.remarks import _codes  # noqa: PLC0415

    assert set(_codes()) <= {*Reason, NO_EPOCH}
