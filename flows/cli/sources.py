"""`umran sources`: which sources come with Umran, what they measure and on what terms."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from geo.sources.declaration import SourceDeclaration


def sources(
    source: Annotated[str | None, typer.Argument(help="One of them, to be told all about it. By default all.")] = None,
    *,
    as_json: options.Json = False,
) -> None:
    """List the sources that come with Umran; your own are TOML files (docs/local-data.md)."""
    import json

    from flows.cli import terminal
    from geo.errors import SourceError
    from geo.sources.declarations import declared_sources

    with terminal.told_in_json(wanted=as_json):
        declared = declared_sources()
        if source is not None and source not in declared:
            msg = f"unknown source {source!r}: expected one of {', '.join(declared)}"
            raise SourceError(msg)
    if as_json:
        told = [_facts(one) for one in declared.values()] if source is None else _facts(declared[source])
        terminal.print_json(json.dumps(told, ensure_ascii=False, indent=2))
        return
    console = terminal.answers()
    if source is not None:
        console.print(_all_about(declared[source]))
        return
    for part in _overview(list(declared.values())):
        console.print(part)


def _facts(source: "SourceDeclaration") -> dict[str, Any]:
    from flows import declared

    return source.model_dump(mode="json") | {
        "observed_epochs": list(declared.observed(source)),
        "gives_land": source.built_up is not None,
        "gives_population": source.population is not None,
        "gives_classes": source.classes is not None,
    }


def _overview(listed: "Sequence[SourceDeclaration]") -> "list[RenderableType]":
    from rich.table import Table
    from rich.text import Text

    from flows import declared

    table = Table(
        "Id", "Source", "Cells", "Observed", "Projected", "Licence", box=None, header_style="dim", pad_edge=False
    )
    for column in (table.columns[0], *table.columns[2:5]):
        column.no_wrap = True
    table.columns[5].max_width = 14
    for number, (kind, some) in enumerate(declared.by_kind(listed).items()):
        if number:
            table.add_row("")
        table.add_row(Text(kind, style="bold"))
        for source in some:
            projected = declared.years(source.projected_epochs) if source.projected_epochs else "–"
            row = (source.title, source.resolution or "", declared.epochs(source), projected, source.licence)
            table.add_row(f"  {source.id}", *row)
    notes: list[RenderableType] = [Text()]
    for source in listed:
        for pair in source.incomparable:
            first, second = pair.epochs
            notes.append(
                Text("! ", style="yellow").append(
                    f"{source.id}: {first} and {second} must not be compared. {pair.reason}", style="default"
                )
            )
    notes.append(Text("`umran sources ID` tells what to know of one, and how to cite it.", style="dim"))
    return [table, *notes]


def _all_about(source: "SourceDeclaration") -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_row(Text(source.id, style="bold"), Text(f"{source.title}, {source.version}", style="bold"))
    for label, lines in _lines(source):
        for number, line in enumerate(lines):
            table.add_row(Text("" if number else label, style="dim"), Text(line, overflow="fold"))
    return table


def _lines(source: "SourceDeclaration") -> "list[tuple[str, Sequence[str]]]":
    from flows import declared

    pairs = [f"{first} and {second}. {pair.reason}" for pair in source.incomparable for first, second in [pair.epochs]]
    projected = [declared.years(source.projected_epochs)] if source.projected_epochs else []
    return [
        ("gives", [declared.kind(source), *([source.why_not_built_up] if source.why_not_built_up else [])]),
        ("measures", [source.measures]),
        ("cells", [source.resolution] if source.resolution else []),
        ("observed", [declared.epochs(source)]),
        ("projected", projected),
        ("by default", [", ".join(map(str, source.default_epochs))] if source.default_epochs else []),
        ("not to compare", pairs),
        ("population", [source.population_source] if source.population_source else []),
        ("to know", source.notes),
        ("read as", [declared.way(source), *declared.addresses(source)]),
        ("licence", [source.licence]),
        ("to cite", [source.citation]),
    ]
