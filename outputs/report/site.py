"""What both kinds of page share: the templates, autoescaped, and the helpers that they call."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from outputs.layout import METHOD
from outputs.report import figures
from outputs.report.words import text, texts
from outputs.tables.measures import Measure

NO_COUNTRY = "XXX"
"""ISO 3166's code for a place outside all countries, as a simulated city is."""
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@cache
def environment() -> Environment:
    """Return the templates' environment: all that comes from data is escaped, and a missing name fails."""
    made = Environment(
        loader=FunctionLoader(read), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals |= {
        "t": text,
        "size": figures.size,
        "language": language,
        "direction": direction,
        "percent": percent,
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


def language(code: str) -> str:
    """Return a language's English name; its code where it has none here."""
    names: dict[str, str] = texts()["languages"]
    return names.get(code, code)


def direction(code: str) -> str:
    """Return `rtl` for languages that are written from right to left, else `ltr`."""
    return "rtl" if code.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def method_link(measure: Measure) -> str:
    """Return where a measure is explained, relative to a run's page."""
    return f"{METHOD}#{measure.method}"


def percent(share: float) -> str:
    """Return a share as `50 %`."""
    return f"{share * 100:g}{figures.GAP}%"
