"""The method in plain words, and what it is taken from, as the report's pages have them."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from outputs.pdf.blocks import Block, formulas, heading, pairs, paragraph
from outputs.words import rich, text
from outputs.words.speech import isolated

_METADATA = Markup(
    '<span lang="en">UN-Habitat (2021). <cite>SDG indicator metadata 11.3.1: ratio of land consumption rate to '
    "population growth rate</cite> (11-03-01, edition of 1 March 2021). "
    '<a href="https://unstats.un.org/sdgs/metadata/files/Metadata-11-03-01.pdf">unstats.un.org</a></span>'
)
_ATLAS = Markup(
    '<span lang="en">Angel, S., Blei, A. M., Parent, J., Lamson-Hall, P., Galarza Sánchez, N., with Civco, D. L., '
    "Lei, R. Q. and Thom, K. (2016). <cite>Atlas of Urban Expansion, 2016 edition. Volume 1: Areas and "
    "Densities</cite>. New York University, UN-Habitat and Lincoln Institute of Land Policy.</span>"
)


def method(content: Mapping[str, Any]) -> Iterator[Block]:
    """Return the method with the run's own thresholds."""
    chosen = content["parameters"]
    yield heading(text("method_words.indicator_title"))
    yield paragraph(text("method_words.indicator"))
    yield formulas(
        [
            (text("method_words.land_rate"), "LCR = ((V₂ − V₁) / V₁) / t"),
            (text("method_words.people_rate"), "PGR = ln(P₂ / P₁) / t"),
            (text("method_words.ratio"), "LCRPGR = LCR / PGR"),
        ]
    )
    yield paragraph(f"{text('method_words.symbols')} {text('method_words.ratio_note')}")
    yield heading(text("method_words.boundary_title"))
    yield paragraph(text("method_words.boundary", last_year=content["last_year"]))
    yield heading(text("method_words.extent_title"))
    yield paragraph(
        rich(
            "method_words.extent_pixel",
            threshold=chosen.built_up_threshold * 100,
            circle=chosen.circle_km2,
            urban=chosen.urban_share * 100,
            suburban=chosen.suburban_share * 100,
        )
    )
    yield paragraph(rich("method_words.extent_open", fringe=chosen.fringe_m, captured=chosen.captured_max_ha))
    yield paragraph(text("method_words.extent_cluster", factor=chosen.inclusion_factor))
    yield paragraph(text("method_words.extent_area"))
    yield heading(text("method_words.growth_title"))
    yield paragraph(rich("method_words.growth"))
    yield heading(text("method_words.parameters_title"))
    yield pairs(content["parameter_rows"])


def references() -> list[tuple[str, Markup]]:
    """Return what the definitions are taken from."""
    shown = [("cite.indicator", _METADATA), ("cite.extent", _ATLAS)]
    return [(text(key), Markup(isolated(citation))) for key, citation in shown]  # noqa: S704 (our own, as it was)
