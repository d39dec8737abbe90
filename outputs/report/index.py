"""The index of a publish root: every city with its headline, its map and its files, in one static page."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from geo.reasons import Flag
from outputs.layout import PAGE as RUN_PAGE
from outputs.layout import PREVIEW, Headline, IndexEntry
from outputs.report import site
from outputs.report.downloads import download_groups
from outputs.report.marks import YearNames, in_words
from outputs.report.story import change, percent_a_year, scope_name
from outputs.words import figures
from outputs.words.speech import LANGUAGES, current, speaking
from outputs.words.texts import name_of, reason, text

_NAMES_BEFORE_A_LIST = 9
"""From this many cities on, a list of names stands above the cards."""


def render_index(entries: Sequence[IndexEntry]) -> dict[str, str]:
    """Return the index in every language: file name → HTML; all its links are relative to the publish root."""
    pages = {}
    for language in LANGUAGES:
        with speaking(language):
            pages[site.page_name(language)] = _page(entries)
    return pages


def _page(entries: Sequence[IndexEntry]) -> str:
    ordered = sorted(entries, key=lambda entry: (name_of(entry.names).casefold(), entry.city))
    css = Markup(site.read("base.css") + site.read("index.css"))  # noqa: S704 (our own files)
    values = {
        "css": css,
        "cards": [_card(entry) for entry in ordered],
        "with_list": len(ordered) >= _NAMES_BEFORE_A_LIST,
    }
    return site.render("index.html", values)


def _card(entry: IndexEntry) -> dict[str, Any]:
    paths = {download.path for download in entry.downloads}
    page = f"{entry.path}/{site.page_name(current().language)}"
    preview = f"{entry.path}/{PREVIEW}"
    return {
        "entry": entry,
        "name": name_of(entry.names),
        "page": page if page in paths else f"{entry.path}/{RUN_PAGE}",
        "preview": preview if preview in paths else "",
        "headline": None if entry.headline is None else _headline(entry.headline, YearNames(entry.projected)),
        "day": figures.date(entry.created),
        "download_groups": download_groups(entry.downloads),
        "total": figures.size(sum(download.size_bytes for download in entry.downloads)),
    }


def _headline(row: Headline, named: YearNames) -> dict[str, Any]:
    unstable = Flag.UNSTABLE_RATIO in row.flags
    why = ""
    if row.lcrpgr is None or unstable:
        why = reason(Flag.UNSTABLE_RATIO if unstable else row.undefined.get("lcrpgr", ""))
    return {
        "land": text(f"index_page.land_{change(row.lcr)}", rate=percent_a_year(row.lcr)),
        "people": text(f"index_page.people_{change(row.pgr)}", rate=percent_a_year(row.pgr)),
        "ratio": figures.DASH if why else figures.ratio(row.lcrpgr),
        "why": why,
        "doubts": in_words(row.flags),
        "where": text(
            "index.boundary",
            period=named.period(row.start, row.end),
            years=row.end - row.start,
            boundary=scope_name(row.boundary, row.boundary_rule, named.year(row.end)),
        ),
    }
