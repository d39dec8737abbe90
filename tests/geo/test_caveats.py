from typing import get_args

import pytest

from geo.caveats import Filler, Term, caveat, caveat_texts, term_texts
from geo.measurement import Boundary, BoundaryRule


def test_numbers_lists_and_pairs_are_filled_in() -> None:
    filled = Filler().format("{a:.1%} of {b:,} in {c}: {d:.1%}", a=0.0123, b=12345, c=(1990, 2000), d=((1990, 0.5),))
    assert filled == "1.2% of 12,345 in 1990, 2000: 1990: 50.0%"


def test_a_caveat_holds_its_english_and_what_a_translation_needs() -> None:
    found = caveat("population_gaps", gaps=((1990, 0.031), (2000, 0.02)))
    assert found.code == "population_gaps"
    assert found.text.endswith("does not count: 1990: 3.1%, 2000: 2.0%.")
    assert (found.key, found.values) == ("population_gaps", (("gaps", ((1990, 0.031), (2000, 0.02))),))
    assert hash(found) == hash(caveat("population_gaps", gaps=((1990, 0.031), (2000, 0.02))))


def test_a_code_may_serve_several_sentences() -> None:
    found = caveat("urban_centre_at_edge", "settlement_at_edge", years=(1990,))
    assert (found.code, found.key) == ("settlement_at_edge", "urban_centre_at_edge")


def test_a_sentence_without_a_value_fails_at_once() -> None:
    with pytest.raises(KeyError):
        caveat("population_gaps")
    with pytest.raises(KeyError):
        caveat("no_such_sentence")


def test_every_boundary_has_its_term() -> None:
    places = {f"{boundary}_{rule}" for boundary in get_args(Boundary) for rule in get_args(BoundaryRule)}
    assert {place for place in places if not place.startswith("zone")} == set(term_texts())
    assert Filler().format("{where}", where=Term("urban_extent_fixed")) == "urban extent, fixed"


def test_sentences_end_as_sentences_do() -> None:
    assert all(text.endswith((".", "{note}")) for text in caveat_texts().values())
