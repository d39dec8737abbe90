"""The command `umran`: its subcommands, and how an error ends: one line on stderr and an exit code.

Exit codes: 0 done; 1 the data, a file or a city is not as it must be; 2 the command line is wrong; 130 interrupted.
"""

import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import TyperException

from flows.cli import aoi, batch, cache, cities, publication, pull, run, sources, terminal

INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""

app = typer.Typer(
    name="umran",
    help="How cities grow: built-up land, urban extent and SDG 11.3.1, from land cover to published layers.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(run.run)
app.command()(batch.batch)
app.command()(pull.pull)
app.command()(cities.cities)
app.command()(sources.sources)
app.add_typer(cache.app, name="cache")
app.add_typer(aoi.app, name="aoi")
app.add_typer(publication.app, name="publication")


def _print_version(wanted: bool) -> None:  # noqa: FBT001 (typer calls it)
    if wanted:
        typer.echo(f"umran {version('umran')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from (a traceback).")] = False,
) -> None:
    """Hold the options that stand before a subcommand."""


def main() -> None:
    """Run the command `umran`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a name still gets its answer
    code = execute(sys.argv[1:])
    if code == INTERRUPTED:  # threads that still wait for an archive's answer do not hold the end
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def execute(arguments: Sequence[str]) -> int:
    """Run `umran` with these arguments and return its exit code; `--debug` may stand anywhere."""
    debug = "--debug" in arguments
    try:
        code = app(args=[word for word in arguments if word != "--debug"], prog_name="umran", standalone_mode=False)
    except TyperException as error:
        terminal.print_error(f"{error.format_message()} (umran --help tells more)")
        return error.exit_code
    except Exception as error:
        if debug:
            raise
        return _tell(error)
    if code == INTERRUPTED:
        terminal.print_error("interrupted; what was published before is untouched")
    return code if isinstance(code, int) else 0


def _tell(error: Exception) -> int:
    """Print what went wrong in one line and return the exit code."""
    from flows.errors import TELLABLE, exit_code, one_line

    told = one_line(error)
    if not isinstance(error, TELLABLE):
        told = f"unforeseen {type(error).__name__}: {told} (please report it, with what --debug shows)"
    terminal.print_error(told)
    return exit_code(error)
