"""Where the command line writes: answers to stdout, all else to stderr, in a calm width."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

_MAX_WIDTH = 110
"""Lines longer than this are hard to read, however wide the window is."""


def answers() -> Console:
    """Return the console for what was asked for."""
    return _console(Console(highlight=False))


def notices() -> Console:
    """Return the console for progress, remarks and errors."""
    return _console(Console(stderr=True, highlight=False))


def _console(console: Console) -> Console:
    console.width = min(console.width, _MAX_WIDTH) if console.is_terminal else _MAX_WIDTH
    return console


def print_error(message: str) -> None:
    """Print one line that says what went wrong, whole however long it is."""
    line = Text("error: ", style="bold red").append(message, style="default not bold")
    notices().print(line, soft_wrap=True)


def print_json(text: str) -> None:
    """Print a JSON text and nothing else."""
    sys.stdout.write(text + "\n")


@contextmanager
def told_in_json(*, wanted: bool) -> Iterator[None]:
    """If JSON is wanted, print an error as a JSON object too: `{"error": {"type": …, "message": …}}`."""
    from flows.errors import TELLABLE, one_line

    try:
        yield
    except TELLABLE as error:
        if wanted:
            print_json(json.dumps({"error": {"type": type(error).__name__, "message": one_line(error)}}))
        raise
