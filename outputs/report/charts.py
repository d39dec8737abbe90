"""The charts of a run as inline SVG: what grew, how fast, for how many people, and in what way."""

from collections.abc import Callable, Iterable, Sequence

from geo.codes import ExpansionType, ExtentClass
from geo.measurement import EpochFigures, GrowthByType, Indicator, Measurement
from geo.reasons import Flag
from outputs.layers.palettes import expansion_legend, extent_legend
from outputs.report import alt, rows
from outputs.report.bars import label_epochs, projected_entry, stack
from outputs.report.legend import Entry, patch_look
from outputs.report.lettering import lines, width
from outputs.report.lists import with_commas, with_semicolons
from outputs.report.marks import YearNames, under_a_bar
from outputs.report.plotting import HATCH, LAND, MUTED, NUMBER, PEOPLE, PEOPLE_FILL, SOFT, Chart, Plot, note, plot, svg
from outputs.report.rows import STUDY_AREA, URBAN_EXTENT, Scope
from outputs.report.story import scope_name
from outputs.report.ticks import Value, is_crowded
from outputs.words import figures
from outputs.words.filling import digits
from outputs.words.speech import left_to_right
from outputs.words.texts import period, text

_DENSIFICATION = "#d8d2c6"
_NAME_ROOM = 104.0
"""Pixels beside a line for its name."""
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
    measured = (row.built_up_km2 for row in rows.epochs(measurement, URBAN_EXTENT))
    main = URBAN_EXTENT if any(area is not None for area in measured) else STUDY_AREA
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
    found = [(scope, [(row, getattr(row, field)) for row in rows.epochs(measurement, scope)]) for scope in scopes]
    series = [(scope, [(row, value) for row, value in line if value is not None]) for scope, line in found]
    (_, line), behind = series[0], [(scope, line) for scope, line in series[1:] if line]
    if not line:
        return None
    chart, colour = plot(), PEOPLE if field == "population" else LAND
    for _, other in behind:
        _line(chart, other, MUTED, strong=False)
    _line(chart, line, colour, strong=True)
    for scope, drawn in (series[0], *behind) if behind else ():
        above = scope != scopes[0] and _meet(line, drawn)
        _name(chart, text(f"charts.{scope.boundary}"), drawn, (colour if scope == scopes[0] else SOFT, above))
    values = [row_and_value for _, drawn in (series[0], *behind) for row_and_value in drawn]
    chart.axes.set_ylim(0, 1.16 * max(value for _, value in values) or 1)
    chart.along = [Value(row.year, value, say(value), -19 if behind else 9) for row, value in line]
    chart.years = [row.year for row, _ in line]
    span = chart.years[-1] - chart.years[0] or 1
    chart.axes.set_xlim(chart.years[0] - 0.1 * span, chart.years[-1] + 0.08 * span)
    named = YearNames(measurement.projected)
    said = alt.told((named.year(row.year), say(value)) for row, value in line)
    return _chart(measurement, scopes[0], (field, chart), said)


def _line(chart: Plot, line: Sequence[tuple[EpochFigures, float]], colour: str, *, strong: bool) -> None:
    """Draw one series; projected epochs as hollow marks; what stands behind is dashed, with squares."""
    look = {"lw": 2.2, "ls": "-"} if strong else {"lw": 1.3, "ls": (0, (4, 2))}
    chart.axes.plot([row.year for row, _ in line], [value for _, value in line], color=colour, zorder=2, **look)
    mark, size = ("o", 6.5) if strong else ("s", 4)
    for row, value in line:
        fill = colour if row.observed else "white"
        chart.axes.plot([row.year], [value], mark, ms=size, mfc=fill, mec=colour, mew=1.5, zorder=3)


def _name(chart: Plot, name: str, line: Sequence[tuple[EpochFigures, float]], look: tuple[str, bool]) -> None:
    """Write a series' name beside its end, clear of the other's."""
    (row, value), (colour, above) = line[-1], look
    broken = lines(name, _NAME_ROOM, NUMBER)
    foot = 9 + 14 * (len(broken) - 1) if above else -4 + 7 * (len(broken) - 1)
    for depth, words in enumerate(broken):
        note(chart.axes, words, (row.year, value), (9, foot - 14 * depth), color=colour)
        chart.right = max(chart.right, width(words, NUMBER) - 15)


def _meet(line: Sequence[tuple[EpochFigures, float]], other: Sequence[tuple[EpochFigures, float]]) -> bool:
    """Return whether the ends of two series are so near that their names would lie over each other."""
    ends = line[-1][1], other[-1][1]
    return max(ends) - min(ends) < _NEAR * max(ends)


def _rates(measurement: Measurement, scope: Scope) -> Chart | None:
    found = rows.steps(measurement, scope)
    if all(row.lcr is None and row.pgr is None for row in found):
        return None
    chart = plot()
    for place, row in enumerate(found):
        for shift, value, (fill, edge) in ((-0.2, row.lcr, (LAND, "white")), (0.2, row.pgr, (PEOPLE_FILL, PEOPLE))):
            height = 0.0 if value is None else value * 100
            look = patch_look(fill, _hatch(row), edge)
            chart.axes.bar(place + shift, height, 0.36, zorder=2, **look)
            chart.over.append(Value(place + shift, height, figures.rate(value), -13 if height < 0 else 4))
    entries = [Entry(text("charts.lcr"), LAND), Entry(text("charts.pgr"), PEOPLE_FILL, PEOPLE)]
    _periods(chart, found, entries)
    chart.axes.margins(y=0.16)
    said = with_semicolons(
        text("charts.rates_value", period=_said(row), lcr=figures.rate(row.lcr), pgr=figures.rate(row.pgr))
        for row in found
    )
    return _chart(measurement, scope, ("rates", chart), said)


def _growth(measurement: Measurement, scope: Scope) -> Chart | None:
    found = [(row, row.growth_by_type_km2) for row in rows.steps(measurement, scope)]
    known = [(row, growth) for row, growth in found if growth is not None]
    if not known:
        return None
    chart, colours = plot(), growth_colours()
    for place, (row, growth) in enumerate(known):
        parts = {name: getattr(growth, name) * (-1 if name == "loss" else 1) for name in colours}
        stack(chart.axes, place, parts, (colours, _hatch(row)))
    used = [name for name in colours if any(getattr(growth, name) for _, growth in known)]
    _periods(chart, [row for row, _ in known], [Entry(text(f"growth.{name}"), colours[name]) for name in used])
    chart.axes.margins(y=0.1)
    said = alt.told((_said(row), growth_in_words(growth)) for row, growth in known)
    return _chart(measurement, scope, ("growth", chart), said)


def _classes(measurement: Measurement) -> Chart | None:
    """Draw what each epoch's own urban extent is made of."""
    scope = Scope("urban_extent", "each_epoch")
    found = [row for row in rows.epochs(measurement, scope) if row.urban_km2 is not None]
    if not found:
        return None
    chart, colours = plot(), {row.code: row.colour for row in extent_legend().classes}
    used = {name: colours[code] for name, code in _CLASSES if any(getattr(row, name) for row in found)}
    for place, row in enumerate(found):
        values = {name: getattr(row, name) or 0.0 for name in used}
        stack(chart.axes, place, values, (used, "" if row.observed else HATCH))
    projected = [row.year for row in found if not row.observed]
    label_epochs(chart, [row.year for row in found], projected)
    entries = [Entry(text(f"classes.{name}"), colour) for name, colour in used.items()]
    chart.entries = [*entries, *projected_entry(wanted=bool(projected))]
    named = YearNames(measurement.projected)
    said = alt.told((named.year(row.year), _classes_in_words(row, used)) for row in found)
    return _chart(measurement, scope, ("classes", chart), said)


def _classes_in_words(row: EpochFigures, used: Iterable[str]) -> str:
    return with_commas(alt.area(text(f"classes.{name}").lower(), getattr(row, name)) for name in used)


def _chart(measurement: Measurement, scope: Scope, drawn: tuple[str, Plot], said: str) -> Chart:
    name, chart = drawn
    boundary = scope_name(scope.boundary, scope.rule, YearNames(measurement.projected).year(measurement.years[-1]))
    title, caption = text(f"charts.{name}"), text(f"charts.caption.{name}", boundary=boundary)
    return Chart(name, title, svg(chart, name), alt.series_alt(title, boundary, said), caption)


def growth_in_words(growth: GrowthByType) -> str:
    """Return the kinds of growth that are not nothing, as `infill 1.20 km², …`."""
    parts = ((name, getattr(growth, name)) for name, _ in _GROWTH)
    return with_commas(alt.area(text(f"growth.{name}").lower(), value) for name, value in parts if value)


def _periods(chart: Plot, found: Sequence[Indicator], entries: Sequence[Entry]) -> None:
    """Put each period, its length and what must be said of it under its bars; where they are many, in short."""
    full = [
        (period(row.start, row.end), text("charts.years", years=row.years), under_a_bar(row.flags)) for row in found
    ]
    crowded = is_crowded(full)
    chart.under = [_in_short(row) for row in found] if crowded else full
    chart.entries = [*entries, *projected_entry(wanted=any(map(_hatch, found)))]
    if crowded and any(Flag.INCOMPARABLE_EPOCHS in row.flags for row in found):
        chart.entries = [*chart.entries, Entry(text("charts.incomparable"))]


def _in_short(row: Indicator) -> tuple[str, str, str]:
    sign = text("marks.incomparable_sign") if Flag.INCOMPARABLE_EPOCHS in row.flags else ""
    start, end = left_to_right(f"{digits(row.start)}–"), left_to_right(f"{digits(row.end)}{sign}")
    return start, end, text("charts.years_short", years=row.years)


def _said(row: Indicator) -> str:
    """Return a period with its mark, for the text that stands for the chart."""
    mark, years = under_a_bar(row.flags), period(row.start, row.end)
    return f"{years} ({mark})" if mark else years


def _hatch(row: Indicator) -> str:
    return HATCH if Flag.PROJECTED_EPOCH in row.flags else ""
