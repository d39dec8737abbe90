import re

from outputs.report.method import DOCUMENT, anchors, render_method
from outputs.tables.measures import measures


def test_every_measure_has_its_place_on_the_page() -> None:
    ids = set(re.findall(r'<h[1-6] id="([^"]+)"', render_method()))
    assert {measure.method for measure in measures().values()} <= ids
    assert ids == set(anchors())


def test_anchors_differ() -> None:
    assert len(set(anchors())) == len(anchors())


def test_pictures_stand_in_the_page_with_their_words() -> None:
    html = render_method()
    named = re.findall(r"!\[(.*?)\]\((.*?)\)", DOCUMENT.read_text(encoding="utf-8"))
    assert len(named) >= 8
    assert html.count('<svg role="img" aria-label=') == len(named)
    assert all((DOCUMENT.parent / path).is_file() for _, path in named)
    assert "<img" not in html


def test_nothing_is_loaded_and_every_link_leads_somewhere() -> None:
    html = render_method()
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<link|src=|url\(", html)
    links = re.findall(r'href="([^"]+)"', html)
    assert {link for link in links if not link.startswith("#")} == {"index.html"}
    assert {link[1:] for link in links if link.startswith("#")} <= set(anchors())
