"""How what was found is told on a terminal: the headline figures by boundary, the warnings, where to look."""

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows import wording
from flows.result import Figures, Result


def print_result(console: Console, result: Result) -> None:
    """Print the last lines of a run: what was found, what to beware of and where to look."""
    console.print()
    console.print(Padding(Group(_title(result), Text(), _figures(result)), (0, 2), expand=False))
    _print_warnings(console, result)
    console.print()
    for label, path in (("Page", result.page), ("Layers", result.path), ("All cities", result.index)):
        console.print(Text(f"  {label:<11}", style="dim").append(str(path), style="default not dim"), soft_wrap=True)


def _title(result: Result) -> RenderableType:
    row = result.headline
    title = Text(wording.title(result), style="bold")
    if result.simulated:
        title.append("  no real place has these figures", style="yellow not bold")
    title.append(f"\n{row.start}–{row.end}, {row.years} years · {'; '.join(result.sources)}", style="dim not bold")
    return title


def _figures(result: Result) -> Table:
    """Return the whole span within each fixed boundary, one column each."""
    rows = [row for row in result.indicators if row.whole_span and row.boundary_rule == "fixed"]
    rows.sort(key=lambda row: row.boundary != result.headline.boundary)
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("SDG 11.3.1, fixed boundary")
    for row in rows:
        table.add_column(
            f"{wording.BOUNDARIES[row.boundary]} of {row.end}"
            if row.boundary == "urban_extent"
            else wording.BOUNDARIES[row.boundary],
            justify="right",
        )
    for label, cells in _lines(rows):
        table.add_row(label, *cells)
    return table


def _lines(rows: list[Figures]) -> list[tuple[str, list[str]]]:
    lines = [
        ("Built-up land", [f"{wording.area(r.built_up_start_km2)} → {wording.area(r.built_up_end_km2)}" for r in rows]),
        ("Population", [f"{wording.people(r.population_start)} → {wording.people(r.population_end)}" for r in rows]),
        ("Land consumption rate (LCR), a year", [wording.rate(r.lcr) for r in rows]),
        ("Population growth rate (PGR), a year", [wording.rate(r.pgr) for r in rows]),
        ("LCR / PGR", [wording.ratio(r.lcrpgr) for r in rows]),
    ]
    if any(wording.reasons(row) for row in rows):
        lines.append(("Remarks", [wording.reasons(row) for row in rows]))
    return lines


def _print_warnings(console: Console, result: Result) -> None:
    if not result.warnings:
        return
    console.print()
    table = Table.grid(padding=(0, 1))
    for warned in result.warnings:
        table.add_row(Text("!", style="yellow"), Text(warned.text))
    console.print(Padding(table, (0, 2), expand=False))
