"""docs/sources.md is what the declared sources say."""

import re

from flows.settings import Settings
from flows.sources_page import PAGE, page
from geo.sources.declarations import declared_sources
from geo.sources.road import DEFAULT


def test_the_page_is_what_is_generated_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m flows.sources_page"


def test_every_source_has_its_section_and_every_link_its_place() -> None:
    text = page()
    sections = re.findall(r"^## ([a-z0-9-]+)$", text, re.MULTILINE)
    assert sorted(sections) == sorted(declared_sources())
    assert set(re.findall(r"\]\(#([a-z0-9-]+)\)", text)) <= set(sections)


def test_what_a_user_must_know_is_there() -> None:
    text = page()
    for source in declared_sources().values():
        for told in (source.title, source.citation, source.licence, source.measures, *source.notes):
            assert told in text
    assert "**2020 and 2021 must not be compared.**" in text
    assert f"# {DEFAULT}, and the population that goes with it" in text


def test_every_setting_that_it_names_is_one() -> None:
    named = set(re.findall(r"UMRAN_([A-Z_]+)", page()))
    assert named >= {"MIRRORS", "PROXY", "CA_BUNDLE", "CREDENTIALS", "CACHE_DIR", "CACHE_GB"}
    assert {name.lower() for name in named} <= set(Settings.model_fields)
