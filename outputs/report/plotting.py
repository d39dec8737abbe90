"""The canvas of a page's charts: quiet axes, the room that words need round them, and the figure as one inline `<svg>`.

Time and numbers run from left to right in every language, as on the charts of Arabic schoolbooks and statistics;
legends, categories and words run as the language does.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from outputs.fonts import matplotlib_font_family
from outputs.report import ticks
from outputs.report.legend import Entry, draw_legend, placed
from outputs.report.lettering import directed, style
from outputs.words import figures
from outputs.words.speech import current, left_to_right
from outputs.words.texts import text

WIDTH, HEIGHT = 490, 310
"""Pixels of a chart's own coordinates; a page scales it. A chart of many words is higher."""
FONT = ticks.FONT
INK, SOFT, GRID = "#1b1b1b", "#5a5a5a", "#dedbd3"
LAND, PEOPLE, MUTED = "#a3461a", "#1f5f8b", "#8a857b"
"""Built-up land and its rate; people and theirs; the series behind."""
PEOPLE_FILL = "#a9cbe3"
"""People's bars, edged in PEOPLE: light beside LAND, so that grey tells them apart."""
HATCH = "////"
"""Bars of a projection."""
NUMBER = FONT * 0.9
"""Size of the numbers along axes."""
_LEAST = 170.0
"""Height of the axes under which a chart grows."""
_MILLION, _THOUSAND = 1e6, 1e3
_FONTS = (
    "'IBM Plex Sans', 'IBM Plex Sans Arabic', 'Noto Sans Khmer', system-ui, -apple-system, 'Segoe UI', Roboto, "
    "'Noto Sans', 'DejaVu Sans', sans-serif"
)
"""Ours first, by which a chart is measured and which a PDF has; a browser that lacks them takes its own."""


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


@dataclass(slots=True)
class Plot:
    """A chart while it is drawn: what is on the axes, and the words that find their place when all is known."""

    axes: Any
    numbers: bool = True
    """Whether numbers stand left of the axes."""
    entries: Sequence[Entry] = ()
    """The legend over the axes."""
    under: Sequence[Sequence[str]] = ()
    """Lines of words under each bar."""
    over: list[ticks.Value] = field(default_factory=list)
    """Numbers over bars."""
    along: Sequence[ticks.Value] = ()
    """Numbers at the marks of a series."""
    years: Sequence[int] = ()
    """Years along a line of time."""
    beside: Sequence[Sequence[str]] = ()
    """Lines of words beside each horizontal bar."""
    least: float = _LEAST
    """Pixels that the axes are high at least."""
    left: float = 8.0
    right: float = 10.0
    foot: float = 27.0
    """Pixels round the axes, where nothing above asks for more."""


def blank() -> Any:  # noqa: ANN401 (untyped library)
    """Return an empty figure of a chart's size."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (matplotlib loads only for pictures)

    return Figure(figsize=(WIDTH / 72, HEIGHT / 72), facecolor="none")


def plot() -> Plot:
    """Return an empty chart with quiet axes."""
    axes = blank().add_axes((0.1, 0.1, 0.8, 0.8), facecolor="none")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(INK)
    axes.grid(axis="y", color=GRID, lw=1)
    axes.set_axisbelow(True)
    letters = {"labelsize": NUMBER, "labelcolor": SOFT, "labelfontfamily": matplotlib_font_family()}
    axes.tick_params(axis="both", length=0, pad=5, **letters)
    axes.yaxis.set_major_locator(_round_ticks())
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: axis_number(value))
    return Plot(axes)


def note(axes: Any, words: str, at: tuple[float, float], shift: tuple[float, float] = (0, 0), **look: Any) -> None:  # noqa: ANN401
    """Write words at a point of the chart, moved by so many pixels."""
    look = {"fontsize": NUMBER, "color": INK, "annotation_clip": False} | look
    axes.annotate(directed(words), at, xytext=shift, textcoords="offset points", **style(), **look)


def axis_number(value: float) -> str:
    """Return a number along an axis: millions shortened, no decimals that say nothing."""
    if abs(value) >= _MILLION:
        return text("pictures.millions", millions=value / _MILLION)
    return figures.decimal(value, 0) if abs(value) >= _THOUSAND else left_to_right(figures.general(value))


def svg(chart: Plot, name: str) -> str:
    """Return a chart, its words in their places, as one `<svg>`."""
    figure, axes = chart.axes.figure, chart.axes
    found, head = placed(chart.entries, WIDTH)
    if chart.numbers:
        chart.left = max(chart.left, ticks.numbers_width(axes.yaxis, NUMBER) + 9)
    if chart.beside:
        side = "right" if current().rtl else "left"
        setattr(chart, side, ticks.place_beside(axes, chart.beside) + 6)
    across = WIDTH - chart.left - chart.right
    if chart.under:
        chart.foot = ticks.place_under(axes, chart.under, across)
    if chart.years:
        ticks.place_years(axes, chart.years, across)
    ticks.place_over(axes, chart.over, across)
    ticks.place_along(axes, chart.along, across)
    above = head + (12 if head else 16)
    height = max(HEIGHT, above + chart.foot + chart.least)
    figure.set_size_inches(WIDTH / 72, height / 72)
    axes.set_position((chart.left / WIDTH, chart.foot / height, across / WIDTH, (height - above - chart.foot) / height))
    draw_legend(figure, found, height - 4, WIDTH)
    return figure_svg(figure, name)


def figure_svg(figure: Any, name: str) -> str:  # noqa: ANN401
    """Return a figure as one `<svg>` with ids of its own, its letters as text, the same bytes every time."""
    from matplotlib import rc_context  # noqa: PLC0415
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415

    out = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    canvas: Any = FigureCanvasSVG(figure)
    with rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        canvas.print_svg(out, metadata=nothing)  # savefig would draw it twice
    drawn = out.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    unwanted = r"<defs>\s*<style.*?</style>\s*</defs>|<!--.*?-->|<metadata>.*?</metadata>"
    drawn = re.sub(unwanted, "", drawn, flags=re.DOTALL)
    drawn = re.sub(r"font-family: [^;\"]*", f"font-family: {_FONTS}", drawn)
    drawn = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{name}-", drawn)
    height = round(figure.get_figheight() * 72)
    # The anchors of texts are those of a drawing that runs from left to right, whatever the page round it does.
    head = f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" direction="ltr" aria-hidden="true" focusable="false"'
    drawn = re.sub(r"<svg[^>]*>", head + ' xmlns="http://www.w3.org/2000/svg">', drawn, count=1)
    drawn = drawn.replace("xlink:href", "href")
    return re.sub(r"\s*\n\s*", "\n", drawn).strip()


def _round_ticks() -> Any:  # noqa: ANN401
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    return MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10])
