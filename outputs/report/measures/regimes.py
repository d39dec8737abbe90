"""The probabilities of regimes drawn: one bar a period, parted by how land and people change together."""

from collections.abc import Mapping
from typing import Any

from geo.measurement import Measurement
from outputs.report import figures
from outputs.report.marks import YearNames
from outputs.report.measures import found, said
from outputs.report.plotting import FONT, INK, Chart, canvas, svg
from outputs.report.words import text

PROBABILITY = "regime_probability"
_LOOKS = {
    "land_grows_faster_than_people": ("#a3461a", ""),
    "people_grow_faster_than_land": ("#1f5f8b", ""),
    "land_grows_faster_than_people_shrink": ("#e3a07a", "///"),
    "land_grows_slower_than_people_shrink": ("#f2d3bf", "..."),
    "land_shrinks_faster_than_people_grow": ("#86b6d6", "///"),
    "land_shrinks_slower_than_people_grow": ("#cfe2ef", "..."),
    "both_shrink_land_faster": ("#6b655c", "xxx"),
    "both_shrink_people_faster": ("#b9b4aa", "\\\\\\"),
}
"""Regime → colour and hatch: told apart in grey as well."""
_DARK = {"#a3461a", "#1f5f8b", "#6b655c"}
_SHOWN = 0.005
"""Probability under which a regime has no part of the bar that anybody sees."""
_LABELLED = 0.09
_IN_A_COLUMN = 4


def regimes_chart(measurement: Measurement) -> Chart | None:
    """Return the probabilities of every period."""
    within = found.main_boundary(measurement, PROBABILITY)
    if within is None:
        return None
    periods = found.by_zone(measurement, PROBABILITY, within)
    used = [code for code in _LOOKS if any(shares.get(code, 0) >= _SHOWN for shares in periods.values())]
    figure, axes = canvas()
    axes.set_position((0.17, 0.08, 0.8, 0.62))
    named = YearNames(measurement.projected)
    for place, shares in enumerate(periods.values()):
        _bar(axes, place, shares, used)
    labels = [f"{start}–{end}" for start, end in periods]
    axes.set_yticks(range(len(labels)), labels, fontsize=FONT * 0.9, color=INK)
    axes.yaxis.set_major_formatter(lambda _, at: labels[at] if at is not None and at < len(labels) else "")
    axes.set_ylim(max(len(periods), 3) - 0.4, -0.6)
    axes.set_xlim(0, 100)
    axes.grid(visible=False, axis="y")
    axes.spines["bottom"].set_visible(False)
    _legend(axes, used)
    values = "; ".join(
        f"{named.period(start or end, end)}: "
        + ", ".join(f"{said.zone('regime', code)} {_percent(shares.get(code, 0.0))} %" for code in used)
        for (start, end), shares in periods.items()
    )
    boundary = found.in_words(measurement, within)
    title = text("measures.regimes.title")
    alt = text("charts.series_alt", title=title, boundary=boundary, values=values)
    return Chart("regimes", title, svg(figure, "regimes"), alt, text("measures.regimes.caption", boundary=boundary))


def _bar(axes: Any, place: int, shares: Mapping[str, float], used: list[str]) -> None:  # noqa: ANN401
    foot = 0.0
    for code in used:
        colour, hatch = _LOOKS[code]
        width = 100 * shares.get(code, 0.0)
        axes.barh(place, width, 0.62, left=foot, color=colour, edgecolor="white", lw=0.8, hatch=hatch, zorder=2)
        if width >= 100 * _LABELLED:
            ground = {"facecolor": colour, "edgecolor": "none", "pad": 1.2}
            ink = "white" if colour in _DARK else INK
            axes.text(
                foot + width / 2, place, _percent(shares[code]), ha="center", va="center", color=ink,
                fontsize=FONT * 0.88, bbox=ground, zorder=3,
            )  # fmt: skip
        foot += width


def _legend(axes: Any, used: list[str]) -> None:  # noqa: ANN401
    from matplotlib.patches import Patch  # noqa: PLC0415

    looks = [(code, *_LOOKS[code]) for code in used]
    handles = [
        Patch(facecolor=colour, hatch=hatch, edgecolor="white", lw=0, label=said.zone("regime", code))
        for code, colour, hatch in looks
    ]
    axes.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(-0.22, 1.0), ncols=1 if len(used) < _IN_A_COLUMN else 2,
        frameon=False, fontsize=FONT * 0.8, handlelength=1.2, handleheight=0.9, columnspacing=1.0, borderpad=0.2,
    )  # fmt: skip


def _percent(share: float) -> str:
    return figures.decimal(100 * share, 0)
