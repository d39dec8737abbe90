"""The charts of a run as inline SVG: what grew, how fast, for how many people, and in what way."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from geo.codes import ExpansionType, ExtentClass
from geo.measurement import EpochFigures, GrowthByType, Indicator, Measurement
from outputs.layers.palettes import expansion_legend, extent_legend
from outputs.report import figures, rows
from outputs.report.rows import STUDY_AREA, URBAN_EXTENT, Scope
from outputs.report.story import scope_name
from outputs.report.words import text

_WIDTH, _HEIGHT = 490, 310
"""Pixels of a chart's own coordinates; a page scales it."""
_FONT = 13.5
_INK, _SOFT, _GRID = "#1b1b1b", "#5a5a5a", "#dedbd3"
LAND, PEOPLE, MUTED = "#a3461a", "#1f5f8b", "#8a857b"
"""Built-up land and its rate; people and theirs; the series behind."""
_DENSIFICATION = "#77716a"
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"
_GROWTH = (
    ("infill", ExpansionType.INFILL),
    ("extension", ExpansionType.EXTENSION),
    ("leapfrog", ExpansionType.LEAPFROG),
    ("inclusion", ExpansionType.INCLUSION),
    ("outside_extent", ExpansionType.OUTSIDE),
    ("densification", None),
    ("loss", ExpansionType.LOST),
)
_CLASSES = (
    ("urban_km2", ExtentClass.URBAN),
    ("suburban_km2", ExtentClass.SUBURBAN),
    ("rural_built_up_km2", ExtentClass.RURAL),
    ("fringe_open_km2", ExtentClass.FRINGE_OPEN),
    ("captured_open_km2", ExtentClass.CAPTURED_OPEN),
)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a page shows it."""

    id: str
    title: str
    svg: str
    """An `<svg>` element without script, style sheet or outside reference."""
    alt: str
    """The same in words, with the figures."""
    caption: str


def charts(measurement: Measurement) -> list[Chart]:
    """Return the charts of the reporting boundary, those without any figure left out."""
    found = rows.scopes(measurement)
    main = URBAN_EXTENT if URBAN_EXTENT in found else STUDY_AREA
    behind = [scope for scope in (STUDY_AREA,) if scope != main and scope in found]
    shown = [main, *behind]
    made = [
        _series(measurement, shown, "built_up_km2", figures.km2),
        _series(measurement, shown, "population", figures.persons),
        _rates(measurement, main),
        _series(measurement, [main], "built_up_per_capita_m2", figures.square_metres),
        _growth(measurement, main),
        _classes(measurement),
    ]
    return [chart for chart in made if chart is not None]


def growth_colours() -> dict[str, str]:
    """Return the colour of each kind of growth by its field's name, as on the maps."""
    colours = {row.code: row.colour for row in expansion_legend().classes}
    return {name: _DENSIFICATION if code is None else colours[code] for name, code in _GROWTH}


def _series(
    measurement: Measurement, scopes: Sequence[Scope], field: str, say: Callable[[float | None], str]
) -> Chart | None:
    lines = [(scope, [(row, getattr(row, field)) for row in rows.epochs(measurement, scope)]) for scope in scopes]
    lines = [(scope, [(row, value) for row, value in line if value is not None]) for scope, line in lines]
    if not lines[0][1]:
        return None
    colour = PEOPLE if field == "population" else LAND
    figure, axes = _canvas(0.8)
    for (scope, line), shade in reversed(list(zip(lines, (colour, MUTED), strict=False))):
        _line(axes, line, (shade, "below" if len(lines) > 1 else "above"), say if scope == scopes[0] else None)
        if len(lines) > 1 and line:
            axes.annotate(
                text(f"charts.{scope.boundary}"), (line[-1][0].year, line[-1][1]), xytext=(9, -4),
                textcoords="offset points", color=shade, fontsize=_FONT * 0.9, annotation_clip=False,
            )  # fmt: skip
    years = [row.year for row, _ in lines[0][1]]
    axes.set_ylim(0, 1.16 * max(value for _, line in lines for _, value in line) or 1)
    axes.set_xticks(years)
    span = max(years) - min(years) or 1
    axes.set_xlim(min(years) - 0.1 * span, max(years) + span * (0.08 if len(lines) == 1 else 0.3))
    said = "; ".join(f"{row.year}: {say(value)}" for row, value in lines[0][1])
    return _chart(measurement, scopes[0], (field, figure), said)


def _line(
    axes: Any,  # noqa: ANN401 (untyped library)
    line: Sequence[tuple[EpochFigures, float]],
    style: tuple[str, str],
    say: Callable[[float | None], str] | None,
) -> None:
    """Draw one series; projected epochs as hollow marks; with `say`, each value above or below its mark."""
    colour, side = style
    years, values = [row.year for row, _ in line], [value for _, value in line]
    strong = say is not None
    axes.plot(years, values, color=colour, lw=2.2 if strong else 1.3, zorder=2)
    for row, value in line:
        fill = colour if row.observed else "white"
        axes.plot([row.year], [value], "o", ms=6.5 if strong else 4, mfc=fill, mec=colour, mew=1.5, zorder=3)
        if say is not None:
            axes.annotate(
                say(value), (row.year, value), xytext=(0, 9 if side == "above" else -19), textcoords="offset points",
                ha="center", color=_INK, fontsize=_FONT * 0.9, zorder=4,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
            )  # fmt: skip


def _rates(measurement: Measurement, scope: Scope) -> Chart | None:
    found = rows.steps(measurement, scope)
    if all(row.lcr is None and row.pgr is None for row in found):
        return None
    figure, axes = _canvas()
    for place, row in enumerate(found):
        for shift, value, colour in ((-0.2, row.lcr, LAND), (0.2, row.pgr, PEOPLE)):
            height = 0.0 if value is None else value * 100
            axes.bar(place + shift, height, 0.36, color=colour, zorder=2)
            axes.annotate(
                figures.rate(value), (place + shift, height), xytext=(0, -13 if height < 0 else 4),
                textcoords="offset points", ha="center", fontsize=_FONT * 0.88, color=_INK,
            )  # fmt: skip
    _period_ticks(axes, found)
    _legend(axes, [(LAND, text("charts.lcr")), (PEOPLE, text("charts.pgr"))])
    axes.margins(y=0.16)
    said = "; ".join(
        text("charts.rates_value", period=_period(row), lcr=figures.rate(row.lcr), pgr=figures.rate(row.pgr))
        for row in found
    )
    return _chart(measurement, scope, ("rates", figure), said)


def _growth(measurement: Measurement, scope: Scope) -> Chart | None:
    found = [(row, row.growth_by_type_km2) for row in rows.steps(measurement, scope)]
    known = [(row, growth) for row, growth in found if growth is not None]
    if not known:
        return None
    figure, axes = _canvas()
    colours, used = growth_colours(), []
    for name, colour in colours.items():
        if any(getattr(growth, name) for _, growth in known):
            used.append((colour, text(f"growth.{name}")))
    for place, (_, growth) in enumerate(known):
        _stack(axes, place, growth, colours)
    _period_ticks(axes, [row for row, _ in known])
    _legend(axes, used)
    axes.margins(y=0.1)
    said = "; ".join(f"{_period(row)}: {growth_in_words(growth)}" for row, growth in known)
    return _chart(measurement, scope, ("growth", figure), said)


def _classes(measurement: Measurement) -> Chart | None:
    """Draw what each epoch's own urban extent is made of."""
    scope = Scope("urban_extent", "each_epoch")
    found = [row for row in rows.epochs(measurement, scope) if row.urban_km2 is not None]
    if not found:
        return None
    figure, axes = _canvas()
    colours = {row.code: row.colour for row in extent_legend().classes}
    used = [(name, colours[code]) for name, code in _CLASSES if any(getattr(row, name) for row in found)]
    for place, row in enumerate(found):
        foot = 0.0
        for name, colour in used:
            value = getattr(row, name) or 0.0
            axes.bar(place, value, 0.62, bottom=foot, color=colour, edgecolor="white", lw=0.8, zorder=2)
            foot += value
    axes.set_xticks(range(len(found)), [str(row.year) for row in found])
    _bars_room(axes, len(found))
    _legend(axes, [(colour, text(f"classes.{name}")) for name, colour in used])
    said = "; ".join(
        f"{row.year}: "
        + ", ".join(f"{text(f'classes.{name}').lower()} {figures.km2(getattr(row, name))} km²" for name, _ in used)
        for row in found
    )
    return _chart(measurement, scope, ("classes", figure), said)


def _chart(measurement: Measurement, scope: Scope, drawn: tuple[str, Any], said: str) -> Chart:
    name, figure = drawn
    boundary = scope_name(scope.boundary, scope.rule, measurement.years[-1])
    title = text(f"charts.{name}")
    alt = text("charts.series_alt", title=title, boundary=boundary, values=said)
    return Chart(name, title, _svg(figure, name), alt, text(f"charts.caption.{name}", boundary=boundary))


def growth_in_words(growth: GrowthByType) -> str:
    """Return the kinds of growth that are not nothing, as `infill 1.20 km², …`."""
    parts = [(name, getattr(growth, name)) for name, _ in _GROWTH]
    return ", ".join(f"{text(f'growth.{name}').lower()} {figures.km2(value)} km²" for name, value in parts if value)


def _stack(axes: Any, place: int, growth: GrowthByType, colours: dict[str, str]) -> None:  # noqa: ANN401
    """Draw a period's kinds of growth upwards from 0, and what went downwards."""
    above = below = 0.0
    for name, colour in colours.items():
        value = getattr(growth, name) * (-1 if name == "loss" else 1)
        axes.bar(
            place, value, 0.62, bottom=below if value < 0 else above, color=colour, edgecolor="white", lw=0.8, zorder=2
        )
        above, below = above + max(value, 0), below + min(value, 0)


def _period(row: Indicator) -> str:
    return f"{row.start}–{row.end}"


def _period_ticks(axes: Any, found: Sequence[Indicator]) -> None:  # noqa: ANN401
    labels = [f"{_period(row)}\n{text('charts.years', years=row.years)}" for row in found]
    axes.set_xticks(range(len(found)), labels, fontsize=_FONT * (0.9 if len(found) < 7 else 0.7))  # noqa: PLR2004
    _bars_room(axes, len(found))


def _bars_room(axes: Any, count: int) -> None:  # noqa: ANN401
    """Give each bar a fourth of the width at most, and a line at zero in place of the frame's foot."""
    spare = max(0.0, (4 - count) / 2)
    axes.axhline(0, color=_INK, lw=1, zorder=3)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(-0.6 - spare, count - 0.4 + spare)


def _legend(axes: Any, entries: Sequence[tuple[str, str]]) -> None:  # noqa: ANN401
    from matplotlib.patches import Patch  # noqa: PLC0415

    axes.legend(
        handles=[Patch(color=colour, label=label) for colour, label in entries],
        loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=3, frameon=False, fontsize=_FONT * 0.9,
        handlelength=1.1, handleheight=0.9, columnspacing=1.4, borderpad=0.2,
    )  # fmt: skip


def _canvas(height: float = 0.68) -> tuple[Any, Any]:
    """Return an empty chart with quiet axes."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (matplotlib loads only for pictures)

    figure = Figure(figsize=(_WIDTH / 72, _HEIGHT / 72), facecolor="none")
    axes = figure.add_axes((0.085, 0.13, 0.9, height), facecolor="none")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(_INK)
    axes.grid(axis="y", color=_GRID, lw=1)
    axes.set_axisbelow(True)
    axes.tick_params(axis="both", length=0, labelsize=_FONT * 0.9, labelcolor=_SOFT, pad=5)
    axes.yaxis.set_major_locator(_round_ticks())
    axes.yaxis.set_major_formatter(lambda value, _: _tick(value))
    return figure, axes


def _round_ticks() -> Any:  # noqa: ANN401
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    return MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10])


def _tick(value: float) -> str:
    """Return an axis number: millions shortened, no decimals that say nothing."""
    if abs(value) >= 1e6:  # noqa: PLR2004
        return f"{figures.decimal(value / 1e6, 1)}{figures.GAP}M"
    return f"{value:g}".replace("-", figures.MINUS) if abs(value) < 1000 else figures.decimal(value, 0)  # noqa: PLR2004


def _svg(figure: Any, name: str) -> str:  # noqa: ANN401
    """Return the figure as one `<svg>` with ids of its own, in the page's fonts, the same bytes every time."""
    from matplotlib import rc_context  # noqa: PLC0415

    out = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with rc_context({"svg.hashsalt": name, "svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        figure.savefig(out, format="svg", metadata=nothing)
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>|<!--.*?-->|<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"'DejaVu Sans'(, [^;\"]*)?", _FONTS, svg)
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    head = f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true" focusable="false"'
    svg = re.sub(r"<svg[^>]*>", head + ' xmlns="http://www.w3.org/2000/svg">', svg, count=1)
    svg = svg.replace("xlink:href", "href")
    return re.sub(r"\s*\n\s*", "\n", svg).strip()
