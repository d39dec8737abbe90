"""The pictures of the annex: the map of growth without the panel beside it, and the chart of both rates."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from PIL import Image

from geo.measurement import Measurement
from outputs.fonts import FAMILIES, font_paths
from outputs.report.charts import charts
from outputs.report.maps import MapPicture, first_built_map
from outputs.report.plotting import HEIGHT, WIDTH, Chart
from outputs.report.sheet import FULL, Key
from outputs.subject import Place
from outputs.words import current, name_of, text

_CHART = "rates"
_PPI = 220
"""Of a chart as pixels, which a DOCX needs."""


@dataclass(frozen=True, slots=True)
class AnnexMap:
    """The map of the epoch at which land was first built up."""

    png: bytes
    size: tuple[int, int]
    """Pixels, width and height."""
    title: str
    alt: str
    keys: tuple[Key, ...]
    """Its legend."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the annex shows; no chart where the run has no period."""

    map: AnnexMap
    chart: Chart | None


def draw_pictures(measurement: Measurement, place: Place) -> Pictures:
    """Draw the pictures, in the language spoken now."""
    return pictures_from(first_built_map(measurement, place), charts(measurement), name_of(place.names))


def pictures_from(growth: MapPicture, drawn: Iterable[Chart], name: str) -> Pictures:
    """Return the pictures from those of a report in the same language, so that they are drawn once for both.

    Args:
        growth: the map of the epoch at which land was first built up, with its panel.
        drawn: the report's charts.
        name: the city's.
    """
    png, size = _without_panel(growth.png)
    alt = text("annex.alt_map", name=name, title=growth.title)
    chart = next((one for one in drawn if one.id == _CHART), None)
    return Pictures(AnnexMap(png, size, growth.title, alt, tuple(growth.keys)), chart)


def chart_png(chart: Chart) -> bytes:
    """Return a chart as a picture of pixels, in the fonts of the publication."""
    families = ", ".join(f'"{family}"' for family in FAMILIES)
    sheet = (
        f"#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: 0pt, fill: white)\n"
        f"#set text(font: ({families}))\n"
        '#image("chart.svg", width: 100%)\n'
    )
    with TemporaryDirectory(prefix="umran-chart-") as name:
        folder = Path(name)
        (folder / "chart.svg").write_text(chart.svg, encoding="utf-8")
        (folder / "chart.typ").write_text(sheet, encoding="utf-8")
        source = str(folder / "chart.typ")
        png: bytes = typst.compile(
            source, root=name, font_paths=_fonts(), ignore_system_fonts=True, format="png", ppi=_PPI
        )
    return png


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_paths()))


def _without_panel(png: bytes) -> tuple[bytes, tuple[int, int]]:
    """Return a map without the panel beside it, which stands on the left where words run from right to left."""
    with Image.open(io.BytesIO(png)) as picture:
        width, height = picture.size
        edge = FULL.right - 4
        cut = picture.crop((edge, 0, width, height) if current().rtl else (0, 0, width - edge, height))
        out = io.BytesIO()
        cut.save(out, "PNG", optimize=True)
        return out.getvalue(), cut.size
