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
LandCover = Annotated[
    str | None, typer.Option(help="A source of classes that tell what land was before. By default the source's own.")
]
Administrative = Annotated[
    Path | None, typer.Option(help="A vector file with the administrative area, one more boundary of all figures.")
]
Districts = Annotated[Path | None, typer.Option(help="A vector file with districts: figures of each.")]
DistrictId = Annotated[str | None, typer.Option(help="The column of that file with their ids.")]
DistrictName = Annotated[str | None, typer.Option(help="The column of that file with their names.")]
Hexagons = Annotated[int | None, typer.Option(help="Figures by H3 hexagon of this resolution, 5 to 10; 8 has 0.7 km².")]
Rings = Annotated[float | None, typer.Option(help="Figures by ring of this width round the centre, km.")]
BuiltUpError = Annotated[
    float | None, typer.Option(help="Standard error of a built-up area over its value, such as 0.05: for intervals.")
]
PopulationError = Annotated[
    float | None, typer.Option(help="Standard error of a population over its value, such as 0.1: for intervals.")
]
ErrorMatrix = Annotated[
    str | None,
    typer.Option(
        help="Samples of the source's accuracy assessment, four counts with commas: mapped built-up and built-up, "
        "mapped built-up but other, mapped other but built-up, mapped other and other."
    ),
]
Edition = Annotated[
    str | None, typer.Option(help="Edition of the Degree of Urbanisation: R2022A, or R2023A, the default.")
]
TrendYear = Annotated[int | None, typer.Option(help="The year that past rates are carried on to. By default 2030.")]
Area = Annotated[Path | None, typer.Option(help="A vector file with the area to measure, not the city's.")]
Layer = Annotated[str | None, typer.Option(help="Which layer of that file, where it has several.")]
Feature = Annotated[str | None, typer.Option(help="Which feature of that file, where it has several.")]
Out = Annotated[
    str | None,
    typer.Option(help="Folder or s3://bucket/prefix to publish to. By default $UMRAN_PUBLISH_ROOT, else ./published."),
]
Languages = Annotated[
    str | None,
    typer.Option("--languages", help="Of pages and documents, such as ar,fr. By default all: en, fr, es, ar."),
]
Keep = Annotated[
    int | None,
    typer.Option(
        help="How many of the city's newest runs stay after publishing. By default $UMRAN_PUBLISH_KEEP or all."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object, and nothing else.")]


_NAMES = {
    "resolution": "resolution_m",
    "out": "publish_root",
    "rings": "rings_km",
}
"""Options that are called otherwise in the parameters."""


def city_parameters(context: typer.Context, **fixed: object) -> "CityParameters":
    """Return the parameters of a city's run from a subcommand's options; `fixed` ones have no option.

    Raises:
        typer.BadParameter: the epochs are no years.
        UnknownCityError: no city can have this id.
        ValidationError: a parameter is out of bounds.
    """
    from flows.measures import MeasureForm
    from flows.parameters import CityParameters
    from flows.settings import settings
    from flows.site import city_id

    given = {_NAMES.get(name, name): value for name, value in context.params.items() if value is not None}
    named = {name: value for name, value in given.items() if name in CityParameters.model_fields}
    measures = {name: value for name, value in given.items() if name in MeasureForm.model_fields}
    named |= {"city": city_id(str(given["city"]), settings()), "measures": measures}
    if "error_matrix" in given:
        measures["error_matrix"] = parse_counts(str(given["error_matrix"]))
    if "degurba" in given:
        measures["level1"] = parse_edition(str(given["degurba"]))
    if "epochs" in given:
        named["epochs"] = parse_epochs(given["epochs"])
    return CityParameters.model_validate(named | fixed)


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


def parse_counts(text: str) -> list[int]:
    """Return the counts of an error matrix.

    Raises:
        typer.BadParameter: they are not four whole numbers from 0 up.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != _CELLS or not all(part.isdecimal() for part in parts):
        msg = f"--error-matrix: expected four counts such as 97,3,5,279, saw {text!r}"
        raise typer.BadParameter(msg)
    return [int(part) for part in parts]


def parse_edition(text: str) -> object:
    """Return the thresholds of an edition of the Degree of Urbanisation.

    Raises:
        typer.BadParameter: there is no such edition.
    """
    from geo.settlement.parameters import R2022A, R2023A

    editions = {"R2022A": R2022A, "R2023A": R2023A}
    if text.upper() not in editions:
        msg = f"--degurba: expected {' or '.join(editions)}, saw {text!r}"
        raise typer.BadParameter(msg)
    return editions[text.upper()]


_CELLS = 4
"""Of an error matrix of two classes."""
