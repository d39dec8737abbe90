"""The charts of a run as inline SVG: what grew, how fast, for how many people, and in what way."""

from collections.abc import Callable, Sequence
from typing import Any

from geo.codes import ExpansionType, ExtentClass
from geo.measurement import EpochFigures, GrowthByType, Indicator, Measurement
from geo.reasons import Flag
from outputs.layers.palettes import expansion_legend, extent_legend
from outputs.report import figures, rows
from outputs.report.marks import YearNames, under_a_bar
from outputs.report.plotting import FONT, HATCH, INK, LAND, MUTED, PEOPLE, Chart, canvas, legend, svg
from outputs.report.rows import STUDY_AREA, URBAN_EXTENT, Scope
from outputs.report.story import scope_name
from outputs.report.ticks import bar_ticks, every, is_crowded, value_size
from outputs.report.words import text

_DENSIFICATION = "#77716a"
_LABELS = 7
"""Years and values of a series that have room."""
_NEAR = 0.07
"""Distance of two series' ends, as a share of the chart's height, under which their names would meet."""
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
    figure, axes = canvas(0.8)
    for (scope, line), shade in reversed(list(zip(lines, (colour, MUTED), strict=False))):
        _line(axes, line, (shade, "below" if len(lines) > 1 else "above"), say if scope == scopes[0] else None)
        if len(lines) > 1 and line:
            above = scope != scopes[0] and _meet(lines)
            axes.annotate(
                text(f"charts.{scope.boundary}"), (line[-1][0].year, line[-1][1]), xytext=(9, 9 if above else -4),
                textcoords="offset points", color=shade, fontsize=FONT * 0.9, annotation_clip=False,
            )  # fmt: skip
    years = [row.year for row, _ in lines[0][1]]
    axes.set_ylim(0, 1.16 * max(value for _, line in lines for _, value in line) or 1)
    axes.set_xticks([year for year, shown in zip(years, every(len(years), _LABELS), strict=True) if shown])
    span = max(years) - min(years) or 1
    axes.set_xlim(min(years) - 0.1 * span, max(years) + span * (0.08 if len(lines) == 1 else 0.3))
    named = YearNames(measurement.projected)
    said = "; ".join(f"{named.year(row.year)}: {say(value)}" for row, value in lines[0][1])
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
    for (row, value), shown in zip(line, every(len(line), _LABELS), strict=True):
        fill = colour if row.observed else "white"
        axes.plot([row.year], [value], "o", ms=6.5 if strong else 4, mfc=fill, mec=colour, mew=1.5, zorder=3)
        if say is not None and shown:
            axes.annotate(
                say(value), (row.year, value), xytext=(0, 9 if side == "above" else -19), textcoords="offset points",
                ha="center", color=INK, fontsize=FONT * 0.9, zorder=4,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
            )  # fmt: skip


def _meet(lines: Sequence[tuple[Scope, Sequence[tuple[EpochFigures, float]]]]) -> bool:
    """Return whether the ends of two series are so near that their names would lie over each other."""
    ends = [line[-1][1] for _, line in lines if line]
    return max(ends) - min(ends) < _NEAR * max(ends)


def _rates(measurement: Measurement, scope: Scope) -> Chart | None:
    found = rows.steps(measurement, scope)
    if all(row.lcr is None and row.pgr is None for row in found):
        return None
    figure, axes = canvas()
    size = value_size(len(found))
    for place, row in enumerate(found):
        for shift, value, colour in ((-0.2, row.lcr, LAND), (0.2, row.pgr, PEOPLE)):
            height = 0.0 if value is None else value * 100
            axes.bar(place + shift, height, 0.36, color=colour, zorder=2, hatch=_hatch(row), edgecolor="white", lw=0)
            if size:
                axes.annotate(
                    figures.rate(value), (place + shift, height), xytext=(0, -13 if height < 0 else 4),
                    textcoords="offset points", ha="center", fontsize=size, color=INK,
                )  # fmt: skip
    _ticks(axes, found)
    legend(axes, [(LAND, text("charts.lcr")), (PEOPLE, text("charts.pgr"))], **_doubts(found))
    axes.margins(y=0.16)
    said = "; ".join(
        text("charts.rates_value", period=_said(row), lcr=figures.rate(row.lcr), pgr=figures.rate(row.pgr))
        for row in found
    )
    return _chart(measurement, scope, ("rates", figure), said)


def _growth(measurement: Measurement, scope: Scope) -> Chart | None:
    found = [(row, row.growth_by_type_km2) for row in rows.steps(measurement, scope)]
    known = [(row, growth) for row, growth in found if growth is not None]
    if not known:
        return None
    figure, axes = canvas()
    colours, used = growth_colours(), []
    for name, colour in colours.items():
        if any(getattr(growth, name) for _, growth in known):
            used.append((colour, text(f"growth.{name}")))
    for place, (row, growth) in enumerate(known):
        _stack(axes, place, growth, (colours, _hatch(row)))
    _ticks(axes, [row for row, _ in known])
    legend(axes, used, **_doubts([row for row, _ in known]))
    axes.margins(y=0.1)
    said = "; ".join(f"{_said(row)}: {growth_in_words(growth)}" for row, growth in known)
    return _chart(measurement, scope, ("growth", figure), said)


def _classes(measurement: Measurement) -> Chart | None:
    """Draw what each epoch's own urban extent is made of."""
    scope = Scope("urban_extent", "each_epoch")
    found = [row for row in rows.epochs(measurement, scope) if row.urban_km2 is not None]
    if not found:
        return None
    figure, axes = canvas()
    colours = {row.code: row.colour for row in extent_legend().classes}
    used = [(name, colours[code]) for name, code in _CLASSES if any(getattr(row, name) for row in found)]
    for place, row in enumerate(found):
        foot = 0.0
        for name, colour in used:
            value = getattr(row, name) or 0.0
            hatch = "" if row.observed else HATCH
            axes.bar(place, value, 0.62, bottom=foot, color=colour, edgecolor="white", lw=0.8, zorder=2, hatch=hatch)
            foot += value
    short = "" if is_crowded(len(found)) else text("marks.projected_short")
    bar_ticks(axes, [(str(row.year), "" if row.observed else short) for row in found])
    projected = "" if all(row.observed for row in found) else text("charts.hatched")
    legend(axes, [(colour, text(f"classes.{name}")) for name, colour in used], hatched=projected)
    said = "; ".join(
        f"{YearNames(measurement.projected).year(row.year)}: "
        + ", ".join(f"{text(f'classes.{name}').lower()} {figures.km2(getattr(row, name))} km²" for name, _ in used)
        for row in found
    )
    return _chart(measurement, scope, ("classes", figure), said)


def _chart(measurement: Measurement, scope: Scope, drawn: tuple[str, Any], said: str) -> Chart:
    name, figure = drawn
    boundary = scope_name(scope.boundary, scope.rule, YearNames(measurement.projected).year(measurement.years[-1]))
    title = text(f"charts.{name}")
    alt = text("charts.series_alt", title=title, boundary=boundary, values=said)
    return Chart(name, title, svg(figure, name), alt, text(f"charts.caption.{name}", boundary=boundary))


def growth_in_words(growth: GrowthByType) -> str:
    """Return the kinds of growth that are not nothing, as `infill 1.20 km², …`."""
    parts = [(name, getattr(growth, name)) for name, _ in _GROWTH]
    return ", ".join(f"{text(f'growth.{name}').lower()} {figures.km2(value)} km²" for name, value in parts if value)


def _stack(axes: Any, place: int, growth: GrowthByType, look: tuple[dict[str, str], str]) -> None:  # noqa: ANN401
    """Draw a period's kinds of growth upwards from 0, and what went downwards."""
    above = below = 0.0
    colours, hatch = look
    for name, colour in colours.items():
        value = getattr(growth, name) * (-1 if name == "loss" else 1)
        foot = below if value < 0 else above
        axes.bar(place, value, 0.62, bottom=foot, color=colour, edgecolor="white", lw=0.8, zorder=2, hatch=hatch)
        above, below = above + max(value, 0), below + min(value, 0)


def _ticks(axes: Any, found: Sequence[Indicator]) -> None:  # noqa: ANN401
    """Put each period, its length and what must be said of it under its bars; where they are many, in short."""
    labels = []
    for row in found:
        if is_crowded(len(found)):
            sign = text("marks.incomparable_sign") if Flag.INCOMPARABLE_EPOCHS in row.flags else ""
            labels.append((f"{row.start}–", f"{row.end}{sign}", text("charts.years_short", years=row.years)))
        else:
            labels.append((_period(row), text("charts.years", years=row.years), under_a_bar(row.flags)))
    bar_ticks(axes, labels)


def _period(row: Indicator) -> str:
    return f"{row.start}–{row.end}"


def _said(row: Indicator) -> str:
    """Return a period with its mark, for the text that stands for the chart."""
    mark = under_a_bar(row.flags)
    return f"{_period(row)} ({mark})" if mark else _period(row)


def _hatch(row: Indicator) -> str:
    return HATCH if Flag.PROJECTED_EPOCH in row.flags else ""


def _doubts(found: Sequence[Indicator]) -> dict[str, str]:
    """Return what a legend says of hatched bars, and of the sign that stands for a word where bars are many."""
    signed = is_crowded(len(found)) and any(Flag.INCOMPARABLE_EPOCHS in row.flags for row in found)
    return {
        "hatched": text("charts.hatched") if any(map(_hatch, found)) else "",
        "sign": text("charts.incomparable") if signed else "",
    }
