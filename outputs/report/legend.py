"""The legend of a chart: names with their looks, in rows that fill the chart's width in the order of reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from outputs.layers.palettes import rgb
from outputs.report.lettering import directed, lines, style, width
from outputs.words.speech import current

INK = "#1b1b1b"
_SIZE = 12.0
"""Of the letters, pixels."""
_PATCH, _LINE, _GAP, _BETWEEN = 15.0, 28.0, 6.0, 17.0
"""Widths of a patch and a line, from either to its name, and from one name to the next look."""
_ROW, _MORE = 18.0, 14.5
"""Heights of a row and of each further line of a name."""
_EDGE = 4.0
_BRIGHT = 140.0
"""Weighted mean of red, green and blue above which a hatch of light lines is not seen."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with its look; with neither mark nor dash it is a patch, without a colour it is words alone."""

    name: str
    colour: str = ""
    edge: str = "white"
    hatch: str = ""
    mark: str = ""
    hollow: bool = False
    dash: str = ""

    @property
    def wide(self) -> float:
        """Pixels that its look takes."""
        if not self.colour:
            return 0
        return _LINE if self.dash else _PATCH


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry where it stands, from the side where reading starts and from the top."""

    entry: Entry
    x: float
    y: float
    lines: tuple[str, ...]


def patch_look(colour: str, hatch: str = "", edge: str = "white") -> dict[str, Any]:
    """Return how a bar, or a part of one, or its patch in the legend is drawn: a hatch stands out on its colour."""
    red, green, blue = rgb(colour)
    bright = 0.299 * red + 0.587 * green + 0.114 * blue > _BRIGHT
    lines = "#5a5a5a" if bright else "white"
    return {"facecolor": colour, "edgecolor": edge, "lw": 0.8, "hatch": hatch, "hatchcolor": lines}


def placed(entries: Sequence[Entry], whole: float) -> tuple[list[Placed], float]:
    """Return entries in rows over a chart so many pixels wide, and the height of all rows."""
    found: list[Placed] = []
    x, y, height = _EDGE, 0.0, 0.0
    for entry in entries:
        before = entry.wide + (_GAP if entry.wide else 0)
        broken = tuple(lines(entry.name, whole - 2 * _EDGE - before, _SIZE))
        own = before + max(width(line, _SIZE) for line in broken)
        if x > _EDGE and x + own > whole - _EDGE:
            x, y = _EDGE, y + height
            height = 0
        found.append(Placed(entry, x, y, broken))
        x, height = x + own + _BETWEEN, max(height, _ROW + _MORE * (len(broken) - 1))
    return found, y + height


def draw_legend(figure: Any, found: Sequence[Placed], top: float, whole: float) -> None:  # noqa: ANN401 (untyped library)
    """Draw entries on a figure, in pixels from its lower left corner, from the height `top` down."""
    from matplotlib.transforms import Affine2D  # noqa: PLC0415 (matplotlib loads only for pictures)

    pixels = Affine2D().scale(1 / 72) + figure.dpi_scale_trans
    side = "right" if current().rtl else "left"
    for one in found:
        y = top - one.y - _ROW / 2
        start, end = (whole - x if current().rtl else x for x in (one.x, one.x + one.entry.wide))
        look = _look(one.entry, (start, end), y)
        if look is not None:
            look.set_transform(pixels)
            figure.add_artist(look)
        x = end + (-_GAP if current().rtl else _GAP) * bool(one.entry.wide)
        for place, line in enumerate(one.lines):
            at = {"ha": side, "va": "baseline", "color": INK, "fontsize": _SIZE, "transform": pixels}
            figure.text(x, y - 4.2 - place * _MORE, directed(line), **style(), **at)


def _look(entry: Entry, ends: tuple[float, float], y: float) -> Any:  # noqa: ANN401
    """Return an entry's line or patch between two x; None where it is words alone."""
    from matplotlib.lines import Line2D  # noqa: PLC0415
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    if entry.mark or entry.dash:
        fill, dash = "white" if entry.hollow else entry.colour, entry.dash or "none"
        look: dict[str, Any] = {"marker": entry.mark, "mfc": fill, "mec": entry.colour, "ms": 6, "mew": 1.4, "lw": 1.8}
        return Line2D([ends[0], sum(ends) / 2, ends[1]], [y] * 3, color=entry.colour, ls=dash, markevery=[1], **look)
    if not entry.colour:
        return None
    return Rectangle((min(ends), y - 5.5), entry.wide, 11, **patch_look(entry.colour, entry.hatch, entry.edge))
