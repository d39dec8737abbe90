"""`umran publication`: what is published, whether it is whole, what changed, and what goes."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli import terminal

if TYPE_CHECKING:
    from outputs.catalogue.entry import RunEntry
    from outputs.store.root import Root as PublishRoot

app = typer.Typer(help="What is published, and whether it is whole.", no_args_is_help=True)

Root = Annotated[
    str | None,
    typer.Option("--root", help="Publish root: a folder, or s3://…  [default: UMRAN_PUBLISH_ROOT or ./published]"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
_MB = 1e6
DIFFERENT, TROUBLE = 1, 2
"""Exit codes of `diff`, as diff(1) has them; 0 where nothing differs."""


@app.command()
def verify(root: Root = None, *, as_json: AsJson = False) -> None:
    """Re-hash every published file against its manifest; exit with 1 where one is missing, changed or too many."""
    from outputs.runs import all_runs
    from outputs.verification import verify as verify_root

    where = _open(root)
    problems = verify_root(where)
    serious = [problem for problem in problems if not problem.harmless]
    cities = len(all_runs(where))
    if as_json:
        report = {"root": where.name, "whole": not serious, "cities": cities}
        _print_json({**report, "problems": [asdict(problem) for problem in problems]})
    else:
        for problem in problems:
            typer.echo(str(problem))
        state = f"{len(serious)} problem{'s' * (len(serious) != 1)}" if serious else "all whole"
        typer.echo(f"{where.name}: {cities} {'city' if cities == 1 else 'cities'}, {state}")
    if serious:
        raise typer.Exit(1)


@app.command("list")
def list_runs(
    city: Annotated[str | None, typer.Argument(help="Only the runs of this city. By default of all.")] = None,
    *,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """List the runs of each city, the newest first: id, date, size, sources; * marks the latest."""
    from outputs.published import cities
    from outputs.runs import all_runs, city_runs

    where = _open(root)
    found = all_runs(where) if city is None else [city_runs(where, one) for one in cities(where) if one == city]
    rows = [_row(entry, latest=entry == one.latest) for one in found for entry in one.runs]
    if as_json:
        _print_json(rows)
    for row in () if as_json else rows:
        mark, size = "*" if row["latest"] else " ", f"{row['size_bytes'] / _MB:8.1f} MB"
        note = "  SIMULATED" if row["simulated"] else ""
        sources = "; ".join(row["sources"])
        typer.echo(f"{mark} {row['city']:<20} {row['run']}  {row['created']}  {size}  {sources}{note}")
    if not rows and not as_json:
        what = "nothing is published here yet" if city is None else f"nothing is published of {city!r} here"
        typer.echo(f"{where.name}: {what}; `umran run sample` publishes the simulated city")


@app.command()
def prune(
    cities: Annotated[list[str] | None, typer.Argument(help="Ids of the cities. By default all.")] = None,
    *,
    keep: Annotated[int, typer.Option("--keep", help="So many of each city's newest runs stay; its latest always.")],
    yes: Annotated[bool, typer.Option("--yes", help="Remove them; without it, only say which would go.")] = False,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Remove old runs of each city: all but the newest, and never its latest."""
    from outputs.history.retention import old_runs
    from outputs.history.retention import prune as prune_root

    where = _open(root)
    old = old_runs(where, keep, cities or ())
    if yes:
        old = prune_root(where, old)
    if as_json:
        _print_json({"root": where.name, "removed": yes, "runs": [asdict(run) for run in old]})
        return
    for run in old:
        typer.echo(f"{run.city:<20} {run.run}  {run.created}  {run.size_bytes / _MB:8.1f} MB")
    total = f"{len(old)} run{'s' * (len(old) != 1)}, {sum(run.size_bytes for run in old) / _MB:,.1f} MB"
    end = "removed" if yes else "would go; nothing was removed yet: add --yes" if old else "would go"
    typer.echo(f"{where.name}: {total} {end}")


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="CITY/RUN, a run's id, or a city: its latest run.")],
    new: Annotated[str, typer.Argument(help="The other run, of the same city.")],
    *,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Tell what changed between two runs of a city; exit with 0 if nothing, 1 if anything, 2 if it cannot be told."""
    from flows.errors import TELLABLE, one_line
    from outputs.history.diff import diff as compare
    from outputs.history.diff import find_run
    from outputs.history.telling import lines

    try:
        where = _open(root)
        found = compare(where, find_run(where, old), find_run(where, new))
    except TELLABLE as error:
        terminal.print_error(one_line(error))
        raise typer.Exit(TROUBLE) from error
    if as_json:
        _print_json({"same": found.same, **asdict(found)})
    else:
        for line in lines(found):
            typer.echo(line)
    if not found.same:
        raise typer.Exit(DIFFERENT)


@app.command()
def explain(
    run: Annotated[str, typer.Argument(help="CITY/RUN, a run's id, or a city: its latest run.")],
    number: Annotated[
        str, typer.Argument(help="Such as urban_extent/fixed/1990-2015/lcr, or parts of it: 'lcr 1990-2015'.")
    ],
    *,
    root: Root = None,
) -> None:
    """Tell where a published number comes from: its run, parameters, code, sources and files with their checksums."""
    from outputs.history.diff import find_run
    from outputs.layout import PROVENANCE
    from outputs.provenance.explain import explain as lines_of
    from outputs.store.root import read_or_none

    where = _open(root)
    city, found = find_run(where, run)
    text = read_or_none(where, f"{city}/{found}/{PROVENANCE}")
    for line in lines_of(text or b"", number):
        typer.echo(line)


@app.command()
def reporting(root: Root = None) -> None:
    """Write the reporting table of every city's latest run: reporting.xlsx and reporting_sdmx.csv in the root."""
    from outputs.reporting.publish import publish_reporting

    where = _open(root)
    written = publish_reporting(where) if where.exists() else ()
    for path in written:
        typer.echo(str(path))
    if not written:
        typer.echo(f"{where.name}: nothing is published here yet; `umran run sample` publishes the simulated city")


def _open(root: str | None) -> "PublishRoot":
    from flows.settings import settings
    from outputs.store.opening import open_root

    return open_root(settings().publish_root if root is None else root)


def _row(entry: "RunEntry", *, latest: bool) -> dict[str, Any]:
    names = ("city", "names", "run", "path", "created", "files", "size_bytes", "sources", "compared", "simulated")
    return {name: getattr(entry, name) for name in names} | {"latest": latest}


def _print_json(answer: object) -> None:
    terminal.print_json(json.dumps(answer, ensure_ascii=False))
