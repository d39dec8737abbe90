"""`umran publication`: what is published, and whether it is whole."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="What is published, and whether it is whole.", no_args_is_help=True)

Root = Annotated[
    Path | None, typer.Option("--root", help="Publish root.  [default: UMRAN_PUBLISH_ROOT or ./published]")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


@app.command()
def verify(root: Root = None, *, as_json: AsJson = False) -> None:
    """Re-hash every published file against its manifest; exit with 1 where one is missing, changed or too many."""
    from flows.settings import settings
    from outputs.entries import published_runs
    from outputs.verification import verify as verify_root

    where = root or settings().publish_root
    problems = verify_root(where)
    serious = [problem for problem in problems if not problem.harmless]
    cities = published_runs(where)
    if as_json:
        report = {"root": str(where), "whole": not serious, "cities": len(cities)}
        typer.echo(json.dumps({**report, "problems": [asdict(problem) for problem in problems]}, ensure_ascii=False))
    else:
        for problem in problems:
            typer.echo(str(problem))
        state = f"{len(serious)} problem{'s' * (len(serious) != 1)}" if serious else "all whole"
        typer.echo(f"{where}: {len(cities)} {'city' if len(cities) == 1 else 'cities'}, {state}")
    if serious:
        raise typer.Exit(1)


@app.command("list")
def list_runs(root: Root = None, *, as_json: AsJson = False) -> None:
    """List each city's latest run: id, name, run, date, size."""
    from flows.settings import settings
    from outputs.entries import published_runs

    where = root or settings().publish_root
    entries = published_runs(where)
    if as_json:
        typer.echo(json.dumps([asdict(entry) for entry in entries], ensure_ascii=False))
        return
    for entry in entries:
        size = sum(file.size_bytes for file in entry.downloads) / 1e6
        note = "  SIMULATED" if entry.simulated else ""
        typer.echo(f"{entry.city:<20} {entry.run}  {entry.created}  {size:8.1f} MB  {where / entry.path}{note}")
    if not entries:
        typer.echo(f"{where}: nothing is published here yet; `umran run sample` publishes the simulated city")
