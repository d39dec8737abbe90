"""Every page in every language, wide and narrow, as axe-core sees it in a browser: no rule is broken."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, sync_playwright

from outputs.report.method import render_method
from outputs.words import LANGUAGES

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)
AXE = Path(axe_core_python.__file__).with_name("axe.min.js")
PLAIN = ".scroll { background: none !important }"
"""Contrast cannot be computed over a gradient; the shade at a table's edge is decoration."""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium, the browser that draws the pages"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


def broken_rules(browser: Browser, html: str, width: int) -> list[str]:
    """Return what axe finds, and that the page is wider than the screen where it is."""
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, offline=True)
    page = context.new_page()
    page.set_content(html)
    page.add_style_tag(content=PLAIN)
    page.add_script_tag(path=AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 10
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    context.close()
    rules = [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found["violations"]]
    return [*rules, *(["the page scrolls sideways"] if wide else [])]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_s_page_breaks_no_rule(browser: Browser, pages: Mapping[str, str], language: str, width: int) -> None:
    assert broken_rules(browser, pages[language], width) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["index.html", "index.ar.html"])
def test_the_index_breaks_no_rule(browser: Browser, indexes: Mapping[str, str], name: str, width: int) -> None:
    assert broken_rules(browser, indexes[name], width) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_method_s_page_breaks_no_rule(browser: Browser, width: int) -> None:
    assert broken_rules(browser, render_method(), width) == []


def test_a_broken_rule_is_seen(browser: Browser, pages: Mapping[str, str]) -> None:
    nameless = pages["en"].replace("</main>", '<img src="data:,"></main>')
    assert any(rule.startswith("image-alt") for rule in broken_rules(browser, nameless, 1280))
