"""The page of a run in four languages, as a parser that knows HTML sees it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest

from geo.measurement import Caveat, Measurement
from outputs.layout import Download
from outputs.report.page import render_page
from outputs.subject import Place, Run
from outputs.words import LANGUAGES, speaking, text

Parse = Callable[[str], Element]
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))
NAME = (
    "=1+1 <script>alert(1)</script><b> \"'`&amp; {{ 7 * 7 }} {lead} a\u202eb\u200f\u2067c\none\ntwo\r\nthree\tfour "
    + "Llanfair" * 38
)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def trees(pages: Mapping[str, str], parse: Parse) -> Mapping[str, Element]:
    return {language: parse(html) for language, html in pages.items()}


@pytest.fixture
def page(trees: Mapping[str, Element], language: str) -> Element:
    return trees[language]


def words(element: Element) -> str:
    """Return an element's text as it is read, without marks of direction."""
    return " ".join("".join(element.itertext()).translate(ISOLATES).split())


def all_of(page: Element, **wanted: str) -> Iterator[Element]:
    for element in page.iter():
        if all(element.get(name.replace("_", "-")) == value for name, value in wanted.items()):
            yield element


def test_it_says_its_language_and_direction(page: Element, language: str) -> None:
    root = next(page.iter("html"))
    assert root.get("lang") == {"en": "en", "fr": "fr", "es": "es", "ar": "ar-JO"}[language]
    assert root.get("dir") == ("rtl" if language == "ar" else "ltr")


def test_each_page_leads_to_the_three_others_and_knows_itself(page: Element, language: str) -> None:
    links = {link.get("hreflang"): link for link in page.iter("a") if link.get("hreflang")}
    assert {code: link.get("href") for code, link in links.items()} == {
        "en": "index.html",
        "fr": "index.fr.html",
        "es": "index.es.html",
        "ar": "index.ar.html",
    }
    assert [words(link) for link in links.values()] == ["English", "Français", "Español", "العربية"]
    assert [code for code, link in links.items() if link.get("aria-current") == "page"] == [language]


def test_ids_are_unique_and_all_that_refers_to_one_finds_it(page: Element) -> None:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    for element in page.iter():
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "for"):
            assert set((element.get(attribute) or "").split()) <= set(ids), (attribute, element.attrib)
        href = element.get("href") or ""
        assert not href.startswith("#") or href[1:] in ids, href


def test_headings_descend_one_by_one_from_the_city(page: Element) -> None:
    levels = [int(element.tag[1]) for element in page.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_what_is_seen_is_part_of_what_is_heard(page: Element) -> None:
    for element in [*page.iter("a"), *page.iter("button")]:
        label = element.get("aria-label")
        assert label is None or words(element) in label
        assert words(element)
    for picture in page.iter("img"):
        assert len(picture.get("alt") or "") > 20
    for chart in all_of(page, role="img"):
        assert len(chart.get("aria-label") or "") > 20


def test_every_section_has_its_heading_and_its_place_in_the_contents(page: Element) -> None:
    main = next(page.iter("main"))
    sections = [element.get("id") for element in main.findall("section")]
    nav = next(element for element in page.iter("nav") if element.get("class") == "contents")
    assert [(link.get("href") or "")[1:] for link in nav.iter("a")] == sections
    assert {"findings", "maps", "charts", "tables", "zones", "method", "glossary", "sources", "cite"} <= set(sections)
    headings = {element.get("id"): words(element) for element in page.iter("h2")}
    for link, section in zip(nav.iter("a"), main.findall("section"), strict=True):
        assert words(link)
        assert headings[section.get("aria-labelledby") or ""]


def test_no_placeholder_is_left_over(page: Element) -> None:
    body = next(page.iter("body"))
    texts = [words(body), *(element.get(name) or "" for element in body.iter() for name in ("alt", "aria-label"))]
    for said in texts:
        assert not re.search(r"[{}]|\bNone\b|\bnan\b", said)


def test_the_city_is_called_by_its_name_in_the_language(page: Element, language: str, jordanian: Place) -> None:
    assert words(next(page.iter("h1"))) == jordanian.names[language]
    assert jordanian.names[language] in words(next(page.iter("title")))
    others = [words(name) for name in page.iter("bdi") if name.get("lang")]
    assert sorted(others) == sorted(name for code, name in jordanian.names.items() if code != language)


def test_numbers_are_those_of_the_place_and_years_never_turn_round(pages: Mapping[str, str]) -> None:
    assert "1990–2010" in pages["fr"]
    assert re.search(r"<td[^>]*>\d+,\d\d<", pages["fr"])
    assert re.search(r"<td[^>]*>\d+,\d\d<", pages["es"])
    assert "\u2066\u2066١٩٩٠\u2069\u200e–\u200e\u2066٢٠٠٠\u2069\u2069" in pages["ar"]
    cells = re.findall(r"<td data-field[^>]*>([^<]*)", pages["ar"])
    numbers = [cell for cell in cells if any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))]
    assert len(numbers) > 100
    assert all(cell.startswith("\u2066") and cell.endswith("\u2069") for cell in numbers)
    assert not re.search(r"[0-9]", "".join(numbers))


def test_what_stays_english_says_so(page: Element, language: str, whole: Measurement) -> None:
    english = [words(element) for element in page.iter() if element.get("lang") == "en"]
    foreign = language != "en"
    assert any("Atlas of Urban Expansion" in said for said in english)
    assert all((source.citation in english) is foreign for source in whole.all_sources)
    assert ("cut" in english) is foreign


def test_the_report_says_how_it_is_cited_with_its_run_and_its_sources(page: Element, whole: Measurement) -> None:
    cited = words(next(all_of(page, **{"class": "citation"})))
    assert "r0123456789ab" in cited
    assert whole.sources[0].title in cited


def test_the_glossary_gives_each_word_its_meaning(page: Element) -> None:
    (glossary,) = all_of(page, **{"class": "glossary"})
    terms, meanings = [words(term) for term in glossary.iter("dt")], [words(term) for term in glossary.iter("dd")]
    assert len(terms) == len(meanings) == len(set(terms)) >= 20
    assert all(len(meaning) > len(term) for term, meaning in zip(terms, meanings, strict=True))


def test_the_first_screen_offers_the_pdf_in_the_language_where_there_is_one(page: Element, language: str) -> None:
    links = [link.get("href") for link in next(page.iter("header")).iter("a")]
    assert [href for href in links if (href or "").endswith("pdf")] == {
        "en": [],
        "fr": ["report.fr.pdf"],
        "es": [],
        "ar": ["report.ar.pdf"],
    }[language]


def test_files_are_named_in_the_language(pages: Mapping[str, str], language: str) -> None:
    with speaking(language, "JOR"):
        title = text("files.summary")
    assert title in pages[language]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_name_is_text_whatever_it_holds(
    language: str, parse: Parse, measurement: Measurement, jordanian: Place
) -> None:
    sources = tuple(replace(source, title=NAME, citation=NAME, licence=NAME) for source in measurement.sources)
    odd = replace(measurement, sources=sources, caveats=(Caveat("odd", NAME),))
    place = replace(jordanian, names={"en": NAME, "ar": f"{NAME}!"}, area_origin=NAME, area_notes=(NAME,))
    download = Download(NAME, NAME, NAME, 1, "layers")
    with speaking(language):
        html = render_page(odd, place, Run("r1", {NAME: NAME}, {}), created=NAME, downloads=[download])
    page = parse(html)
    assert {element.tag for element in page.iter()} & {"script"} == set()
    assert all(not attribute.startswith("on") for element in page.iter() for attribute in element.attrib)
    expected = " ".join(NAME.translate(ISOLATES).split())
    assert words(next(page.iter("h1"))) == (f"{expected}!" if language == "ar" else expected)
    assert expected in words(next(all_of(page, data_code="odd")))
