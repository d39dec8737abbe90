"""The canvas of a page's charts: quiet axes, legends, and the figure as one inline `<svg>`."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from outputs.report import figures

WIDTH, HEIGHT = 490, 310
"""Pixels of a chart's own coordinates; a page scales it."""
FONT = 13.5
INK, SOFT, GRID = "#1b1b1b", "#5a5a5a", "#dedbd3"
LAND, PEOPLE, MUTED = "#a3461a", "#1f5f8b", "#8a857b"
"""Built-up land and its rate; people and theirs; the series behind."""
HATCH = "////"
"""Bars of a projection."""
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"


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


def legend(axes: Any, entries: Sequence[tuple[str, str]], *, hatched: str = "", sign: str = "") -> None:  # noqa: ANN401
    """Put colours with their names above a chart, and what hatched bars and a sign are where there are any."""
    from matplotlib.patches import Patch  # noqa: PLC0415

    handles = [Patch(color=colour, label=label) for colour, label in entries]
    if hatched:
        handles.append(Patch(facecolor=MUTED, edgecolor="white", hatch=HATCH, lw=0, label=hatched))
    if sign:
        handles.append(Patch(facecolor="none", edgecolor="none", label=sign))
    axes.legend(
        handles=handles,
        loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=3, frameon=False, fontsize=FONT * 0.9,
        handlelength=1.1, handleheight=0.9, columnspacing=1.4, borderpad=0.2,
    )  # fmt: skip


def blank() -> Any:  # noqa: ANN401
    """Return an empty figure of a chart's size."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (matplotlib loads only for pictures)

    return Figure(figsize=(WIDTH / 72, HEIGHT / 72), facecolor="none")


def canvas(height: float = 0.68) -> tuple[Any, Any]:
    """Return an empty chart with quiet axes."""
    figure = blank()
    axes = figure.add_axes((0.085, 0.13, 0.9, height), facecolor="none")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(INK)
    axes.grid(axis="y", color=GRID, lw=1)
    axes.set_axisbelow(True)
    axes.tick_params(axis="both", length=0, labelsize=FONT * 0.9, labelcolor=SOFT, pad=5)
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


def svg(figure: Any, name: str) -> str:  # noqa: ANN401
    """Return the figure as one `<svg>` with ids of its own, in the page's fonts, the same bytes every time."""
    from matplotlib import rc_context  # noqa: PLC0415

    out = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with rc_context({"svg.hashsalt": name, "svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        figure.savefig(out, format="svg", metadata=nothing)
    drawn = out.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    unwanted = r"<defs>\s*<style.*?</style>\s*</defs>|<!--.*?-->|<metadata>.*?</metadata>"
    drawn = re.sub(unwanted, "", drawn, flags=re.DOTALL)
    drawn = re.sub(r"'DejaVu Sans'(, [^;\"]*)?", _FONTS, drawn)
    drawn = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{name}-", drawn)
    head = f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false"'
    drawn = re.sub(r"<svg[^>]*>", head + ' xmlns="http://www.w3.org/2000/svg">', drawn, count=1)
    drawn = drawn.replace("xlink:href", "href")
    return re.sub(r"\s*\n\s*", "\n", drawn).strip()
