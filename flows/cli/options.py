"""The options that several subcommands share."""

from pathlib import Path
from typing import Annotated

import typer

Source = Annotated[
    str, typer.Option(help="A declared source (`umran sources`), or a TOML file that declares your own.")
]
Epochs = Annotated[str | None, typer.Option(help="Years to measure, such as 1990,2000,2015. By default all there are.")]
Out = Annotated[
    Path | None, typer.Option(help="Folder to publish to. By default $UMRAN_PUBLISH_ROOT, else ./published.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object, and nothing else.")]


def parse_epochs(text: str | None) -> list[int] | None:
    """Return the years of a comma-separated list.

    Raises:
        typer.BadParameter: something in it is not a whole number.
    """
    if text is None:
        return None
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        msg = f"--epochs: expected years such as 1990,2000,2015, saw {text!r}"
        raise typer.BadParameter(msg) from None
