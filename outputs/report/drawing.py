"""A map picture put together: the map, what is drawn on it, and the panel beside it, to exact pixels."""

from outputs.report.panel import draw_panel, panel
from outputs.report.paper import Paper
from outputs.report.pen import SIMULATED_FILL, Pen
from outputs.report.pixels import png
from outputs.report.sheet import FULL, PANEL, Key, Margins, Sheet
from outputs.words.speech import current

__all__ = ["FULL", "PANEL", "SIMULATED_FILL", "Key", "Margins", "Sheet", "compose", "draw"]


def draw(sheet: Sheet, margins: Margins) -> bytes:
    """Return the picture as a PNG of at most 256 colours; the same sheet in a language gives the same bytes."""
    return png(compose(sheet, margins).pixels())


def compose(sheet: Sheet, margins: Margins) -> Paper:
    """Return the paper with all that a sheet has on it, in the language spoken now.

    Args:
        sheet: what stands on it.
        margins: FULL for a map with a panel, mirrored where words run from right to left; PANEL for one without.
    """
    rows, columns = sheet.frame.pixels
    words = panel(sheet) if margins is FULL else None
    if current().rtl:
        margins = margins.mirrored()
    height = margins.top + max(rows + margins.bottom, round(words.height) if words else 0)
    paper = Paper(margins.left + columns + margins.right, height)
    pen = Pen(paper, sheet, margins)
    paper.lay(sheet.image, pen.left, pen.bottom)
    pen.frame()
    taken = pen.scale_bar()
    pen.north()
    if words is None:
        pen.title()
        pen.stamp_below(taken)
    else:
        pen.stamp_above()
        pen.graticule()
        draw_panel(pen, words)
    return paper
