"""The probabilities of regimes drawn: one bar a period, parted by how land and people change together."""

from collections.abc import Iterable, Mapping
from typing import Any

from geo.measurement import Measurement
from outputs.report import alt
from outputs.report.legend import Entry, patch_look
from outputs.report.lettering import directed, style
from outputs.report.lists import with_commas
from outputs.report.marks import YearNames
from outputs.report.measures import found, said
from outputs.report.plotting import FONT, INK, Chart, plot, svg
from outputs.words import figures
from outputs.words.texts import period, text

PROBABILITY = "regime_probability"
LOOKS = {
    "land_grows_faster_than_people": ("#a3461a", ""),
    "people_grow_faster_than_land": ("#a9cbe3", ""),
    "land_grows_faster_than_people_shrink": ("#e3a07a", "///"),
    "land_grows_slower_than_people_shrink": ("#f2d3bf", "..."),
    "land_shrinks_faster_than_people_grow": ("#1f5f8b", "\\\\\\"),
    "land_shrinks_slower_than_people_grow": ("#6d9fc4", "---"),
    "both_shrink_land_faster": ("#6b655c", "xxx"),
    "both_shrink_people_faster": ("#b9b4aa", "+++"),
}
"""Regime → colour and hatch: every two differ by hatch, or by how light they are, so that grey tells them apart."""
_DARK = {"#a3461a", "#1f5f8b", "#6b655c"}
_SHOWN = 0.005
"""Probability under which a regime has no part of the bar that anybody sees."""
_LABELLED = 0.09
_BAR = 24.0
"""Pixels of height of a period at least."""


def regimes_chart(measurement: Measurement) -> Chart | None:
    """Return the probabilities of every period."""
    within = found.main_boundary(measurement, PROBABILITY)
    if within is None:
        return None
    periods = found.by_zone(measurement, PROBABILITY, within)
    used = {
        code: said.zone("regime", code)
        for code in LOOKS
        if any(shares.get(code, 0) >= _SHOWN for shares in periods.values())
    }
    chart, named = plot(), YearNames(measurement.projected)
    for place, shares in enumerate(periods.values()):
        _bar(chart.axes, place, shares, used)
    chart.numbers, chart.left, chart.right = False, 14, 14
    chart.beside = [(period(start or end, end),) for start, end in periods]
    chart.least = max(chart.least, _BAR * len(periods))
    chart.axes.set_ylim(max(len(periods), 3) - 0.4, -0.6)
    chart.axes.set_xlim(0, 100)
    chart.axes.grid(visible=False, axis="y")
    chart.axes.spines["bottom"].set_visible(False)
    chart.entries = [Entry(name, LOOKS[code][0], hatch=LOOKS[code][1]) for code, name in used.items()]
    values = alt.told(
        (named.period(start or end, end), with_commas(_in_words(name, shares.get(code)) for code, name in used.items()))
        for (start, end), shares in periods.items()
    )
    boundary, title = found.in_words(measurement, within), text("measures.regimes.title")
    caption = text("measures.regimes.caption", boundary=boundary)
    return Chart("regimes", title, svg(chart, "regimes"), alt.series_alt(title, boundary, values), caption)


def _bar(axes: Any, place: int, shares: Mapping[str, float], used: Iterable[str]) -> None:  # noqa: ANN401
    foot = 0.0
    for code in used:
        colour, hatch = LOOKS[code]
        width = 100 * shares.get(code, 0.0)
        axes.barh(place, width, 0.62, left=foot, zorder=2, **patch_look(colour, hatch))
        if width >= 100 * _LABELLED:
            ground = {"facecolor": colour, "edgecolor": "none", "pad": 1.2}
            axes.text(
                foot + width / 2, place, directed(_percent(shares[code])), ha="center", va="center", zorder=3,
                color="white" if colour in _DARK else INK, fontsize=FONT * 0.88, bbox=ground, **style(),
            )  # fmt: skip
        foot += width


def _in_words(name: str, share: float | None) -> str:
    return f"{name} {text('pictures.percent', share=_percent(share or 0.0))}"


def _percent(share: float) -> str:
    return figures.decimal(100 * share, 0)
