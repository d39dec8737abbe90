import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from outputs.catalogue.catalog import catalog_json
from outputs.catalogue.entry import RunEntry, entries_in, run_entry

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def test_cities_are_listed_by_name_with_their_collections(make_item: Any) -> None:
    sample = run_entry(make_item())
    cities = [replace(sample, city=city, names={"en": name}) for city, name in (("a", "zeta"), ("b", "Alpha"))]
    document = json.loads(catalog_json(cities))
    children = [link for link in document["links"] if link["rel"] == "child"]
    assert [(link["href"], link["title"]) for link in children] == [
        ("./b/collection.json", "Alpha"),
        ("./a/collection.json", "zeta"),
    ]


def test_the_order_in_which_cities_are_given_does_not_matter(make_item: Any) -> None:
    cities = [replace(run_entry(make_item()), city=city) for city in "abc"]
    assert catalog_json(cities) == catalog_json(reversed(cities))


def test_a_root_without_cities_has_a_catalogue_without_children() -> None:
    assert entries_in(catalog_json([])) == ()


@given(english=WORDS, arabic=WORDS, warning=WORDS)
def test_whatever_is_written_in_it_reads_back(english: str, arabic: str, warning: str) -> None:
    entry = RunEntry(
        city="a",
        names={"en": english, "ar": arabic},
        iso3="XXX",
        simulated=False,
        run="r1",
        created="2026-01-01T00:00:00Z",
        years=(1990, 2000),
        projected=(),
        bbox=(0.1, 0.2, 1.3, 1.4),
        title=english,
        sources=(),
        compared=(),
        warnings=(warning,),
        headline=None,
        previews=(),
        files=0,
        size_bytes=0,
    )
    assert entries_in(catalog_json([entry])) == (entry,)
