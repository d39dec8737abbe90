"""How what was found is told on a terminal: the headline figures by boundary, the warnings, where to look."""

from collections.abc import Callable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows import wording
from flows.result import Ends, Figures, Result, SourceRates, SourceSpread
from geo.reasons import Flag
from outputs.tables.reasons import texts_of
from outputs.text import year_name


def print_result(console: Console, result: Result) -> None:
    """Print the last lines of a run: what was found, what to beware of and where to look."""
    console.print()
    told: list[RenderableType] = [_title(result), Text(), _figures(result)]
    if result.spread:
        told += [Text(), _spread(result.spread)]
    if _has_incomparable(result):
        (sentence,) = texts_of([Flag.INCOMPARABLE_EPOCHS]).values()
        told += [Text(), Text(f"{wording.INCOMPARABLE} {sentence}", style="yellow")]
    console.print(Padding(Group(*told), (0, 2), expand=False))
    _print_warnings(console, result)
    console.print()
    for label, path in (("Page", result.page), ("Layers", result.path), ("All cities", result.index)):
        console.print(Text(f"  {label:<11}", style="dim").append(str(path), style="default not dim"), soft_wrap=True)


def _title(result: Result) -> RenderableType:
    row = result.headline
    title = Text(wording.title(result), style="bold")
    if result.simulated:
        title.append("  no real place has these figures", style="yellow not bold")
    period = wording.period(row.start, row.end, result.projected)
    title.append(f"\n{period}, {row.years} years · {'; '.join(result.sources)}", style="dim not bold")
    return title


_ALWAYS = ("study_area", "urban_extent")
_IF_ANY = ("urban_centre", "administrative")
"""More columns than these would not fit a terminal; the page has all boundaries."""


def _shown(result: Result) -> list[Figures]:
    spans = [row for row in result.indicators if row.whole_span and row.boundary_rule == "fixed"]
    rows = [row for row in spans if row.boundary in _ALWAYS or (row.boundary in _IF_ANY and row.lcr is not None)]
    return sorted(rows, key=lambda row: row.boundary != result.headline.boundary)


def _figures(result: Result) -> Table:
    """Return the whole span within each fixed boundary, one column each."""
    rows = _shown(result)
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("SDG 11.3.1, fixed boundary")
    for row in rows:
        table.add_column(
            f"{wording.BOUNDARIES[row.boundary]} of {year_name(row.end, result.projected)}"
            if row.boundary in wording.MOVING
            else wording.BOUNDARIES[row.boundary],
            justify="right",
        )
    for label, cells in _lines(rows):
        table.add_row(label, *cells)
    return table


def _lines(rows: list[Figures]) -> list[tuple[str, list[str]]]:
    lines = [
        ("Built-up land", [wording.marked(_change_of_land(r), r) for r in rows]),
        ("Population", [f"{wording.people(r.population_start)} → {wording.people(r.population_end)}" for r in rows]),
        ("Land consumption rate (LCR), a year", [wording.marked(wording.rate(r.lcr), r) for r in rows]),
        ("Population growth rate (PGR), a year", [wording.marked(wording.rate(r.pgr), r) for r in rows]),
        ("LCR / PGR", [wording.marked(wording.ratio(r.lcrpgr), r) for r in rows]),
    ]
    if any(wording.reasons(row) for row in rows):
        lines.append(("Remarks", [wording.reasons(row) for row in rows]))
    return lines


def _change_of_land(row: Figures) -> str:
    return f"{wording.area(row.built_up_start_km2)} → {wording.area(row.built_up_end_km2)}"


def _spread(spread: SourceSpread) -> Table:
    """Return each source's rates over one period, and their ends."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column(f"By source, within its own {wording.BOUNDARIES[spread.boundary]}, {spread.start}–{spread.end}")
    for head in ("years", "LCR", "PGR", "LCR / PGR"):
        table.add_column(head, justify="right")
    for row in spread.sources:
        rates = (wording.rate(row.lcr), wording.rate(row.pgr), wording.ratio(row.lcrpgr))
        table.add_row(row.source, _own_years(row), *(wording.marked(said, row) for said in rates))
    ends = (
        _ends(spread.lcr, wording.rate),
        _ends(spread.pgr, wording.rate),
        _ends(spread.lcrpgr, wording.ratio),
    )
    table.add_row("Lowest to highest", "", *ends, style="bold")
    return table


def _own_years(row: SourceRates) -> str:
    if row.own_start is None or row.own_end is None:
        return "no epochs near"
    years = wording.period(row.own_start, row.own_end, row.projected)
    return years if row.match == "exact" else f"{years}, nearest"


def _ends(ends: Ends, say: Callable[[float | None], str]) -> str:
    if ends.minimum is None:
        return wording.DASH
    low, high = say(ends.minimum).removesuffix(" %"), say(ends.maximum)
    return wording.marked(f"{low} to {high}", ends)


def _has_incomparable(result: Result) -> bool:
    flags = [flag for row in _shown(result) for flag in row.flags]
    flags += [flag for row in (result.spread.sources if result.spread else ()) for flag in row.flags]
    return Flag.INCOMPARABLE_EPOCHS in flags


def _print_warnings(console: Console, result: Result) -> None:
    if not result.warnings:
        return
    console.print()
    table = Table.grid(padding=(0, 1))
    for warned in result.warnings:
        table.add_row(Text("!", style="yellow"), Text(warned.text))
    console.print(Padding(table, (0, 2), expand=False))
