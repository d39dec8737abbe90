"""The page of a run: one HTML file that needs no network, with words, maps, charts, tables, method and sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from geo.measurement import Measurement
from outputs.layout import Download
from outputs.report import site
from outputs.report.content import page_content, with_downloads
from outputs.subject import Place, Run


def render_page(
    measurement: Measurement, place: Place, run: Run, *, created: str, downloads: Sequence[Download]
) -> str:
    """Return the page as HTML in the language spoken now.

    Args:
        measurement: what was measured.
        place: the city.
        run: the run's id, parameters and software.
        created: ISO 8601 moment.
        downloads: the files that it offers; their paths are relative to the page.
    """
    content = page_content(measurement, place, run, created=created)
    return page_html(with_downloads(content, downloads))


def page_html(content: Mapping[str, Any]) -> str:
    """Return the page of a report's content as HTML."""
    css = Markup(site.read("base.css") + site.read("page.css"))  # noqa: S704 (our own files)
    return site.render("page.html", {**content, "css": css})
