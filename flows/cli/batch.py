"""`umran batch [CITY …]`: many cities, one after the other; a failure of one does not stop the rest."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import options

if TYPE_CHECKING:
    from flows.parameters import BatchParameters
    from flows.result import Result


def batch(  # noqa: PLR0913 (a command's options)
    cities: Annotated[list[str] | None, typer.Argument(help="Ids of the cities. By default all.")] = None,
    *,
    source: options.Source = None,
    population: options.Population = None,
    epochs: options.Epochs = None,
    resolution: options.Resolution = None,
    allow_incomparable: options.Incomparable = False,
    extrapolate_population: options.Extrapolate = False,
    out: options.Out = None,
    as_json: options.Json = False,
) -> None:
    """Run many cities and tell at the end which failed and why."""
    from flows.cli import terminal

    years = options.parse_epochs(epochs)
    with terminal.told_in_json(wanted=as_json):
        from flows.parameters import BatchParameters

        parameters = BatchParameters.model_validate(
            {
                "cities": cities or [],
                "source": source,
                "population": population,
                "epochs": years,
                "resolution_m": resolution,
                "allow_incomparable": allow_incomparable,
                "extrapolate_population": extrapolate_population,
                "publish_root": out,
            }
        )
        results, failures = _run_all(parameters)
    if as_json:
        terminal.print_json(_json(results, failures))
    if failures:
        from flows.errors import BatchError

        raise BatchError(failures, len(results) + len(failures))


def _run_all(parameters: "BatchParameters") -> "tuple[list[Result], dict[str, str]]":
    """Run each city and say so in a line; return what was published and what failed."""
    from flows import wording
    from flows.cli import terminal
    from flows.errors import TELLABLE, one_line
    from flows.settings import settings
    from flows.site import chosen_cities
    from flows.steps import analyse

    notices = terminal.notices()
    results: list[Result] = []
    failures: dict[str, str] = {}
    for city in chosen_cities(parameters, settings()):
        try:
            with notices.status(city):
                result = analyse(parameters.for_city(city))
        except TELLABLE as error:
            failures[city] = one_line(error)
            notices.print(f"[red]✗[/] {city:<16}", failures[city], soft_wrap=True)
        else:
            results.append(result)
            row = result.headline
            told = f"{row.start}–{row.end}  LCR {wording.rate(row.lcr)}  PGR {wording.rate(row.pgr)}"
            notices.print(f"[green]✓[/] {city:<16}", told, f" {result.page}", soft_wrap=True)
    return results, failures


def _json(results: "list[Result]", failures: dict[str, str]) -> str:
    import json

    return json.dumps(
        {"results": [result.model_dump(mode="json") for result in results], "failures": failures}, indent=2
    )
