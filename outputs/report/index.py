"""The index of a publish root: every city with its headline, its map and its files, in one static page."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from geo.reasons import Flag
from outputs.layout import PAGE as RUN_PAGE
from outputs.layout import PREVIEW, Headline, IndexEntry
from outputs.report import figures, site
from outputs.report.marks import YearNames, in_words
from outputs.report.page import download_groups
from outputs.report.story import change, scope_name
from outputs.report.words import text
from outputs.tables.reasons import texts_of

_NAMES_BEFORE_A_LIST = 9
"""From this many cities on, a list of names stands above the cards."""


def render_index(entries: Sequence[IndexEntry]) -> str:
    """Return the index as HTML; all its links are relative to the publish root."""
    ordered = sorted(entries, key=lambda entry: (entry.names["en"].casefold(), entry.city))
    css = Markup(site.read("base.css") + site.read("index.css"))  # noqa: S704 (our own files)
    count = len(ordered)
    values = {
        "css": css,
        "cards": [_card(entry) for entry in ordered],
        "with_list": count >= _NAMES_BEFORE_A_LIST,
        "count": text("index.count_one") if count == 1 else text("index.count_many", count=count),
    }
    return site.render("index.html", values)


def _card(entry: IndexEntry) -> dict[str, Any]:
    paths = {download.path for download in entry.downloads}
    preview = f"{entry.path}/{PREVIEW}"
    return {
        "entry": entry,
        "page": f"{entry.path}/{RUN_PAGE}",
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
        codes = [Flag.UNSTABLE_RATIO] if unstable else [row.undefined.get("lcrpgr", "")]
        why = " ".join(texts_of(codes).values())
    return {
        "land": change(row.lcr),
        "people": change(row.pgr),
        "ratio": figures.DASH if why else figures.ratio(row.lcrpgr),
        "why": why,
        "doubts": in_words(row.flags),
        "where": text(
            "index.boundary",
            start=named.year(row.start),
            end=named.year(row.end),
            years=row.end - row.start,
            boundary=scope_name(row.boundary, row.boundary_rule, named.year(row.end)),
        ),
    }
