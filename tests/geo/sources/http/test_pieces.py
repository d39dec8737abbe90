"""Pieces of a file: what is here, what is missing, and how the missing is asked for."""

import hypothesis.strategies as st
from hypothesis import given

from geo.sources.http.pieces import Pieces, requests_for

FILE = bytes(range(200))
KIB = 1024
SPANS = st.tuples(st.integers(0, 199), st.integers(1, 60)).map(lambda span: (span[0], min(200, sum(span))))


def test_a_span_across_two_pieces_misses_what_lies_between() -> None:
    pieces = Pieces()
    pieces.add(10, FILE[10:20])
    pieces.add(30, FILE[30:40])
    assert pieces.missing((0, 50)) == [(0, 10), (20, 30), (40, 50)]
    assert pieces.missing((12, 18)) == []
    assert pieces.get((12, 18)) == FILE[12:18]


@given(st.lists(SPANS, max_size=12), SPANS)
def test_what_was_added_comes_out_and_nothing_is_held_twice(
    added: list[tuple[int, int]], asked: tuple[int, int]
) -> None:
    pieces = Pieces()
    for start, stop in added:
        pieces.add(start, FILE[start:stop])
    here = {at for start, stop in added for at in range(start, stop)}
    assert len(pieces) == len(here)
    missing = {at for start, stop in pieces.missing(asked) for at in range(start, stop)}
    assert missing == set(range(*asked)) - here
    for start, stop in pieces.missing(asked):
        pieces.add(start, FILE[start:stop])
    assert pieces.get(asked) == FILE[slice(*asked)]


def test_neighbours_become_one_request_and_a_small_gap_is_read_along() -> None:
    assert requests_for([(0, 100), (100, 200)]) == [(0, 200)]
    assert requests_for([(0, 40 * KIB), (48 * KIB, 60 * KIB)]) == [(0, 60 * KIB)]
    assert requests_for([(48 * KIB, 60 * KIB), (0, 40 * KIB)]) == [(0, 60 * KIB)]


def test_a_gap_that_costs_more_than_it_saves_is_left_out() -> None:
    assert requests_for([(0, 1 * KIB), (2 * KIB, 3 * KIB)]) == [(0, 1 * KIB), (2 * KIB, 3 * KIB)]
    assert requests_for([(0, 400 * KIB), (500 * KIB, 600 * KIB)]) == [(0, 400 * KIB), (500 * KIB, 600 * KIB)]


def test_a_long_span_is_asked_for_in_parts() -> None:
    parts = requests_for([(0, 2500 * KIB)])
    assert [stop - start for start, stop in parts] == [1024 * KIB, 1024 * KIB, 452 * KIB]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**5)).map(lambda s: (s[0], sum(s))), max_size=20))
def test_requests_cover_what_is_wanted_with_at_most_a_quarter_more(wanted: list[tuple[int, int]]) -> None:
    parts = requests_for(wanted)
    needed = Pieces()
    for start, stop in wanted:
        needed.add(start, bytes(stop - start))
    asked = Pieces()
    for start, stop in parts:
        asked.add(start, bytes(stop - start))
    assert not [missing for span in wanted for missing in asked.missing(span)]
    assert sum(stop - start for start, stop in parts) == len(asked) <= 1.25 * len(needed)
