"""The options that several subcommands share."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.parameters import CityParameters

Source = Annotated[
    str | None,
    typer.Option(
        help="A declared source (`umran sources`), or a TOML file that declares your own; several with commas are "
        "compared with the first. By default ghsl."
    ),
]
Population = Annotated[
    str | None, typer.Option(help="A source of population, or none. By default the one that goes with the source.")
]
Epochs = Annotated[
    str | None, typer.Option(help="Years to measure, such as 1990,2000,2015. By default the source's usual ones.")
]
Resolution = Annotated[
    float | None, typer.Option(help="Side of the grid's cells, metres. By default as fine as the source.")
]
Incomparable = Annotated[
    bool,
    typer.Option(
        "--allow-incomparable", help="Compare epochs whose difference the source says is no growth; marks every number."
    ),
]
Extrapolate = Annotated[
    bool,
    typer.Option("--extrapolate-population", help="Carry population on beyond its source's epochs; marks the numbers."),
]
Area = Annotated[Path | None, typer.Option(help="A vector file with the area to measure, not the city's.")]
Layer = Annotated[str | None, typer.Option(help="Which layer of that file, where it has several.")]
Feature = Annotated[str | None, typer.Option(help="Which feature of that file, where it has several.")]
Out = Annotated[
    Path | None, typer.Option(help="Folder to publish to. By default $UMRAN_PUBLISH_ROOT, else ./published.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object, and nothing else.")]


def city_parameters(city: str, epochs: str | None, **given: object) -> "CityParameters":
    """Return the parameters of a city's run as the command line gives them.

    Raises:
        typer.BadParameter: the epochs are no years.
        UnknownCityError: no city can have this id.
        ValidationError: a parameter is out of bounds.
    """
    from flows.parameters import CityParameters
    from flows.settings import settings
    from flows.site import city_id

    named = {"city": city_id(city, settings()), "epochs": parse_epochs(epochs)}
    return CityParameters.model_validate(named | given)


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
