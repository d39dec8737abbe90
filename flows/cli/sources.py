"""`umran sources`: which sources come with Umran, what they measure and on what terms."""

from flows.cli import options


def sources(*, as_json: options.Json = False) -> None:
    """List the sources that come with Umran; your own are TOML files (docs/local-data.md)."""
    import json

    from rich.padding import Padding
    from rich.text import Text

    from flows.cli import terminal
    from geo.sources.declarations import declared_sources

    declared = declared_sources()
    if as_json:
        terminal.print_json(json.dumps([d.model_dump(mode="json") for d in declared.values()], indent=2))
        return
    console = terminal.answers()
    for source in declared.values():
        console.print(Text(source.id, style="bold").append(f"  {source.title}, {source.version}", style="not bold"))
        for line in (source.measures, f"{source.licence}. {source.citation}"):
            console.print(Padding(Text(line, style="dim"), (0, 0, 0, 2)))
