import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest

from outputs.layout import Download, Headline, IndexEntry
from outputs.report.index import render_index as render_indexes

Parse = Callable[[str], Element]
HEADLINE = Headline(
    boundary="urban_extent",
    boundary_rule="fixed",
    start=1990,
    end=2015,
    built_up_start_km2=20.0,
    built_up_end_km2=47.0,
    population_start=254_512.0,
    population_end=438_105.0,
    lcr=0.0538,
    pgr=0.0217,
    lcrpgr=2.4793,
    undefined={},
    flags=(),
)
ENTRY = IndexEntry(
    city="sample",
    names={"en": "Sample", "ar": "عيّنة"},
    iso3="JOR",
    simulated=False,
    run="r0123456789ab",
    path="sample/r0123456789ab",
    created="2026-11-23T22:10:00Z",
    sources=("GHSL",),
    warnings=("Something is odd.",),
    headline=HEADLINE,
    projected=(),
    compared=(),
    downloads=(
        Download("index.html", "sample/r0123456789ab/index.html", "The report", 800_000, "pages"),
        Download("preview.png", "sample/r0123456789ab/preview.png", "Map", 30_000, "pages"),
        Download("sample.gpkg", "sample/r0123456789ab/sample.gpkg", "Extents", 1_234_567, "layers"),
    ),
)


def render_index(entries: Sequence[IndexEntry]) -> str:
    return render_indexes(entries)["index.html"]


def links(html: str) -> list[str]:
    return re.findall(r'(?:href|src)="([^"]*)"', html)


def test_an_empty_root_says_so() -> None:
    assert "No city is published here yet" in render_index([])


def test_a_city_has_its_headline_map_and_files() -> None:
    html = render_index([ENTRY])
    for words in (
        "grew 5.38 % a year",
        "grew 2.17 % a year",
        ">2.48<",
        "1990–2015 (25 years), city’s urban extent, fixed at 2015",
        "JOR",
        '<bdi lang="ar" dir="rtl">عيّنة</bdi>',
        "1.2\u202fMB",
        "Downloads: 3 files, 2.1\u202fMB, of 23 November 2026",
        "GHSL",
        "Something is odd.",
    ):
        assert words in html
    assert {download.path for download in ENTRY.downloads} <= set(links(html))
    assert "SIMULATED" not in html


def test_links_are_relative() -> None:
    assert all(not re.match(r"[a-z]+:|/", link) for link in links(render_index([ENTRY])))


def test_a_simulated_city_bears_its_badge() -> None:
    html = render_index([replace(ENTRY, simulated=True)])
    assert "SIMULATED CITY — not a real place" in html
    assert 'alt="Simulated city, not a real place.' in html


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"lcrpgr": -27.51, "flags": ("unstable_ratio",)}, "Population changes by less than 0.1 % a year"),
        ({"lcrpgr": None, "undefined": {"lcrpgr": "no_population_data"}}, "The source has no population data."),
    ],
)
def test_a_ratio_that_may_not_be_headlined_gives_way_to_its_reason(changes: dict[str, object], reason: str) -> None:
    html = render_index([replace(ENTRY, headline=replace(HEADLINE, **changes))])  # type: ignore[arg-type]
    assert reason in html
    assert "27.5" not in html
    assert '<dd class="ratio">–</dd>' in html


def test_projections_and_epochs_not_to_be_compared_are_said_on_the_card() -> None:
    row = replace(HEADLINE, flags=("projected_epoch", "incomparable_epochs"))
    html = render_index([replace(ENTRY, headline=row, projected=(2015,), compared=("WSF", "GLAD"))])
    assert "1990–2015 (projected) (25 years), city’s urban extent, fixed at 2015 (projected)" in html
    assert "<strong>The source says that the difference of these two epochs is no growth" in html
    assert "<strong>One of the epochs is a projection" in html
    assert "Compared on its page with WSF, GLAD." in html
    assert "projected" not in render_index([ENTRY])


def test_names_with_markup_are_text() -> None:
    html = render_index([replace(ENTRY, names={"en": "<img src=x onerror=alert(1)>"}, warnings=("<b>",))])
    assert "<img src=x" not in html
    assert "<b>" not in html


def test_a_run_without_a_period_still_has_its_card() -> None:
    assert "no period to measure" in render_index([replace(ENTRY, headline=None)])


def test_five_hundred_cities_in_the_order_of_their_names() -> None:
    entries = [replace(ENTRY, city=f"c{n}", names={"en": f"City {499 - n:03d}"}, downloads=()) for n in range(500)]
    html = render_index(entries)
    names = re.findall(r'<h2 id="name-c\d+"><a [^>]*>(City \d+)</a>', html)
    assert names == [f"City {n:03d}" for n in range(500)]
    assert "500 cities" in html
    assert html.count('<li><a href="#city-c') == 500
    assert render_index(entries) == html


def test_there_is_an_index_in_every_language_and_each_leads_to_pages_in_it(entry: IndexEntry, parse: Parse) -> None:
    indexes = render_indexes([entry])
    assert list(indexes) == ["index.html", "index.fr.html", "index.es.html", "index.ar.html"]
    for name, html in indexes.items():
        page = parse(html)
        (card,) = (link for link in page.iter("h2"))
        assert [link.get("href") for link in card.iter("a")] == [f"sample/r0123456789ab/{name}"]
        assert [link.get("href") for link in page.iter("a") if link.get("hreflang")] == list(indexes)
    assert "\u2068مدينة العيّنة\u2069" in indexes["index.ar.html"]
    assert 'dir="rtl"' in indexes["index.ar.html"]


def test_a_run_that_has_one_page_only_is_led_to_from_every_language(entry: IndexEntry) -> None:
    old = replace(entry, downloads=tuple(one for one in entry.downloads if one.name in {"index.html", "preview.png"}))
    for html in render_indexes([old]).values():
        assert '<a href="sample/r0123456789ab/index.html">' in html


def test_cities_stand_in_the_order_of_their_names_in_the_language(entry: IndexEntry) -> None:
    names = ({"en": "Aa", "fr": "Zz"}, {"en": "Bb", "fr": "Yy"})
    indexes = render_indexes([replace(entry, city=one["en"].lower(), names=one) for one in names])
    assert re.findall(r'id="city-(\w+)"', indexes["index.html"]) == ["aa", "bb"]
    assert re.findall(r'id="city-(\w+)"', indexes["index.fr.html"]) == ["bb", "aa"]


def test_every_index_is_html_with_unique_ids_that_are_found(indexes: Mapping[str, str], parse: Parse) -> None:
    for html in indexes.values():
        page = parse(html)
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        asked = {element.get("aria-labelledby") for element in page.iter()} - {None}
        asked |= {(link.get("href") or "")[1:] for link in page.iter("a") if (link.get("href") or "").startswith("#")}
        assert len(asked) > 10
        assert asked <= set(ids)
