"""What both kinds of page share: the templates, autoescaped, and the helpers that they call."""

import base64
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.core import get_global
from jinja2 import Environment, FunctionLoader, StrictUndefined

from outputs.layout import METHOD, PAGE
from outputs.report.downloads import file_title
from outputs.report.formulas import FORMULAS
from outputs.report.lists import with_commas
from outputs.tables.measures import Measure
from outputs.words import figures
from outputs.words.filling import digits
from outputs.words.speech import LANGUAGES, current, direction_of, isolated, language_name
from outputs.words.texts import caveat, rich, said, text

NO_COUNTRY = "XXX"
"""ISO 3166's code for a place outside all countries, as a simulated city is."""


@cache
def environment() -> Environment:
    """Return the templates' environment: all that comes from data is escaped, and a missing name fails."""
    made = Environment(
        loader=FunctionLoader(read), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"data_uri": data_uri, "isolated": isolated, "digits": digits}
    made.globals |= {
        "t": text,
        "rich": rich,
        "said": said,
        "caveat_in_words": caveat,
        "speech": current,
        "digits": digits,
        "with_commas": with_commas,
        "size": figures.size,
        "general": figures.general,
        "file_title": file_title,
        "formulas": FORMULAS,
        "language": language_name,
        "direction": direction_of,
        "country": country,
        "page_links": page_links,
        "all_languages": LANGUAGES,
        "method_link": method_link,
        "no_country": NO_COUNTRY,
    }
    return made


def read(name: str) -> str:
    """Return the text of a file in templates/."""
    return files("outputs.report").joinpath("templates", name).read_text(encoding="utf-8")


def render(template: str, values: dict[str, Any]) -> str:
    """Return a page."""
    return environment().get_template(template).render(values)


def data_uri(png: bytes) -> str:
    """Return a picture as an address that holds it."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def method_link(measure: Measure) -> str:
    """Return where a measure is explained, relative to a run's page."""
    return f"{METHOD}#{measure.method}"


def country(iso3: str) -> str:
    """Return a country's name in the language spoken now; its code where it has none."""
    known = get_global("territory_aliases").get(iso3, ())
    return next((name for code in known if (name := current().locale.territories.get(code))), iso3)


def page_name(language: str) -> str:
    """Return the file name of a page in a language.

    >>> page_name("en"), page_name("ar")
    ('index.html', 'index.ar.html')
    """
    stem, _, suffix = PAGE.partition(".")
    return PAGE if language == LANGUAGES[0] else f"{stem}.{language}.{suffix}"


def page_links(made: Collection[str] = LANGUAGES) -> list[tuple[str, str, str]]:
    """Return language, its own name for itself and the page in it, of the languages in which pages are made."""
    named = {code: Locale(code).get_language_name(code) or code for code in LANGUAGES if code in made}
    return [(code, name.capitalize(), page_name(code)) for code, name in named.items()]
