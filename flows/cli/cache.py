"""`umran cache`: what was read of archives and is kept, and how to be rid of it."""

from typing import Annotated

import typer

from flows.cli import options

app = typer.Typer(help="What was read of archives and is kept on this machine.", invoke_without_command=True)
_MB = 1e6


@app.callback()
def show(context: typer.Context, *, as_json: options.Json = False) -> None:
    """List what the cache holds, the last used first."""
    if context.invoked_subcommand is not None:
        return
    import json
    from datetime import UTC, datetime

    from rich.table import Table

    from flows.cli import terminal
    from flows.means import means
    from flows.settings import settings

    found = settings()
    entries = means(found).cache.listed()
    total = sum(entry.size for entry in entries)
    rows = [
        {
            "source": entry.source,
            "what": entry.title,
            "size": entry.size,
            "used": datetime.fromtimestamp(entry.used, UTC).isoformat(timespec="seconds"),
        }
        for entry in entries
    ]
    if as_json:
        answer = {"folder": str(found.cache_dir), "size": total, "most": int(found.cache_gb * 1e9), "entries": rows}
        terminal.print_json(json.dumps(answer, indent=2))
        return
    console = terminal.answers()
    if rows:
        table = Table("Source", "What", "Size", "Last used", box=None, header_style="bold")
        table.columns[2].justify = "right"
        for row in rows:
            used = str(row["used"]).replace("T", " ").removesuffix("+00:00")
            table.add_row(str(row["source"]), str(row["what"]), f"{int(str(row['size'])) / _MB:.1f} MB", used)
        console.print(table)
    console.print(f"{total / _MB:,.1f} MB of at most {found.cache_gb:g} GB in {found.cache_dir}", soft_wrap=True)


@app.command()
def clear(
    source: Annotated[str | None, typer.Option(help="Only what is of this source. By default all.")] = None,
    *,
    as_json: options.Json = False,
) -> None:
    """Remove what the cache holds of a source, or all of it; publications are not touched."""
    import json

    from flows.cli import terminal
    from flows.means import means
    from flows.settings import settings

    freed = means(settings()).clear_cache(source)
    if as_json:
        terminal.print_json(json.dumps({"freed": freed}))
    else:
        terminal.answers().print(f"{freed / _MB:,.1f} MB freed")
