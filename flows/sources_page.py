"""Writes docs/sources.md from the declared sources and templates/sources.md: `python -m flows.sources_page`."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from flows import declared
from geo.sources.declarations import declared_sources

PAGE = Path(__file__).parents[1] / "docs" / "sources.md"
_TEMPLATES = Path(__file__).with_name("templates")


def page() -> str:
    """Return the page's text."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html",)),  # this is Markdown
        keep_trailing_newline=True,
    )
    kinds = declared.by_kind(list(declared_sources().values()))
    return environment.get_template("sources.md").render(kinds=kinds, told=declared)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
